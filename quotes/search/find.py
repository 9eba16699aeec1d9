"""The one door of search: a query, filters and a page in; hits, an exact count and facets out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any, NamedTuple

import tantivy

from quotes.models import Version, current_version
from quotes.search.catch_up import PreparingError, current_snapshot
from quotes.search.compile import Narrowing, among, beyond, compiled
from quotes.search.index import DamagedIndexError, Snapshot, reader, reading
from quotes.search.query import Query
from quotes.search.tree import EVERYTHING, is_flat, ranks

# Those that are always counted; of a series only where one is chosen.
MAIN_FACETS = ("speaker", "event", "topic", "outlet", "wording", "language", "year")
FACETS = (*MAIN_FACETS, "series")
# Of these all values are counted, however few are asked for.
SHORT_FACETS = ("wording", "language", "year")
# At least the number of values a facet can have, or the engine would cut and miscount.
MOST_VALUES = 1_000_000
# Those of which a passage has one value: in a segment there are no more values than passages.
SINGLE = ("speaker", "event", "outlet")
# Of these a segment hands on so many values, where the counts turn out to be exact all the same.
MOST_OF_A_SEGMENT = 1_000
# How many rows can be paged through; the page says so to who asks for more.
DEEPEST = 100_000
# The key of every order holds the primary key there.
LOWER_HALF = 0xFFFFFFFF
SORTS = ("relevance", "newest", "oldest", "changed")
# Orders in which a row has a place of its own, that of its key, so that one can go on behind it.
# That of entry, by primary key, changes with no edit.
ENTERED = "entered"
ASCENDING = ("oldest", ENTERED)


@dataclass(frozen=True)
class Request:
    """What is asked of the index. ``sort`` is one of SORTS or ENTERED; the first row is number 0.

    Of each facet, the ``values`` with most hits are counted, and those filtered by; or all.
    ``behind`` is the key behind which rows are wanted, in an order other than that by relevance.
    """

    query: Query
    narrowing: Narrowing = field(default_factory=Narrowing)
    sort: str = "relevance"
    first: int = 0
    rows: int = 20
    values: int | None = None
    behind: int | None = None


class Row(NamedTuple):
    """A hit: its passage's primary key, and where it stands in the index."""

    pk: int
    address: tantivy.DocAddress


@dataclass(frozen=True)
class Found:
    """What was found: primary keys in order, the exact count, and counts by facet and value.

    ``keys`` are the rows' places in the order, for orders other than that by relevance.
    """

    pks: list[int]
    count: int
    facets: dict[str, dict[int | str, int]]
    version: Version
    is_lagging: bool
    keys: list[int] = field(default_factory=list)


def find(request: Request) -> Found:
    """Answer from an index that holds the archive's version, or say that it lags.

    Raises PreparingError when there is no index yet.
    """
    version = current_version()
    snapshot = current_snapshot(version)
    try:
        with reading():
            return _answer(request, snapshot, version)
    except DamagedIndexError:
        # Files vanished or were damaged under the open index: once more, from a fresh one.
        reader().forget()
        try:
            with reading():
                return _answer(request, current_snapshot(version), version)
        except DamagedIndexError as error:
            raise PreparingError from error


def _answer(request: Request, snapshot: Snapshot, version: Version) -> Found:
    searcher = snapshot.searcher
    languages = [code for code, _ in searcher.terms_with_prefix("language", "")]
    tree = request.query.tree
    query = compiled(tree, request.narrowing, languages)
    by_score = request.sort == "relevance" and ranks(tree)
    keys: list[int] = []
    if by_score:
        pks, count = _by_relevance(searcher, query, request)
    else:
        keys, count = _by_key(searcher, query, request)
        pks = [key & LOWER_HALF for key in keys]
    facets = _facets(snapshot, request, languages)
    answered = Version(snapshot.meta.archive_id, snapshot.meta.version)
    return Found(pks, count, facets, answered, not snapshot.holds(version), keys)


def _by_key(
    searcher: tantivy.Searcher, query: tantivy.Query, request: Request
) -> tuple[list[int], int]:
    order = request.sort if request.sort in ("changed", *ASCENDING) else "newest"
    upwards = order in ASCENDING
    name = "pk" if order == ENTERED else order
    wanted = query
    if request.behind is not None:
        wanted = beyond(query, name, request.behind, upwards=upwards)
    found = searcher.search(
        wanted,
        max(request.rows, 1),
        order_by_field=name,
        order=tantivy.Order.Asc if upwards else tantivy.Order.Desc,
        offset=request.first,
    )
    count = found.count if wanted is query else searcher.search(query, 1).count
    return [key for key, _ in found.hits][: request.rows], count


def _by_relevance(
    searcher: tantivy.Searcher, query: tantivy.Query, request: Request
) -> tuple[list[int], int]:
    last = request.first + request.rows
    ranked, count = _ranked(searcher, query, last, is_flat=is_flat(request.query.tree))
    page = ranked[request.first : last]
    return _closest_wording_first(searcher, query, page), count


