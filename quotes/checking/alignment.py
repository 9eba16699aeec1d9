"""Two runs of words laid over each other: where the one stands in the other. Pure.

First the stretches that both have, two words and longer, are chained: as much as possible, in
order, as close together as possible. What lies between is then compared word by word. A comparison
of everything with everything would find the words of a sentence scattered over a whole page.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

Keys = Sequence[str]
# Whether the word of this number in the one text is that in the other, as it is written.
Alike = Callable[[int, int], bool]
Kind = Literal["same", "missing", "added", "changed"]
# Stretches that are chained; of more, the longest.
MAX_STRETCHES = 120
# Places of a pair of words that are looked at: a text that repeats itself for ever has no more.
MAX_PLACES = 40
# Words alone between marks that are looked for, and places of each.
MAX_LONE_WORDS, MAX_PLACES_OF_LONE_WORD = 6, 10
# What leaving words out costs, in words: at a mark, at once, for each, and at most.
COST_AT_MARK, COST_AT_ONCE, COST_OF_EACH, MAX_COST = 0.5, 0.5, 0.15, 5.0
# At a mark the nearest place where the words go on is meant, and others may be.
COST_OF_EACH_AT_MARK, MAX_COST_AT_MARK = 0.01, 1.5
UNMATCHED = 0.4
# Words of the original looked through, beside as many as the quotation has there.
WORDS_AROUND = 4


class Stretch(NamedTuple):
    """``length`` words that are the same from ``quoted`` and from ``original`` on."""

    quoted: int
    original: int
    length: int


class Step(NamedTuple):
    """Words ``quoted_from … quoted_to`` stand against ``original_from … original_to``.

    ``missing`` are words of the original alone, ``added`` of the quotation alone.
    """

    kind: Kind
    quoted_from: int
    quoted_to: int
    original_from: int
    original_to: int


def chained(
    quoted: Keys, original: Keys, skips: frozenset[int], is_alike: Alike | None = None
) -> list[Stretch]:
    """The stretches that both have in common, in order; ``skips`` are marks of omission."""
    alone = _lone_words(quoted, skips)
    runs = _cut_at_unlike(_stretches(quoted, original), alone, is_alike)
    found = sorted(_cut_at_marks(runs, skips), key=lambda each: -each.length)[:MAX_STRETCHES]
    found = sorted([*found, *_places_of_lone_words(quoted, original, alone, is_alike)])
    scores: list[float] = []
    before: list[int | None] = []
    for place, stretch in enumerate(found):
        best, way = 0.0, None
        for earlier in range(place):
            gained = scores[earlier] - _cost(found[earlier], stretch, skips)
            if gained > best and found[earlier].original < stretch.original:
                best, way = gained, earlier
        scores.append(best + stretch.length)
        before.append(way)
    way = max(range(len(found)), key=scores.__getitem__, default=None)
    chain = []
    while way is not None:
        chain.append(found[way])
        way = before[way]
    return list(_parted(chain[::-1]))


def _stretches(quoted: Keys, original: Keys) -> Iterator[Stretch]:
    """All stretches of two words and more that cannot be made longer."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, pair in enumerate(pairwise(original)):
        if len(places[pair]) < MAX_PLACES:
            places[pair].append(place)
    # By the last place of each stretch that goes on: its length so far.
    running: dict[int, int] = {}
    for at, pair in enumerate(pairwise(quoted)):
        going = {place: running.get(place - 1, 1) + 1 for place in places.get(pair, ())}
        yield from _ended(running, going, at)
        running = going
    yield from _ended(running, {}, len(quoted) - 1)


def _ended(running: dict[int, int], going: dict[int, int], at: int) -> Iterator[Stretch]:
    """The stretches that end before the pair of words number ``at`` of the quotation."""
    for place, length in running.items():
        if place + 1 not in going:
            yield Stretch(at - length + 1, place - length + 2, length)


def _cut_at_marks(found: Iterator[Stretch], skips: frozenset[int]) -> Iterator[Stretch]:
    """The stretches, and the parts of those that go over a mark of omission.

    What stands behind a mark may go on elsewhere with more of its words.
    """
    for stretch in found:
        yield stretch
        inside = [skip - stretch.quoted for skip in skips]
        for cut in inside:
            if 0 < cut < stretch.length:
                yield Stretch(stretch.quoted, stretch.original, cut)
                rest = stretch.length - cut
                yield Stretch(stretch.quoted + cut, stretch.original + cut, rest)


def _lone_words(quoted: Keys, skips: frozenset[int]) -> list[int]:
    """Which words stand alone beside marks of omission, so that no run can hold them."""
    edges = sorted({0, *skips, len(quoted)}) if skips else []
    return [at for at, end in pairwise(edges) if end - at == 1][:MAX_LONE_WORDS]


def _places_of_lone_words(
    quoted: Keys, original: Keys, alone: list[int], is_alike: Alike | None
) -> Iterator[Stretch]:
    """The places of such words."""
    for at in alone:
        places = (
            place
            for place, key in enumerate(original)
            if key == quoted[at] and (is_alike is None or is_alike(at, place))
        )
        yield from (Stretch(at, place, 1) for place in islice(places, MAX_PLACES_OF_LONE_WORD))


