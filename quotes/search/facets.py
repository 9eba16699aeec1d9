"""Facets: exact counts of hits by value."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar

import tantivy

from quotes.search.compile import IndexFilters, among, compiled
from quotes.search.index import Snapshot
from quotes.search.registry import BY_NAME, FILTERS, Nouns
from quotes.search.schema import WAYS
from quotes.search.tree import EVERYTHING, Node

# Those that are always counted; further fields of theirs only where one is chosen, as of a series.
MAIN_FACETS = tuple(each.name for each in FILTERS if each.is_facet)
FACETS = tuple(dict.fromkeys((*MAIN_FACETS, *(f for e in FILTERS if e.is_facet for f in e.fields))))
# Of these all values are counted, however few are asked for.
SHORT_FACETS = tuple(name for name in MAIN_FACETS if not isinstance(BY_NAME[name].values, Nouns))
# At least the number of values a facet can have, or the engine would cut and miscount.
MAX_VALUES = 1_000_000
# Those of which a passage has one value: in a segment there are no more values than passages.
SINGLE = tuple(name for name in MAIN_FACETS if name not in SHORT_FACETS and WAYS[name])
# Of these a segment hands on so many values, where the counts turn out to be exact all the same.
MAX_OF_A_SEGMENT = 1_000
# With fewer hits, to hand half of the work to another thread takes longer than the half.
MANY = 50_000

# Where a facet has more values than asked for, equal ones at the cut are told apart only when fewer
# than so many are commoner: to hand on all that many passages share takes longer than to search.
LEAST = 10

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
    most: int | None,
    hits: int,
) -> Facets:
    """Counts of the ``most`` values with most hits, and of those filtered by; or of all.

    A facet ignores its own selection, so that its other values stay. Many ``hits`` are counted by
    two threads.
    """
    if most == 0:
        return {}
    query = compiled(tree, index_filters, languages)
    if _is_whole(tree, index_filters):
        return _whole(snapshot, query, most)
    shared = [name for name in MAIN_FACETS if not index_filters.touches(name)]
    middle = len(shared) // 2 if hits >= MANY else 0
    half = (
        run_in_thread(partial(_counts, snapshot, query, shared[:middle], most)) if middle else dict
    )
    found = _counts(snapshot, query, shared[middle:], most)
    for name in filter(index_filters.touches, FACETS):
        others = index_filters.without(name)
        query = compiled(tree, others, languages)
        if _is_whole(tree, others) and name in MAIN_FACETS:
            counts, is_cut = _whole(snapshot, query, most)[name]
        else:
            counts, is_cut = _counts(snapshot, query, [name], most)[name]
        # Those filtered by, though few may have them.
        missing = sorted(index_filters.values(name) - counts.keys(), key=str)
        numbers = {
            value: snapshot.searcher.search(among(query, name, [value]), 1).count
            for value in missing
        }
        found[name] = Facet(counts | numbers, is_cut)
    return found | half()


def _is_whole(tree: Node, index_filters: IndexFilters) -> bool:
    return tree == EVERYTHING and index_filters == IndexFilters()


def _whole(snapshot: Snapshot, query: tantivy.Query, most: int | None) -> Facets:
    """Facets of the whole archive, counted once for a snapshot."""
    if most not in snapshot.whole:
        snapshot.whole[most] = _counts(snapshot, query, MAIN_FACETS, most)
    return snapshot.whole[most]


def _counts(
    snapshot: Snapshot, query: tantivy.Query, names: Sequence[str], most: int | None
) -> Facets:
    """Exact counts by value. One more value than wanted tells whether equal ones were cut off."""
    sizes = {n: MAX_VALUES if n in SHORT_FACETS else (most or MAX_VALUES) + 1 for n in names}
    found = {
        name: _cut(_in_order(facet), sizes[name] - 1)
        for name, facet in _buckets(snapshot, query, sizes).items()
    }
    if wider := {name: MAX_VALUES for name in names if found[name] is None}:
        for name, facet in _buckets(snapshot, query, wider).items():
            found[name] = Facet(dict(_in_order(facet)[:most]), is_cut=True)
    return {name: facet for name in names if (facet := found[name])}


def _cut(counts: list[tuple[int | str, int]], size: int) -> Facet | None:
    """At most so many of the counts; None where these are not all that is needed to tell which."""
    if len(counts) <= size:
        return Facet(dict(counts))
    commoner = [each for each in counts[:size] if each[1] > counts[size][1]]
    return Facet(dict(commoner), is_cut=True) if len(commoner) >= min(size, LEAST) else None


def commonest(
    searcher: tantivy.Searcher, query: tantivy.Query, name: str, most: int
) -> dict[int, int]:
    """The commonest values of a field with numbers among the hits, equal ones by value."""
    counts = _in_order(
        searcher.aggregate(query, {name: _terms(name, MAX_VALUES, MAX_VALUES)})[name]
    )
    return {int(value): count for value, count in counts[:most]}


def _in_order(facet: dict[str, Any]) -> list[tuple[int | str, int]]:
    """Values and counts of what the engine gives in an order of its own where counts are equal."""
    counts = [
        (row["key"] if isinstance(row["key"], str) else int(row["key"]), row["doc_count"])
        for row in facet["buckets"]
    ]
    return sorted(counts, key=lambda count: (-count[1], count[0]))


def _buckets(snapshot: Snapshot, query: tantivy.Query, sizes: dict[str, int]) -> dict[str, Any]:
    """So many values of each, as the engine counts them. To count is quick; to hand on is not."""
    found: dict[str, Any] = {}
    some = {name: size for name, size in sizes.items() if size <= MAX_OF_A_SEGMENT}
    if (
        some
        and snapshot.outside_largest_segment is not None
        and snapshot.outside_largest_segment <= MAX_OF_A_SEGMENT
    ):
        counted = _counted(snapshot, query, some, of_a_segment=MAX_OF_A_SEGMENT)
        found = {
            n: counted[n]
            for n in counted
            if _is_exact(counted[n], snapshot.outside_largest_segment)
        }
    others = {name: size for name, size in sizes.items() if name not in found}
    return found | _counted(snapshot, query, others, of_a_segment=MAX_VALUES)


def _counted(
    snapshot: Snapshot, query: tantivy.Query, sizes: dict[str, int], *, of_a_segment: int
) -> dict[str, Any]:
    if not sizes:
        return {}
    wanted = {
        name: _terms(name, size, of_a_segment if name in SINGLE else MAX_VALUES)
        for name, size in sizes.items()
    }
    return snapshot.searcher.aggregate(query, wanted)


def _terms(name: str, size: int, of_a_segment: int) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size, "segment_size": of_a_segment}}


def _is_exact(facet: dict[str, Any], outside_largest_segment: int) -> bool:
    """Whether no value that the largest segment kept back could change what it handed on.

    Such a value has there at most the error's bound, and ``outside_largest_segment`` in the other
    segments, which are too small to keep one back. One listed with more was handed on by it.
    """
    error = facet["doc_count_error_upper_bound"]
    return not error or facet["buckets"][-1]["doc_count"] > error + outside_largest_segment


def run_in_thread(task: Callable[[], T]) -> Callable[[], T]:
    """Begin a task in another thread; what is given back waits for its result, or raises.

    A task that no thread has begun by then is done at once by who asks. It may not use the
    database: a connection belongs to one thread.
    """
    begun = _threads(os.getpid()).submit(task)
    return lambda: task() if begun.cancel() else begun.result()


@lru_cache
def _threads(_process: int) -> ThreadPoolExecutor:
    # Each process has its own, for threads do not outlive a fork.
    return ThreadPoolExecutor(max((os.cpu_count() or 1) - 1, 1), thread_name_prefix="beside")
