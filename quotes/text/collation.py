"""Several texts of the same words laid beside each other, stretch by stretch. Pure.

As in a collation of manuscripts: each text is a column, and a row is a stretch that texts share or
in which they differ. The first text gives the order; words that another has elsewhere stand as
words of its own there. A number is one word, with its sign and its unit, and the same as another
where its value is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.text.letters import MARK, MARK_BEYOND
from quotes.text.numbers import quantities
from quotes.text.words import fold

WORD = re.compile(rf"\w[\w{MARK}{MARK_BEYOND}’'ʼ-]*")
# Signs that a sentence has for words.
SIGNS = frozenset("%€$£¥<>≤≥=≠±+×÷&")
# Fewer words that texts share by chance, between others that differ, are no shared stretch.
MIN_RUN = 2


class CollatedRow(NamedTuple):
    """A stretch: what each text has there, empty for none; ``is_shared`` if all have its words."""

    cells: tuple[str, ...]
    is_shared: bool
    words: tuple[str, ...]

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """Each cell, and whether its words are those of no other."""
        number = Counter(self.words)
        return [
            (cell, bool(cell) and number[words] == 1)
            for cell, words in zip(self.cells, self.words, strict=True)
        ]


class _Chunk(NamedTuple):
    """A word or number with the signs and the space behind it, and what is compared of it.

    Joined, the chunks are the text again.
    """

    text: str
    key: str


class _Column(NamedTuple):
    """A text's chunks, and for each of the first text's the number of that which is the same."""

    chunks: list[_Chunk]
    same: dict[int, int]


def collated(texts: Sequence[str], languages: Sequence[str] = ()) -> list[CollatedRow]:
    """The rows of a collation; the cells of a column, joined, are its text.

    ``languages`` are those of the texts: they tell how numbers are read.
    """
    base, *others = [_chunks(*each) for each in zip_longest(texts, languages, fillvalue="")]
    columns = [_Column(base, {n: n for n in range(len(base))})]
    columns += [_Column(other, _same(base, other)) for other in others]
    rows: list[CollatedRow] = []
    for chunks, is_shared in _rows(columns):
        row = CollatedRow(
            tuple("".join(each.text for each in cell) for cell in chunks),
            is_shared,
            tuple(" ".join(each.key for each in cell) for cell in chunks),
        )
        last = rows[-1] if rows else None
        if last and _fit_together(last, row):
            rows[-1] = CollatedRow(
                tuple(map("".join, zip(last.cells, row.cells, strict=True))),
                is_shared=False,
                words=tuple(map(" ".join, zip(last.words, row.words, strict=True))),
            )
        elif any(row.cells):
            rows.append(row)
    return rows


def _fit_together(row: CollatedRow, other: CollatedRow) -> bool:
    """Whether no text has words in both: what one has instead of another stands beside it."""
    apart = not any(all(both) for both in zip(row.cells, other.cells, strict=True))
    return apart and not row.is_shared and not other.is_shared


def _chunks(text: str, language: str) -> list[_Chunk]:
    found = list(_words(text, language))
    begins = [0, *(start for start, *_ in found[1:]), len(text)]
    keys = [
        key + "".join(SIGNS.intersection(text[end:following]))
        for (_, end, key), following in zip(found, begins[1:], strict=False)
    ]
    if not found:
        return [_Chunk(text, "")] if text else []
    return [_Chunk(text[a:b], key) for (a, b), key in zip(pairwise(begins), keys, strict=True)]


def _words(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Where each word and number begins and ends, and what it is."""
    reached = 0
    for number in (*quantities(text), None):
        for match in WORD.finditer(text, reached, number.start if number else len(text)):
            yield *match.span(), fold("".join(filter(str.isalnum, match[0])))
        if number:
            yield number.start, number.end, str(sorted(number.values(language)))
            reached = number.end


def _same(base: list[_Chunk], other: list[_Chunk]) -> dict[int, int]:
    """Which chunk of ``other`` is the same as each of ``base``, but for lonely ones between."""
    ours, theirs = ([each.key for each in chunks] for chunks in (base, other))
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


def _rows(columns: list[_Column]) -> Iterator[tuple[list[list[_Chunk]], bool]]:
    """Runs of the first text's chunks that the same others have, with what stands between them."""
    reached = [0] * len(columns)
    base = columns[0]
    having = [frozenset(n for n, each in enumerate(columns) if at in each.same)
              for at in range(len(base.chunks))]  # fmt: skip
    for having_it, run in groupby(range(len(base.chunks)), key=having.__getitem__):
        numbers = list(run)
        while numbers:
            if any(between := _between(columns, reached, numbers[0])):
                yield between, False
            end = _unbroken(columns, having_it, numbers)
            yield _cells(columns, reached, numbers[:end]), len(having_it) == len(columns)
            numbers = numbers[end:]
    yield list(_rest(columns, reached)), False


def _between(columns: list[_Column], reached: list[int], at: int) -> list[list[_Chunk]]:
    """What other texts have before the chunk that is the same as number ``at`` of the first."""
    cells = []
    for number, column in enumerate(columns):
        until = column.same.get(at, reached[number])
        cells.append(column.chunks[reached[number] : until])
        reached[number] = max(reached[number], until)
    return cells


def _unbroken(columns: list[_Column], having_it: frozenset[int], numbers: list[int]) -> int:
    """How many of these chunks follow each other in every text that has them."""
    for place in range(1, len(numbers)):
        before, at = numbers[place - 1], numbers[place]
        if any(columns[n].same[at] != columns[n].same[before] + 1 for n in having_it):
            return place
    return len(numbers)


def _cells(columns: list[_Column], reached: list[int], numbers: list[int]) -> list[list[_Chunk]]:
    cells = []
    for number, column in enumerate(columns):
        places = [column.same[at] for at in numbers if at in column.same]
        cells.append([column.chunks[place] for place in places])
        reached[number] = places[-1] + 1 if places else reached[number]
    return cells


def _rest(columns: list[_Column], reached: list[int]) -> Iterator[list[_Chunk]]:
    for number, column in enumerate(columns):
        yield column.chunks[reached[number] :]