def _cut_at_unlike(
    found: Iterator[Stretch], alone: list[int], is_alike: Alike | None
) -> Iterator[Stretch]:
    """The stretches without such words where the original has another number or accent."""
    for stretch in found:
        begins, stands, length = stretch
        for at in alone:
            inside = at - begins
            if is_alike and 0 <= inside < length and not is_alike(at, stands + inside):
                if inside:
                    yield Stretch(begins, stands, inside)
                begins, stands, length = at + 1, stands + inside + 1, length - inside - 1
        if length:
            yield Stretch(begins, stands, length)


def _cost(earlier: Stretch, later: Stretch, skips: frozenset[int]) -> float:
    """What it costs to go on with ``later`` behind ``earlier``, in words."""
    ended = earlier.quoted + earlier.length
    apart = later.quoted - ended
    skipped = later.original - earlier.original - earlier.length
    # Where they overlap, words are counted twice.
    overlap = max(0, -apart, -skipped)
    left_out = skipped - apart
    cost = overlap + UNMATCHED * max(0, apart)
    if left_out <= 0:
        return cost + COST_OF_EACH * -left_out
    if skips and any(place in skips for place in range(ended, later.quoted + 1)):
        return cost + min(COST_AT_MARK + COST_OF_EACH_AT_MARK * left_out, MAX_COST_AT_MARK)
    return cost + min(COST_AT_ONCE + COST_OF_EACH * left_out, MAX_COST)


def _parted(chain: list[Stretch]) -> Iterator[Stretch]:
    """The same without overlaps: a later stretch begins where the earlier one ends."""
    quoted = original = 0
    for each in chain:
        cut = max(0, quoted - each.quoted, original - each.original)
        if each.length > cut:
            yield Stretch(each.quoted + cut, each.original + cut, each.length - cut)
            quoted, original = each.quoted + each.length, each.original + each.length


def steps(quoted: Keys, original: Keys, chain: list[Stretch]) -> list[Step]:
    """The whole quotation against that part of the original in which it stands, in order.

    Neighbouring steps are of different kinds; what is ``changed`` has words on both sides.
    """
    found: list[Step] = []
    at, reached = 0, max(0, chain[0].original - chain[0].quoted - WORDS_AROUND)
    for place, (begins, stands, length) in enumerate(chain):
        edge = "before" if place == 0 else ""
        found += _between(quoted, original, (at, begins, reached, stands), edge)
        at, reached = begins + length, stands + length
        found.append(Step("same", begins, at, stands, reached))
    end = min(len(original), reached + len(quoted) - at + WORDS_AROUND)
    found += _between(quoted, original, (at, len(quoted), reached, end), "behind")
    return _joined(found)


def _between(
    quoted: Keys, original: Keys, place: tuple[int, int, int, int], edge: str
) -> list[Step]:
    """Steps between two stretches; at an ``edge``, without what the original has beyond."""
    a, b, c, d = place
    if a == b or c == d:
        if edge:
            c, d = (d, d) if edge == "before" else (c, c)
        return [] if (a, c) == (b, d) else [_unlike(a, b, c, d)]
    steps: list[Step] = []
    changed = None
    for step in LCSseq.opcodes(quoted[a:b], original[c:d]):
        here = (a + step.src_start, a + step.src_end, c + step.dest_start, c + step.dest_end)
        if step.tag == "equal":
            if changed:
                steps.append(_unlike(*changed))
            changed = None
            steps.append(Step("same", *here))
        else:
            changed = (changed[0], here[1], changed[2], here[3]) if changed else here
    if changed:
        steps.append(_unlike(*changed))
    return _trimmed(steps, edge)


def _unlike(a: int, b: int, c: int, d: int) -> Step:
    return Step("missing" if a == b else "added" if c == d else "changed", a, b, c, d)


def _trimmed(steps: list[Step], edge: str) -> list[Step]:
    """Without words of the original that stand outside of what is quoted."""
    if not edge or not steps:
        return steps
    at = 0 if edge == "before" else -1
    outer = steps[at]
    if outer.kind == "missing":
        del steps[at]
    elif outer.kind == "changed":
        # As many words as the quotation has there, the nearest ones.
        kind, a, b, c, d = outer
        c, d = (max(c, d - b + a), d) if edge == "before" else (c, min(d, c + b - a))
        steps[at] = Step(kind, a, b, c, d)
    return steps


def _joined(steps: list[Step]) -> list[Step]:
    """Neighbours of one kind as one, and neighbours that are unlike as a change."""
    joined: list[Step] = []
    for step in steps:
        if joined and (step.kind == "same") == (joined[-1].kind == "same"):
            last = joined.pop()
            both = (last.quoted_from, step.quoted_to, last.original_from, step.original_to)
            joined.append(Step("same", *both) if step.kind == "same" else _unlike(*both))
        else:
            joined.append(step)
    return joined
