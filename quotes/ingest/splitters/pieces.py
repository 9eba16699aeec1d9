"""A document as the lines that splitters look at, with what its reader knew of them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quotes.ingest.documents import Block, Document

LINE = re.compile(r"[^\n\v\f\x85\u2028\u2029]+")
SENTENCE_ENDED = re.compile(r"[.!?…։。！？؟]['\"’”“»«›」』)\]*_\s]*\Z")


@dataclass(frozen=True)
class Piece:
    """One line of the document, without white space around it.

    ``kind``, ``speaker``, ``role`` and ``locator`` are its block's. ``opens``: it begins a
    paragraph. ``strong`` counts the characters that the file sets in bold at its beginning.
    """

    start: int
    end: int
    text: str
    kind: str = "paragraph"
    opens: bool = True
    speaker: str = ""
    role: str = ""
    locator: str = ""
    strong: int = 0

    @property
    def is_ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return SENTENCE_ENDED.search(self.text) is not None

    def part(self, start: int, end: int | None = None) -> "Piece":
        """A part of it, places counting from its start."""
        words = self.text[start:end]
        begins = self.start + start + len(words) - len(words.lstrip())
        words = words.strip()
        return Piece(
            begins, begins + len(words), words, self.kind, self.opens and not start,
            self.speaker, self.role, self.locator,
        )  # fmt: skip


def pieces(document: Document) -> list[Piece]:
    """The lines of all blocks, in order; of the text itself where the reader made no blocks."""
    if not document.blocks:
        return list(_lines(document.text, 0, len(document.text), None))
    found: list[Piece] = []
    reached = 0
    for block in sorted(document.blocks, key=lambda each: each.start):
        # What no block covers is looked at as well, or it would be lost without a word.
        found += _lines(document.text, reached, block.start, None)
        found += _lines(document.text, max(reached, block.start), block.end, block)
        reached = max(reached, block.end)
    return [*found, *_lines(document.text, reached, len(document.text), None)]


def _lines(text: str, start: int, end: int, block: Block | None) -> Iterator[Piece]:
    reached = start
    for match in LINE.finditer(text, start, max(start, end)):
        words = match.group()
        if not words.strip():
            continue
        begins = match.start() + len(words) - len(words.lstrip())
        opens = begins == start or reached == start or text.count("\n", reached, begins) > 1
        stop = match.start() + len(words.rstrip())
        yield _piece(text, begins, stop, block, opens=opens)
        reached = stop


def _piece(text: str, start: int, end: int, block: Block | None, *, opens: bool) -> Piece:
    if block is None:
        return Piece(start, end, text[start:end], opens=opens)
    return Piece(
        start, end, text[start:end], block.kind, opens,
        block.speaker, block.role, block.locator, _strong(block, start, end),
    )  # fmt: skip


def _strong(block: Block, start: int, end: int) -> int:
    return next((min(high, end) - start for low, high in block.strong if low <= start < high), 0)
