"""The comparison: two to four speakers, topics, outlets or years side by side on one search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.compare import Comparison
from quotes.answers.public import public_page, version_of
from quotes.answers.responses import no_store_if_stale


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """Each side is a search of its own; an address without sides says how to name them."""
    comparison = Comparison(request.GET)
    problems = comparison.problems
    shows = not problems and not comparison.is_empty
    columns = comparison.columns(version_of(request)) if shows else []
    context = {
        "problems": problems,
        "filters": comparison.filters,
        "kind": comparison.kind,
        "columns": columns,
        "query": comparison.filters.query.text,
        "hidden": [
            (name, value)
            for name, values in comparison.filters.given.items()
            for value in values
            if name != "q"
        ],
    }
    lagging = next((column.result for column in columns if column.result.is_lagging), None)
    return no_store_if_stale(render(request, "quotes/compare.html", context), lagging)
