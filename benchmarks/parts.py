"""What a search and a permalink are made of: milliseconds of each part, one after another.

``python -m benchmarks.with_django benchmarks.parts WORD…`` with DATABASE_URL and SEARCH_INDEX_DIR
of the archive to look at, and DJANGO_SETTINGS_MODULE=benchmarks.settings_uncached, or the page
cache answers; a median of REPEATS, in one process.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from quotes.answers.citing import cite_panel
from quotes.answers.facets import LOOKED_UP
from quotes.answers.result import Result
from quotes.filters.search import SearchFilters
from quotes.models import Passage, current_version
from quotes.models.passage_record import published_record
from quotes.models.result_rows import result_rows
from quotes.search import facets, find as search
from quotes.search.compile import IndexFilters, compiled
from quotes.search.open_index import open_index
from quotes.search.similar import similar_keys
from quotes.views import passages, search as pages

REPEATS = 15


def of_search(text: str) -> dict[str, float]:
    """Parts of the page of a search, with the number of hits."""
    snapshot, parameters = open_index().snapshot, QueryDict(mutable=True)
    parameters["q"] = text
    filters = SearchFilters(parameters)
    assert not filters.problems
    request = replace(filters.asked, values=LOOKED_UP + 1)
    languages = [code for code, _ in snapshot.searcher.terms_with_prefix("language", "")]
    query = compiled(request.query.tree, IndexFilters(), languages)
    found, main = search.find(request), facets.MAIN_FACETS
    single = {
        f"facet {name}": _ms(
            lambda name=name: facets._counts(snapshot, query, [name], request.values)
        )
        for name in main
    }
    page = RequestFactory().get("/search/", {"q": text})
    return {
        "hits": found.count,
        "hits ranked and counted": _ms(
            lambda: search._by_relevance(snapshot.searcher, query, request)
        ),
        "all facets": _ms(lambda: facets._counts(snapshot, query, main, request.values)),
        **single,
        "find()": _ms(lambda: search.find(request)),
        "rows of twenty passages": _ms(lambda: result_rows(found.pks)),
        "facets and years with names and addresses": _ms(
            lambda: _narrowing(Result(filters, found))
        ),
        "template, these included": _ms(lambda: _rendered(filters, found, page)),
        "page": _ms(lambda: pages.page(page)),
    }


def of_permalink(identifier: str) -> dict[str, float]:
    """Parts of a permalink page."""
    request = RequestFactory().get(f"/q/{identifier}")
    load = partial(published_record, identifier)
    passage = load()
    return {
        "passage with its record": _ms(load),
        "more like it": _ms(lambda: similar_keys(passage, current_version())),
        "cite panel": _ms(lambda: cite_panel(passage)),
        "page": _ms(lambda: passages.passage(request, identifier)),
    }


def _narrowing(result: Result) -> tuple[Any, Any]:
    return result.facets, result.years


def _rendered(filters: SearchFilters, found: search.Found, request: Any) -> str:
    context = {"query": filters.query.text, "result": Result(filters, found), "active": []}
    return render_to_string("quotes/search.html", context, request)


def _ms(part: Callable[[], Any]) -> float:
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        part()
        taken.append(time.perf_counter() - started)
    return round(statistics.median(taken) * 1000, 2)


if __name__ == "__main__":
    tables = {word: of_search(word) for word in sys.argv[1:]}
    some = str(Passage.public.order_by("-pk").values_list("identifier_id", flat=True)[1000])
    for title, table in {**tables, "a permalink": of_permalink(some)}.items():
        print(title)
        for part, figure in table.items():
            print(f"  {part:45}{figure:>12,}")
