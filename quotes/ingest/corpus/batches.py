"""The lines of a corpus file in batches, read and checked by a process of their own.

While one batch goes into the database, that process is at the next one: a quarter of the work is
done on another core.
"""

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path

from quotes.ingest.corpus.files import (
    MAX_LINE_LENGTH,
    LineReader,
    Place,
    UnreadableError,
    line_reader,
)
from quotes.ingest.corpus.lines import BadLineError, Entry, parse

# On SQLite a batch holds off editors for as long as it takes: under half a second.
LINES = 1_000
SIZE = 20 * MAX_LINE_LENGTH


@dataclass
class Batch:
    """Lines that go in together; ``refused`` holds the number and the fault of bad ones.

    ``end`` is how far the file has been read with them.
    """

    end: Place = field(default_factory=Place)
    entries: list[Entry] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    size: int = 0

    def add(self, number: int, raw: bytes) -> None:
        """Take a line in, or note why it can't be."""
        self.size += len(raw)
        try:
            entry = parse(raw)
        except BadLineError as error:
            self.refused.append((number, str(error)))
        else:
            if entry:
                self.entries.append(entry)


def batches(path: Path, start: int, limit: int | None) -> Iterator[Batch]:
    """What stands in a file behind line ``start``, up to line ``limit``; raises UnreadableError."""

    def read() -> Iterator[Batch]:
        with line_reader(path) as lines:
            lines.skip_to(start)
            yield from _batches(lines, limit)

    # Windows has no fork; there each batch is read before it goes in.
    return _ahead(read) if "fork" in get_all_start_methods() else read()


def _batches(read: LineReader, limit: int | None) -> Iterator[Batch]:
    while limit is None or read.number < limit:
        start, batch = read.number, Batch()
        most = LINES if limit is None else min(LINES, limit - start)
        for raw in islice(read, most):
            batch.add(read.number, raw)
            if batch.size > SIZE:
                break
        if read.number == start:
            return
        batch.end = read.place
        yield batch


def _ahead(read: Callable[[], Iterator[Batch]]) -> Iterator[Batch]:
    """What ``read`` yields, from a process that waits in a pipe with the next one."""
    context = get_context("fork")
    ours, its = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(read, ours, its), daemon=True)
    process.start()
    its.close()
    try:
        while (found := ours.recv()) is not None:
            if isinstance(found, UnreadableError):
                raise found
            yield found
    except EOFError:
        raise UnreadableError("The process that reads the file was ended.") from None
    finally:
        process.kill()
        process.join()
        ours.close()


def _send(read: Callable[[], Iterator[Batch]], ours: Connection, its: Connection) -> None:
    """Send all batches, and None behind the last; ends when nobody receives any more."""
    # Who interrupts the command interrupts the process that receives.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Or nobody's end would ever be noticed.
    ours.close()
    try:
        for batch in read():
            its.send(batch)
        its.send(None)
    except UnreadableError as error:
        its.send(error)
    except BrokenPipeError:
        pass
