"""The page of a noun as a result: its quotations with orders, pages and a search within."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from quotes.answers.facets import LOOKED_UP
from quotes.answers.grids import Grid, grid
from quotes.answers.public import version_of
from quotes.answers.result import SORT_LABELS, Link, Result
from quotes.filters.explore import NounPageFilters
from quotes.models import Topic, Version, Wording
from quotes.models.names import names
from quotes.search.catch_up import PreparingError
from quotes.search.compile import IndexFilters
from quotes.search.find import SORTS, Request, find
from quotes.search.grids import cross_counts
from quotes.search.query import parse
from quotes.search.tree import ranks
from quotes.text.problems import Problem

GRID_ROWS = 12


@dataclass(frozen=True)
class Count:
    """A noun among the hits, how many it has, and the search for these."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class TopicCounts:
    """Topics with most of a noun's quotations; those of topics below count for it too."""

    rows: list[Count]
    is_lagging: bool


def topic_counts(
    field: str, noun: int, limit: int, version: Version, *, address_of: Callable[[str], str]
) -> TopicCounts:
    """The topics of the noun with this primary key in a field of the index, the commonest first.

    ``address_of`` gives the page that lists as many, for a topic's slug. While there is no index
    there are none, and they lag.
    """
    asked = Request(parse(""), IndexFilters({field: (noun,)}), rows=0, values=LOOKED_UP)
    try:
        found = find(asked, version)
    except PreparingError:
        return TopicCounts([], is_lagging=True)
    counts = {int(key): count for key, count in found.facets["topic"].items()}
    rows = [
        Count(named.name, counts[key], address_of(named.slug))
        for (_, key), named in names({"topic": counts}).items()
        if not named.is_root
    ]
    rows.sort(key=lambda row: (-row.count, row.label))
    return TopicCounts(rows[:limit], found.is_lagging)


class NounResult(Result):
    """The quotations of a noun; orders and pages lead to its own page, counts to the search."""

    path = ""
    filters: NounPageFilters

    @property
    def view(self) -> str:
        """Entries in two lines: here people look through."""
        return "compact"

    @property
    def search_url(self) -> str:
        """The search that finds the same."""
        return self.addresses.setting("page", [], sort="", per_page="")

    @property
    def sorts(self) -> list[Link]:
        """The orders there are; by relevance only where words were typed."""
        orders = SORTS if ranks(self.query.tree) else [s for s in SORTS if s != "relevance"]
        return [
            Link(SORT_LABELS[order], self._here(sort=order), order == self.sort) for order in orders
        ]

    @property
    def around_pages(self) -> list[tuple[str, str]]:
        """What the form of what is ticked carries along: all but the ticks and the page."""
        own = self.filters.own
        return [(name, value) for name in own if name != "p" for value in own[name]]

    @property
    def without_ticks_url(self) -> str:
        """This page with nothing ticked."""
        return self._here(p="", page=str(self.page) if self.page > 1 else "")

    @property
    def sizes(self) -> list[Link]:
        """None: the search has them."""
        return []

    @property
    def wordings(self) -> list[tuple[Wording, Count]]:
        """Hits by wording, closest to speech first."""
        counts = self._facets.counts["wording"]
        return [
            (grade, Count(grade.label, n, self.addresses.setting("wording", [grade.value])))
            for grade in Wording
            if (n := counts.get(grade.value, 0))
        ]

    @cached_property
    def topic_grid(self) -> Grid:
        """Hits of the commonest topics, year by year."""
        return grid(self, self._facets, "topic", GRID_ROWS)

    @property
    def commonest_topics(self) -> list[Count]:
        """The topics of most hits, where no grid tells them."""
        if self.topic_grid.is_drawn:
            return []
        rows = self._facets.commonest("topic", GRID_ROWS)
        return [
            Count(named.name, count, self.addresses.setting("topic", [named.slug]))
            for _, named, count in rows
        ]

    @cached_property
    def speaker_grid(self) -> Grid:
        """Hits of the speakers quoted most, year by year."""
        return grid(self, self._facets, "speaker", GRID_ROWS)

    def _page_url(self, number: int, *, to: str = "search") -> str:
        return self._here(page=str(number) if number > 1 else "")

    def _here(self, **changed: str) -> str:
        state = {**self.filters.own, **{name: [v] if v else [] for name, v in changed.items()}}
        query = urlencode([(name, value) for name, values in state.items() for value in values])
        return f"{self.path}?{query}" if query else self.path


class Explored:
    """What the page of a noun shows: a result, or problems, or neither while there is no index.

    ``field`` is the noun's field of the index.
    """

    def __init__(self, request: HttpRequest, field: str, noun: Any) -> None:
        self.filters = NounPageFilters(request.GET, field, noun)
        self.path = request.path
        self.problems: list[Problem] = self.filters.problems
        self.result = None if self.problems else self._result(request)

    @property
    def is_being_prepared(self) -> bool:
        """Whether the index is made anew, so that nothing can be ordered or searched."""
        return not self.problems and self.result is None

    @property
    def is_lagging(self) -> bool:
        """Whether the page may lack the newest changes, and so must not be kept."""
        return self.is_being_prepared or bool(self.result and self.result.is_lagging)

    @property
    def query(self) -> str:
        """What was typed into the page's box."""
        return self.filters.given.get("q", [""])[-1]

    @property
    def start_url(self) -> str:
        """The page without what is wrong with its address, but with the words typed."""
        is_wrong = any(problem.parameter == "q" for problem in self.problems)
        return (
            self.path
            if is_wrong or not self.query
            else f"{self.path}?{urlencode({'q': self.query})}"
        )

    @property
    def order(self) -> str:
        """The order that was asked for, if any."""
        return self.filters.given.get("sort", [""])[-1]

    def topic_counts(self, topics: list[int]) -> dict[int, int]:
        """Published quotations of topics and those below them, by primary key."""
        if not self.result:
            return Topic.objects.passage_counts()
        version = self.result.found.version
        counted = cross_counts(parse(""), IndexFilters(), ("topic",), topics, version)
        self.result.is_lagging |= counted.is_lagging
        return counted.counts

    def _result(self, request: HttpRequest) -> NounResult | None:
        asked = replace(self.filters.asked, values=LOOKED_UP + 1)
        try:
            result = NounResult(self.filters, find(asked, version_of(request)))
        except PreparingError:
            return None
        result.path = self.path
        return result
