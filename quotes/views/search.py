"""The search page, and the same page as JSON, CSV and Atom."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes import feeds
from quotes.answers.errors import ParametersError
from quotes.answers.facets import COUNTED, LOOKED_UP
from quotes.answers.public import public_page, version_of
from quotes.answers.responses import no_store_if_stale
from quotes.answers.result import Result, get_page
from quotes.citations.csv_row import COLUMNS, csv_row, csv_table
from quotes.filters.search import SearchFilters
from quotes.search.find import find


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """All published passages, searched and filtered."""
    filters = SearchFilters(request.GET)
    result, problems = None, filters.problems
    if not problems:
        asked = replace(filters.asked, values=LOOKED_UP + 1)
        result = Result(filters, find(asked, version_of(request)))
    context = {
        "query": filters.query.text,
        "problems": problems,
        "result": result,
        "active": result.active if result else [],
        "hidden": result.hidden if result else [],
    }
    return no_store_if_stale(render(request, "quotes/search.html", context), result)


@require_safe
@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as JSON."""
    result = _result(request)
    return no_store_if_stale(JsonResponse(result.as_json(settings.SITE_URL)), result)


@require_safe
@public_page
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as a table for spreadsheets."""
    result = _result(request, values=0)
    rows = [csv_row(passage, site=settings.SITE_URL) for passage in result.passages]
    response = HttpResponse(csv_table([COLUMNS, *rows]), content_type="text/csv; charset=utf-8")
    name = f"on-record-search-{result.page}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    links = [
        f'<{settings.SITE_URL}{url}>; rel="{rel}"' for rel, url in _neighbours(result, "search_csv")
    ]
    if links:
        response["Link"] = ", ".join(links)
    return no_store_if_stale(response, result)


@require_safe
@public_page
def as_atom(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as a feed."""
    result = _result(request, values=0)
    body = feeds.atom(
        result.passages,
        title="; ".join([result.query.understood_as, *(active.label for active in result.active)]),
        site=settings.SITE_URL,
        page=result.shared_url(),
        first=result.shared_url("search_atom", 1),
        feed=result.shared_url("search_atom"),
        **dict(_neighbours(result, "search_atom")),
    )
    return no_store_if_stale(
        HttpResponse(body, content_type="application/atom+xml; charset=utf-8"), result
    )


def _neighbours(result: Result, to: str) -> list[tuple[str, str]]:
    """The pages behind and before this one in the same form, as relation and address."""
    pages = {"next": result.page + 1, "previous": result.page - 1}
    return [
        (rel, result.shared_url(to, number))
        for rel, number in pages.items()
        if 1 <= number <= result.pages
    ]


def _result(request: HttpRequest, *, values: int = COUNTED) -> Result:
    """What a program asked for; so many ``values`` of each facet are counted."""
    filters = SearchFilters(request.GET)
    if problems := filters.problems:
        raise ParametersError(problems)
    return get_page(filters, version_of(request), values=values)
