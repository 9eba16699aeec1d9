"""Words of a text, folded so that the same word typed otherwise is the same word.

One definition for the search index, the query, the highlight and the quotation check: a word is a
run of letters, digits and marks, and of the signs that belong to it (the apostrophe of “Hawai‘i”,
the points of “F.B.I.”, the comma of “10,000”). All other signs part words, so any typographic form
of them is equal. In scripts without spaces between words, each sign is a word; in Thai and its
neighbours, each consonant with its vowels. A run of them is searched as a phrase.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from quotes.text.joins import LIKELY, SIGNS, STAND_INS, joined
from quotes.text.letters import (
    APOSTROPHE,
    IDEOGRAPH,
    IDEOGRAPH_BEYOND,
    INVISIBLE,
    MARK,
    MARK_BEYOND,
    STACKING,
    SYLLABIC,
    VOWEL_BEFORE,
    VOWEL_BEHIND,
    as_spelled,
    without_accents,
)

# Digits before letters are a word of their own where a sign is among them: “1.5bn”, “10,000m”.
DIGITS = r"\d+(?:[\x01\x02]\d+)+"


def _pattern(mark: str, ideograph: str) -> str:
    letter = rf"[^\W_{ideograph}{SYLLABIC}{APOSTROPHE}]"
    syllable = rf"[{SYLLABIC}](?:[{STACKING}][{SYLLABIC}]|[{mark}\u200c\u200d])*"
    # Letters in runs: an alternative at each character takes twice the time.
    return (
        rf"{DIGITS}|(?:{letter}|[{mark}]){letter}*(?:[{mark}{INVISIBLE}{STAND_INS}]+{letter}*)*"
        rf"|[{ideograph}][{mark}\uff9e\uff9f]*"
        rf"|[{VOWEL_BEFORE}]?{syllable}(?:[{VOWEL_BEHIND}][{mark}]*){{0,2}}"
    )


# Characters beyond the basic plane are rare, and to look for their marks takes most of the time.
BASIC_WORD = _pattern(MARK, IDEOGRAPH)
ANY_WORD = _pattern(MARK + MARK_BEYOND, IDEOGRAPH + IDEOGRAPH_BEYOND)
PATTERNS = re.compile(BASIC_WORD), re.compile(ANY_WORD)
BEYOND = re.compile("[\U00010000-\U0010ffff]")
# Signs of print in texts that hold no other letters than ASCII's: enough for most English ones.
PRINTED = dict.fromkeys("\u201c\u201d\u2013\u2014\u2026\u00a0", " ") | dict.fromkeys(
    "\u2018\u2019", "'"
)
ASCII_WORD = re.compile("[a-z0-9]+")
JOINED_WORD = re.compile(rf"{DIGITS}|[a-z0-9][a-z0-9{STAND_INS}]*")
DIGITS_BEFORE_LETTERS = re.compile(r"([\x01\x02][0-9]+)(?=[a-z])")
# Each byte of ASCII as a small letter, a digit, or a space: many times as fast as a dict.
SMALL = bytes(code if chr(code).isalnum() else 32 for code in bytes(range(256)).lower())
BETWEEN_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()} | SIGNS


Place = tuple[int, int]


class Word(NamedTuple):
    """One folded word and the place ``start … end`` it has in the text, in characters."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of ``text``, in order, with their places."""
    plain = _without_print(text)
    if plain.isascii():
        if not LIKELY.search(plain):
            for match in ASCII_WORD.finditer(plain.lower()):
                yield Word(match.group(), match.start(), match.end())
            return
        for match in JOINED_WORD.finditer(joined(plain).lower()):
            yield Word(match.group().translate(SIGNS), match.start(), match.end())
        return
    text, place = composed(text)
    for match in _word_of(text).finditer(joined(text)):
        if word := _folded(match.group()):
            yield Word(word, *place(match.start(), match.end()))


