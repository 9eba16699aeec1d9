"""Characters as parts of words: what belongs to a letter, and what its readers may leave out. Pure.

A mark (Unicode's Mn, Mc and Me) belongs to the letter before it. Whether a word without it is the
same word depends on the script: Latin and Greek accents, Hebrew points and Arabic vowel signs may
be left out; a vowel sign or virama of India's scripts, a vowel or tone of Thai, and the two strokes
that make Japanese か into が may not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any


def _ranges(codes: Iterable[int]) -> str:
    """Characters by their codes, as they stand inside the brackets of a regular expression."""
    runs = (
        list(run) for _, run in groupby(enumerate(sorted(codes)), lambda each: each[1] - each[0])
    )
    return "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)


def _codes(*blocks: tuple[int, int]) -> list[int]:
    return [code for first, last in blocks for code in range(first, last + 1)]


def _of_category(codes: Iterable[int], *categories: str) -> Iterator[int]:
    return (code for code in codes if unicodedata.category(chr(code)) in categories)


# Characters of the planes that have letters.
LETTERED = range(0x20000)
# Soft hyphen, joiners, directions, variation selectors: in a word they change its looks alone.
INVISIBLE = "".join(map(chr, _codes(
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
)))  # fmt: skip
# Of the basic plane, and beyond it.
MARK = _ranges(_of_category(range(0x10000), "Mn", "Mc", "Me"))
MARK_BEYOND = _ranges(_of_category(range(0x10000, 0x20000), "Mn", "Mc", "Me"))
# One word each: Chinese and Japanese have no spaces between words.
IDEOGRAPH = (
    "\u3005\u3007\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9d"
)
IDEOGRAPH_BEYOND = "\U00020000-\U0002fa1f\U00030000-\U000323af"
# Written without spaces too: Thai, Lao, Burmese, Khmer, the Tai scripts, Balinese and Javanese.
SYLLABIC = _ranges(_of_category(
    _codes((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF),
           (0x1B00, 0x1B7F), (0xA980, 0xA9FF), (0xAA60, 0xAADF)),
    "Lo", "Lm",
))  # fmt: skip
# Vowels of Thai and Lao that are letters before and behind their consonant.
VOWEL_BEFORE = "\u0e40-\u0e44\u0ec0-\u0ec4"
VOWEL_BEHIND = "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3"
# The letter behind one of these stands below the letter before it.
STACKING = "\u1039\u17d2\u1a60\u1b44\ua9c0"
# Apostrophes, and letters that look like them: of Uzbek, Hawaiian, Ukrainian; ayn, hamza, prime.
APOSTROPHE = "'`´‘’‛′＇ʹʺʻʼʽʾʿˈˊˋˮ׳Ꞌꞌ"

# What may be left out of a letter: accents; Hebrew points and cantillation, vowel signs and reading
# marks of Arabic and Syriac; hamza and madda on their carriers.
ACCENTS = _codes(
    (0x0300, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)  # fmt: skip
POINTS = _codes(
    (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7),
    (0x0610, 0x061A), (0x064B, 0x0652), (0x0656, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC),
    (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x0711, 0x0711), (0x0730, 0x074A),
    (0x08CA, 0x08FF), (0xFB1E, 0xFB1E),
)  # fmt: skip
HAMZAS = _codes((0x0653, 0x0655))
WITHOUT_ACCENTS = dict.fromkeys([*ACCENTS, *POINTS, *HAMZAS])
WITHOUT_POINTS = dict.fromkeys(POINTS)
# Of the points, those of music and meter are no vowels; some vowels have two signs.
UNSAID = dict.fromkeys([*_codes((0x0591, 0x05AF), (0x05BD, 0x05BD), (0x06D6, 0x06DC)), 0xFB1E])
ONE_POINT = {
    0x05BA: 0x05B9, 0x05C7: 0x05B8, 0x06E1: 0x0652, 0x08F0: 0x064B, 0x08F1: 0x064C, 0x08F2: 0x064D,
}  # fmt: skip
# Only for learners Cyrillic is marked for stress.
STRESSES = {"\u0300", "\u0301"}
STRESS = re.compile("(?<=[\u0400-\u052f])[\u0300\u0301]")
# What stretches a word; what is invisible.
UNSEEN = dict.fromkeys(map(ord, "\u0640" + INVISIBLE))
# One letter or digit under several codes: at the end of a Hebrew word, on keyboards of Persian and
# Urdu, in the digits of each script.
ONE_LETTER = str.maketrans(
    {
        "ё": "е",
        "ך": "כ",
        "ם": "מ",
        "ן": "נ",
        "ף": "פ",
        "ץ": "צ",
        "ک": "ك",
        "ی": "ي",
        "ہ": "ه",
        "ٱ": "ا",
        "װ": "וו",
        "ױ": "וי",
        "ײ": "יי",
    }
    | {chr(code): str(unicodedata.decimal(chr(code))) for code in _of_category(LETTERED, "Nd")}
    | dict.fromkeys("\u0640" + INVISIBLE)
    | dict.fromkeys(map(chr, range(0xE0100, 0xE01F0)))
)
# Letters with a stroke or tail, or two grown together: no decomposition of Unicode's parts them.
GROWN = str.maketrans(
    {"ı": "i", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ى": "ي"}
)
# Final consonants of Malayalam as they were written before they had codes: with virama and joiner.
FINALS = {f"{letter}\u0d4d\u200d": final for letter, final in zip("ണനരലളക", "ൺൻർൽൾൿ", strict=True)}
FINAL = re.compile("|".join(FINALS))
# Thai and Lao “am” in two characters, with the tone among them or before them.
AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|\u0ecd([\u0ec8-\u0ecb]?)\u0eb2")


def without_accents(text: str) -> str:
    """``text`` in one case and one form of each letter, without all that may be left out.

    Cyrillic й or қ are letters of their own and stay; ё alone is also written е.
    """
    plain = _one_form(text).translate(GROWN)
    if plain.isascii():
        return plain
    bare = "".join(map(_bare, unicodedata.normalize("NFC", plain)))
    return unicodedata.normalize("NFC", bare)


def _bare(character: str) -> str:
    if "\u0400" <= character <= "\u052f":
        return character
    return unicodedata.normalize("NFD", character).translate(WITHOUT_ACCENTS)


def as_spelled(text: str) -> str:
    """``text`` in one case and one form of each letter, with its accents, but without points."""
    plain = _one_form(text)
    if plain.isascii():
        return plain
    return unicodedata.normalize("NFC", STRESS.sub("", plain.translate(WITHOUT_POINTS)))


def contradict(one: str, other: str) -> bool:
    """Whether two words that are alike without their points or stress are other words with them.

    They are where one letter has other signs in each, or the stress is on another letter; not
    where signs are left out.
    """
    if one.isascii() or other.isascii():
        return False
    ours, theirs = (_pointed(word) for word in (one, other))
    if _unlike(*(_stressed(each) for each in (ours, theirs))):
        return True
    return len(ours) == len(theirs) and any(
        _unlike(a - STRESSES, b - STRESSES) for (_, a), (_, b) in zip(ours, theirs, strict=True)
    )


def _stressed(letters: list[tuple[str, set[str]]]) -> set[int]:
    return {place for place, (_, signs) in enumerate(letters) if signs & STRESSES}


def _unlike(some: set[Any], others: set[Any]) -> bool:
    return not (some <= others or others <= some)


def _pointed(word: str) -> list[tuple[str, set[str]]]:
    """Each letter with its points, and with its stress if it is Cyrillic."""
    letters: list[tuple[str, set[str]]] = []
    plain = unicodedata.normalize("NFD", word).translate(UNSAID).translate(ONE_POINT)
    for sign in plain.translate(UNSEEN):
        is_stress = bool(letters) and sign in STRESSES and "\u0400" <= letters[-1][0] <= "\u052f"
        if letters and (is_stress or ord(sign) in WITHOUT_POINTS):
            letters[-1][1].add(sign)
        elif not unicodedata.category(sign).startswith("M"):
            letters.append((sign, set()))
    return letters


def _one_form(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    if "\u0d4d\u200d" in plain:
        plain = FINAL.sub(lambda match: FINALS[match[0]], plain)
    plain = plain.translate(ONE_LETTER)
    if not plain.isascii():
        plain = AM.sub(_am, plain)
        # The dot of İ, and of Lithuanian i̇́, is that of every small i.
        plain = plain.replace("i\u0307", "i")
    # A few signs stand for a whole phrase, with its spaces.
    return "".join(plain.split())


def _am(match: re.Match[str]) -> str:
    tone = match[1] or match[2] or ""
    return tone + ("\u0e33" if match[0][0] == "\u0e4d" else "\u0eb3")
