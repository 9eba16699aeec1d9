"""Words in the pieces that templates draw: paragraphs, gaps, brackets, hits; and dates."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from quotes.search.hits import best_window
from quotes.text import dates
from quotes.text.direction import attributes
from quotes.text.gaps import Gap
from quotes.text.interface import message
from quotes.text.sentences import sentences
from quotes.text.spans import bracketed

PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*\n[^\S\n]*\n|\s*\Z)", re.DOTALL)
# What HTML takes in <time datetime>; other EDTF has no place there.
MACHINE_READABLE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# Drawn as a closing and an opening quotation mark, and not as a sign of their own.
JOINTS = (Gap.INTERRUPTION, Gap.NONE)
Place = Sequence[int]


class Piece(NamedTuple):
    """A stretch of words that is drawn in one way."""

    text: str
    is_hit: bool
    is_editorial_insertion: bool
    # What stands before it in the document, where it opens a part.
    gap: Gap | None
    # Its place in the text.
    start: int


def paragraphs(
    text: str, gaps: Mapping[int, Gap] | None = None, hits: Iterable[Place] = ()
) -> Iterator[list[Piece]]:
    """The pieces of each paragraph of ``text``, in order.

    ``gaps`` are what stands before new parts, by their offsets, ``hits`` places to highlight.
    """
    gaps, hits, brackets = gaps or {}, list(hits or ()), bracketed(text)
    edges = set(gaps).union(*hits, *brackets)
    for start, end in _paragraph_places(text):
        inner = {edge for edge in edges if start < edge < end}
        pieces = [
            Piece(text[a:b], _lies_in(a, hits), _lies_in(a, brackets), gaps.get(a), a)
            for a, b in pairwise(sorted({start, end, *inner}))
        ]
        yield _with_spaces_in_joints(pieces) if gaps else pieces


def _with_spaces_in_joints(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the space before a joint, which is drawn between its two marks.

    Before the closing mark a line could end there, and the next one begin with it.
    """
    return [
        Piece(piece.text[:-1], *piece[1:])
        if behind and behind.gap in JOINTS and piece.text[-1:].isspace()
        else piece
        for piece, behind in zip_longest(pieces, pieces[1:])
    ]


def _paragraph_places(text: str) -> Iterable[Place]:
    if "\n" not in text:
        start = len(text) - len(text.lstrip())
        return [(start, len(text.rstrip()))] if text.strip() else []
    return (match.span() for match in PARAGRAPH.finditer(text))


def _lies_in(offset: int, places: Sequence[Place]) -> bool:
    return any(start <= offset < end for start, end in places)


def clipped(text: str, length: int) -> str:
    """The opening of ``text``, of about so many characters and whole words."""
    window = best_window(text, [], length, whole_up_to=1)
    return text if window.end == len(text) else f"{text[: window.end].rstrip()}…"


def last_sentence(text: str, length: int) -> str:
    """The last sentence of ``text``; of a longer one the end, of about so many characters."""
    start, end = list(sentences(text))[-1]
    sentence = text[start:end]
    return sentence if len(sentence) <= length else f"… {sentence[-length:].partition(' ')[2]}"


def first_sentence(text: str, length: int) -> str:
    """The first sentence of ``text``, clipped if it is longer than ``length``."""
    start, end = next(sentences(text))
    return clipped(text[start:end], length)


def lang_dir(language: str, text: str = "") -> str:
    """Attributes of an element that holds ``text``: its language, if known, and its direction."""
    # Escaped there.
    return mark_safe(attributes(language, text))  # noqa: S308


@lru_cache(maxsize=10_000)
def date(edtf: str, unknown: str = message("not known")) -> str:
    """An EDTF date as a reader would say it, and for machines where HTML has a form for it."""
    if not edtf:
        return format_html('<span class="unknown">{}</span>', unknown)
    if MACHINE_READABLE.fullmatch(edtf):
        return format_html('<time datetime="{}">{}</time>', edtf, dates.in_words(edtf))
    return dates.in_words(edtf)
