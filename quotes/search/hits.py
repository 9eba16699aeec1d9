"""Where in a text the words of a query stand, and the window that shows most of them. Pure."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from quotes.search.tree import Near, Node, Phrase, Prefix, Text, questions, texts
from quotes.text.stems import stem_terms
from quotes.text.words import located

# Characters shown of a long passage; one that is a little longer is shown whole.
WINDOW = 400
WHOLE_UP_TO = 1.5
# So far from its place a cut is moved to the nearest space.
WORD_REACH = 40
SPACE = re.compile(r"\s")
Span = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """A stretch ``start … end`` of a text, and the hits in it by their places in the text."""

    start: int
    end: int
    hits: tuple[Span, ...]


def hits(tree: Node, text: str, language: str) -> list[Span]:
    """Places of the query's words in a passage's text, in order, without overlaps."""
    return _places(texts(tree), text, language)


def question_hits(tree: Node, text: str, language: str) -> list[Span]:
    """Places, in a question's text, of what the query looks for in questions."""
    return _places(questions(tree), text, language)


def _places(leaves: list[Text], text: str, language: str) -> list[Span]:
    if not leaves:
        return []
    have, places = located(text)
    stems = list(stem_terms(have, language))
    found = {stretch for leaf in leaves for stretch in _stretches(leaf, have, stems, language)}
    at = places(max(last for _, last in found) + 1) if found else []
    return _without_overlaps({(at[first][0], at[last][1]) for first, last in found})


def _stretches(leaf: Text, have: list[str], stems: list[str], language: str) -> Iterable[Span]:
    """The first and the last word of each stretch that is meant, by their numbers."""
    if isinstance(leaf, Prefix):
        return [(i, i) for i, word in enumerate(have) if word.startswith(leaf.start)]
    if isinstance(leaf, Near):
        return _near_words(leaf, have)
    if isinstance(leaf, Phrase):
        wanted = list(leaf.parts)
    else:
        wanted, have = list(stem_terms(leaf.parts, language)), stems
    size = len(wanted)
    return [(i, i + size - 1) for i in _where(wanted[0], have) if have[i : i + size] == wanted]


def _where(word: str, words: list[str]) -> Iterator[int]:
    """The numbers of a word's places in a list."""
    at = -1
    with suppress(ValueError):
        while True:
            yield (at := words.index(word, at + 1))


def _near_words(leaf: Near, have: list[str]) -> Iterator[Span]:
    """The words themselves, wherever all of them stand in one stretch that is short enough."""
    wanted, longest = sorted(leaf.parts), len(leaf.parts) + leaf.within
    at = [i for i, word in enumerate(have) if word in leaf.parts]
    for n, first in enumerate(at):
        inside = [i for i in at[n:] if i < first + longest]
        near = [have[i] for i in inside]
        if all(near.count(word) >= wanted.count(word) for word in wanted):
            yield from ((i, i) for i in inside)


def _without_overlaps(found: set[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def best_window(
    text: str, found: list[Span], size: int = WINDOW, *, whole_up_to: float = WHOLE_UP_TO
) -> Window:
    """The window of about ``size`` characters with most hits; the opening when there are none.

    A text of up to ``whole_up_to`` times that size is shown whole.
    """
    if len(text) <= size * whole_up_to:
        return Window(0, len(text), tuple(found))
    first, last, j = 0, -1, 0
    for i in range(len(found)):
        j = max(i, j)
        while j + 1 < len(found) and found[j + 1][1] - found[i][0] <= size * 0.8:
            j += 1
        if j - i > last - first or last < 0:
            first, last = i, j
    inside = found[first : last + 1]
    middle = (inside[0][0] + inside[-1][1]) // 2 if inside else 0
    start = max(0, min(middle - size // 2, len(text) - size))
    if inside:
        start = min(start, inside[0][0])
    end = max(min(len(text), start + size), inside[-1][1] if inside else 0)
    start, end = _to_word_edges(text, start, end)
    return Window(start, end, tuple(span for span in found if start <= span[0] and span[1] <= end))


def _to_word_edges(text: str, start: int, end: int) -> Span:
    """The stretch, a little longer where it would cut a word of a script with spaces in two."""
    if start > 0:
        first = max(0, start - WORD_REACH)
        gaps = list(SPACE.finditer(text, first, start + 1))
        start = gaps[-1].end() if gaps else 0 if first == 0 else start
    if end < len(text):
        gap = SPACE.search(text, end, end + WORD_REACH)
        near_the_end = len(text) <= end + WORD_REACH
        end = gap.start() if gap else len(text) if near_the_end else end
    return start, end
