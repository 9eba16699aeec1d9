"""The one door of search: a query, filters and a page in; hits, an exact count and facets out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import tantivy

from quotes.models import Version, current_version
from quotes.search.catch_up import PreparingError, current_snapshot
from quotes.search.compile import Narrowing, among, compiled
from quotes.search.index import DamagedIndexError, Snapshot, reader, reading
from quotes.search.query import Query
from quotes.search.tree import ranks

FACETS = ("speaker", "event", "topic", "outlet", "wording", "language", "year", "series")
# At least the number of values a facet can have, or the engine would cut and miscount.
MOST_VALUES = 1_000_000
# How many rows can be paged through; the page says so to who asks for more.
DEEPEST = 100_000
SORTS = ("relevance", "newest", "oldest", "changed")


@dataclass(frozen=True)
class Request:
    """What is asked of the index. ``sort`` is one of SORTS; the first row is number 0."""

    query: Query
    narrowing: Narrowing = field(default_factory=Narrowing)
    sort: str = "relevance"
    first: int = 0
    rows: int = 20


@dataclass(frozen=True)
class Found:
    """What was found: primary keys in order, the exact count, and counts by facet and value."""

    pks: list[int]
    count: int
    facets: dict[str, dict[int | str, int]]
    version: Version
    is_lagging: bool


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
    if by_score:
        pks, count = _by_relevance(searcher, query, request)
    else:
        pks, count = _by_day(searcher, query, request)
    facets = _facets(searcher, request, languages)
    answered = Version(snapshot.meta.archive_id, snapshot.meta.version)
    return Found(pks, count, facets, answered, is_lagging=not snapshot.holds(version))


def _by_day(
    searcher: tantivy.Searcher, query: tantivy.Query, request: Request
) -> tuple[list[int], int]:
    order = request.sort if request.sort in ("oldest", "changed") else "newest"
    found = searcher.search(
        query,
        max(request.rows, 1),
        order_by_field=order,
        order=tantivy.Order.Asc if order == "oldest" else tantivy.Order.Desc,
        offset=request.first,
    )
    # The key of the order holds the primary key in its lower half.
    return [key & 0xFFFFFFFF for key, _ in found.hits][: request.rows], found.count


def _by_relevance(
    searcher: tantivy.Searcher, query: tantivy.Query, request: Request
) -> tuple[list[int], int]:
    last = request.first + request.rows
    ranked, count = _ranked(searcher, query, last)
    page = ranked[request.first : last]
    return _closest_wording_first(searcher, query, page), count


def _ranked(searcher: tantivy.Searcher, query: tantivy.Query, last: int) -> tuple[list[int], int]:
    """The primary keys down to place ``last`` and beyond: by score, equal ones newest first."""
    limit = last + 50
    while True:
        found = searcher.search(query, max(limit, 1))
        scores = [score for score, _ in found.hits]
        # All that tie with the last row have to be known before they can be put in order.
        if len(scores) < limit or scores[-1] < scores[last - 1]:
            break
        limit *= 4
    addresses = [address for _, address in found.hits]
    days = searcher.fast_field_values("newest", addresses)
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], -days[i]))
    return [days[i] & 0xFFFFFFFF for i in order], found.count


def _closest_wording_first(
    searcher: tantivy.Searcher, query: tantivy.Query, page: list[int]
) -> list[int]:
    """The page with the reports of one utterance in the order of their wording.

    They trade places only among each other, over all pages, so that paging stays whole.
    """
    utterances = _values_of(searcher, query, page, "utterance")
    if not any(utterances.values()):
        return page
    ids = {utterance for utterance in utterances.values() if utterance is not None}
    ranked, _ = _ranked(searcher, among(query, "utterance", ids), 1_000)
    of = _values_of(searcher, query, ranked, "utterance")
    grades = _values_of(searcher, query, ranked, "wording_rank")
    trade: dict[int, int] = {}
    for utterance in ids:
        places = [pk for pk in ranked if of[pk] == utterance]
        closest = sorted(places, key=lambda pk: grades[pk] or 0)
        trade |= dict(zip(places, closest, strict=True))
    return [trade.get(pk, pk) for pk in page]


def _values_of(
    searcher: tantivy.Searcher, query: tantivy.Query, pks: list[int], name: str
) -> dict[int, int | None]:
    found = searcher.search(among(query, "pk", pks), max(len(pks), 1)).hits
    addresses = [address for _, address in found]
    keys = searcher.fast_field_values("pk", addresses)
    return dict(zip(keys, searcher.fast_field_values(name, addresses), strict=True))


def _facets(
    searcher: tantivy.Searcher, request: Request, languages: Iterable[str]
) -> dict[str, dict[int | str, int]]:
    """Counts by value. A facet ignores its own selection, so that its other values stay."""
    narrowing, tree = request.narrowing, request.query.tree
    shared = [name for name in FACETS if not narrowing.touches(name)]
    facets = _counts(searcher, compiled(tree, narrowing, languages), shared)
    for name in FACETS:
        if name not in shared:
            query = compiled(tree, narrowing.without(name), languages)
            facets |= _counts(searcher, query, [name])
    return facets


def _counts(
    searcher: tantivy.Searcher, query: tantivy.Query, names: list[str]
) -> dict[str, dict[int | str, int]]:
    if not names:
        return {}
    wanted = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    found = searcher.aggregate(query, wanted)
    return {
        name: {
            bucket["key"] if isinstance(bucket["key"], str) else int(bucket["key"]): bucket[
                "doc_count"
            ]
            for bucket in found[name]["buckets"]
        }
        for name in names
    }
