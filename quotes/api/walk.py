"""Walks through all passages of a search: each row once, however many are edited meanwhile."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, QueryDict

from quotes.answers.addresses import Addresses
from quotes.answers.entries import statements_among
from quotes.answers.responses import no_store_if_stale
from quotes.answers.result import Result
from quotes.answers.without_a_filter import Alternatives
from quotes.api.cursors import Place, cursor, gone, place_of
from quotes.api.lists import NO_PAGES, Links, listed
from quotes.citations.json_record import passage_record
from quotes.filters.search import ROWS, SearchFilters
from quotes.models import Identifier, Passage, Version
from quotes.search.documents import SHIFT
from quotes.search.find import ENTERED, Found, find
from quotes.text.problems import Problem

NO_RELEVANCE = Problem(
    "sort",
    "A walk by cursor cannot go by relevance, which edits shift: leave out either of the two.",
)


def problems_of_walk(filters: SearchFilters, data: QueryDict) -> list[Problem]:
    """Problems with parameters that a walk does not support."""
    pages = [NO_PAGES] if "page" in data else []
    return [*pages, *([NO_RELEVANCE] if _order(filters) == "relevance" else [])]


def walk(filters: SearchFilters, text: str, version: Version) -> HttpResponse:
    """The rows after a cursor, and the address of the next ones.

    Raises CursorError, and PreparingError as ``find`` does.
    """
    walked, rows = f"{version.archive_id} {_walked(filters)}", filters.rows
    after_key = _key(place_of(walked, text))
    asked = replace(filters.asked, sort=_order(filters), first=0, rows=rows + 1)
    found = find(replace(asked, after_key=after_key, values=0), version)
    result = Result(filters, found)
    links = Links()
    if len(found.pks) > rows:
        links = Links(_address(filters, cursor(walked, _place(found, rows - 1))))
    return no_store_if_stale(listed(_body(result, found.pks[:rows]), links), result)


def _order(filters: SearchFilters) -> str:
    """The order of a walk: that of entry, which no edit changes, unless another is asked for."""
    return filters.form.cleaned_data.get("sort") or ENTERED


def _walked(filters: SearchFilters) -> str:
    """Identifies the search; equal searches give the same text, whatever their slugs are now."""
    index_filters = filters.asked.index_filters
    conditions = [
        sorted((name, sorted(values)) for name, values in way.items())
        for way in (index_filters.include, index_filters.exclude)
    ]
    rest = (sorted(index_filters.all_topics), index_filters.after, index_filters.before)
    return f"passages {_order(filters)} {filters.query.text.split()} {conditions} {rest}"


def _place(found: Found, row: int) -> Place:
    """A row's place in the order: the key of the order without the primary key, and its name."""
    # Every row of the index has been published, so it has an identifier.
    name = Identifier.objects.of_passage(found.pks[row])
    return found.keys[row] >> SHIFT, str(name)


def _key(place: Place | None) -> int | None:
    if place is None:
        return None
    high, name = place
    pk = Identifier.objects.key_of_passage(str(name))
    if pk is None:
        raise gone()
    return (int(high) << SHIFT) + pk


def _address(filters: SearchFilters, place: str) -> str:
    cleaned = filters.form.cleaned_data
    shared = Addresses(filters.parameters).shared(
        to="api_passages",
        sort=cleaned.get("sort") or "",
        per_page="" if filters.rows == ROWS else str(filters.rows),
    )
    return f"{shared}{'&' if '?' in shared else '?'}{urlencode({'cursor': place})}"


def _body(result: Result, pks: list[int]) -> dict[str, Any]:
    """The fields of a page; those that make no sense in a walk are null."""
    passages = Passage.public.for_record().in_order(pks)
    records = [passage_record(passage, site=settings.SITE_URL) for passage in passages]
    return {
        "count": result.count,
        "page": None,
        "pages": None,
        "results": records,
        "statements": statements_among(records),
        "facets": None,
        "facets_cut": None,
        "query": {
            "text": result.query.text,
            "understood_as": result.query.understood_as,
            "notes": result.notes,
            "suggestion": None,
            "fewer_words": None,
        },
        **Alternatives().as_json(settings.SITE_URL),
        "per_page": result.filters.rows,
        "deepest_row": None,
    }
