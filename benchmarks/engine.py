"""``find()`` with its snippets: what the search itself costs, without a page around it."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import QueryDict

from benchmarks.dialects import Question
from quotes.answers.facets import LOOKED_UP
from quotes.filters.search import SearchFilters
from quotes.models.result_rows import result_rows
from quotes.search.find import Request, find
from quotes.search.hits import best_window, hits


class Engine:
    """Asks ``find()``; parameters are checked beforehand, outside what is measured."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._requests = {question: request_for(question.parameters) for question in questions}

    def __call__(self, question: Question) -> int:
        """Hits, exact count, all facets and the hits' snippets; gives the count."""
        request = self._requests[question]
        found = find(request)
        if found.is_lagging:
            raise RuntimeError("The index lags behind the archive while nobody edits.")
        for row in result_rows(found.pks, with_tags=False):
            best_window(row.text, hits(request.query.tree, row.text, row.language))
        return found.count


def request_for(parameters: str) -> Request:
    """What the page at an address with these parameters asks of the index; raises ValueError."""
    filters = SearchFilters(QueryDict(parameters))
    if problems := filters.problems:
        raise ValueError(f"{parameters}: {problems}")
    return replace(filters.asked, values=LOOKED_UP + 1)
