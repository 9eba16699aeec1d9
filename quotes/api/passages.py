"""Passages: the search, and each one's record."""

from dataclasses import replace
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quotes.api.base import PublicView, as_json, without_parameters
from quotes.api.cursors import CursorError, without_cursor
from quotes.api.lists import Links, listed
from quotes.api.walk import problems_of_walk, walk
from quotes.citations.json_record import passage_record
from quotes.filters.search import SearchFilters
from quotes.models import Passage
from quotes.models.addresses import address
from quotes.search.catch_up import PreparingError
from quotes.search.find import DEEPEST, find
from quotes.views.facets import COUNTED
from quotes.views.permalinks import resolve
from quotes.views.result import Result
from quotes.views.search import beyond_the_end, honest, preparing, refused


class PassageList(PublicView):
    """All published passages, searched and filtered: the search page for programs."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """A page of hits, or a part of a walk through all of them."""
        data, cursor = without_cursor(request.GET)
        filters = SearchFilters(data)
        # What cannot be read is not looked at further.
        problems = filters.problems or (problems_of_walk(filters, data) if cursor else [])
        if problems:
            return refused(request, problems)
        try:
            return walk(filters, cursor) if cursor else _page(request, filters)
        except CursorError as error:
            return refused(request, [error.problem])
        except PreparingError:
            return preparing(request)


class OnePassage(PublicView):
    """One passage: the record of its permalink."""

    def answer(self, request: HttpRequest, identifier: str) -> HttpResponse:
        """The record, the way to it, or why there is none."""
        if refusal := without_parameters(request):
            return refusal
        found = resolve(
            request,
            identifier,
            Passage.public.for_record(),
            address=partial(address, "api_passage"),
        )
        if isinstance(found, HttpResponse):
            return found
        return as_json(passage_record(found, site=settings.SITE_URL))


def _page(request: HttpRequest, filters: SearchFilters) -> HttpResponse:
    result = Result(filters, find(replace(filters.asked, values=COUNTED)))
    if result.is_beyond_the_end:
        return beyond_the_end(request, result.pages)
    last = max(1, min(result.pages, DEEPEST // filters.rows))
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
        "deepest_row": DEEPEST,
    }
    return honest(listed(body, Links(**links)), result)
