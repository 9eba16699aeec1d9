"""What of a document is still there when it comes again, changed. Pure.

Turns are the same where speaker and words are, folded: first those in the longest common
subsequence, which stand in the order they stood in; then those that were moved. Between two that
are the same, a turn whose words are much like an old one's is that one, changed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from quotes.text.words import folded

# Of a hundred; a turn less like the old one is another.
MIN_LIKENESS = 60.0
# Turns between two anchors that are compared with each other.
MAX_COMPARED = 40


class Fate(StrEnum):
    """What became of a turn."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    VANISHED = "vanished"


@dataclass(frozen=True)
class Anchor:
    """What a turn is known by: who speaks, and the words, both folded."""

    speaker: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, speaker: str, text: str) -> "Anchor":
        """The anchor of a speaker's words."""
        return cls(tuple(folded(speaker)), tuple(folded(text)))


@dataclass(frozen=True)
class Pair:
    """An old turn and the new one it is now, by their numbers; one of them is None at most."""

    old: int | None
    new: int | None
    fate: Fate


def aligned(old: Sequence[Anchor], new: Sequence[Anchor]) -> list[Pair]:
    """What became of each turn, in the order of the new document.

    What vanished stands behind what it stood behind.
    """
    fates = _same(old, new)
    taken = set(fates.values())
    fates_of_moved = _moved(old, new, fates, taken)
    changed = _changed(old, new, {**fates, **fates_of_moved})
    found = {
        **{at: Pair(other, at, Fate.KEPT) for at, other in fates.items()},
        **{at: Pair(other, at, Fate.MOVED) for at, other in fates_of_moved.items()},
        **{at: Pair(other, at, Fate.CHANGED) for at, other in changed.items()},
    }
    pairs = [found.get(at, Pair(None, at, Fate.ADDED)) for at in range(len(new))]
    return _with_vanished(pairs, len(old))


def likeness(old: Sequence[Anchor], new: Sequence[Anchor]) -> float:
    """The share of the shorter document's words that both have in the same turns, from 0 to 1.

    A turn that has changed counts by how much of it has not.
    """
    shared = sum(
        len(new[pair.new].words) * _likeness(old[pair.old], new[pair.new]) / 100
        for pair in aligned(old, new)
        if pair.old is not None and pair.new is not None
    )
    shorter = min(sum(len(each.words) for each in document) for document in (old, new))
    return min(1.0, shared / shorter) if shorter else 0.0


def _same(old: Sequence[Anchor], new: Sequence[Anchor]) -> dict[int, int]:
    """Old turns by the new ones that are the same, in one order."""
    numbers: dict[Anchor, int] = {}
    olds = [numbers.setdefault(each, len(numbers)) for each in old]
    news = [numbers.setdefault(each, len(numbers)) for each in new]
    found: dict[int, int] = {}
    for step in LCSseq.opcodes(olds, news):
        if step.tag == "equal":
            span = range(step.dest_start, step.dest_end)
            found |= zip(span, range(step.src_start, step.src_end), strict=True)
    return found


def _moved(
    old: Sequence[Anchor], new: Sequence[Anchor], fates: dict[int, int], taken: set[int]
) -> dict[int, int]:
    waiting: dict[Anchor, list[int]] = defaultdict(list)
    for at, each in enumerate(old):
        if at not in taken:
            waiting[each].append(at)
    return {
        at: waiting[each].pop(0)
        for at, each in enumerate(new)
        if at not in fates and waiting.get(each)
    }


def _changed(old: Sequence[Anchor], new: Sequence[Anchor], fates: dict[int, int]) -> dict[int, int]:
    """Old turns by new ones that are much like them, between the same anchors."""
    found: dict[int, int] = {}
    taken = set(fates.values())
    for news, olds in _gaps(fates, len(old), len(new)):
        waiting = [at for at in olds if at not in taken][:MAX_COMPARED]
        for at in [at for at in news if at not in fates][:MAX_COMPARED]:
            best = max(waiting, key=lambda other: _likeness(old[other], new[at]), default=None)
            if best is not None and _likeness(old[best], new[at]):
                found[at] = best
                # Their order stays, so what stands before is no longer waited for.
                waiting = [other for other in waiting if other > best]
    return found


def _gaps(fates: dict[int, int], olds: int, news: int) -> Iterator[tuple[range, range]]:
    """Stretches of new and old turns between two that are the same and in order."""
    edges = [(-1, -1)]
    for at, other in sorted(fates.items()):
        if other > edges[-1][1]:
            edges.append((at, other))
    edges.append((news, olds))
    for (new_start, old_start), (new_end, old_end) in pairwise(edges):
        yield range(new_start + 1, new_end), range(old_start + 1, old_end)


def _likeness(old: Anchor, new: Anchor) -> float:
    """Of a hundred; none below ``MIN_LIKENESS``."""
    if old.speaker != new.speaker and old.words != new.words:
        return 0.0
    return fuzz.ratio(old.words, new.words, score_cutoff=MIN_LIKENESS)


def _with_vanished(pairs: list[Pair], number: int) -> list[Pair]:
    there = {pair.old for pair in pairs}
    behind: dict[int | None, list[Pair]] = defaultdict(list)
    before: int | None = None
    for at in range(number):
        if at in there:
            before = at
        else:
            behind[before].append(Pair(at, None, Fate.VANISHED))
    ordered = behind.pop(None, [])
    for pair in pairs:
        ordered.append(pair)
        if pair.old is not None:
            ordered += behind.get(pair.old, [])
    return ordered
