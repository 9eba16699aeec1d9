"""Numbers in words of many languages as values: “einundzwanzig”, “yirmi beş”, “ثلاثة آلاف”. Pure.

A text does not tell its language here: a run of words is read in the language in which it is
longest, and in none where two languages differ. Some words are common in another sense or language:
“dos” is “of the” in Portuguese, “on” is Turkish for ten. They are numbers only next to others;
``value_in`` reads them where the language is known. English, French and Russian have modules of
their own.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from quotes.text.words import word_set

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
BETWEEN = re.compile(r"\s{1,3}|-")
# “п’ять” is one word, “sei’s” are two.
APOSTROPHES = re.compile("(?<=[а-яіїє])['’ʼ]")
HUNDRED, THOUSAND = 100, 1000


def _counted(words: str, first: int, step: int = 1) -> dict[str, int]:
    """Each word with its number, counted on from ``first``; other forms stand behind a stroke."""
    return {
        form: first + step * place
        for place, forms in enumerate(words.split())
        for form in forms.split("/")
    }


def _compounds(small: dict[str, int], joint: str, hundred: str) -> dict[str, int]:
    """The numbers below 1,000 of a language that writes them as one word, the units first."""
    units = {word: number for word, number in small.items() if number < 10}
    tens = {word: number for word, number in small.items() if number >= 20}
    below = small | {
        f"{unit}{'ën' if joint == 'en' and unit.endswith('e') else joint}{ten}": one + number
        for unit, one in units.items()
        for ten, number in tens.items()
    }
    return below | {
        f"{unit}{hundred}{rest}": one * HUNDRED + number
        for unit, one in {"": 1, **units}.items()
        for rest, number in {"": 0, **below}.items()
    }


def _italian() -> dict[str, int]:
    """Italian drops the last vowel of a ten before “uno” and “otto”."""
    units = _counted("uno due tre/tré quattro cinque sei sette otto nove", 1)
    tens = _counted("venti trenta quaranta cinquanta sessanta settanta ottanta novanta", 20, 10)
    below = units | tens | _counted(
        "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto "
        "diciannove", 10,
    )  # fmt: skip
    for ten, number in tens.items():
        for unit, one in units.items():
            below[(ten[:-1] if unit in ("uno", "otto") else ten) + unit] = number + one
    hundreds = {"cento": 100} | {
        f"{unit}cento": 100 * one for unit, one in units.items() if one > 1
    }
    return below | {
        hundred + rest: number + more
        for hundred, number in hundreds.items()
        for rest, more in {"": 0, **below}.items()
    }


GERMAN = _counted("ein/eins/eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf "
                  "dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn", 1) | _counted(
    "zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10)  # fmt: skip
DUTCH = _counted("een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien "
                 "veertien vijftien zestien zeventien achttien negentien", 1) | _counted(
    "twintig dertig veertig vijftig zestig zeventig tachtig negentig", 20, 10)  # fmt: skip
VALUES_IN: dict[str, dict[str, int]] = {
    "de": _compounds(GERMAN, "und", "hundert"),
    "nl": _compounds(DUTCH, "en", "honderd"),
    "it": _italian() | {"mille": THOUSAND, "una": 1, "un": 1},
    "es": _counted(
        "uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
        "quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno/veintiún/veintiuna "
        "veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho "
        "veintinueve", 1
    ) | _counted("treinta cuarenta cincuenta sesenta setenta ochenta noventa cien/ciento", 30, 10)
    | _counted(
        "doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas "
        "quinientos/quinientas seiscientos/seiscientas setecientos/setecientas "
        "ochocientos/ochocientas novecientos/novecientas mil", 200, 100),
    "pt": _counted(
        "um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze treze "
        "catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito "
        "dezenove/dezanove vinte", 1
    ) | _counted("trinta quarenta cinquenta sessenta setenta oitenta noventa cem/cento", 30, 10)
    | _counted(
        "duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas quinhentos/quinhentas "
        "seiscentos/seiscentas setecentos/setecentas oitocentos/oitocentas "
        "novecentos/novecentas mil", 200, 100),
    "pl": _counted(
        "jeden/jedna/jedno dwa/dwie/dwóch trzy/trzech cztery/czterech pięć/pięciu sześć/sześciu "
        "siedem/siedmiu osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu jedenaście dwanaście "
        "trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście", 1
    ) | _counted(
        "dwadzieścia/dwudziestu trzydzieści/trzydziestu czterdzieści/czterdziestu "
        "pięćdziesiąt/pięćdziesięciu sześćdziesiąt/sześćdziesięciu siedemdziesiąt/siedemdziesięciu "
        "osiemdziesiąt/osiemdziesięciu dziewięćdziesiąt/dziewięćdziesięciu", 20, 10
    ) | _counted(
        "sto/stu dwieście/dwustu trzysta/trzystu czterysta/czterystu pięćset/pięciuset "
        "sześćset/sześciuset siedemset/siedmiuset osiemset/ośmiuset dziewięćset/dziewięciuset "
        "tysiąc/tysiące/tysięcy", 100, 100),
    "uk": _counted(
        "один/одна/одне/одного два/дві/двох три/трьох чотири/чотирьох пять/пяти/пятьох "
        "шість/шести/шістьох сім/семи/сімох вісім/восьми/вісьмох девять/девяти/девятьох "
        "десять/десяти одинадцять/одинадцяти дванадцять/дванадцяти тринадцять/тринадцяти "
        "чотирнадцять/чотирнадцяти пятнадцять/пятнадцяти шістнадцять/шістнадцяти "
        "сімнадцять/сімнадцяти вісімнадцять/вісімнадцяти девятнадцять/девятнадцяти", 1
    ) | _counted(
        "двадцять/двадцяти тридцять/тридцяти сорок/сорока пятдесят/пятдесяти "
        "шістдесят/шістдесяти сімдесят/сімдесяти вісімдесят/вісімдесяти девяносто/девяноста", 20, 10
    ) | _counted(
        "сто/ста двісті/двохсот триста/трьохсот чотириста/чотирьохсот пятсот/пятисот "
        "шістсот/шестисот сімсот/семисот вісімсот/восьмисот девятсот/девятисот "
        "тисяча/тисячі/тисяч/тисячу", 100, 100),
    "tr": _counted("bir iki üç dört beş altı yedi sekiz dokuz", 1)
    | _counted("on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz", 10, 10) | {"bin": 1000},
    "kk": _counted("бір екі үш төрт бес алты жеті сегіз тоғыз", 1)
    | _counted("он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан жүз", 10, 10) | {"мың": 1000},
    "ar": _counted(
        "واحد/واحدة اثنان/اثنين/اثنتان/اثنتين/اثنا/اثني/اثنتا/اثنتي ثلاثة/ثلاث أربعة/أربع خمسة/خمس "
        "ستة/ست سبعة/سبع ثمانية/ثماني/ثمان تسعة/تسع عشرة/عشر", 1
    ) | {"أحد": 1, "إحدى": 1} | _counted(
        "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين "
        "تسعون/تسعين مئة/مائة", 20, 10
    ) | _counted(
        "مئتان/مئتين/مائتان/مائتين ثلاثمئة/ثلاثمائة أربعمئة/أربعمائة خمسمئة/خمسمائة ستمئة/ستمائة "
        "سبعمئة/سبعمائة ثمانمئة/ثمانمائة تسعمئة/تسعمائة ألف/آلاف/ألفا/ألفًا", 200, 100
    ) | {"ألفان": 2000, "ألفين": 2000},
    "ru": dict.fromkeys(("тысяча", "тысячу", "тысяче", "тысячей"), THOUSAND),
}  # fmt: skip
# “dreitausend”, “duemila”: thousands in one word with what they count, and what follows.
THOUSANDS = {"de": "tausend", "nl": "duizend", "it": "mila"}
# What may stand between two of the words: in Spanish only before the units.
JOINT = {"es": "y", "pt": "e", "ar": "و"}
# Where ten goes on with units: “on bir” is eleven.
TEN_GOES_ON = frozenset({"tr", "kk"})
# Words that are as common in another sense or language.
LEFT_ALONE = word_set(
    "ein eins eine een één un una uno um uma dos due sei tre otto nove sette once onze doze tien "
    "acht sto tres elli bir on altı yedi yüz bin mille один одна одне одного два три он бір бес "
    "жүз алты ста "
    "jeden jedna jedno quince واحد واحدة أحد إحدى ست سبع خمس ثلاث أربع ثمان تسع عشر ألف آلاف "
    "venti elf trzy"
)
# Of which a number is worth telling even so, if one of them follows.
SCALE_WORDS = {
    "de": "million millionen milliarde milliarden", "nl": "miljoen miljard",
    "it": "milione milioni miliardo miliardi", "es": "millón millones",
    "pt": "milhão milhões bilhão", "pl": "milion miliony milionów miliard miliardy miliardów",
    "uk": "мільйон мільйони мільйонів мільярд мільярди мільярдів", "tr": "milyon milyar",
    "kk": "миллион миллиард", "ru": "", "ar": "مليون ملايين مليار مليارات",
}  # fmt: skip
# One half of the scale behind it, which has to be there; with the article that may stand before.
HALVES = {
    "de": "halbe", "nl": "half", "it": "mezzo", "es": "medio", "pt": "meio", "pl": "pół",
    "uk": "пів", "tr": "yarım", "kk": "жарты", "ar": "نصف", "fr": "demi",
}  # fmt: skip
# One and a half of what stands behind it.
ONE_AND_A_HALF = word_set(
    "anderthalb anderthalbe eineinhalb anderhalf anderhalve полтора полторы полутора півтора "
    "півтори półtora półtorej"
)
SCALES_IN_SAME_WORD = {
    f"{half}{scale}": Fraction(number, 2)
    for half in ("пол", "полу", "пів")
    for scale, number in {
        "тысячи": 10**3, "миллиона": 10**6, "миллиарда": 10**9, "мільйона": 10**6,
        "мільярда": 10**9,
    }.items()
}  # fmt: skip
LANGUAGES_OF: dict[str, list[str]] = {}
for _code, _table in VALUES_IN.items():
    for _word in _table:
        LANGUAGES_OF.setdefault(_word, []).append(_code)
FIRST_OF_HALF = {word: code for code, word in HALVES.items()}
SCALES_OF = {code: frozenset(words.split()) for code, words in SCALE_WORDS.items()} | {
    "fr": frozenset({"million", "milliard"})
}
FIRST_WORDS = frozenset({*LANGUAGES_OF, *ONE_AND_A_HALF, *SCALES_IN_SAME_WORD, *FIRST_OF_HALF})
STEMS = re.compile(r"\A(?P<before>\w*?)(?P<thousand>tausend|duizend|mila)(?P<behind>\w*)\Z")


ROMAN = re.compile(r"(?=[IVXLCDM]{2})M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(word: str) -> int | None:
    """The value of a Roman number of two signs or more, in capitals; None for any other word."""
    if not ROMAN.fullmatch(word):
        return None
    values = [ROMAN_VALUES[sign] for sign in word]
    return sum(
        -one if one < following else one
        for one, following in zip(values, [*values[1:], 0], strict=True)
    )


class InWords(NamedTuple):
    """A number in words and its place ``start … end``."""

    start: int
    end: int
    value: Fraction


class _Word(NamedTuple):
    plain: str
    start: int
    end: int


def numbers_in_words(text: str) -> Iterator[InWords]:
    """The numbers in words of other languages than English, French and Russian, in order."""
    small = APOSTROPHES.sub("", text.lower())
    is_compound = any(stem in small for stem in THOUSANDS.values())
    # Most texts have none, and to look at each word takes most of the time.
    if not is_compound and FIRST_WORDS.isdisjoint(WORD.findall(small)):
        return
    reached = 0
    for match in WORD.finditer(text):
        word = _plain(match[0])
        if match.start() >= reached and (
            word in FIRST_WORDS or (is_compound and STEMS.match(word))
        ):
            found = _number(text, match.start())
            if found:
                yield found
                reached = found.end


def value_in(word: str, language: str) -> int | None:
    """The value of one word in a language; None if it is no number."""
    return _value(_plain(word), language.split("-")[0].lower())


def _plain(word: str) -> str:
    return APOSTROPHES.sub("", word.lower())


def _value(word: str, code: str) -> int | None:
    """The value of a word, also of thousands in one word with what they count."""
    table = VALUES_IN.get(code, {})
    if word in table or code not in THOUSANDS:
        return table.get(word)
    stem = STEMS.match(word)
    if stem is None or stem["thousand"] != THOUSANDS[code]:
        return None
    before = table.get(stem["before"]) if stem["before"] else 1 if code != "it" else None
    behind = table.get(stem["behind"].removeprefix("en")) if stem["behind"] else 0
    return None if before is None or behind is None else before * THOUSAND + behind


def _number(text: str, start: int) -> InWords | None:
    words = _run(text, start)
    first = words[0]
    if first.plain in SCALES_IN_SAME_WORD:
        return InWords(first.start, first.end, SCALES_IN_SAME_WORD[first.plain])
    if first.plain in ONE_AND_A_HALF:
        return InWords(first.start, first.end, Fraction(3, 2))
    if half := _half(words):
        return half
    codes = LANGUAGES_OF.get(first.plain) or list(THOUSANDS)
    found = {(length, value) for code in codes for length, value in [_read(words, code)] if length}
    longest = max((length for length, _ in found), default=0)
    values = [value for length, value in found if length == longest]
    if len(values) != 1:
        return None
    return InWords(start, words[longest - 1].end, Fraction(values[0]))


def _run(text: str, start: int) -> list[_Word]:
    """Up to a dozen words from ``start`` on with nothing but a space or hyphen between them."""
    found: list[_Word] = []
    at = start
    while len(found) < 12 and (match := WORD.match(text, at)):
        found.append(_Word(_plain(match[0]), match.start(), match.end()))
        between = BETWEEN.match(text, match.end())
        if between is None:
            break
        at = between.end()
    return found


def _half(words: list[_Word]) -> InWords | None:
    """One half of a scale that follows, perhaps with an article before: “eine halbe Million”."""
    for place, half in enumerate(words[:2]):
        code = FIRST_OF_HALF.get(half.plain)
        is_followed = code and len(words) > place + 1 and words[place + 1].plain in SCALES_OF[code]
        has_article = place == 0 or VALUES_IN.get(code or "", {}).get(words[0].plain) == 1
        if code and is_followed and (has_article or words[0].plain == "un"):
            return InWords(words[0].start, half.end, Fraction(1, 2))
    return None


def _read(words: list[_Word], code: str) -> tuple[int, int]:
    """How many of the words are a number in a language, and its value; 0 for none."""
    total = current = length = 0
    # What may be added has to be smaller than this.
    free = THOUSAND
    place = 0
    while place < len(words):
        word, is_joined = words[place].plain, False
        if place and JOINT.get(code) and (rest := _behind_joint(words, place, code)):
            is_joined, word, place = True, *rest
            if code == "es" and free != 10:
                break
        value = _value(word, code)
        if value is None or (is_joined and value == THOUSAND):
            break
        if value == THOUSAND and not total:
            total, current, free = (current or 1) * THOUSAND, 0, THOUSAND
        elif value > THOUSAND and not total and not current:
            total, free = value, THOUSAND if value % THOUSAND == 0 else 0
        elif value == HUNDRED and 0 < current < 10 and not is_joined and code in BY_HUNDRED:
            current, free = current * HUNDRED, HUNDRED
        elif (
            code == "ar"
            and 0 < current % HUNDRED < 10
            and value < HUNDRED
            and (value >= 20 if is_joined else value == 10)
        ):
            current, free = current + value, 1
        elif value < free:
            current, free = current + value, _place(value, code)
        else:
            break
        place += 1
        length = place
    is_alone = length == 1 and words[0].plain in LEFT_ALONE
    if is_alone and not (len(words) > 1 and words[1].plain in SCALES_OF[code]):
        return 0, 0
    return length, total + current


# Where a hundred is counted by the word before it.
BY_HUNDRED = frozenset({"tr", "kk", "ar", "de", "nl"})


def _behind_joint(words: list[_Word], place: int, code: str) -> tuple[str, int] | None:
    """The word behind an “and”, and its place; Arabic writes both as one."""
    word, joint = words[place].plain, JOINT[code]
    if code == "ar":
        bare = word.removeprefix(joint)
        return (bare, place) if bare != word and bare in VALUES_IN[code] else None
    return (words[place + 1].plain, place + 1) if word == joint and place + 1 < len(words) else None


def _place(value: int, code: str) -> int:
    """What is smaller than this may be added to a number: 10 to 20, 100 to 300, 1 to 13."""
    if value % HUNDRED == 0:
        return HUNDRED
    goes_on = value >= 20 or (value == 10 and code in TEN_GOES_ON)
    return 10 if value % 10 == 0 and goes_on else 1
