"""Parameters of the page of a noun, whose quotations can be ordered and searched within."""

from typing import Any

import django_filters
from django.http import QueryDict

from quotes.filters.search import SearchFilters, ticked
from quotes.filters.strict import given, unknown_parameters
from quotes.search.compile import IndexFilters
from quotes.search.registry import FILTERS
from quotes.text.problems import Problem

OWN = ("q", "sort", "page", "per_page", "p")


class NounPageFilters(SearchFilters):
    """A search among the quotations of one public noun, which is known already.

    It takes the query, the order, the page and what is ticked, and no other parameter: whoever
    wants to narrow further goes on to the search. ``field`` is the noun's field of the index.
    """

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Those of every search, and what is ticked."""
        return {**super().get_filters(), "p": ticked()}

    def __init__(self, data: QueryDict, field: str, noun: Any) -> None:
        asked = QueryDict(mutable=True)
        for name in OWN:
            asked.setlist(name, data.getlist(name))
        self.field, self.noun = field, noun
        self._refused = unknown_parameters(given(data), OWN)
        super().__init__(asked)

    @property
    def parameters(self) -> dict[str, list[str]]:
        """What was given, and the parameter of the search that the page stands for."""
        parameter = next(each.name for each in FILTERS if self.field in each.fields)
        return {**super().parameters, parameter: [self.noun.slug]}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the parameters."""
        return [*self._refused, *super().problems]

    @property
    def own(self) -> dict[str, list[str]]:
        """What was given of the page's own parameters, but for its number."""
        names = ("q", "sort", "p")
        found = {name: self.given[name] for name in names if name in self.given}
        size = self.paging.get("per_page")
        return {**found, **({"per_page": size} if size else {})}

    def _index_filters(self) -> IndexFilters:
        return IndexFilters({self.field: (self.noun.pk,)})
