"""The search page, and the same page as JSON."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.filters.search import SearchFilters
from quotes.search.catch_up import PreparingError
from quotes.search.find import find
from quotes.views.errors import problem, unavailable
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
            result = Result(filters, find(filters.asked))
        except PreparingError:
            return _preparing(request)
    context = {
        "query": filters.query.text,
        "problems": problems,
        "result": result,
        "active": result.active if result else [],
        "hidden": result.hidden if result else [],
    }
    return _honest(render(request, "quotes/search.html", context), result)


@require_safe
@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as JSON."""
    filters = SearchFilters(request.GET)
    if problems := filters.problems:
        return problem(
            request,
            status=400,
            title="A parameter cannot be used",
            detail=" ".join(f"{p.parameter}: {p.message}" for p in problems),
            parameters=[{"parameter": p.parameter, "message": p.message} for p in problems],
        )
    try:
        result = Result(filters, find(filters.asked))
    except PreparingError:
        return _preparing(request)
    if result.is_beyond_the_end:
        return problem(
            request,
            status=404,
            title="There is no such page",
            detail=f"The last page is {result.pages}.",
            parameters=[{"parameter": "page", "message": f"The last page is {result.pages}."}],
        )
    return _honest(JsonResponse(result.as_json(settings.SITE_URL)), result)


def _preparing(request: HttpRequest) -> HttpResponse:
    return unavailable(
        request,
        title="Search is being prepared",
        detail="The index is made anew from the archive. Permalinks work meanwhile.",
    )


def _honest(response: HttpResponse, result: Result | None) -> HttpResponse:
    """An answer from an index that lags must not be kept by anyone."""
    if result and result.is_lagging:
        response["Cache-Control"] = "no-store"
    return response
