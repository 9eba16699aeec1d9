"""The search page, and the same page as JSON, CSV and Atom."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes import feeds
from quotes.citations.csv_row import COLUMNS, csv_row, csv_table
from quotes.filters.search import SearchFilters
from quotes.search.catch_up import PreparingError
from quotes.search.find import find
from quotes.views.errors import problem, unavailable
from quotes.views.facets import COUNTED, LOOKED_UP
from quotes.views.public import public_page
from quotes.views.result import Result


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """All published passages, searched and filtered."""
    filters = SearchFilters(request.GET)
    result, problems = None, filters.problems
    if not problems:
        try:
            result = Result(filters, find(replace(filters.asked, values=LOOKED_UP + 1)))
        except PreparingError:
            return preparing(request)
    context = {
        "query": filters.query.text,
        "problems": problems,
        "result": result,
        "active": result.active if result else [],
        "hidden": result.hidden if result else [],
    }
    return honest(render(request, "quotes/search.html", context), result)


@require_safe
@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as JSON."""
    result = _result(request)
    if isinstance(result, HttpResponse):
        return result
    return honest(JsonResponse(result.as_json(settings.SITE_URL)), result)


@require_safe
@public_page
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as a table for spreadsheets."""
    result = _result(request, values=0)
    if isinstance(result, HttpResponse):
        return result
    rows = [csv_row(passage, site=settings.SITE_URL) for passage in result.passages]
    response = HttpResponse(csv_table([COLUMNS, *rows]), content_type="text/csv; charset=utf-8")
    name = f"on-record-search-{result.page}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    links = [
        f'<{settings.SITE_URL}{url}>; rel="{rel}"' for rel, url in _neighbours(result, "search_csv")
    ]
    if links:
        response["Link"] = ", ".join(links)
    return honest(response, result)


@require_safe
@public_page
def as_atom(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as a feed."""
    result = _result(request, values=0)
    if isinstance(result, HttpResponse):
        return result
    body = feeds.atom(
        result.passages,
        title="; ".join([result.query.understood_as, *(active.label for active in result.active)]),
        site=settings.SITE_URL,
        page=result.shared_url(),
        first=result.shared_url("search_atom", 1),
        feed=result.shared_url("search_atom"),
        **dict(_neighbours(result, "search_atom")),
    )
    return honest(HttpResponse(body, content_type="application/atom+xml; charset=utf-8"), result)


def _neighbours(result: Result, to: str) -> list[tuple[str, str]]:
    """The pages behind and before this one in the same form, as relation and address."""
    pages = {"next": result.page + 1, "previous": result.page - 1}
    return [
        (rel, result.shared_url(to, number))
        for rel, number in pages.items()
        if 1 <= number <= result.pages
    ]


def _result(request: HttpRequest, *, values: int = COUNTED) -> Result | HttpResponse:
    """What a program asked for, or the answer that says why it cannot be given.

    So many ``values`` of each facet are counted.
    """
    filters = SearchFilters(request.GET)
    if problems := filters.problems:
        return refused(request, problems)
    try:
        result = Result(filters, find(replace(filters.asked, values=values)))
    except PreparingError:
        return preparing(request)
    if result.is_beyond_the_end:
        return beyond_the_end(request, result.pages)
    return result


def refused(request: HttpRequest, problems: list[Any], wanted: str = "") -> HttpResponse:
    """400: parameters that cannot be used, each named, and what is ``wanted`` instead."""
    return problem(
        request,
        status=400,
        title="A parameter cannot be used",
        detail=" ".join([*(f"{p.parameter}: {p.message}" for p in problems), wanted]).strip(),
        parameters=[{"parameter": p.parameter, "message": p.message} for p in problems],
    )


def beyond_the_end(request: HttpRequest, pages: int) -> HttpResponse:
    """404: the list has no such page."""
    message = f"The last page is {pages}."
    return problem(
        request,
        status=404,
        title="There is no such page",
        detail=message,
        parameters=[{"parameter": "page", "message": message}],
    )


def preparing(request: HttpRequest) -> HttpResponse:
    """503: there is no index yet."""
    return unavailable(
        request,
        title="Search is being prepared",
        detail="The index is made anew from the archive. Permalinks work meanwhile.",
    )


def honest(response: HttpResponse, result: Any) -> HttpResponse:
    """The answer; one from an index that lags must not be kept by anyone."""
    if result and result.is_lagging:
        response["Cache-Control"] = "no-store"
    return response
