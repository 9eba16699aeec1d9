"""Several texts of the same words laid beside each other, stretch by stretch. Pure.

As in a collation of manuscripts: each text is a column, and a row is a stretch that texts share or
in which they differ. The first text gives the order; words that another has elsewhere stand as
words of its own there.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.text.letters import MARK, MARK_BEYOND
from quotes.text.words import fold

# A word with the signs and the space behind it; joined, they are the text again.
CHUNK = re.compile(rf"\w[\w{MARK}{MARK_BEYOND}’'ʼ-]*\W*")
# Fewer words that texts share by chance, between others that differ, are no shared stretch.
MIN_RUN = 2


class CollatedRow(NamedTuple):
    """A stretch: what each text has there, empty for none; ``is_shared`` if all have its words."""

    cells: tuple[str, ...]
    is_shared: bool

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """Each cell, and whether its words are those of no other."""
        number = Counter(map(_words, self.cells))
        return [(cell, bool(cell) and number[_words(cell)] == 1) for cell in self.cells]


class _Column(NamedTuple):
    """A text's chunks, and for each of the first text's the number of that which is the same."""

    chunks: list[str]
    same: dict[int, int]


def collated(texts: Sequence[str]) -> list[CollatedRow]:
    """The rows of a collation; the cells of a column, joined, are its text."""
    base, *others = [_chunks(text) for text in texts]
    columns = [_Column(base, {n: n for n in range(len(base))})]
    columns += [_Column(other, _same(base, other)) for other in others]
    rows: list[CollatedRow] = []
    for cells, is_shared in _rows(columns):
        last = rows[-1] if rows else None
        if last and _fit_together(last, cells, is_shared=is_shared):
            together = tuple(one + other for one, other in zip(last.cells, cells, strict=True))
            rows[-1] = CollatedRow(together, is_shared=False)
        elif any(cells):
            rows.append(CollatedRow(cells, is_shared))
    return rows


def _fit_together(row: CollatedRow, cells: tuple[str, ...], *, is_shared: bool) -> bool:
    """Whether no text has words in both: what one has instead of another stands beside it."""
    apart = not any(one and other for one, other in zip(row.cells, cells, strict=True))
    return apart and not row.is_shared and not is_shared


def _words(text: str) -> str:
    return "".join(map(_key, _chunks(text)))


def _chunks(text: str) -> list[str]:
    found, reached = [], 0
    for match in CHUNK.finditer(text):
        found.append(text[reached : match.end()])
        reached = match.end()
    if reached < len(text):
        found[-1:] = ["".join(found[-1:]) + text[reached:]]
    return found


def _key(chunk: str) -> str:
    return fold("".join(sign for sign in chunk if sign.isalnum() or sign in "%€$£"))


def _same(base: list[str], other: list[str]) -> dict[int, int]:
    """Which chunk of ``other`` is the same as each of ``base``, but for lonely ones between."""
    ours, theirs = [*map(_key, base)], [*map(_key, other)]
    least = min(MIN_RUN, len(ours), len(theirs))
    found: dict[int, int] = {}
    for step in LCSseq.opcodes(ours, theirs):
        length = step.src_end - step.src_start
        if step.tag == "equal" and length >= least:
            first, stands = step.src_start, step.dest_start
            # The lonely word before, which was taken for one that stands earlier, belongs here.
            lowest = max(found.values(), default=-1)
            while first and stands - 1 > lowest and ours[first - 1] == theirs[stands - 1]:
                if first - 1 in found:
                    break
                first, stands, length = first - 1, stands - 1, length + 1
            found |= {first + n: stands + n for n in range(length)}
    return found


def _rows(columns: list[_Column]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Runs of the first text's chunks that the same others have, with what stands between them."""
    reached = [0] * len(columns)
    base = columns[0]
    having = [frozenset(n for n, each in enumerate(columns) if at in each.same)
              for at in range(len(base.chunks))]  # fmt: skip
    for having_it, run in groupby(range(len(base.chunks)), key=having.__getitem__):
        numbers = list(run)
        while numbers:
            if any(between := _between(columns, reached, numbers[0])):
                yield tuple(between), False
            end = _unbroken(columns, having_it, numbers)
            yield _cells(columns, reached, numbers[:end]), len(having_it) == len(columns)
            numbers = numbers[end:]
    yield tuple(_rest(columns, reached)), False


def _between(columns: list[_Column], reached: list[int], at: int) -> list[str]:
    """What other texts have before the chunk that is the same as number ``at`` of the first."""
    cells = []
    for number, column in enumerate(columns):
        until = column.same.get(at, reached[number])
        cells.append("".join(column.chunks[reached[number] : until]))
        reached[number] = max(reached[number], until)
    return cells


def _unbroken(columns: list[_Column], having_it: frozenset[int], numbers: list[int]) -> int:
    """How many of these chunks follow each other in every text that has them."""
    for place in range(1, len(numbers)):
        before, at = numbers[place - 1], numbers[place]
        if any(columns[n].same[at] != columns[n].same[before] + 1 for n in having_it):
            return place
    return len(numbers)


def _cells(columns: list[_Column], reached: list[int], numbers: list[int]) -> tuple[str, ...]:
    cells = []
    for number, column in enumerate(columns):
        places = [column.same[at] for at in numbers if at in column.same]
        cells.append("".join(column.chunks[place] for place in places))
        reached[number] = places[-1] + 1 if places else reached[number]
    return tuple(cells)


def _rest(columns: list[_Column], reached: list[int]) -> Iterator[str]:
    for number, column in enumerate(columns):
        yield "".join(column.chunks[reached[number] :])
