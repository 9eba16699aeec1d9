"""Signs that belong to a word: points of acronyms, separators of digits, apostrophes. Pure.

``joined`` puts a control character in the place of each such sign, so that the word is one run of
characters and every place in the text stays. All other signs part words.
"""

import re

from quotes.text.letters import APOSTROPHE, IDEOGRAPH, MARK, SYLLABIC

# In place of a sign that counts for nothing; of the decimal point; of signs that are in a name.
DROPPED, POINT, PLUS, SHARP, AMPERSAND = "\x01", "\x02", "\x03", "\x04", "\x05"
STAND_INS = "\x01-\x05"
SIGNS = {1: None, 2: ".", 3: "+", 4: "#", 5: "&"}
REAL = re.compile(f"[{STAND_INS}]")

LETTER = rf"[^\W\d_{IDEOGRAPH}{SYLLABIC}{APOSTROPHE}]"
BEGINS, ENDS = r"(?<![^\W_])", rf"(?![^\W_]|[{MARK}])"
THIN = " \u00a0\u2007\u2009\u202f"
# Thousands are grouped by one sign (“10,000”, “10.000”, “10 000”, “10’000”; in India “1,00,000”),
# and a fraction follows another one. With a single sign before three digits they are thousands:
# only the language tells “1.125” from “1,125”, and the search does not ask for it.
NUMBER = re.compile(rf"""
    \d(?<![^\W_].)(?<!\d[.,].)
    (?: (?: (?<!0)\d{{0,2}}(?P<sign>[.,'’٬{THIN}])\d{{3}}(?:(?P=sign)\d{{3}})*(?!(?P=sign)\d)
          | \d?(?:,\d\d)+,\d{{3}} )
        (?P<part>[.,٫]\d+)?
      | \d*(?P<point>[.,٫])\d+ )
    (?![.,٫]?\d)""", re.VERBOSE)  # fmt: skip
# “don’t”, “we’re”, “the minister’s”: what follows is a word of its own.
CONTRACTED = rf"(?i:s|d|ll|re|ve|(?<=n.)t|(?<={BEGINS}i.)m)(?![^\W_]|[{MARK}])"
# A sign comes first in each pattern here: to look for one takes a tenth of the time then.
SIGN = re.compile(rf"""
    [{APOSTROPHE}.&+#"״”“]
    (?: (?<=[{APOSTROPHE}])(?={LETTER})(?<={LETTER}.|[{MARK}].)(?!{CONTRACTED})
      | (?<=\.)(?<={LETTER}.|[{MARK}].)[{THIN}]?(?={LETTER})
      | (?<={LETTER}&)(?={LETTER})
      | (?<={BEGINS}{LETTER}\+)\+(?![^\W_]|\+)
      | (?<={BEGINS}{LETTER}\#)(?![^\W_])
      | (?<=[א-ת]["״”“])(?=[א-ת](?![א-ת]))
      | (?<=[א-ת]״)(?=[א-ת]) )""", re.VERBOSE)  # fmt: skip
