"""What a splitter gives back: turns, proposed passages, and all that is in no turn. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]


class Shape(StrEnum):
    """How a document marks who speaks."""

    STRUCTURED = "structured"
    LABELLED = "labelled"
    HEADED = "headed"
    DASHED = "dashed"
    ALTERNATING = "alternating"
    STATEMENT = "statement"
    REPORT = "report"


class Kind(StrEnum):
    """What a turn does in the conversation; the values of the archive's own turns."""

    QUESTION = "question"
    ANSWER = "answer"
    STATEMENT = "statement"
    NARRATION = "narration"


class ShapeError(ValueError):
    """The document has nothing of the shape asked for; the message names what it may have."""


@dataclass(frozen=True)
class Turn:
    """One stretch of one speaker.

    ``ranges`` are places in the document's text, whose joined characters are ``text``. ``speaker``
    is the fullest name the document has for who speaks, empty if it has none;
    ``answers`` the position of the question before.
    """

    position: int
    kind: Kind
    speaker: str
    speaker_as_printed: str
    role: str
    ranges: tuple[Span, ...]
    text: str
    answers: int | None = None
    locator: str = ""

    def place(self, at: int) -> int | None:
        """Where a character of the document stands in ``text``; None if in no range."""
        before = 0
        for start, end in self.ranges:
            if start <= at < end:
                return before + at - start
            before += end - start
        return before if self.ranges and at == self.ranges[-1][1] else None


@dataclass(frozen=True)
class Passage:
    """Words of a turn that a person would quote; ``spans`` are places in the turn's text.

    ``verb`` is the word that attributes them, where the document reports somebody's words.
    """

    turn: int
    spans: tuple[Span, ...]
    text: str
    speaker: str
    wording: str
    verb: str = ""


@dataclass(frozen=True)
class Leftover:
    """A stretch of the document that is in no turn, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Split:
    """A document as a conversation; ranges of turns and leftovers together tile its text.

    ``confidence`` lies between 0 and 1. ``people`` are the speakers proposed, with their roles.
    """

    shape: Shape
    confidence: float
    turns: tuple[Turn, ...]
    passages: tuple[Passage, ...]
    leftovers: tuple[Leftover, ...]
    people: dict[str, str] = field(default_factory=dict)

    def tiles(self) -> Iterator[Span]:
        """Every stretch, in a turn or left over, in the order of the document."""
        ranges = [span for turn in self.turns for span in turn.ranges]
        yield from sorted(ranges + [(each.start, each.end) for each in self.leftovers])
