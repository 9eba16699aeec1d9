"""A page of search results, as templates and JSON show it: hits, paging, links to other states."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from quotes.citations.json_record import passage_record
from quotes.filters.search import SearchFilters
from quotes.models import Passage
from quotes.search.find import SORTS, Found
from quotes.search.hits import Span, Window, best_window, hits, question_hits
from quotes.search.tree import Node, ranks
from quotes.text.marks import cut
from quotes.views.addresses import Addresses
from quotes.views.facets import Bar, Facet, Facets


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and the part of its words that shows why."""

    passage: Passage
    found: list[Span]
    found_in_question: list[Span]

    @cached_property
    def window(self) -> Window:
        """The stretch of the words with most of the hits."""
        return best_window(self.passage.text, self.found)

    @property
    def snippet(self) -> list[tuple[str, bool]]:
        """The window's words as parts, each with whether it is a hit."""
        window = self.window
        places = [(a - window.start, b - window.start) for a, b in window.hits]
        return cut(self.passage.text[window.start : window.end], places)

    @property
    def is_cut_before(self) -> bool:
        """Whether words stand before the window."""
        return self.window.start > 0

    @property
    def is_cut_after(self) -> bool:
        """Whether words stand behind the window."""
        return self.window.end < len(self.passage.text)


class Link(NamedTuple):
    """A choice with its address."""

    label: str
    url: str
    selected: bool = False


class Active(NamedTuple):
    """A filter in force, and the address without it."""

    label: str
    remove_url: str


class Result:
    """What the search page shows of what was found."""

    def __init__(self, filters: SearchFilters, found: Found) -> None:
        self.filters, self.found = filters, found
        self.query, self.count = filters.query, found.count
        self.is_lagging, self.page = found.is_lagging, filters.number
        self.sort = filters.sort_in_force
        self.addresses = Addresses(filters.given)
        self._facets = Facets(filters, found, self.addresses)

    @property
    def facets(self) -> list[Facet]:
        """The facets but the year."""
        return self._facets.all()

    @property
    def years(self) -> list[Bar]:
        """The hits by year."""
        return self._facets.years()

    @property
    def notes(self) -> list[str]:
        """What a reader has to be told."""
        late = "The newest changes are being added: this may lack some of them."
        return [*self.query.notes, *([late] if self.is_lagging else [])]

    @cached_property
    def hits(self) -> list[Hit]:
        """The passages of this page, with the places of the query's words."""
        passages = Passage.public.for_display().in_order(self.found.pks)
        tree = self.query.tree
        return [_hit(passage, tree) for passage in passages]

    @property
    def conditions(self) -> list[Active]:
        """What was typed, read back condition by condition; empty where it is one plain word."""
        parts = self.query.parts
        if len(parts) < 2 and all(part.said == self.query.text for part in parts):
            return []
        return [
            Active(part.said, self.addresses.setting("q", [part.rest] if part.rest else []))
            for part in parts
        ]

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing is found."""
        return max(1, -(-self.count // self.filters.rows))

    @property
    def is_beyond_the_end(self) -> bool:
        """Whether the page asked for lies behind the last one."""
        return self.page > self.pages

    @property
    def previous_url(self) -> str:
        """Address of the page before, if any."""
        return self._page_url(self.page - 1) if 1 < self.page <= self.pages else ""

    @property
    def next_url(self) -> str:
        """Address of the page behind, if any."""
        return self._page_url(self.page + 1) if self.page < self.pages else ""

    @property
    def last_url(self) -> str:
        """Address of the last page."""
        return self._page_url(self.pages)

    @property
    def json_url(self) -> str:
        """This page as JSON."""
        return self._page_url(self.page, to="search_json")

    @property
    def sorts(self) -> list[Link]:
        """The orders there are; by relevance only where words were typed."""
        orders = SORTS if ranks(self.query.tree) else [s for s in SORTS if s != "relevance"]
        return [
            Link(order.capitalize(), self.addresses.setting("sort", [order]), order == self.sort)
            for order in orders
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of the box carries along besides the query."""
        given = self.addresses.given
        return [(name, v) for name in given if name not in ("q", "page") for v in given[name]]

    @property
    def active(self) -> list[Active]:
        """The filters in force, each removable."""
        return [
            Active(self._facets.label(name, value), self.addresses.removing(name, value))
            for name, values in self.addresses.given.items()
            if name not in ("q", "sort", "page", "per_page")
            for value in values
        ]

    def as_json(self, site: str) -> dict[str, Any]:
        """The page in the form that programs rely on."""
        passages = Passage.public.for_record().in_order(self.found.pks)
        return {
            "count": self.count,
            "page": self.page,
            "pages": self.pages,
            "results": [passage_record(passage, site=site) for passage in passages],
            "facets": self._facets.as_json(),
            "query": {
                "text": self.query.text,
                "understood_as": self.query.understood_as,
                "notes": self.notes,
            },
        }

    def _page_url(self, number: int, *, to: str = "search") -> str:
        return self.addresses.setting("page", [str(number)] if number > 1 else [], to=to)


def _hit(passage: Passage, tree: Node) -> Hit:
    question = passage.question
    asked = question_hits(tree, question.text, question.source.language) if question else []
    return Hit(passage, hits(tree, passage.text, passage.language), asked)
