"""First letters of names by script, in the order of each script's own alphabet. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from quotes.text.letters import ONE_LETTER, VOWEL_BEFORE

# Scripts whose alphabets are not in the order of their code points. Letters of several languages
# stand where each of these has them.
ORDERED = {
    "CYRILLIC": "АӘБВГҐҒДЂЃЕЁЄЖЗИІЇЙЈКҚЛЉМНҢЊОӨПРСТЋЌУЎҰҮФХҺЦЧЏШЩЪЫЬЭЮЯ",
    "ARABIC": "ابپتټٹثجچځڅحخدډڈذرړڑڕزژږسشښصضطظعغفڤقكگګڭلڵمنڼهەوۆۇۈۋيېێے",
}
# Accents are part of no letter of these alphabets, or are passed over when names are ordered: the
# hamza of Arabic and the strokes of Japanese が too.
WITHOUT_ACCENTS = ("LATIN", "GREEK", "ARABIC", "HIRAGANA", "KATAKANA")
# No name begins with a capital in this script: its capitals are for whole lines.
WITHOUT_CAPITALS = ("GEORGIAN",)
# The article of Arabic, also as it sounds before some letters: an index passes it over.
ARTICLE = re.compile(
    r"(?:[ae]l|a(?P<like>[ndrstz]|sh|dh|th)(?=-(?P=like)))-(?=\w)|ال(?=\w{2})", re.IGNORECASE
)
# What a syllable of Korean begins with, from the first of them on; doubled ones stand under one.
SYLLABLES_OF_ONE_BEGINNING = 588
BEGINNINGS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
# Thai and Lao are ordered by consonants, and some vowels are written before theirs.
BEFORE = re.compile(f"[{VOWEL_BEFORE}]")


def initial(name: str) -> str:
    """The letter that a name stands under: capital where names have capitals; empty without one."""
    name = ARTICLE.sub("", name, count=1) if ARTICLE.match(name) else name
    if name[:1].isascii() and name[:1].isalpha():
        return name[0].upper()
    plain = BEFORE.sub("", unicodedata.normalize("NFC", name)) or name
    sign = next(filter(_is_letter, plain), "")
    if script(sign) in WITHOUT_ACCENTS:
        sign = unicodedata.normalize("NFD", sign)[0]
    if script(sign) == "ARABIC":
        sign = sign.translate(ONE_LETTER)
    if "가" <= sign <= "힣":
        return BEGINNINGS[(ord(sign) - ord("가")) // SYLLABLES_OF_ONE_BEGINNING]
    # Some capitals are two letters, as that of “ß”.
    return sign.lower() if script(sign) in WITHOUT_CAPITALS else sign.upper()[:1]


def _is_letter(sign: str) -> bool:
    """Whether a name can stand under it: not under a sign that only changes a letter, as “ʻ”."""
    return sign.isalpha() and unicodedata.category(sign) != "Lm"


def script(letter: str) -> str:
    """The script of a letter by the name that Unicode gives it, as in LATIN; empty for none."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def by_script(letters: Iterable[str]) -> list[list[str]]:
    """Letters by script, Latin first, each in the order of its alphabet and once."""
    ordered = sorted(set(letters), key=_place)
    return [list(group) for _, group in groupby(ordered, key=script)]


def _place(letter: str) -> tuple[bool, str, int, str]:
    found = script(letter)
    alphabet = ORDERED.get(found, "")
    place = alphabet.find(letter)
    return (found != "LATIN", found, len(alphabet) if place < 0 else place, letter)
