"""Facets: exact counts of hits by value."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar

import tantivy

from quotes.search.compile import IndexFilters, compiled, past_key, with_any_value
from quotes.search.index import REFUSED_COUNT, Snapshot
from quotes.search.registry import BY_NAME, FILTERS, Nouns
from quotes.search.schema import LOOKUPS
from quotes.search.tree import EVERYTHING, Node

# Always counted. Other fields of the same filters, such as series, only when one is selected.
MAIN_FACETS = tuple(each.name for each in FILTERS if each.is_facet)
FACETS = tuple(dict.fromkeys((*MAIN_FACETS, *(f for e in FILTERS if e.is_facet for f in e.fields))))
# All values of these are counted, whatever the limit.
SHORT_FACETS = tuple(name for name in MAIN_FACETS if not isinstance(BY_NAME[name].values, Nouns))
# More than any facet has values. A segment hands on all of them, or the engine would miscount.
ALL_VALUES = 1_000_000
# Values of one facet that are fetched at most: the engine refuses counts of 65,000 values.
MAX_VALUES = 50_000
# A passage has one value of these, so a segment has no more values than passages.
SINGLE_VALUED = tuple(name for name in MAIN_FACETS if name not in SHORT_FACETS and LOOKUPS[name])
# Values that a segment returns of these, if the counts are exact nevertheless (_is_exact).
MAX_SEGMENT_VALUES = 1_000
# With fewer hits, a second thread costs more time than it saves.
MANY_HITS = 50_000

# If a facet is cut, values with equal counts at the cut are left out together. If fewer than so
# many are left, all values are fetched, which takes longer than the search.
MIN_COMMONER = 10

T = TypeVar("T")


class Facet(NamedTuple):
    """Counts by value, the commonest first, and whether there are other values.

    No value is left out while an equally common one is there, unless there are hardly any others.
    """

    counts: dict[int | str, int]
    is_cut: bool = False


Facets = dict[str, Facet]


def facets(
    snapshot: Snapshot,
    tree: Node,
    index_filters: IndexFilters,
    languages: Iterable[str],
    *,
    limit: int | None,
    hits: int,
) -> Facets:
    """Counts of the ``limit`` values with most hits, and of those filtered by; or of all.

    A facet ignores its own selection, so that its other values stay. Many ``hits`` are counted by
    two threads.
    """
    if limit == 0:
        return {}
    query = compiled(tree, index_filters, languages)
    if _is_unfiltered(tree, index_filters):
        return _archive_facets(snapshot, query, limit)
    shared = [name for name in MAIN_FACETS if not index_filters.touches(name)]
    middle = len(shared) // 2 if hits >= MANY_HITS else 0
    half = (
        run_in_thread(partial(_counts, snapshot, query, shared[:middle], limit)) if middle else dict
    )
    found = _counts(snapshot, query, shared[middle:], limit)
    for name in filter(index_filters.touches, FACETS):
        others = index_filters.without(name)
        query = compiled(tree, others, languages)
        if _is_unfiltered(tree, others) and name in MAIN_FACETS:
            counts, is_cut = _archive_facets(snapshot, query, limit)[name]
        else:
            counts, is_cut = _counts(snapshot, query, [name], limit)[name]
        # Selected values are counted even if they are rare.
        missing = sorted(index_filters.values(name) - counts.keys(), key=str)
        numbers = {
            value: snapshot.searcher.search(with_any_value(query, name, [value]), 1).count
            for value in missing
        }
        found[name] = Facet(counts | numbers, is_cut)
    return found | half()


def _is_unfiltered(tree: Node, index_filters: IndexFilters) -> bool:
    return tree == EVERYTHING and index_filters == IndexFilters()


def _archive_facets(snapshot: Snapshot, query: tantivy.Query, limit: int | None) -> Facets:
    """Facets of the whole archive, counted once for a snapshot."""
    if limit not in snapshot.archive_facets:
        snapshot.archive_facets[limit] = _counts(snapshot, query, MAIN_FACETS, limit)
    return snapshot.archive_facets[limit]


def _counts(
    snapshot: Snapshot, query: tantivy.Query, names: Sequence[str], limit: int | None
) -> Facets:
    """Exact counts by value. One value more than needed shows whether equal ones were cut off."""
    most = MAX_VALUES if limit is None else limit + 1
    sizes = {n: MAX_VALUES if n in SHORT_FACETS else min(most, MAX_VALUES) for n in names}
    found = {
        name: _cut(_in_order(facet), sizes[name] - 1)
        for name, facet in _buckets(snapshot, query, sizes).items()
    }
    if wider := {name: MAX_VALUES for name in names if found[name] is None}:
        for name, facet in _buckets(snapshot, query, wider).items():
            found[name] = Facet(dict(_in_order(facet)[:limit]), is_cut=True)
    return {name: facet for name in names if (facet := found[name])}


def _cut(counts: list[tuple[int | str, int]], size: int) -> Facet | None:
    """At most ``size`` counts; None if more values have to be fetched to choose them."""
    if len(counts) <= size:
        return Facet(dict(counts))
    commoner = [each for each in counts[:size] if each[1] > counts[size][1]]
    return Facet(dict(commoner), is_cut=True) if len(commoner) >= min(size, MIN_COMMONER) else None


def commonest(
    searcher: tantivy.Searcher, query: tantivy.Query, name: str, limit: int
) -> dict[int, int]:
    """The commonest values of a field with numbers among the hits, equal ones by value.

    The counts are exact: every segment hands on all its values, and only their sums are cut. Which
    of more than MAX_VALUES equal ones are given, is left to the engine.
    """
    counts = _summed(searcher, query, name, limit + 1)
    if len(counts) > limit and counts[limit - 1][1] == counts[limit][1]:
        # The engine cut equal ones in an order of its own.
        counts = _summed(searcher, query, name, MAX_VALUES)
    return {int(value): count for value, count in counts[:limit]}


def counts_of(
    searcher: tantivy.Searcher, query: tantivy.Query, name: str, values: Iterable[int]
) -> dict[int, int]:
    """Exact numbers of hits of some values of a field with numbers; none of those without hits."""
    wanted = with_any_value(query, name, values)
    found = {int(value): n for value, n in _summed(searcher, wanted, name, MAX_VALUES)}
    # Values of passages that have several, and of which so many are fetched that others are cut.
    cut = set(values) - found.keys() if len(found) >= MAX_VALUES else set()
    found |= {
        value: searcher.search(with_any_value(query, name, [value]), 1).count for value in cut
    }
    return {value: n for value in values if (n := found.get(value))}


def all_counts(searcher: tantivy.Searcher, query: tantivy.Query, name: str) -> dict[int, int]:
    """Exact counts of all values of a field with numbers that has one value a passage."""
    counts: dict[int, int] = {}
    wanted, by_key = query, {"order": {"_key": "asc"}}
    while True:
        terms = _terms(name, MAX_VALUES, ALL_VALUES)["terms"] | by_key
        found = {int(value): n for value, n in _in_order(searcher.aggregate(
            wanted, {name: {"terms": terms}})[name]) if value not in counts}  # fmt: skip
        counts |= found
        if len(found) < MAX_VALUES:
            return counts
        wanted = past_key(query, name, max(counts), ascending=True)


def _summed(
    searcher: tantivy.Searcher, query: tantivy.Query, name: str, size: int
) -> list[tuple[int | str, int]]:
    return _in_order(searcher.aggregate(query, {name: _terms(name, size, ALL_VALUES)})[name])


def _in_order(facet: dict[str, Any]) -> list[tuple[int | str, int]]:
    """Values and counts of what the engine gives in an order of its own where counts are equal."""
    counts = [
        (row["key"] if isinstance(row["key"], str) else int(row["key"]), row["doc_count"])
        for row in facet["buckets"]
    ]
    return sorted(counts, key=lambda count: (-count[1], count[0]))


def _buckets(snapshot: Snapshot, query: tantivy.Query, sizes: dict[str, int]) -> dict[str, Any]:
    """Counts of the engine, ``sizes`` values of each. Counting is fast; returning values is not."""
    found: dict[str, Any] = {}
    some = {name: size for name, size in sizes.items() if size <= MAX_SEGMENT_VALUES}
    if (
        some
        and snapshot.outside_largest_segment is not None
        and snapshot.outside_largest_segment <= MAX_SEGMENT_VALUES
    ):
        counted = _counted(snapshot, query, some, per_segment=MAX_SEGMENT_VALUES)
        found = {
            n: counted[n]
            for n in counted
            if _is_exact(counted[n], snapshot.outside_largest_segment)
        }
    others = {name: size for name, size in sizes.items() if name not in found}
    return found | _counted(snapshot, query, others, per_segment=ALL_VALUES)


def _counted(
    snapshot: Snapshot, query: tantivy.Query, sizes: dict[str, int], *, per_segment: int
) -> dict[str, Any]:
    if not sizes:
        return {}
    wanted = {
        name: _terms(name, size, per_segment if name in SINGLE_VALUED else ALL_VALUES)
        for name, size in sizes.items()
    }
    try:
        return snapshot.searcher.aggregate(query, wanted)
    except ValueError as error:
        if REFUSED_COUNT not in str(error):
            raise
    # Its limit is for all that is counted at once; one field alone stays below it.
    alone = (snapshot.searcher.aggregate(query, {name: wanted[name]}) for name in wanted)
    return {name: counted for each in alone for name, counted in each.items()}


def _terms(name: str, size: int, per_segment: int) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size, "segment_size": per_segment}}


def _is_exact(facet: dict[str, Any], outside_largest_segment: int) -> bool:
    """Whether no value that the largest segment kept back could change what it handed on.

    Such a value has there at most the error's bound, and ``outside_largest_segment`` in the other
    segments, which are too small to keep one back. One listed with more was handed on by it.
    """
    error = facet["doc_count_error_upper_bound"]
    return not error or facet["buckets"][-1]["doc_count"] > error + outside_largest_segment


def run_in_thread(task: Callable[[], T]) -> Callable[[], T]:
    """Start a task in another thread; gives a function that waits for its result.

    If no thread has started the task by then, that function runs it itself. The task must not use
    the database: a connection belongs to one thread.
    """
    begun = _threads(os.getpid()).submit(task)
    return lambda: task() if begun.cancel() else begun.result()


@lru_cache
def _threads(_process: int) -> ThreadPoolExecutor:
    # One pool for each process: threads do not survive a fork.
    return ThreadPoolExecutor(max((os.cpu_count() or 1) - 1, 1), thread_name_prefix="beside")
