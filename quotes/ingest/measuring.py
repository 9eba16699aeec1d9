"""How well documents are split, measured against counts, quotations or sources made by hand. Pure.

A table of truth gives for each file the number of turns of each speaker (``speakers``), or the
direct quotations with their speakers (``quotations``).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from quotes.ingest.documents import Document
from quotes.ingest.splitters import Kind, Shape, Split
from quotes.text.names import name_key

BRACKETS = re.compile(r"\(([^()]*)\)")
UNNAMED = ("unnamed", "no label")


@dataclass(frozen=True)
class Measured:
    """One file: units found, expected and right, and characters in turns.

    Units are turns, or quotations where the document is a report.
    """

    name: str
    split: Split
    found: int
    expected: int
    right: int
    characters: int
    kept: int
    is_tiled: bool
    language: str = ""

    @property
    def rates(self) -> "Rates":
        """How many of its units are right."""
        return Rates(self.found, self.expected, self.right)


class Rates(NamedTuple):
    """How many were found, how many there are, and how many of those found are right."""

    found: int
    expected: int
    right: int

    @classmethod
    def sum(cls, each: Iterable["Rates"]) -> "Rates":
        """All of them together."""
        found, expected, right = zip(*each, strict=True)
        return cls(sum(found), sum(expected), sum(right))

    @property
    def precision(self) -> float:
        """The share of those found that are right."""
        return self.right / (self.found or 1)

    @property
    def recall(self) -> float:
        """The share of those there are that were found and are right."""
        return self.right / (self.expected or 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / ((self.found + self.expected) or 1)

    def __str__(self) -> str:
        return (
            f"{self.right} right of {self.found} found and {self.expected} expected: precision "
            f"{self.precision:.1%}, recall {self.recall:.1%}, F1 {self.f1:.3f}"
        )


def measured(name: str, document: Document, split: Split, truth: Mapping[str, Any]) -> Measured:
    """A split document against its truth."""
    units = _units(split)
    right = _right(units, truth.get("speakers", {}), truth.get("turns", 0))
    kept = sum(end - start for turn in split.turns for start, end in turn.ranges)
    return Measured(
        name, split, len(units), truth.get("turns", 0), right, len(document.text), kept,
        is_tiled(document, split), truth.get("language", ""),
    )  # fmt: skip


def is_tiled(document: Document, split: Split) -> bool:
    """Whether turns and leftovers are the whole text, each character once."""
    reached = 0
    for start, end in split.tiles():
        if start != reached:
            return False
        reached = end
    return reached == len(document.text)


def _units(split: Split) -> list[tuple[str, str]]:
    """Speaker, and label as printed, of each turn that somebody speaks; of each quotation."""
    if split.shape is Shape.REPORT:
        return [(each.speaker, "") for each in split.passages if each.wording == "reported"]
    return [
        (turn.speaker, turn.speaker_as_printed)
        for turn in split.turns
        if turn.kind is not Kind.NARRATION
    ]


def _right(units: Sequence[tuple[str, str]], speakers: Mapping[str, int], turns: int) -> int:
    """How many units have a speaker that is expected, each as often as expected."""
    if any("…" in name for name in speakers):
        # Only their number is known.
        return min(len(units), turns)
    left = [{*map(name_key, unit)} if any(unit) else {""} for unit in units]
    for unit in left:
        if len(unit) > 1:
            unit.discard("")
    right = 0
    for name, number in speakers.items():
        meant = _spellings(name)
        for _ in range(number):
            match = next((unit for unit in left if unit & meant or _is_other(unit, meant)), None)
            if match is not None:
                left.remove(match)
                right += 1
    return right


def _spellings(name: str) -> set[str]:
    """The keys under which a name of the truth counts; an empty one for nobody's name."""
    if not name or any(word in name for word in UNNAMED):
        return {""}
    inside = BRACKETS.findall(name)
    return {name_key(name), name_key(BRACKETS.sub("", name)), *map(name_key, inside)} - {""}


def _is_other(unit: Iterable[str], meant: set[str]) -> bool:
    """Whether a surname stands for a full name, or the other way round."""
    words = [set(key.split()) for key in unit if key]
    return any(
        one and (one <= set(other.split()) or set(other.split()) <= one)
        for one in words
        for other in meant
        if other
    )


class Quotations(NamedTuple):
    """Direct quotations against those marked by hand: exact spans, and speakers of these."""

    spans: Rates
    speakers: int


def quotations(split: Split, expected: Sequence[tuple[str, str]]) -> Quotations:
    """Found quotations against pairs of words and speaker; words of several spans by a space."""
    found = [(p.text, p.speaker) for p in split.passages if p.wording == "reported"]
    left = Counter(text for text, _ in expected)
    exact = speakers = 0
    for text, speaker in found:
        if left[text] > 0:
            left[text] -= 1
            exact += 1
            wanted = {name_key(name) for words, name in expected if words == text}
            speakers += name_key(speaker) in wanted
    return Quotations(Rates(len(found), len(expected), exact), speakers)


@dataclass(frozen=True)
class Compared:
    """A split document against the same document as editors made it."""

    turns: int
    turns_right: int
    passages: int
    passages_exact: int
    passages_covered: int


def compared(split: Split, source: Mapping[str, Any], names: Mapping[str, str]) -> Compared:
    """Against a source of the opening archive; ``names`` gives speakers' names by their slugs.

    A turn is right with its speaker and its words; a passage is covered where at least four in
    five of its words stand in proposed passages of its speaker.
    """
    made = {(name_key(each.speaker), _plain(each.text)) for each in split.turns}
    proposed = [(name_key(each.speaker), _plain(each.text)) for each in split.passages]
    turns = source["turns"]
    right = sum(
        1
        for turn in turns
        if any(
            words == _plain(turn["text"]) or _plain(turn["text"]) in words
            for speaker, words in made
            if speaker == name_key(names.get(turn["speaker"] or "", ""))
        )
    )
    passages = [passage for turn in turns for passage in turn["passages"]]
    exact = covered = 0
    for passage in passages:
        own = [w for s, w in proposed if s == name_key(names[passage["speaker"]])]
        exact += _plain(passage["text"]) in own
        covered += _covers(own, _plain(passage["text"]))
    return Compared(len(turns), right, len(passages), exact, covered)


def _covers(proposed: Sequence[str], wanted: str) -> bool:
    if any(wanted in words for words in proposed):
        return True
    inside = sum(len(words) for words in proposed if words in wanted)
    return inside >= 0.8 * len(wanted)


def _plain(text: str) -> str:
    """Words alone, so that mends of white space and apostrophes don't count."""
    return " ".join(name_key(text).split())


def sha256_of(document: Document) -> str:
    """By which a captured text is known again."""
    return hashlib.sha256(document.captured.encode()).hexdigest()
