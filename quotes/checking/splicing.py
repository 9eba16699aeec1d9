"""Quotations joined from places that do not stand together. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from quotes.checking.reading import Reading
from quotes.checking.verdict import LEAST_UNMATCHED, Comparison, Weigh, compare, weight

MOST_PARTS = 6
# A part has to have nearly all of its words there, and so many in one run: a few words that two
# statements share are no part.
LEAST_SHARE, LEAST_RUN = 0.8, 5
# So much of the whole quotation's weight its parts must have together.
LEAST_TOGETHER = 0.8


@dataclass(frozen=True)
class Part:
    """Words ``first … end`` of a quotation, and the number of the original they stand in."""

    first: int
    end: int
    original: int
    comparison: Comparison


def parts(
    quoted: Reading, originals: Sequence[Reading], weigh: Weigh, *, keep_time: Callable[[], None]
) -> list[Part]:
    """Where the parts of a quotation stand, in its order; empty unless it is several parts.

    ``keep_time`` is called before each comparison, and may raise.
    """
    left = [(0, len(quoted.tokens))]
    found: list[Part] = []
    while left and len(found) < MOST_PARTS:
        first, end = left.pop(0)
        part = _best(quoted, first, end, _in_time(originals, keep_time), weigh)
        if part is None:
            continue
        found.append(part)
        rest = [(first, part.first), (part.end, end)]
        left += [(a, b) for a, b in rest if b - a >= LEAST_UNMATCHED]
    if len(found) < 2 or _weight(quoted, found, weigh) < LEAST_TOGETHER:
        return []
    return sorted(found, key=lambda part: part.first)


def _in_time(originals: Sequence[Reading], keep_time: Callable[[], None]) -> Iterator[Reading]:
    for original in originals:
        keep_time()
        yield original


def _best(
    quoted: Reading, first: int, end: int, originals: Iterable[Reading], weigh: Weigh
) -> Part | None:
    """The original that has most of some words, and which of them it has."""
    stretch, best, most = quoted.part(first, end), None, 0.0
    for number, original in enumerate(originals):
        comparison = compare(stretch, original, weigh)
        a, b = _matched(comparison, end - first)
        if b - a < LEAST_UNMATCHED:
            continue
        if comparison.unmatched:
            comparison = compare(stretch.part(a, b), original, weigh)
        told = comparison.share * sum(weight(token, weigh) for token in stretch.tokens[a:b])
        is_part = comparison.share >= LEAST_SHARE and comparison.longest >= LEAST_RUN
        if comparison.is_found and is_part and told > most:
            best, most = Part(first + a, first + b, number, comparison), told
    return best


def _matched(comparison: Comparison, length: int) -> tuple[int, int]:
    """The longest run of words that has a counterpart."""
    edges = [0, *(edge for run in comparison.unmatched for edge in run), length]
    runs = zip(edges[::2], edges[1::2], strict=True)
    return max(runs, key=lambda run: run[1] - run[0])


def _weight(quoted: Reading, found: list[Part], weigh: Weigh) -> float:
    weights = [weight(token, weigh) for token in quoted.tokens]
    together = sum(sum(weights[part.first : part.end]) for part in found)
    return together / sum(weights) if sum(weights) else 0.0
