"""A document as a reader gives it: its characters, what was left out or mended, its blocks. Pure.

Two texts are told apart. ``captured`` has the characters that the file holds: decoded, in NFC, with
LF line ends; of formats with markup, the text between the markup, with white space as the format
reads it and a line break between blocks. ``text`` is what a person would read: ``captured`` without
what was dropped, and with what was mended. Drops and mends have their places in ``captured``,
blocks in ``text``. ``Document.of`` makes one from the other; ``Document.captured_at`` leads back.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

Span = tuple[int, int]
DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
YEAR = re.compile(r"\d{4}")


class UnreadableError(ValueError):
    """The file cannot be read; the message says why, and what to do."""


@dataclass(frozen=True)
class Dropped:
    """Characters of ``captured`` that ``text`` has not, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Mend:
    """Characters of ``captured`` for which ``text`` has others (or none), and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Receipt:
    """What became of every character: kept and dropped together are those that came in.

    Mended characters count as kept. ``dropped`` and ``mended`` are in order and share no character.
    """

    characters_in: int
    kept: int
    dropped: tuple[Dropped, ...] = ()
    mended: tuple[Mend, ...] = ()


@dataclass(frozen=True)
class Metadata:
    """What the file says of itself, for an editor to confirm; empty where it says nothing.

    ``authors`` are joined by commas; ``date`` is EDTF; ``language`` a tag of BCP 47.
    """

    title: str = ""
    authors: str = ""
    date: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    event: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, or what the file's structure marks as one thing.

    ``kind``: paragraph, heading, speech (of ``speaker``), list, quote, table, caption, note (what
    happens, not what is said), time. ``speaker``, ``role`` and ``locator`` (as ``00:01:02``, or a
    page) are as the file's own structure has them, else empty. ``level`` is a heading's. ``strong``
    holds places in the document's text that the file sets in bold.
    """

    start: int
    end: int
    kind: str = "paragraph"
    speaker: str = ""
    role: str = ""
    locator: str = ""
    level: int = 0
    strong: tuple[Span, ...] = ()


class Piece(NamedTuple):
    """A stretch of ``text``, and of ``captured`` which it is from; ``mend`` where they differ."""

    start: int
    end: int
    captured_start: int
    captured_end: int
    mend: Mend | None


@dataclass(frozen=True)
class Document:
    """What a reader found in a file; blocks are in order, and only white space is in none.

    ``page_ends`` are places in ``captured`` at which pages end, where the file has pages.
    """

    captured: str
    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    receipt: Receipt
    format: str
    pieces: tuple[Piece, ...] = field(repr=False, default=())
    page_ends: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        captured: str,
        *,
        format: str,  # noqa: A002 - the field's name
        blocks: Iterable[Block] = (),
        dropped: Iterable[Dropped] = (),
        mended: Iterable[Mend] = (),
        metadata: Metadata | None = None,
        page_ends: Iterable[int] = (),
    ) -> "Document":
        """The document; ``blocks`` have places in ``captured`` here.

        Of edits that overlap, the one that begins first holds (see ``settled``).
        """
        edits = settled([*dropped, *mended])
        pieces, text = _pieces(captured, edits)
        drops = tuple(edit for edit in edits if isinstance(edit, Dropped))
        receipt = Receipt(
            characters_in=len(captured),
            kept=len(captured) - sum(edit.end - edit.start for edit in drops),
            dropped=drops,
            mended=tuple(edit for edit in edits if isinstance(edit, Mend)),
        )
        made = cls(
            captured, text, (), metadata or Metadata(), receipt, format, pieces, tuple(page_ends)
        )
        moved = (made._moved(block) for block in blocks)
        return replace(made, blocks=tuple(block for block in moved if block.start < block.end))

    def as_json(self) -> dict[str, Any]:
        """What ``from_json`` makes this document of again; text follows from the receipt."""
        return {
            "captured": self.captured,
            "format": self.format,
            "blocks": [astuple(block) for block in self.blocks],
            "dropped": [astuple(drop) for drop in self.receipt.dropped],
            "mended": [astuple(mend) for mend in self.receipt.mended],
            "metadata": asdict(self.metadata),
            "page_ends": self.page_ends,
        }

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Document":
        """The document that ``as_json`` made this of."""
        document = cls.of(
            found["captured"],
            format=found["format"],
            dropped=[Dropped(*each) for each in found["dropped"]],
            mended=[Mend(*each) for each in found["mended"]],
            metadata=Metadata(**found["metadata"]),
            page_ends=found["page_ends"],
        )
        blocks = (
            replace(Block(*each[:-1]), strong=tuple(map(tuple, each[-1])))
            for each in found["blocks"]
        )
        return replace(document, blocks=tuple(blocks))

    def with_blocks(self, find: Callable[[str], Iterable[Block]]) -> "Document":
        """The same with the blocks that ``find`` sees in its text."""
        return replace(self, blocks=tuple(find(self.text)))

    def captured_at(self, start: int, end: int) -> tuple[list[Span], list[Mend]]:
        """Where ``text[start:end]`` is in ``captured``, without what was dropped; and its mends."""
        ranges: list[Span] = []
        pieces = self.pieces_of(start, end)
        for piece in pieces:
            if ranges and ranges[-1][1] == piece.captured_start:
                ranges[-1] = (ranges[-1][0], piece.captured_end)
            else:
                ranges.append((piece.captured_start, piece.captured_end))
        return ranges, [piece.mend for piece in pieces if piece.mend]

    def pieces_of(self, start: int, end: int) -> list[Piece]:
        """The pieces of ``text[start:end]``, cut to it; a mend is whole where it begins inside.

        Stretches that tile ``text`` have pieces that tile ``captured``, but for what was dropped.
        """
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if first and self.pieces[first - 1].end > start and self.pieces[first - 1].mend is None:
            first -= 1
        if end == len(self.text):
            last = len(self.pieces)
        return [self._cut(piece, start, end) for piece in self.pieces[first:last]]

    @staticmethod
    def _cut(piece: Piece, start: int, end: int) -> Piece:
        if piece.mend:
            return piece
        low, high = max(0, start - piece.start), max(0, piece.end - end)
        return Piece(
            piece.start + low, piece.end - high,
            piece.captured_start + low, piece.captured_end - high, None,
        )  # fmt: skip

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    @cached_property
    def _captured_starts(self) -> list[int]:
        return [piece.captured_start for piece in self.pieces]

    def place(self, at: int) -> int:
        """Where a place of ``captured`` is in ``text``; of what is not there, where it would be."""
        number = bisect_right(self._captured_starts, at) - 1
        if number < 0:
            return 0
        piece = self.pieces[number]
        if piece.mend:
            return piece.start if at < piece.captured_end else piece.end
        return min(piece.start + at - piece.captured_start, piece.end)

    def _moved(self, block: Block) -> Block:
        """A block with places in ``text``, without white space at its ends."""
        start, end = self.place(block.start), self.place(block.end)
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        strong = [(self.place(low), self.place(high)) for low, high in block.strong]
        kept = tuple((max(low, start), min(high, end)) for low, high in strong)
        strong_kept = tuple(span for span in kept if span[0] < span[1])
        return Block(
            start, end, block.kind, block.speaker, block.role, block.locator, block.level,
            strong_kept,
        )  # fmt: skip


