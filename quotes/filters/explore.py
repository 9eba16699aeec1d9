"""Parameters of the page of a noun, whose quotations can be ordered and searched within."""

from collections.abc import Container
from typing import Any

import django_filters
from django.http import QueryDict

from quotes.filters.search import SearchFilters
from quotes.filters.strict import given, unknown_parameters
from quotes.text.problems import Problem

OWN = ("q", "sort", "page", "per_page")


class NounPageFilters(SearchFilters):
    """A search among the quotations of one noun; ``fixed`` is the filter that the page stands for.

    It takes the query, the order and the page, and no other parameter: whoever wants to narrow
    further goes on to the search.
    """

    def __init__(self, data: QueryDict, **fixed: str) -> None:
        asked = QueryDict(mutable=True)
        for name in OWN:
            asked.setlist(name, data.getlist(name))
        for name, slug in fixed.items():
            asked[name] = slug
        self.fixed = fixed
        self._refused = unknown_parameters(given(data), _known(self.get_filters()))
        super().__init__(asked)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the parameters."""
        return [*self._refused, *super().problems]

    @property
    def own(self) -> dict[str, list[str]]:
        """What was given of the page's own parameters, but for its number."""
        names = ("q", "sort")
        found = {name: self.given[name] for name in names if name in self.given}
        size = self.paging.get("per_page")
        return {**found, **({"per_page": size} if size else {})}


def _known(filters: dict[str, django_filters.Filter]) -> Container[Any]:
    return [name for name in OWN if name in filters or name in ("page", "per_page")]
