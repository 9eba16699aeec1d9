"""Excerpts: hidden parts of texts are replaced by marks, and spans are moved."""

import re
from collections.abc import Callable, Iterable, Sequence

from quotes.text.spans import Span

# Each holds a word, so that a conversation shows a gap there, as it did where the words stood.
HIDDEN = "[not public]"
EXPUNGED = "[removed for legal reasons]"
WORD = re.compile(r"\w")


def excerpt(text: str, passages: Sequence[Sequence[Span]]) -> tuple[str, list[list[list[int]]]]:
    """``text`` with the words of these passages alone, and the passages' spans in that.

    The passages don't overlap. A stretch between them becomes one mark if it holds a word, else one
    space, or nothing at either end of the text. An excerpt of an excerpt is the same excerpt.
    """
    made, reached, places = "", 0, {}
    for start, end in sorted(tuple(span) for spans in passages for span in spans):
        made += _between(text[reached:start], is_first=not reached)
        places[start, end] = [len(made), len(made) + end - start]
        made += text[start:end]
        reached = end
    made += _between(text[reached:], is_last=True)
    return made, [[places[start, end] for start, end in spans] for spans in passages]


def _between(hidden: str, *, is_first: bool = False, is_last: bool = False) -> str:
    if not WORD.search(hidden):
        return " " if hidden and not is_first and not is_last else ""
    return ("" if is_first else " ") + HIDDEN + ("" if is_last else " ")


def restored(length: int, pieces: Iterable[tuple[int, str]]) -> str:
    """An excerpt of this length, made again from its words and the places where they begin.

    Raises ValueError where the pieces leave room for something else than an excerpt has there.
    """
    made = ""
    for start, words in sorted(pieces):
        made += _filling(start - len(made), is_first=not made) + words
    return made + _filling(length - len(made), is_last=True)


def _filling(room: int, *, is_first: bool = False, is_last: bool = False) -> str:
    for hidden in ("", ".", HIDDEN):
        filling = _between(hidden, is_first=is_first, is_last=is_last)
        if len(filling) == room:
            return filling
    raise ValueError(f"nothing is {room} characters long there")


def without(text: str, cuts: Iterable[Span], mark: str) -> tuple[str, Callable[[Span], list[int]]]:
    """``text`` with ``mark`` in the place of each cut, and where spans of the old text are then.

    A span that shares characters with a cut becomes the whole mark.
    """
    places, made, reached = [], "", 0
    for start, end in _merged(cuts):
        made += text[reached:start]
        places.append((start, end, len(made)))
        made += mark
        reached = end

    def moved(span: Span) -> list[int]:
        shift = 0
        for start, end, place in places:
            if span[0] < end and start < span[1]:
                return [place, place + len(mark)]
            if end <= span[0]:
                shift = place + len(mark) - end
        return [span[0] + shift, span[1] + shift]

    return made + text[reached:], moved


def minus(cuts: Iterable[Span], kept: Iterable[Span], text: str) -> list[list[int]]:
    """What is left of ``cuts`` of ``text`` outside of ``kept``: stretches that hold a word."""
    left, spared = [], _merged(kept)
    for start, end in _merged(cuts):
        reached = start
        for kept_start, kept_end in [*spared, [end, end]]:
            if kept_end >= reached:
                left.append([reached, min(kept_start, end)])
                reached = max(reached, kept_end)
    trimmed = (_trimmed(text, start, end) for start, end in left if start < end)
    return [[start, end] for start, end in trimmed if WORD.search(text[start:end])]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the white space at its ends."""
    words = text[start:end]
    return end - len(words.lstrip()), start + len(words.rstrip())


def _merged(cuts: Iterable[Span]) -> list[list[int]]:
    merged: list[list[int]] = []
    for start, end in sorted(tuple(cut) for cut in cuts):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return merged
