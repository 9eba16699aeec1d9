"""Texts that say nearly the same in nearly the same words. Pure.

Pairs are found by runs of words that few texts share, and kept if enough of the shorter one stands
in the longer one, in order. That texts mean the same in other words is not seen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.text.words import folded

# Words in a run; how many texts may share one that still tells two of them from all others.
RUN, MAX_SHARING = 3, 12
# So many words of the shorter text must stand in the longer one.
MIN_WORDS = 6


class Repeat(NamedTuple):
    """Two texts by their keys, the smaller first; ``share`` is from 0 to 1."""

    one: int
    other: int
    share: float


class Floor(NamedTuple):
    """What two texts must have in common: runs that few share, and a share of the shorter one.

    Words count that stand in a run of ``run`` or more: single ones stand in every long text.
    """

    runs: int
    share: float
    run: int = 1


# Of whatever somebody has said; and of what two documents report of one occasion, where less is
# needed to tell that the same is meant.
ANYWHERE, SAME_OCCASION = Floor(2, 0.5, 2), Floor(1, 0.25)


def near_repeats(
    texts: Mapping[int, str], floor: Floor = ANYWHERE, groups: Mapping[int, int] | None = None
) -> list[Repeat]:
    """The pairs of these texts that say nearly the same, the closest first.

    With ``groups``, texts of one group are not compared with each other.
    """
    words = {key: folded(text) for key, text in texts.items()}
    found = [
        Repeat(one, other, share)
        for one, other in _candidates(words, floor.runs, groups or {})
        if (share := _share(words[one], words[other], floor.run)) >= floor.share
    ]
    return sorted(found, key=lambda each: (-each.share, each.one, each.other))


def _candidates(
    words: Mapping[int, list[str]], least: int, groups: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Pairs that share so many runs of words which few others have."""
    having: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for key, own in words.items():
        for at in range(len(own) - RUN + 1):
            having[tuple(own[at : at + RUN])].add(key)
    shared: Counter[tuple[int, int]] = Counter()
    for keys in having.values():
        if 1 < len(keys) <= MAX_SHARING:
            shared.update(
                (one, other)
                for one, other in combinations(sorted(keys), 2)
                if groups.get(one, one) != groups.get(other, other)
            )
    yield from (pair for pair, number in shared.items() if number >= least)


def _share(one: list[str], other: list[str], run: int) -> float:
    blocks = LCSseq.opcodes(one, other)
    lengths = (block.src_end - block.src_start for block in blocks if block.tag == "equal")
    same = sum(length for length in lengths if length >= run)
    return same / min(len(one), len(other)) if same >= MIN_WORDS else 0.0
