"""Counts of all published passages by value, carried on from one state of the index to the next.

Every edit makes a new state, and counting a million passages anew takes 70 ms. But two states
differ in few passages: these alone are counted in both, and the difference is added.
"""

from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge
from itertools import islice

import tantivy

from quotes.models import Passage, current_version
from quotes.models.archive_state import was_at
from quotes.search.compile import IndexFilters, Value, compiled, with_any_value
from quotes.search.index import Meta, Snapshot
from quotes.search.registry import FILTERS
from quotes.search.tree import EVERYTHING
from quotes.search.value_counts import (
    ALL_VALUES,
    MAX_VALUES,
    SEVERAL_VALUED,
    all_counts,
    in_order,
    place_of,
    terms_of,
)

FACET_FIELDS = tuple(
    dict.fromkeys(name for each in FILTERS if each.is_facet for name in each.fields)
)
FIELDS = (*FACET_FIELDS, "source")
# If two states differ in more passages than these, all are counted anew.
MAX_CHANGED = 1_000
# Values of which there are more or fewer than before; with others the order is made anew.
MAX_SINCE = 500


@dataclass(frozen=True)
class Counts:
    """Passages by value: those ``before``, the commonest first, equal ones by value, and ``since``.

    ``since`` has the values of which there are more or fewer now, with their number now.
    """

    before: dict[Value, int]
    since: dict[Value, int] = field(default_factory=dict)

    @classmethod
    def of(cls, numbers: dict[Value, int]) -> "Counts":
        """What was counted, in any order."""
        return cls(dict(sorted(numbers.items(), key=place_of)))

    def changed(self, less: dict[Value, int], more: dict[Value, int]) -> "Counts":
        """The counts with some numbers taken away and others added, by value."""
        since = {v: self[v] - less.get(v, 0) + more.get(v, 0) for v in less.keys() | more.keys()}
        changed = Counts(self.before, {**self.since, **since})
        return changed if len(changed.since) <= MAX_SINCE else Counts(dict(changed.first()))

    def first(self, number: int | None = None) -> list[tuple[Value, int]]:
        """The first values with their numbers, in the same order; or all."""
        same = (each for each in self.before.items() if each[0] not in self.since)
        others = sorted(((value, n) for value, n in self.since.items() if n), key=place_of)
        return list(islice(merge(same, others, key=place_of), number))

    def __getitem__(self, value: Value) -> int:
        return self.since[value] if value in self.since else self.before.get(value, 0)

    def __len__(self) -> int:
        added = sum(1 for value, n in self.since.items() if n and value not in self.before)
        gone = sum(1 for value, n in self.since.items() if not n and value in self.before)
        return len(self.before) + added - gone


class Whole(dict[str, Counts]):
    """Counts by field; a field with too many values for the engine is not among them."""

    @cached_property
    def alike(self) -> dict[str, list[Value]]:
        """By field the one value that all passages have; or no value, where none has any.

        Each passage has one year.
        """
        passages = sum(n for _, n in self["year"].first())
        few = {name: counts.first() for name, counts in self.items() if len(counts) <= 1}
        return {
            name: [value for value, _ in found]
            for name, found in few.items()
            if name != "year" and all(n == passages for _, n in found)
        }


def whole_counts(snapshot: Snapshot) -> Whole:
    """Counts of all published passages."""
    if snapshot.counted is None:
        earlier = snapshot.earlier
        snapshot.counted = (earlier and _carried_on(earlier, snapshot)) or _counted(
            snapshot.searcher, compiled(EVERYTHING, IndexFilters(), ())
        )
        # Or no state of the index would ever be let go of.
        snapshot.earlier = None
    return snapshot.counted


def _carried_on(earlier: Snapshot, snapshot: Snapshot) -> Whole | None:
    changed = _changed_between(earlier.meta, snapshot.meta)
    if changed is None:
        return None
    these = with_any_value(compiled(EVERYTHING, IndexFilters(), ()), "pk", changed)
    less, more = (_together(each.searcher, these) for each in (earlier, snapshot))
    return Whole(
        {name: counts.changed(less[name], more[name]) for name, counts in earlier.counted.items()}
    )


def _changed_between(earlier: Meta, later: Meta) -> list[int] | None:
    """All passages in which two states may differ, and perhaps others; None if many or unknown."""
    if earlier.archive_id != later.archive_id or not was_at(earlier.version, earlier.token):
        return None
    # Part of a later version was in it, which may have been lost.
    if earlier.cursor:
        return None
    # A standby that is not that far yet would not tell all.
    if current_version().number < max(later.version, later.target):
        return None
    return Passage.objects.few_changed_since(earlier.version, MAX_CHANGED)


def _counted(searcher: tantivy.Searcher, query: tantivy.Query) -> Whole:
    found = {name: all_counts(searcher, query, name) for name in FIELDS}
    if len(found[SEVERAL_VALUED]) >= MAX_VALUES:
        del found[SEVERAL_VALUED]
    return Whole({name: Counts.of(numbers) for name, numbers in found.items()})


def _together(searcher: tantivy.Searcher, few: tantivy.Query) -> dict[str, dict[Value, int]]:
    """Numbers of few passages by value, of all fields at once."""
    found = searcher.aggregate(few, {n: terms_of(n, MAX_VALUES, ALL_VALUES) for n in FIELDS})
    return {name: dict(in_order(found[name])) for name in FIELDS}
