"""Numbers of a text as values: sign, amount, scale, unit. Pure.

Two numbers are the same where their values are: “7500 km” and “7,500 kilometres”, “thirty” and
“30”, “$5bn” and “5 billion dollars”. Some can be read in several ways: “¥5” is yen or yuan, “7.500”
in English may be 7500. They are the same only as what has all of these readings: in doubt, numbers
differ. A point or comma before three digits is read by the language of the text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import gcd
from unicodedata import decimal, numeric

from quotes.text.counting_words import InWords, numbers_in_words
from quotes.text.letters import IDEOGRAPH, SYLLABIC
from quotes.text.number_words import FIRST_LETTERS, PATTERN, may_have_any, value_of
from quotes.text.units import (
    BILLION,
    BY_THE_MILLION,
    COUNTED,
    DECIMAL_COMMA,
    LARGE,
    LONG_SCALE,
    MEASURED,
    METRE_OR_MILLION,
    MIL,
    MONEY_CODES,
    ORDINALS,
    PARTS_OF,
    RELATIONS,
    SCALE_OF,
    SIGN_OF,
    SMALL,
    TENS,
    THOUSAND_IS_MIL,
    UNIT_OF,
    normal,
    units_of,
)

# What relates the number to others, its kind, its values (two of a range), its unit.
Amounts = tuple[Fraction | str, ...]
Value = tuple[str, str, tuple[Fraction, ...], str]
NO_LETTER = rf"(?![^\W_{IDEOGRAPH}{SYLLABIC}])"
AFTER_NONE = rf"(?<![^\W_{IDEOGRAPH}{SYLLABIC}])"
THIN = " \u00a0\u2007\u2009\u202f"
DASH = "-‐‑–−—"


def _any_of(words: Iterable[str]) -> str:
    """One of these words, not followed by a letter if it ends with one; the longest that fits.

    What follows is looked at once for all: to compile it for each word takes seconds. So does to
    try each word where one may stand; a tree of their letters does not.
    """
    return rf"(?:{_tree(set(words))})(?:(?<!\w)|{NO_LETTER})"


def _tree(words: set[str]) -> str:
    """The words as a pattern in which those that begin alike share their letters."""
    behind: dict[str, set[str]] = {}
    for word in sorted(filter(None, words)):
        behind.setdefault(word[0], set()).add(word[1:])
    branches = [
        (r"(?:\s{1,3}|-)" if letter == " " else re.escape(letter)) + _tree(rest)
        for letter, rest in behind.items()
    ]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in words:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in words else "")


# “5·10⁶” is no 5.10.
NO_POWER = "(?![\\d⁰¹²³⁴-⁹])"


def _digits(name: str) -> str:
    """Digits, perhaps in groups, perhaps with a fraction."""
    sign = f"(?P={name})"
    return (
        rf"(?:\d{{1,3}}(?P<{name}>[.,'’٬{THIN}])\d{{3}}(?:{sign}\d{{3}})*(?!\d)"
        rf"(?:(?!{sign})[.,٫·]\d+{NO_POWER})?|\d{{1,2}}(?:,\d\d)+,\d{{3}}(?:\.\d+)?|\d+(?:[.,٫·]\d+{NO_POWER})?)"
    )


# What may stand behind hours and minutes, in the languages that have it there.
HOURS = rf"(?:h|hrs?|hours|horas?|heures|uur|ore|godz\.?|часов|часа|год\.?){NO_LETTER}"
# Thousands with points between them, as in “1.250.000”: neither a date nor the number of a version.
BY_POINTS = r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?![./]?\d)"
# Numbers of Chinese and Japanese signs: digits, what multiplies the digit before, and all before.
DIGIT_OF = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "两": 2, "兩": 2,
}  # fmt: skip
TIMES_OF = {"十": 10, "百": 100, "千": 1000}
LARGE_OF = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
SCALE_SIGNS = "".join(LARGE_OF)
NUMERALS = "".join([*DIGIT_OF, *TIMES_OF, *LARGE_OF])
FIRST_WORD = _any_of({*SMALL, *TENS, *ORDINALS})
NUMBER_WORD = _any_of({*SMALL, *TENS, *ORDINALS, *LARGE, "hundred"})
DIGIT_WORD = _any_of([word for word, number in SMALL.items() if number < 10])
# Parts in words, before what they are a part of: “half a million”, “three quarters of a billion”.
PART_OF = {
    "half": Fraction(1, 2), "a third": Fraction(1, 3), "one third": Fraction(1, 3),
    "two thirds": Fraction(2, 3), "a quarter": Fraction(1, 4), "one quarter": Fraction(1, 4),
    "three quarters": Fraction(3, 4), "a half": Fraction(1, 2), "one half": Fraction(1, 2),
}  # fmt: skip
# What is below the line of a fraction in words; “one second” is none.
UNDER = {
    word + plural: number
    for word, number in (
        *ORDINALS.items(),
        ("quarter", 4),
        ("hundredth", 100),
        ("thousandth", 1000),
    )
    if 3 <= number <= 20 or number >= 100
    for plural in ("", "s")
}
PARTS = (
    rf"(?P<part_of>{_any_of(PART_OF)})(?:\s{{1,3}}of)?\s{{1,3}}an?(?=\s{{1,3}}{_any_of(LARGE)})"
    rf"|(?P<over>{DIGIT_WORD})(?:\s{{1,3}}|-)(?P<under>{_any_of(UNDER)})"
    rf"|(?:an?\s{{1,3}})?(?P<half>half)(?=(?:\s{{1,3}}|-){_any_of(LARGE)})"
    rf"|(?P<whole>\d{{1,3}}|(?:{FIRST_WORD})(?:[\s-](?:{DIGIT_WORD}))?)(?:"
    rf"\s{{1,3}}and\s{{1,3}}(?P<and_part>a\s{{1,3}}half|a\s{{1,3}}quarter|three\s{{1,3}}quarters){NO_LETTER}"
    rf"|\s{{1,3}}point(?P<decimals>(?:\s{{1,3}}(?:{DIGIT_WORD}))+))"
)


def _body_with(words: str, letters: str) -> re.Pattern[str]:
    """What a number may be, also these ``words``, which begin with one of these ``letters``."""
    return re.compile(
        rf"""(?<![a-z])(?=[\d.¼-⅞aefhnostz{letters}{NUMERALS}]){AFTER_NONE}(?:
      (?P<signs>[{NUMERALS}]+点[{"".join(DIGIT_OF)}]+|[{NUMERALS}]{{2,}}
        |(?<=百分[之の])[{NUMERALS}]|[{NUMERALS}](?=月)|(?<=月)[{NUMERALS}](?=[日号號]))
    | (?P<point>(?<![\w.,…]))\.(?P<part>\d+)(?![.\d])
    | (?P<in_parts>{PARTS})
    | (?P<times>{_tree({*SMALL, *TENS, "hundred", "thousand"})})fold{NO_LETTER}
    | (?P<decade>\d{{0,3}}0)['’]?s(?!\w)
    | (?P<feet>\d+)['′’](?:(?P<inches>\d{{1,2}})(?!\d)(?P<mark>''|["″”]|['′’](?!\w))?
        |\s(?P<inches_apart>\d{{1,2}})(?:''|["″”]))
    | (?P<time>\d{{1,2}}(?:[:.]\d\d)?\s{{0,3}}[ap]\.?m\.?{NO_LETTER}
        |\d{{1,2}}(?:[:.]\d\d)?\s{{0,3}}uhr(?:\s{{1,3}}\d\d(?![\d.,:]))?{NO_LETTER}
        |\d{{1,2}}:\d\d\s{{1,3}}{HOURS}
        |\d{{1,2}}(?:\s{{1,3}}h\s{{0,3}}|h\s{{1,3}})\d\d(?![\d.,:]|\s{{0,3}}min)
        |\d{{1,2}}[:h]\d\d(?::\d\d)?(?![\d:]))
    | (?P<groups>(?!{BY_POINTS})\d+(?:[./]\d+){{2,}}|\d+(?:[{DASH}]\d+){{2,}}|\d+(?::\d+)+)
    | (?P<fraction>(?:\d+\s{{0,3}})?[¼-¾⅐-⅞]|(?:\d+\s{{1,3}})?\d+[/⁄]\d+)
    | (?P<ordinal>\d+)(?:st|nd|rd|th){NO_LETTER}
    | (?P<power>\d+⁻?[⁰¹²³⁴-⁹]+)
    | (?P<from>{_digits("sign")})[{DASH}](?P<to>{_digits("sign_of_to")})
    | (?P<number>{_digits("sign_alone")})
    | (?P<words>(?:an?\s{{1,3}}(?=(?:hundred|{_any_of(LARGE)}){NO_LETTER})|(?:{FIRST_WORD}))
                (?:(?:\s{{1,3}}|-|\s{{1,3}}and\s{{1,3}})?(?:{NUMBER_WORD})){{0,12}})
    | (?P<other_words>{words})
    )""",
        re.VERBOSE,
    )


# To look for words of all languages takes half as long again, or more.
BODY = _body_with("(?!)", "")
BODY_OF_OTHERS = _body_with(PATTERN, FIRST_LETTERS)
# Of ASCII and Russian alone, so that places stay: to look for words in either case takes thrice
# the time.
SMALL_LETTERS = {
    code: code + 32 for ends in ("AZ", "АЯ") for code in range(ord(ends[0]), ord(ends[1]) + 1)
}
# “En 2019 l’Europe”: no litres.
NO_ELISION = r"(?!(?<=[\s\d-]\w)['’]\w)"
SCALE = re.compile(
    rf"(?:\s{{0,3}}|-)({_any_of([*SCALE_OF, BILLION])}|[{SCALE_SIGNS}]){NO_ELISION}", re.IGNORECASE
)
UNIT = re.compile(rf"(?:\s{{0,3}}|-)({_any_of(UNIT_OF)}){NO_ELISION}", re.IGNORECASE)
# “3 millions d’euros”, “84 milioni di euro”.
UNIT_OF_SCALE = re.compile(
    rf"(?:\s{{0,3}}|-|\s{{1,3}}(?:d[ei]\s{{1,3}}|d['’]))({_any_of(UNIT_OF)}){NO_ELISION}",
    re.IGNORECASE,
)
CODES = "|".join(sorted(code.upper() for code in MONEY_CODES))
# “15m people”: what is counted by the million is not measured in metres.
IS_COUNTED = re.compile(rf"(?:\s{{1,3}}|-)(?:[a-z]+\s{{1,3}})?(?:{'|'.join(COUNTED)})(?!\w)")
MINUS = r"(?<![\w.)\]%°])[-−–‑+]|\b(?:minus|минус|мінус|eksi|ناقص|سالب)\s"
BEFORE = re.compile(
    rf"""(?:(?P<relation><=|>=|\+/-|\+-|[<>≤≥≦≧⩽⩾±∓≈~∼≃])\s{{0,3}})?
    (?:(?P<sign>{MINUS})?
       (?P<money>{AFTER_NONE}(?:(?:US|AU?|CA?|HK|NZ|S|NT|R)?\$|(?-i:{CODES}|Rs\.?))|[€£¥￥₽₹₸₺₴₩₪฿₫₦₱₡₵₲]
          |(?<!\d)(?<!\d\s)[%٪]|\byüzde|百分[之の])
       \s{{0,3}}(?P<inner>[-−])?
     | (?P<alone>{MINUS}))?\Z""",
    re.VERBOSE | re.IGNORECASE,
)
MAX_BEFORE = 16
AND = re.compile(r"[\s,]{0,3}(?:(?:and|et|und|y|e|и)\s{1,3})?")
NONE: Amounts = ()
MAX_BETWEEN = 8
# A number with more of them is nobody's, and is compared as it is written.
MAX_DIGITS = 100
# “03/04/2017” is “3/4/2017”, whichever of them is the month.
IS_DATE = re.compile(r"(?:\d{4}[./-])?\d{1,2}[./-]\d{1,2}(?:[./-]\d{4})?")
# “30th June”, “June 30th”: the same as without the ending.
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
BEFORE_MONTH = re.compile(rf"\s(?:of\s)?{MONTH}(?!\w)", re.IGNORECASE)
AFTER_MONTH = re.compile(rf"(?<!\w){MONTH}\s(?:the\s)?\Z", re.IGNORECASE)
# “B-52” is a name, as “B52” is.
IN_NAME = re.compile(r"(?<![^\W_])[A-Z]{1,2}-\Z")
LETTER = re.compile(rf"[^\W_{IDEOGRAPH}{SYLLABIC}]")


@dataclass(frozen=True)
class Quantity:
    """A number where it stands in a text, ``start … end``, and what can be read from it.

    ``amounts`` are two for a range; those that the language decides are kept as written.
    """

    start: int
    end: int
    kind: str
    amounts: tuple[Fraction | str, ...]
    relation: str = ""
    is_negative: bool = False
    scale: str = ""
    units: frozenset[str] = frozenset({""})

    def values(self, language: str) -> frozenset[Value]:
        """All that it may mean in a text of this language."""
        code = language.split("-")[0].lower()
        sign = -1 if self.is_negative else 1
        is_measured = bool(self.scale) or not MEASURED.isdisjoint(self.units)
        readings = product(*(_amounts(each, code, is_measured) for each in self.amounts))
        return frozenset(
            (self.relation, self.kind, tuple(each * times for each in amounts), unit)
            for amounts in [_whole([sign * each for each in reading]) for reading in readings]
            for times in self._times(code)
            for unit in self._units(code)
        )

    def is_bare(self, amount: int, language: str) -> bool:
        """Whether it is this amount, or what has this place, without a unit."""
        kind = "ordinal" if self.kind == "ordinal" else "number"
        return self.values(language) == {("", kind, (Fraction(amount),), "")}

    def _times(self, code: str) -> tuple[int, ...]:
        if self.scale == BILLION:
            return (10**12 if code in LONG_SCALE else 10**9,)
        if self.scale == MIL and code not in THOUSAND_IS_MIL:
            return 10**3, 10**6
        return (SCALE_OF.get(self.scale.lower(), 1),)

    def _units(self, code: str) -> frozenset[str]:
        """The units, of which the language may tell one: ¥ is the yen in Japanese."""
        meant = self.units & SIGN_OF.get(code, frozenset())
        return meant or self.units


def same_quantity(one: Quantity, other: Quantity, language: str) -> bool:
    """Whether the two mean the same in a text of this language, however they are read."""
    return one.values(language) == other.values(language)


def _whole(amounts: list[Fraction]) -> tuple[Fraction, ...]:
    """The two ends of a range, the second of which may be a year written short: “2023–24”."""
    if len(amounts) == 2 and 1000 <= amounts[0] <= 2999 and amounts[0] % 100 < amounts[1] < 100:
        return amounts[0], amounts[0] - amounts[0] % 100 + amounts[1]
    return tuple(amounts)


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers of ``text``, in order, each with its sign and its unit."""
    last: Quantity | None = None
    for found in _each(text):
        if last and (both := _joined(last, found, text)):
            last = both
        else:
            if last:
                yield last
            last = found
    if last:
        yield last


def _joined(one: Quantity, other: Quantity, text: str) -> Quantity | None:
    """Two numbers as one, if the second goes on from the first; None if they are two.

    It counts parts of the first's unit (“3 hours 20 minutes”, “2 m 50”), or what the first leaves
    below its scale (“3亿5000万”, “2 million 300 thousand”).
    """
    between = text[one.end : other.start]
    if len(between) > MAX_BETWEEN or {one.kind, other.kind} != {"number"}:
        return None
    whole, rest = (_certain(each.amounts[0]) for each in (one, other))
    if whole is None or rest is None or other.relation or other.is_negative:
        return None
    if one.units == {""} and not between.strip():
        times, least = SCALE_OF.get(other.scale, 1), _least(one, whole)
        is_below = 0 < rest * times < least and one.scale not in (METRE_OR_MILLION, MIL, "K")
        if not is_below or other.scale in (METRE_OR_MILLION, MIL, "K", BILLION):
            return None
        per = SCALE_OF.get(one.scale, 10**9 if one.scale else 1)
        return replace(one, end=other.end, amounts=(whole + rest * times / per,), units=other.units)
    [part, *more] = other.units
    units = [unit for unit in one.units if (unit, part) in PARTS_OF]
    is_plain = not (one.scale or other.scale or more) and rest.denominator == 1
    # What has no unit of its own is written in digits, right behind.
    has_digits = part or (between == " " and text[other.start : other.end].isdecimal())
    if len(units) != 1 or not is_plain or not has_digits or not AND.fullmatch(between):
        return None
    amount = whole + rest / PARTS_OF[units[0], part]
    return replace(one, end=other.end, amounts=(amount,), units=frozenset(units))


def _certain(amount: Fraction | str) -> Fraction | None:
    """An amount that is the same in every language; None for one with separators."""
    if isinstance(amount, str):
        return Fraction(amount) if amount.isdecimal() else None
    return amount


def _least(number: Quantity, amount: Fraction) -> int:
    """What is counted below a number has to be less: below two million, a million."""
    if number.scale:
        return SCALE_OF.get(number.scale, 10**9) if amount.denominator == 1 else 0
    in_words = isinstance(number.amounts[0], Fraction)
    return 1000 if in_words and amount and amount % 1000 == 0 else 0


def _each(text: str) -> Iterator[Quantity]:
    at, small = 0, text.lower() if text.isascii() else text.translate(SMALL_LETTERS)
    body = BODY_OF_OTHERS if may_have_any(small) else BODY
    in_words = numbers_in_words(text)
    other = next(in_words, None)
    match = body.search(small, at)
    while match or other:
        kind, amounts = "number", NONE
        if other and (not match or _is_first(other, match)):
            start, stop, end, amounts = other.start, other.end, other.end, (other.value,)
        elif match:
            start, stop = match.span()
            kind, amounts, end = _body(match)
        found = _quantity(text, (start, stop, at), kind, amounts, end) if amounts else None
        if found:
            yield found
        at = found.end if found else stop
        if match and match.start() < at:
            match = body.search(small, at)
        while other and other.start < at:
            other = next(in_words, None)


def _is_first(other: InWords, match: re.Match[str]) -> bool:
    """Whether a number in words begins before another, or there, and is longer."""
    return (other.start, -other.end) < (match.start(), -match.end())


def _quantity(
    text: str, place: tuple[int, int, int], kind: str, amounts: Amounts, end: int
) -> Quantity | None:
    """A number from what is read of it; ``place`` is where it begins, stops, and may begin."""
    start, stop, reached = place
    scale, units = "", frozenset({""})
    if kind in ("number", "range"):
        if found := SCALE.match(text, end):
            scale, end = _scale(found), found.end()
        found = (UNIT_OF_SCALE if scale else UNIT).match(text, end)
        # A unit behind metres is that of something else: “the 100 m second heat”.
        if found and (scale != METRE_OR_MILLION or units_of(found[1]) <= BY_THE_MILLION):
            units, end = units_of(found[1]), found.end()
    if text[start:stop].isdecimal() and (
        (end == stop and LETTER.match(text, end)) or _is_in_name(text, start)
    ):
        # “4chan” is a word.
        return None
    bare = Quantity(reached, end, kind, amounts, scale=scale, units=units)
    return _with_signs(text, start, end, bare)


def _is_in_name(text: str, start: int) -> bool:
    return text[start - 1 : start] == "-" and bool(IN_NAME.search(text[max(0, start - 4) : start]))


def _scale(found: re.Match[str]) -> str:
    """The word for a scale; a capital M is no metre, unless all around is in capitals."""
    word, (start, end) = normal(found[1]), found.span(1)
    around = found.string[max(0, start - MAX_BEFORE) : start] + found.string[end:][:MAX_BEFORE]
    if found[1] == "M" and not around.isupper():
        return "million"
    return "K" if found[0] == " K" else word


def _with_signs(text: str, start: int, end: int, bare: Quantity) -> Quantity:
    """The number with the signs right before it, and a plus after it."""
    before = BEFORE.search(text[max(bare.start, start - MAX_BEFORE) : start])
    written = before[0] if before else ""
    relation = (before["relation"] or "") if before else ""
    if relation == ">" and written[1:2].isspace() and begins_line(text, start - len(written)):
        # The mark of a line that is quoted.
        relation, written = "", written[1:].lstrip()
    money = before["money"] if before else None
    signs = [before[name] for name in ("sign", "inner", "alone")] if before else []
    if re.match(r"\+(?![\w+])", text[end : end + 2]):
        relation, end = relation + "+", end + 1
    units = _together(units_of(money), bare.units) if money else bare.units
    whole = replace(
        bare,
        start=start - len(written),
        end=end,
        relation=RELATIONS.get(relation, relation),
        is_negative=any(sign and not sign.startswith("+") for sign in signs),
        units=units,
    )
    return _by_context(whole, text)


def _by_context(number: Quantity, text: str) -> Quantity:
    """What a letter behind a number means beside what is around it.

    “m” is metre where neither money nor what is counted tells that it is million, and “m€” is
    neither. “300 K” may be a temperature.
    """
    if number.scale == "K" and number.units == {""}:
        return replace(number, units=frozenset({"", "kelvin"}))
    if number.scale != METRE_OR_MILLION:
        return number
    if re.search("m[€$£]", text[number.end - 2 : number.end]):
        return replace(number, units=frozenset({text[number.end - 2 : number.end]}))
    if number.units != {""} or IS_COUNTED.match(text, number.end):
        return number
    return replace(number, scale="", units=frozenset({"metre"}))


def begins_line(text: str, at: int) -> bool:
    """Whether nothing but white space stands before a place in its line."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _together(money: frozenset[str], units: frozenset[str]) -> frozenset[str]:
    """Combines a sign before the number with a unit after it: “$5 US dollars”, “$5 per cent”."""
    if units == {""}:
        return money
    return (money & units) or frozenset(map(" ".join, product(money, units)))


def _body(match: re.Match[str]) -> tuple[str, Amounts, int]:
    """What kind of number it is, its amounts, and where it ends; no amounts where it is none."""
    end = match.end()
    if match["signs"]:
        value = _in_signs(match["signs"])
        return "number", () if value is None else (value,), end
    if match["part"]:
        return "number", (f"0.{_plain(match['part'])}",), end
    if match["feet"]:
        return _in_feet(match)
    if match["in_parts"]:
        part = _in_parts(match)
        return "number", () if part is None else (part,), end
    if match["times"]:
        times = _in_words(match["times"])[1] or Fraction(LARGE.get(match["times"], 100))
        return "number", (times,), match.end("times")
    if match["decade"]:
        return "decade", (Fraction(_plain(match["decade"])),), end
    if match["words"]:
        kind, amount, length = _in_words(match["words"])
        return kind, (amount,) if length else (), match.start() + length
    if match["other_words"]:
        known = value_of(match["other_words"])
        return "number", () if known is None else (Fraction(known),), end
    if match["groups"] or match["power"] or sum(map(str.isdecimal, match[0])) > MAX_DIGITS:
        return _as_written(match)
    if match["time"]:
        minutes = _minutes(match["time"])
        return _as_written(match) if minutes is None else ("time", (minutes,), end)
    if match["fraction"]:
        return "number", (_fraction(match["fraction"]),), end
    if match["ordinal"]:
        return _ordinal(match), (Fraction(_plain(match["ordinal"])),), end
    if match["from"]:
        return "range", (_plain(match["from"]), _plain(match["to"])), end
    return "number", (_plain(match["number"]),), end


def _ordinal(match: re.Match[str]) -> str:
    """The kind of a number such as “30th”, which is a plain one in a date."""
    text = match.string
    of_date = BEFORE_MONTH.match(text, match.end()) or AFTER_MONTH.search(
        text[max(0, match.start() - MAX_BEFORE) : match.start()]
    )
    return "number" if of_date else "ordinal"


def _as_written(match: re.Match[str]) -> tuple[str, Amounts, int]:
    """A number that is compared as it is written: a version, a code, a date."""
    written = _plain(match[0])
    if IS_DATE.fullmatch(written):
        written = re.sub(r"\b0(?=\d)", "", written)
    return f"as {written}", (Fraction(),), match.end()


def _in_feet(match: re.Match[str]) -> tuple[str, Amounts, int]:
    """6'2": feet and inches, or minutes and seconds; one of each mark, or it is something else."""
    inches = match["inches"] or match["inches_apart"]
    kind = "in single marks" if match["mark"] in ("'", "′", "’") else "in marks"
    return kind, (Fraction(_plain(match["feet"])), Fraction(_plain(inches))), match.end()


def _in_signs(written: str) -> Fraction | None:
    """A number in Chinese or Japanese signs; None where they are none, as in 万一 or 三三两两."""
    whole, _, part = written.partition("点")
    if part:
        value = _in_signs(whole)
        digits = "".join(str(DIGIT_OF[sign]) for sign in part)
        return None if value is None else value + Fraction(f"0.{digits}")
    if all(sign in DIGIT_OF for sign in whole):
        return Fraction("".join(str(DIGIT_OF[sign]) for sign in whole))
    return _multiplied(whole)


def _multiplied(written: str) -> Fraction | None:
    total = section = 0
    digit: int | None = None
    least, least_large = 10**4, 10**16
    for sign in written:
        if sign in DIGIT_OF:
            if digit:
                return None
            digit = DIGIT_OF[sign]
        elif sign in TIMES_OF and TIMES_OF[sign] < least:
            least = TIMES_OF[sign]
            section, digit = section + (digit or 1) * least, None
        elif sign in LARGE_OF and LARGE_OF[sign] < least_large and section + (digit or 0):
            least, least_large = 10**4, LARGE_OF[sign]
            total, section, digit = total + (section + (digit or 0)) * least_large, 0, None
        else:
            return None
    return Fraction(total + section + (digit or 0))


def _plain(written: str) -> str:
    """Digits of ASCII, and one form of each sign among them."""
    if written.isascii() and written.isdigit():
        return written
    digits = "".join(str(decimal(one)) if one.isdecimal() else one for one in written)
    return re.sub(rf"[{DASH}]", "-", re.sub(f"['’٬{THIN}]", "'", digits)).replace("٫", "·")


def _amounts(written: Fraction | str, code: str, is_measured: bool) -> tuple[Fraction, ...]:
    """A number as it is read in a language: two where nothing tells thousands from a fraction.

    Before three digits a language has its own sign for each. Translators and foreign presses mix
    them up. So what has the sign for a fraction and ends with a zero may be thousands, unless it is
    measured: nobody counts people to a thousandth.
    """
    if isinstance(written, Fraction):
        return (written,)
    signs = re.findall(r"\D", written)
    if not signs:
        return (Fraction(written),)
    last = signs[-1]
    whole, _, part = written.rpartition(last)
    as_thousands = Fraction(re.sub(r"\D", "", written))
    as_fraction = Fraction(re.sub(r"\D", "", whole) + f".{part}")
    if last == "'" or signs.count(last) > 1:
        return (as_thousands,)
    if last == "·" or len(signs) > 1 or len(part) != 3 or len(whole) > 3 or whole.startswith("0"):
        return (as_fraction,)
    if last != ("," if code in DECIMAL_COMMA else "."):
        return (as_thousands,)
    if not part.endswith("0"):
        return (as_fraction,)
    return (as_thousands,) if part == "000" and not is_measured else (as_thousands, as_fraction)


def _fraction(written: str) -> Fraction:
    if numeric(written[-1], -1) % 1 and not written[-1].isdecimal():
        whole = written[:-1].strip()
        part = Fraction(numeric(written[-1])).limit_denominator(10)
    else:
        *before, last = _plain(written).replace("⁄", "/").replace("'", " ").split()
        whole = "".join(before)
        over, under = map(int, last.split("/"))
        if not under:
            return Fraction(over)
        part = Fraction(over, under)
    return part + (int(_plain(whole)) if whole else 0)


def _minutes(written: str) -> Fraction | None:
    """Minutes since midnight; None where there is no such time."""
    hour, *others = (int(each) for each in re.findall(r"\d+", _plain(written)))
    half = re.search("[ap](?=\\.?m)", written, re.IGNORECASE)
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 24 or any(each > 59 for each in others):
        return None
    minute, second = (*others, 0, 0)[:2]
    return Fraction(hour * 60 + minute) + Fraction(second, 60)


def _in_words(written: str) -> tuple[str, Fraction, int]:
    """The number that English words begin with: its kind, its amount, its length in characters."""
    total = current = length = 0
    least, last, kind = 10**15, "", "number"
    for match in re.finditer("[a-z]+", written.lower()):
        word = match[0]
        if word == "and" and last in ("hundred", *LARGE):
            continue
        if word in ("a", "an") and not last:
            current = 1
        elif word in LARGE and current > 0 and LARGE[word] < least:
            least = LARGE[word]
            total, current = total + current * least, 0
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif (added := _added(word, last, current)) is not None:
            current += added
        else:
            break
        last, length = word, match.end()
        if word in ORDINALS:
            kind = "ordinal"
            break
    return kind, Fraction(total + current), length if last not in ("", "a", "an") else 0


def _in_parts(match: re.Match[str]) -> Fraction | None:
    """A number whose part is in words: “half a”, “two thirds”, “three point five”.

    None for what nobody means as a fraction: “two quarters” of a year.
    """
    if match["over"]:
        over, under = SMALL[match["over"]], UNDER[match["under"]]
        return Fraction(over, under) if over < under and gcd(over, under) == 1 else None
    if part := match["part_of"] or match["half"]:
        return PART_OF[normal(part)]
    whole = match["whole"]
    value = Fraction(_plain(whole)) if whole.isdecimal() else _in_words(whole)[1]
    if match["and_part"]:
        return value + PART_OF[normal(match["and_part"])]
    digits = "".join(str(SMALL[word]) for word in match["decimals"].split())
    return value + Fraction(f"0.{digits}")


def _added(word: str, last: str, current: int) -> int | None:
    """What a word adds to the hundreds before it; None where it does not go on from them."""
    number = SMALL.get(word, TENS.get(word, ORDINALS.get(word)))
    if number is None or last in SMALL or last in ("a", "an"):
        return None
    goes_on = number < 10 and last in TENS and number > 0
    return number if goes_on or current % 100 == 0 else None
