"""Names as people type them: one key for every spelling, and a slug in any script. Pure.

A name in the archive and a name that is typed are compared by their keys, everywhere: filters,
lists, the quotation check, the admin.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from quotes.text.words import fold

# Signs that stand for an apostrophe or are one letter in the transliterations that use them:
# “O’Brien”, “Oʻzbekiston”, “Qurʾan”. A name is found whichever of them is typed, or none.
APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛`´ʹʻʼʽʾʿˈˊˋ′ꞌ＇"))
SIGNS_OF_DIRECTION = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
NOT_IN_KEYS = APOSTROPHES | SIGNS_OF_DIRECTION
NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=16_384)
def name_key(text: str) -> str:
    """The words of a name, folded and joined by spaces; empty where ``text`` has none.

    Equal for names that differ in case, accents, apostrophes, hyphens, points and spaces alone.
    """
    plain = unicodedata.normalize("NFKC", text.translate(NOT_IN_KEYS))
    return " ".join(filter(None, map(_folded, plain.translate(_BETWEEN_WORDS).split())))


_folded = lru_cache(maxsize=16_384)(fold)


class _BetweenWords(dict[int, str]):
    """A space for each sign that is of no word; filled in as signs are met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        is_of_a_word = sign.isalnum() or unicodedata.category(sign).startswith(("M", "Cf"))
        self[code] = sign if is_of_a_word else " "
        return self[code]


_BETWEEN_WORDS = _BetweenWords()


def readable_slug(name: str, max_length: int = 100) -> str:
    """``name`` in lower-case ASCII letters, digits and hyphens; empty where it has no letter.

    Other scripts are transliterated: “Василенко” gives ``vasilenko``.
    """
    latin = anyascii(unicodedata.normalize("NFC", name).translate(APOSTROPHES)).translate(
        APOSTROPHES
    )
    return NOT_IN_SLUGS.sub("-", latin.lower()).strip("-")[:max_length].strip("-")


# One form for letters that transliterations of one name choose between: “Vassilenko” and
# “Vasilenko”, “Tokayev” and “Toqaev”, “Erdogan” and “Erdoğan”.
SOUNDS = (
    ("shch", "sh"), ("tsch", "ch"), ("sch", "sh"), ("zh", "j"), ("dzh", "j"), ("dj", "j"),
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("w", "v"),
    ("ks", "x"), ("yo", "o"), ("yu", "u"), ("ya", "a"), ("ye", "e"), ("ie", "e"), ("ii", "i"),
    ("iy", "i"), ("yi", "i"), ("ij", "i"), ("y", "i"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
DOUBLE = re.compile(r"(.)\1+")
MIN_TRANSLITERATED = 4


@lru_cache(maxsize=16_384)
def sound(word: str) -> str:
    """A word of a name by its sound in Latin letters, as far as transliterations agree on it."""
    plain = readable_slug(word).replace("-", "")
    for written, meant in SOUNDS:
        plain = plain.replace(written, meant)
    return DOUBLE.sub(r"\1", plain)
