"""The search itself: takes a query, filters and a page; gives hits, an exact count and facets."""

from dataclasses import dataclass, field
from functools import partial

import tantivy

from quotes.models import Version
from quotes.search.by_day import first_by_day
from quotes.search.compile import IndexFilters, at_most, compiled, past_key, with_any_value
from quotes.search.facets import Facets, facets
from quotes.search.index import Snapshot
from quotes.search.open_index import OpenIndex, from_index
from quotes.search.query import Query
from quotes.search.ranking import LOWER_HALF, Row, Weights, ranked, values_of
from quotes.search.tree import EVERYTHING, is_flat, ranks

# Rows that can be paged through.
MAX_DEPTH = 100_000
# Reports of the utterances on a page.
MAX_REPORTS = 1_000
SORTS = ("relevance", "newest", "oldest", "changed")
# The order of entry is by primary key, so no edit changes it. In all orders but relevance every row
# has a unique key, so that a walk can continue after it.
ENTERED = "entered"
ASCENDING = ("oldest", ENTERED)


@dataclass(frozen=True)
class Request:
    """What is asked of the index. ``sort`` is one of SORTS or ENTERED; the first row is number 0.

    Of each facet, the ``values`` with most hits are counted, and those filtered by; or all.
    ``after_key``: only rows after this key; not with the order by relevance.
    """

    query: Query
    index_filters: IndexFilters = field(default_factory=IndexFilters)
    sort: str = "relevance"
    first: int = 0
    rows: int = 20
    values: int | None = None
    after_key: int | None = None


@dataclass(frozen=True)
class Found:
    """What was found: primary keys in order, the exact count, and counts by facet and value.

    ``cut`` names the facets that have other values than those counted.
    ``keys`` are the rows' places in the order, for orders other than that by relevance.
    ``statements`` has the utterance of each row that is one of several reports of the same words.
    ``snapshot`` is the state of the index that answered, and holds ``version``.
    """

    pks: list[int]
    count: int
    facets: dict[str, dict[int | str, int]]
    snapshot: Snapshot = field(repr=False, compare=False)
    version: Version
    is_lagging: bool
    keys: list[int] = field(default_factory=list)
    cut: frozenset[str] = frozenset()
    statements: dict[int, int] = field(default_factory=dict)


def find(request: Request, version: Version | None = None) -> Found:
    """Answer from an index that holds ``version``, or say that it lags.

    The archive's version is read where none is given. Raises PreparingError when there is no index
    yet.
    """
    return from_index(partial(_answer, request), version)


def _answer(request: Request, index: OpenIndex) -> Found:
    snapshot, languages = index.snapshot, index.snapshot.languages
    tree = request.query.tree
    weigh = Weights(snapshot) if request.sort == "relevance" else None
    query = compiled(tree, request.index_filters, languages, weigh)
    count_facets = partial(
        facets, snapshot, tree, request.index_filters, languages, limit=request.values
    )
    keys: list[int] = []
    if request.sort == "relevance" and ranks(tree):
        pks, statements, count = _by_relevance(snapshot.searcher, query, request)
        found = count_facets(hits=count)
    else:
        # Before the rows, which are found by their years.
        found = count_facets(hits=_about(snapshot.searcher, query, request))
        keys, statements, count = _by_key(snapshot.searcher, query, request, _years(request, found))
        pks = [key & LOWER_HALF for key in keys]
    counts = {name: facet.counts for name, facet in found.items()}
    cut = frozenset(name for name, facet in found.items() if facet.is_cut)
    return Found(
        pks, count, counts, snapshot, index.version, index.is_lagging, keys, cut, statements
    )


def _about(searcher: tantivy.Searcher, query: tantivy.Query, request: Request) -> int:
    """How many hits there are, if facets are counted; where no text is searched for, at most."""
    if request.values == 0 or request.query.tree == EVERYTHING:
        return at_most(searcher, request.index_filters)
    return searcher.search(query, 1).count


def _years(request: Request, found: Facets) -> dict[int, int] | None:
    """The hits by year; None where that was not counted, or is of other years than those chosen."""
    if "year" not in found or request.index_filters.touches("year"):
        return None
    return {int(year): count for year, count in found["year"].counts.items()}


def _by_key(
    searcher: tantivy.Searcher, query: tantivy.Query, request: Request, years: dict[int, int] | None
) -> tuple[list[int], dict[int, int], int]:
    order = request.sort if request.sort in ("changed", *ASCENDING) else "newest"
    ascending = order in ASCENDING
    name = "pk" if order == ENTERED else order
    wanted = query
    if request.after_key is not None:
        wanted = past_key(query, name, request.after_key, ascending=ascending)
    elif years is not None:
        wanted = first_by_day(query, order, years, request.first + request.rows)
    found = searcher.search(
        wanted,
        max(request.rows, 1),
        order_by_field=name,
        order=tantivy.Order.Asc if ascending else tantivy.Order.Desc,
        offset=request.first,
    )
    hits = found.hits[: request.rows]
    rows = [Row(key & LOWER_HALF, address) for key, address in hits]
    if wanted is query:
        count = found.count
    else:
        count = searcher.search(query, 1).count if years is None else sum(years.values())
    return [key for key, _ in hits], _statements(searcher, rows), count


def _statements(searcher: tantivy.Searcher, page: list[Row]) -> dict[int, int]:
    found = values_of(searcher, page, "utterance") if page else {}
    return {pk: utterance for pk, utterance in found.items() if utterance is not None}


def _by_relevance(
    searcher: tantivy.Searcher, query: tantivy.Query, request: Request
) -> tuple[list[int], dict[int, int], int]:
    last = request.first + request.rows
    rows, count = ranked(searcher, query, last, is_flat=is_flat(request.query.tree))
    pks, statements = _closest_wording_first(searcher, query, rows[request.first : last])
    return pks, statements, count


def _closest_wording_first(
    searcher: tantivy.Searcher, query: tantivy.Query, page: list[Row]
) -> tuple[list[int], dict[int, int]]:
    """The page with the reports of one utterance in the order of their wording.

    They exchange places only with each other, over all pages, so paging neither skips nor repeats.
    With the keys come the utterances of the page's rows.
    """
    ids = set(_statements(searcher, page).values())
    trade: dict[int, int] = {}
    statements: dict[int, int] = {}
    if ids:
        rows, _ = ranked(searcher, with_any_value(query, "utterance", ids), MAX_REPORTS)
        of = _statements(searcher, rows)
        grades = values_of(searcher, rows, "wording_rank")
        for utterance in ids:
            places = [pk for pk in of if of[pk] == utterance]
            closest = sorted(places, key=lambda pk: grades[pk] or 0)
            trade |= dict(zip(places, closest, strict=True))
        statements = of
    pks = [trade.get(row.pk, row.pk) for row in page]
    return pks, {pk: statements[pk] for pk in pks if pk in statements}