def _ranked(
    searcher: tantivy.Searcher, query: tantivy.Query, last: int, *, is_flat: bool = False
) -> tuple[list[Row], int]:
    """The rows down to place ``last`` and beyond: by score, equal ones newest first.

    Where ``is_flat``, all are equal.
    """
    if is_flat:
        found = searcher.search(query, max(last, 1), order_by_field="newest")
        return [Row(key & LOWER_HALF, address) for key, address in found.hits], found.count
    limit = max(last + 50, 1)
    found = searcher.search(query, limit)
    while found.count > limit and found.hits[-1][0] == found.hits[last - 1][0]:
        # All that tie with the last row have to be known before they can be put in order.
        limit *= 8
        found = searcher.search(query, limit)
    hits = found.hits
    days = searcher.fast_field_values("newest", [address for _, address in hits])
    ranked = nsmallest(
        limit, zip(hits, days, strict=True), key=lambda each: (-each[0][0], -each[1])
    )
    return [Row(day & LOWER_HALF, address) for (_, address), day in ranked], found.count


def _closest_wording_first(
    searcher: tantivy.Searcher, query: tantivy.Query, page: list[Row]
) -> list[int]:
    """The page with the reports of one utterance in the order of their wording.

    They trade places only among each other, over all pages, so that paging stays whole.
    """
    utterances = _values_of(searcher, page, "utterance")
    ids = {utterance for utterance in utterances.values() if utterance is not None}
    trade: dict[int, int] = {}
    if ids:
        ranked, _ = _ranked(searcher, among(query, "utterance", ids), 1_000)
        of = _values_of(searcher, ranked, "utterance")
        grades = _values_of(searcher, ranked, "wording_rank")
        for utterance in ids:
            places = [pk for pk in of if of[pk] == utterance]
            closest = sorted(places, key=lambda pk: grades[pk] or 0)
            trade |= dict(zip(places, closest, strict=True))
    return [trade.get(row.pk, row.pk) for row in page]


def _values_of(searcher: tantivy.Searcher, rows: list[Row], name: str) -> dict[int, int | None]:
    values = searcher.fast_field_values(name, [row.address for row in rows])
    return {row.pk: value for row, value in zip(rows, values, strict=True)}


def _facets(
    snapshot: Snapshot, request: Request, languages: Iterable[str]
) -> dict[str, dict[int | str, int]]:
    """Counts by value. A facet ignores its own selection, so that its other values stay."""
    narrowing, tree, most = request.narrowing, request.query.tree, request.values
    if most == 0:
        return {}
    if tree == EVERYTHING and narrowing == Narrowing():
        if most not in snapshot.whole:
            query = compiled(tree, narrowing, languages)
            snapshot.whole[most] = _counts(snapshot, query, MAIN_FACETS, most)
        return snapshot.whole[most]
    shared = [name for name in MAIN_FACETS if not narrowing.touches(name)]
    facets = _counts(snapshot, compiled(tree, narrowing, languages), shared, most)
    for name in FACETS:
        if narrowing.touches(name):
            query = compiled(tree, narrowing.without(name), languages)
            facets |= _counts(snapshot, query, [name], most)
            for value in narrowing.values(name) - facets[name].keys():
                only = among(query, name, [value])
                facets[name][value] = snapshot.searcher.search(only, 1).count
    return facets


def _counts(
    snapshot: Snapshot, query: tantivy.Query, names: Sequence[str], most: int | None
) -> dict[str, dict[int | str, int]]:
    """Exact counts by value. To count is quick; to hand on and add up all values is not."""
    found: dict[str, Any] = {}
    if most and snapshot.apart is not None and snapshot.apart <= MOST_OF_A_SEGMENT:
        counted = _counted(snapshot, query, names, most, of_a_segment=MOST_OF_A_SEGMENT)
        found = {n: counted[n] for n in counted if _is_exact(counted[n], snapshot.apart)}
    others = [name for name in names if name not in found]
    found |= _counted(snapshot, query, others, most, of_a_segment=MOST_VALUES)
    return {
        name: {
            bucket["key"] if isinstance(bucket["key"], str) else int(bucket["key"]): bucket[
                "doc_count"
            ]
            for bucket in found[name]["buckets"]
        }
        for name in names
    }


def _counted(
    snapshot: Snapshot,
    query: tantivy.Query,
    names: Sequence[str],
    most: int | None,
    *,
    of_a_segment: int,
) -> dict[str, Any]:
    if not names:
        return {}
    wanted = {
        name: {
            "terms": {
                "field": name,
                "size": MOST_VALUES if name in SHORT_FACETS else most or MOST_VALUES,
                "segment_size": of_a_segment if name in SINGLE else MOST_VALUES,
            }
        }
        for name in names
    }
    return snapshot.searcher.aggregate(query, wanted)


def _is_exact(facet: dict[str, Any], apart: int) -> bool:
    """Whether no value that the largest segment kept back could change what it handed on.

    Such a value has there at most the error's bound, and ``apart`` in the other segments, which
    are too small to keep one back. One listed with more than ``apart`` was handed on by it.
    """
    error = facet["doc_count_error_upper_bound"]
    return not error or facet["buckets"][-1]["doc_count"] >= error + apart