# French, Italian and Catalan words whose last vowel is left out before another one.
ELIDED = re.compile(
    r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|un|gl|all|dall|dell|nell|sull|"
    r"coll|degl|quell|quest|bell|sant)\Z",
    re.IGNORECASE,
)
VOWEL = re.compile("[aeiouyhàáâäæèéêëìíîïòóôöœùúûü]", re.IGNORECASE)
# Turkish endings of proper names. One that begins with a vowel follows a consonant: “İzmir’i” is
# the name of a town in another case, “Hawai’i” a name.
TURKISH = re.compile(
    r"(?:(?:n?[dt][ae]n?(?:ki)?|y?l[ae]|y[ae]|n[ae]|n[ıiuü]n?|y[ıiuü]|s[ıiuü]|l[ae]r\w{0,5}|"
    r"l[ıiuü]k?|s[ıiuü]z|c[ae]|ç[ae]|ki|[dt][ıiuü]r|y?d[ıiuü]|y?m[ıiuü]ş)"
    r"|(?<=[bcçdfgğhjklmnprsştvyz].)(?:[ıiuü]n?|[ae]))(?![^\W_])",
    re.IGNORECASE,
)
# They follow a name (“NATO’nun”, “AB’ye”), not the first letters of an Uzbek word (“yo‘li”,
# “bog‘lar”), whose o‘ and g‘ are letters.
TURKISH_NAME = re.compile(
    r"(?:[^\W\d_]{4}|[^\W\d_]{2}[^\W\d_g]|[^\W\d_][^\W\d_aeıioöuüg])\Z", re.IGNORECASE
)
# Where a text of ASCII's characters may have any such sign.
LIKELY = re.compile(
    r"""['`.,&+#0-9](?:
      (?<=[a-zA-Z]['`])(?=[a-zA-Z])(?!(?i:s|d|ll|re|ve|(?<=n.)t|(?<=\bi.)m)(?![a-zA-Z0-9]))
    | (?<=[0-9][.,'])(?=[0-9]) | (?<=[0-9])[ ][0-9]{3}(?![0-9])
    | (?<=[a-zA-Z]\.)[ ]?[a-zA-Z](?:[a-zA-Z]?\.|(?![a-zA-Z0-9 ]))
    | (?<=[a-zA-Z]&)(?=[a-zA-Z]) | (?<=[a-zA-Z]\+)\+ | (?<=[a-zA-Z]\#))""",
    re.VERBOSE,
)
SEGMENT = re.compile(rf"{BEGINS}(?:{LETTER}[{MARK}]*){{1,2}}\Z")
SHORT = re.compile(rf"{BEGINS}{LETTER}{{1,3}}\Z"), re.compile(rf"{LETTER}{{1,3}}{ENDS}")
ONE = rf"{LETTER}[{MARK}]*"
# What may follow a point inside an acronym: behind one letter, behind two, behind a space.
FOLLOWING: dict[int | str, re.Pattern[str]] = {
    1: re.compile(rf"{ONE}{ENDS}|{ONE}{ONE}\."),
    2: re.compile(rf"{ONE}{ENDS}"),
    " ": re.compile(rf"{ONE}\.(?!{LETTER})"),
}
# Characters looked at before a sign.
BEFORE = 12


def joined(text: str) -> str:
    """``text``, in NFC, with a stand-in for each sign that belongs to a word."""
    return SIGN.sub(_sign, NUMBER.sub(_number, REAL.sub(" ", text)))


def _number(match: re.Match[str]) -> str:
    point = max(match.start("part"), match.start("point")) - match.start()
    signs = (POINT if at == point else DROPPED for at in range(len(match[0])))
    return "".join(
        one if one.isdecimal() else sign for one, sign in zip(match[0], signs, strict=True)
    )


def _sign(match: re.Match[str]) -> str:
    sign = match[0]
    before = match.string[max(0, match.start() - BEFORE) : match.start()]
    if sign[0] in APOSTROPHE:
        return sign if _parts(match, before) else DROPPED
    if sign[0] == ".":
        return DROPPED * len(sign) if _is_in_acronym(match, before) else sign
    if sign == "&":
        is_short = SHORT[0].search(before) and SHORT[1].match(match.string, match.end())
        return AMPERSAND if is_short else sign
    return {"++": PLUS * 2, "#": SHARP}.get(sign, DROPPED)


def _parts(match: re.Match[str], before: str) -> bool:
    """Whether the words on both sides of an apostrophe are two."""
    if ELIDED.search(before) and VOWEL.match(match.string, match.end()):
        return True
    is_ending = TURKISH.match(match.string, match.end()) is not None
    return is_ending and TURKISH_NAME.search(before) is not None


def _is_in_acronym(match: re.Match[str], before: str) -> bool:
    letters = SEGMENT.search(before)
    if not letters:
        return False
    length = len(re.findall(ONE, letters[0]))
    if len(match[0]) > 1:
        is_initial = length == 1 and not before[: letters.start()].endswith(".")
        return is_initial and FOLLOWING[" "].match(match.string, match.end()) is not None
    return FOLLOWING[length].match(match.string, match.end()) is not None
