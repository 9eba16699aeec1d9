"""The one door of search: a query, filters and a page in; hits, an exact count and facets out."""

from dataclasses import dataclass, field
from heapq import nsmallest
from typing import NamedTuple

import tantivy

from quotes.models import Version, current_version
from quotes.search.catch_up import PreparingError, current_snapshot
from quotes.search.compile import Narrowing, among, beyond, compiled
from quotes.search.facets import facets
from quotes.search.index import DamagedIndexError, Snapshot, reader, reading
from quotes.search.query import Query
from quotes.search.tree import is_flat, ranks

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
    counts = facets(snapshot, tree, request.narrowing, languages, most=request.values, hits=count)
    answered = Version(snapshot.meta.archive_id, snapshot.meta.version)
    return Found(pks, count, counts, answered, not snapshot.holds(version), keys)


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
