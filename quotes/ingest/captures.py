"""A split document as the archive keeps it: turns with their places in the captured text. Pure.

The ranges of the turns, and what reader and splitter dropped, tile the captured text. So it is
known of every character where it went.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from quotes.ingest.documents import Document, Dropped, Span
from quotes.ingest.splitters import Passage, Split, Turn


@dataclass(frozen=True)
class CapturedTurn:
    """A turn, with ranges in the captured text and the mends that make its text of them."""

    turn: Turn
    ranges: tuple[Span, ...]
    hashes: tuple[str, ...]
    mends: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """Its words."""
        return self.turn.text


@dataclass(frozen=True)
class Capture:
    """A document and its turns; ``dropped`` is in order, and has hashes of what it holds."""

    document: Document
    split: Split
    turns: tuple[CapturedTurn, ...]
    dropped: tuple[dict[str, Any], ...]
    sha256: str

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages proposed."""
        return self.split.passages

    @property
    def kept(self) -> int:
        """Characters in turns."""
        return len(self.document.captured) - sum(
            each["end"] - each["start"] for each in self.dropped
        )


def capture(document: Document, split: Split) -> Capture:
    """The document as it will be kept."""
    dropped = list(document.receipt.dropped)
    for leftover in split.leftovers:
        ranges, _ = document.captured_at(leftover.start, leftover.end)
        dropped += [Dropped(start, end, leftover.reason) for start, end in ranges]
    dropped.sort(key=lambda each: each.start)
    return Capture(
        document,
        split,
        tuple(_captured(document, turn) for turn in split.turns),
        tuple(_with_hash(document.captured, each) for each in dropped),
        hash_of(document.captured),
    )


def hash_of(text: str) -> str:
    """SHA-256 of a text, as the archive writes it."""
    return sha256(text.encode()).hexdigest()


def _with_hash(captured: str, dropped: Dropped) -> dict[str, Any]:
    return {
        "start": dropped.start,
        "end": dropped.end,
        "sha256": hash_of(captured[dropped.start : dropped.end]),
        "reason": dropped.reason,
    }


def _captured(document: Document, turn: Turn) -> CapturedTurn:
    ranges: list[Span] = []
    mends: list[dict[str, Any]] = []
    before = 0
    for start, end in turn.ranges:
        for piece in document.pieces_of(start, end):
            span = (piece.captured_start, piece.captured_end)
            if ranges and ranges[-1][1] == span[0]:
                ranges[-1] = (ranges[-1][0], span[1])
            else:
                ranges.append(span)
            if piece.mend:
                mends.append({
                    "at": before + piece.start - start,
                    "raw": document.captured[slice(*span)],
                    "text": piece.mend.text,
                    "reason": piece.mend.reason,
                })  # fmt: skip
        before += end - start
    hashes = tuple(hash_of(document.captured[start:end]) for start, end in ranges)
    return CapturedTurn(turn, tuple(ranges), hashes, tuple(mends))
