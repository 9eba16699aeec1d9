"""Facets: exact counts of hits by value."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar

import tantivy

from quotes.search.compile import IndexFilters, Value, compiled, with_any_value
from quotes.search.index import REFUSED_COUNT, Snapshot
from quotes.search.registry import BY_NAME, FILTERS, Nouns
from quotes.search.tree import EVERYTHING, Node
from quotes.search.value_counts import ALL_VALUES, MAX_VALUES, SEVERAL_VALUED, in_order, terms_of
from quotes.search.whole_archive import FACET_FIELDS, Counts, whole_counts

# Always counted. Other fields of the same filters, such as series, only when one is selected.
MAIN_FACETS = tuple(each.name for each in FILTERS if each.is_facet)
FACETS = tuple(dict.fromkeys((*MAIN_FACETS, *FACET_FIELDS)))
# All values of these are counted, whatever the limit.
SHORT_FACETS = tuple(name for name in MAIN_FACETS if not isinstance(BY_NAME[name].values, Nouns))
# A passage has one value of these, so a segment has no more values than passages.
SINGLE_VALUED = tuple(n for n in MAIN_FACETS if n not in SHORT_FACETS and n != SEVERAL_VALUED)
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

    counts: dict[Value, int]
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

    A facet ignores its own selection, so that its other values stay. Many ``hits``, of which there
    may be fewer, are counted by two threads.
    """
    if limit == 0:
        return {}
    query = compiled(tree, index_filters, languages)
    if _is_unfiltered(tree, index_filters):
        whole = _archive_facets(snapshot, query, limit)
        return {name: whole[name] for name in MAIN_FACETS}
    alike = _alike(snapshot, index_filters)
    shared = [n for n in MAIN_FACETS if n not in alike and not index_filters.touches(n)]
    middle = len(shared) // 2 if hits >= MANY_HITS else 0
    half = (
        run_in_thread(partial(_counts, snapshot, query, shared[:middle], limit)) if middle else dict
    )
    found = _counts(snapshot, query, shared[middle:], limit)
    for name in filter(index_filters.touches, FACETS):
        others = index_filters.without(name)
        query = compiled(tree, others, languages)
        if _is_unfiltered(tree, others):
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
    found |= half()
    total = sum(found["year"].counts.values()) if alike else 0
    return found | {name: Facet({value: total for value in alike[name] if total}) for name in alike}


def _alike(snapshot: Snapshot, index_filters: IndexFilters) -> dict[str, list[Value]]:
    """Facets that need no counting, by name, where the whole archive was counted before.

    Their one value is that of all hits, whose number is the sum of the years.
    """
    if not snapshot.counted or index_filters.touches("year"):
        return {}
    alike: dict[str, list[Value]] = snapshot.counted.alike
    return {n: alike[n] for n in MAIN_FACETS if n in alike and not index_filters.touches(n)}


def _is_unfiltered(tree: Node, index_filters: IndexFilters) -> bool:
    return tree == EVERYTHING and index_filters == IndexFilters()


def _archive_facets(snapshot: Snapshot, query: tantivy.Query, limit: int | None) -> Facets:
    """Facets of the whole archive, once for a snapshot."""
    if limit not in snapshot.archive_facets:
        whole = whole_counts(snapshot)
        found = {
            name: _first(whole[name], MAX_VALUES - 1 if name in SHORT_FACETS else limit)
            for name in FACETS
            if name in whole
        }
        others = [name for name in FACETS if name not in found]
        snapshot.archive_facets[limit] = found | _counts(snapshot, query, others, limit)
    return snapshot.archive_facets[limit]


def _first(whole: Counts, limit: int | None) -> Facet:
    """The first values of whole counts, cut as those that the engine gives."""
    size = min(limit or MAX_VALUES, MAX_VALUES - 1)
    counts = whole.first(size + 1)
    return _cut(counts, size) or Facet(dict(counts[:size]), is_cut=True)


def _counts(
    snapshot: Snapshot, query: tantivy.Query, names: Sequence[str], limit: int | None
) -> Facets:
    """Exact counts by value. One value more than needed shows whether equal ones were cut off."""
    most = MAX_VALUES if limit is None else limit + 1
    sizes = {n: MAX_VALUES if n in SHORT_FACETS else min(most, MAX_VALUES) for n in names}
    found = {
        name: _cut(in_order(facet), sizes[name] - 1)
        for name, facet in _buckets(snapshot, query, sizes).items()
    }
    if wider := {name: MAX_VALUES for name in names if found[name] is None}:
        for name, facet in _buckets(snapshot, query, wider).items():
            found[name] = Facet(dict(in_order(facet)[:limit]), is_cut=True)
    return {name: facet for name in names if (facet := found[name])}


def _cut(counts: list[tuple[Value, int]], size: int) -> Facet | None:
    """At most ``size`` counts; None if more values have to be fetched to choose them."""
    if len(counts) <= size:
        return Facet(dict(counts))
    commoner = [each for each in counts[:size] if each[1] > counts[size][1]]
    return Facet(dict(commoner), is_cut=True) if len(commoner) >= min(size, MIN_COMMONER) else None


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
        name: terms_of(name, size, per_segment if name in SINGLE_VALUED else ALL_VALUES)
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
