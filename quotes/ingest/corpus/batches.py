"""The lines of a corpus file in batches, which a process of its own checks.

While one batch goes into the database, that process is at the next one.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import django

from quotes.ingest.corpus.files import (
    MAX_LINE_LENGTH,
    LineReader,
    Place,
    UnreadableError,
    line_reader,
)
from quotes.ingest.corpus.lines import BadLineError, Entry, parse
from quotes.text.ahead import made_ahead

# On SQLite a batch holds off editors for as long as it takes: about half a second.
LINES = 2_000
SIZE = 20 * MAX_LINE_LENGTH
Lines = tuple[Place, list[tuple[int, bytes]]]


@dataclass
class Batch:
    """Lines that go in together; ``refused`` holds the number and the fault of bad ones.

    ``end`` is how far the file has been read with them.
    """

    end: Place
    entries: list[Entry] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    def add(self, number: int, raw: bytes) -> None:
        """Take a line in, or note why it can't be."""
        try:
            entry = parse(raw)
        except BadLineError as error:
            self.refused.append((number, str(error)))
        else:
            if entry:
                self.entries.append(entry)


def batches(path: Path, start: int, limit: int | None) -> Generator[Batch, None, None]:
    """What stands in a file behind line ``start``, up to line ``limit``; raises UnreadableError.

    To be closed when it is not read to its end.
    """
    with line_reader(path) as read:
        read.skip_to(start)
        yield from made_ahead(_batch, _lines(read, limit), processes=1, prepare=django.setup)


def _batch(lines: Lines | UnreadableError) -> Batch:
    if isinstance(lines, UnreadableError):
        raise lines
    end, numbered = lines
    batch = Batch(end)
    for number, raw in numbered:
        batch.add(number, raw)
    return batch


def _lines(read: LineReader, limit: int | None) -> Iterator[Lines | UnreadableError]:
    """Lines in batches; a fault of the file comes in its place, behind what was read before."""
    try:
        yield from _readable_lines(read, limit)
    except UnreadableError as error:
        yield error


def _readable_lines(read: LineReader, limit: int | None) -> Iterator[Lines]:
    while limit is None or read.number < limit:
        most = LINES if limit is None else min(LINES, limit - read.number)
        lines, size = [], 0
        for raw in islice(read, most):
            lines.append((read.number, raw))
            size += len(raw)
            if size > SIZE:
                break
        if not lines:
            return
        yield read.place, lines
