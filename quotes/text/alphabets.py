"""First letters of names by script, in the order of each script's own alphabet. Pure."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

# Scripts whose alphabets are not in the order of their code points. Letters of several languages
# stand where each of these has them.
ORDERED = {"CYRILLIC": "АӘБВГҐҒДЂЃЕЁЄЖЗИІЇЙЈКҚЛЉМНҢЊОӨПРСТЋЌУЎҰҮФХҺЦЧЏШЩЪЫЬЭЮЯ"}
# Accents are part of no letter of these alphabets, or are passed over when names are ordered.
WITHOUT_ACCENTS = ("LATIN", "GREEK")
# No name begins with a capital in this script: its capitals are for whole lines.
WITHOUT_CAPITALS = ("GEORGIAN",)


def initial(name: str) -> str:
    """The letter that a name stands under: capital where names have capitals; empty without one."""
    if name[:1].isascii() and name[:1].isalpha():
        return name[0].upper()
    sign = next(filter(_is_letter, unicodedata.normalize("NFC", name)), "")
    if script(sign) in WITHOUT_ACCENTS:
        sign = unicodedata.normalize("NFD", sign)[0]
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