def located(text: str) -> tuple[list[str], Callable[[int], list[Place]]]:
    """The words as ``folded`` gives them, and what gives the places of the first so many of them.

    Places take longer than words, and often nobody needs them.
    """
    plain = _without_print(text)
    if plain.isascii() and not LIKELY.search(plain):
        low = plain.lower()
        return folded(text), lambda number: [
            each.span() for each in islice(ASCII_WORD.finditer(low), number)
        ]
    if plain.isascii():
        return folded(text), lambda number: [each[1:] for each in islice(words(text), number)]
    text, place = composed(text)
    signed = joined(text)
    runs = _word_of(text).findall(signed)
    made = [_folded(run) for run in runs]

    def places() -> Iterator[Place]:
        end = 0
        for run, word in zip(runs, made, strict=True):
            # Nothing of a word stands between two of them.
            start = signed.index(run, end)
            end = start + len(run)
            if word:
                yield place(start, end)

    return [word for word in made if word], lambda number: list(islice(places(), number))


def folded(text: str) -> list[str]:
    """The folded words of ``text`` alone."""
    plain = _without_print(text)
    if not plain.isascii():
        text = unicodedata.normalize("NFC", text)
        return [word for word in map(_folded, _word_of(text).findall(joined(text))) if word]
    if not LIKELY.search(plain):
        # The same words in a tenth of the time.
        return plain.encode().translate(SMALL).decode().split()
    plain = DIGITS_BEFORE_LETTERS.sub(r"\1 ", joined(plain).lower())
    return plain.translate(BETWEEN_WORDS).split()


def _word_of(text: str) -> re.Pattern[str]:
    return PATTERNS[goes_beyond(text)]


def goes_beyond(text: str) -> bool:
    """Whether a text has characters beyond the basic plane."""
    return BEYOND.search(text) is not None


def _without_print(text: str) -> str:
    """The text with ASCII's signs for those of print, so that places stay."""
    if text.isascii():
        return text
    for sign, plain in PRINTED.items():
        text = text.replace(sign, plain)
    return text


def composed(text: str) -> tuple[str, Callable[[int, int], tuple[int, int]]]:
    """``text`` in NFC, and what gives a place in that as one in ``text``."""
    if unicodedata.is_normalized("NFC", text):
        return text, lambda start, end: (start, end)
    pieces, begins, ends = [], [], []
    for match in COMPOSING.finditer(text):
        piece, start = unicodedata.normalize("NFC", match.group()), match.start()
        # Where marks only change places, the character before them is no part of theirs.
        apart = int(piece[0] == match.group()[0])
        pieces.append(piece)
        begins += [start] * apart + [start + apart] * (len(piece) - apart)
        ends += [start + apart] * apart + [match.end()] * (len(piece) - apart)
    return "".join(pieces), lambda start, end: (begins[start], ends[end - 1])


@lru_cache(maxsize=200_000)
def word_set(words: str) -> frozenset[str]:
    """The words of a list in which white space stands between them, as they are written."""
    return frozenset(words.split())


def folded_set(words: str) -> frozenset[str]:
    """The same, each of them folded."""
    return frozenset(map(fold, words.split()))


def fold(word: str) -> str:
    """``word`` without case, other forms of its letters, and what people leave out."""
    return _folded(joined(unicodedata.normalize("NFC", word)))


@lru_cache(maxsize=200_000)
def _folded(run: str) -> str:
    return without_accents(run.translate(SIGNS))


@lru_cache(maxsize=200_000)
def spelled(word: str) -> str:
    """``word`` as it is spelled: as ``fold`` has it, but with its accents."""
    return as_spelled(joined(unicodedata.normalize("NFC", word)).translate(SIGNS))


# What composes: a character with its marks, and the vowels and finals of Korean.
COMPOSING = re.compile(rf"(?s:.)[{MARK}\u1160-\u11ff\uff9e\uff9f]*")
