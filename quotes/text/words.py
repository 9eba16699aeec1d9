"""Words of a text, folded so that the same word typed otherwise is the same word.

One definition for the search index, the query, the highlight and the comparison of wordings: a word
is a run of letters, digits and marks; apostrophes, hyphens and all other signs part words, so any
typographic form of them is equal. Signs of scripts that do not part words by spaces (Chinese,
Japanese) are one word each; a run of them is searched as a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LETTER = rf"[^\W_{IDEOGRAPH}]"
MARK = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670"
# Letters in runs: an alternative at each character takes twice the time.
WORD = re.compile(
    rf"[{IDEOGRAPH}]|(?:{LETTER}|[{MARK}]){LETTER}*(?:[{MARK}{INVISIBLE}]+{LETTER}*)*"
)
# Letters that are one letter with a stroke or tail, or two grown together: no decomposition
# of Unicode's parts them.
GROWN = str.maketrans(
    {"ё": "е", "ı": "i", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th"}
    | dict.fromkeys(INVISIBLE)
)


# Signs of print in texts that hold no other letters than ASCII's: enough for most English ones.
PRINTED = dict.fromkeys("\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0", " ")
ASCII_WORD = re.compile("[a-z0-9]+")
BETWEEN_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}


class Word(NamedTuple):
    """One folded word and the place ``start … end`` it has in the text, in characters."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of ``text``, in order, with their places."""
    plain = _without_print(text)
    if plain.isascii():
        for match in ASCII_WORD.finditer(plain.lower()):
            yield Word(match.group(), match.start(), match.end())
        return
    for match in WORD.finditer(text):
        if word := fold(match.group()):
            yield Word(word, match.start(), match.end())


def folded(text: str) -> list[str]:
    """The folded words of ``text`` alone."""
    plain = _without_print(text)
    if plain.isascii():
        # The same words in an eighth of the time.
        return plain.lower().translate(BETWEEN_WORDS).split()
    return [word for word in map(fold, WORD.findall(text)) if word]


def _without_print(text: str) -> str:
    """The text with a space for each sign of print, so that places stay."""
    if text.isascii():
        return text
    for sign, space in PRINTED.items():
        text = text.replace(sign, space)
    return text


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """``word`` without case, compatibility forms, and the accents that people leave out.

    Marks are dropped where the letter stays the same to its readers (Latin, Greek, Arabic vowel
    signs); Cyrillic й or қ are letters of their own and stay, ё alone is also written е.
    """
    plain = unicodedata.normalize("NFKC", word).casefold().translate(GROWN)
    if not plain.isascii():
        plain = "".join(_without_marks(plain))
    # A few signs stand for a whole phrase, with its spaces.
    return "".join(plain.split())


def _without_marks(text: str) -> Iterator[str]:
    for character in unicodedata.normalize("NFC", text):
        if "\u0400" <= character <= "\u052f":
            yield character
            continue
        for part in unicodedata.normalize("NFD", character):
            if unicodedata.category(part) != "Mn":
                yield part
