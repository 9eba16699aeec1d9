"""Passages: the search, and each one's record."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quotes.answers.errors import ParametersError
from quotes.answers.permalinks import resolve
from quotes.answers.public import version_of
from quotes.answers.responses import json_response, no_store_if_stale
from quotes.answers.result import get_page
from quotes.api.base import PublicView, refuse_parameters
from quotes.api.cursors import without_cursor
from quotes.api.lists import Links, listed
from quotes.api.walk import problems_of_walk, walk
from quotes.citations.json_record import passage_record
from quotes.filters.search import SearchFilters
from quotes.models import Version
from quotes.models.addresses import address
from quotes.models.page_state import page_state
from quotes.search.find import MAX_DEPTH


class PassageList(PublicView):
    """All published passages, searched and filtered: the search page for programs."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """A page of hits, or a part of a walk through all of them."""
        data, cursor = without_cursor(request.GET)
        filters = SearchFilters(data)
        # Parameters with errors are not checked further.
        problems = filters.problems or (problems_of_walk(filters, data) if cursor else [])
        if problems:
            raise ParametersError(problems)
        version = version_of(request)
        return walk(filters, cursor, version) if cursor else _page(filters, version)


class OnePassage(PublicView):
    """One passage: the record of its permalink."""

    state = staticmethod(page_state)

    def answer(self, request: HttpRequest, identifier: str) -> HttpResponse:
        """The record, a redirect to it, or the reason why there is none."""
        refuse_parameters(request)
        found = resolve(
            identifier,
            address=partial(address, "api_passage"),
        )
        return json_response(passage_record(found, site=settings.SITE_URL))


def _page(filters: SearchFilters, version: Version) -> HttpResponse:
    result = get_page(filters, version)
    last = max(1, min(result.pages, MAX_DEPTH // filters.rows))
    numbers = {
        "next": result.page + 1 if result.page < last else 0,
        "prev": result.page - 1,
        "first": 1,
        "last": last,
    }
    links = {rel: result.shared_url("api_passages", n) for rel, n in numbers.items() if n}
    body = {
        **result.as_json(settings.SITE_URL),
        "per_page": filters.rows,
        "deepest_row": MAX_DEPTH,
    }
    return no_store_if_stale(listed(body, Links(**links)), result)