def settled(edits: Iterable[Dropped | Mend]) -> list[Dropped | Mend]:
    """The edits in order, none sharing a character with another; of two, the earlier holds.

    What a later drop has beyond an earlier edit is dropped still; a later mend is left out.
    """
    done: list[Dropped | Mend] = []
    reached = 0
    # At one place a drop goes before a mend, and the longer before the shorter.
    order = sorted(edits, key=lambda each: (each.start, isinstance(each, Mend), -each.end))
    for edit in order:
        if edit.end <= edit.start:
            continue
        if edit.start >= reached:
            done.append(edit)
        elif isinstance(edit, Dropped) and edit.end > reached:
            done.append(replace(edit, start=reached))
        else:
            continue
        reached = max(reached, edit.end)
    return _without_twins(done)


def _without_twins(edits: list[Dropped | Mend]) -> list[Dropped | Mend]:
    """Drops of one reason that touch are one drop."""
    joined: list[Dropped | Mend] = []
    for edit in edits:
        last = joined[-1] if joined else None
        if (
            isinstance(edit, Dropped)
            and isinstance(last, Dropped)
            and (last.end, last.reason) == (edit.start, edit.reason)
        ):
            joined[-1] = replace(last, end=edit.end)
        else:
            joined.append(edit)
    return joined


def _pieces(captured: str, edits: list[Dropped | Mend]) -> tuple[tuple[Piece, ...], str]:
    pieces: list[Piece] = []
    parts: list[str] = []
    length = reached = 0

    def add(words: str, start: int, end: int, mend: Mend | None) -> None:
        nonlocal length
        pieces.append(Piece(length, length + len(words), start, end, mend))
        parts.append(words)
        length += len(words)

    for edit in edits:
        if reached < edit.start:
            add(captured[reached : edit.start], reached, edit.start, None)
        if isinstance(edit, Mend):
            add(edit.text, edit.start, edit.end, edit)
        reached = edit.end
    if reached < len(captured):
        add(captured[reached:], reached, len(captured), None)
    return tuple(pieces), "".join(parts)


def day_of(value: object) -> str:
    """The day, month or year at the beginning of ``value``; empty where there is none."""
    if isinstance(value, date | datetime):
        return value.strftime("%Y-%m-%d")
    text = str(value).strip()
    if YEAR.fullmatch(text):
        return text
    match = DAY.match(text)
    if not match:
        return ""
    try:
        date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return ""
    return match.group()
