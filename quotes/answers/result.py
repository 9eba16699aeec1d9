"""A page of search results, as templates and JSON show it: hits, paging, links to other states."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from quotes.answers.addresses import Addresses
from quotes.answers.alternatives import LITTLE, Alternatives, alternatives
from quotes.answers.carried import Marks, carried, marks
from quotes.answers.errors import NoSuchPageError
from quotes.answers.facets import COUNTED, LISTED, Bar, Facet, Facets
from quotes.citations.json_record import passage_record
from quotes.filters.search import ROWS, SearchFilters
from quotes.models import Passage, Version
from quotes.models.result_rows import ResultRow, result_rows
from quotes.search.find import SORTS, Found, find
from quotes.search.hits import Span, Window, best_window
from quotes.search.tree import ranks
from quotes.text.gaps import Gap

SIZES = (ROWS, 50, 100)
SORT_LABELS = {
    "relevance": "Relevance", "newest": "Newest", "oldest": "Oldest", "changed": "Last changed",
}  # fmt: skip


@dataclass(frozen=True)
class Hit(Marks):
    """A passage that was found, and the part of its words that shows why."""

    passage: ResultRow

    @cached_property
    def window(self) -> Window:
        """The stretch of the words with most of the hits."""
        return best_window(self.passage.text, self.found)

    @property
    def text(self) -> str:
        """The words inside the window."""
        return self.passage.text[self.window.start : self.window.end]

    @property
    def hits(self) -> list[Span]:
        """Places of the hits in the window's words."""
        start = self.window.start
        return [(a - start, b - start) for a, b in self.window.hits]

    @property
    def gaps_at(self) -> dict[int, Gap]:
        """What stands between two parts in the window's words, by the offset of the second."""
        start, end = self.window.start, self.window.end
        gaps = self.passage.gaps_at
        return {joint - start: gap for joint, gap in gaps.items() if start < joint < end}

    @property
    def is_cut(self) -> bool:
        """Whether only a part of the words is shown."""
        return self.is_cut_before or self.is_cut_after

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


class Form(NamedTuple):
    """The page in another form."""

    label: str
    url: str
    media_type: str


class Active(NamedTuple):
    """A filter in force, and the address without it."""

    label: str
    remove_url: str


def get_page(filters: SearchFilters, version: Version, *, values: int = COUNTED) -> "Result":
    """The page asked for, with so many ``values`` of each facet counted.

    Raises NoSuchPageError behind the last page, and PreparingError as ``find`` does.
    """
    result = Result(filters, find(replace(filters.asked, values=values), version))
    if result.is_beyond_the_end:
        raise NoSuchPageError(result.pages)
    return result


class Result:
    """What the search page shows of what was found."""

    def __init__(self, filters: SearchFilters, found: Found) -> None:
        self.filters, self.found = filters, found
        self.query, self.count = filters.query, found.count
        self.is_lagging, self.page = found.is_lagging, filters.number
        self.sort = filters.sort_in_force
        self.addresses = Addresses(filters.parameters)

    @cached_property
    def _facets(self) -> Facets:
        return Facets(self.filters, self.found, self.addresses)

    @property
    def facets(self) -> list[Facet]:
        """The facets but the year."""
        return self._facets.all()

    @cached_property
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
        tree = self.query.tree
        return [
            Hit(**vars(marks(passage, tree)), passage=passage)
            for passage in result_rows(self.found.pks)
        ]

    @property
    def passages(self) -> list[Passage]:
        """The passages of this page, for other forms than the page."""
        return Passage.public.for_display().in_order(self.found.pks)

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

    def shared_url(self, to: str = "search", page: int = 0, sort: str = "") -> str:
        """A page of this search, by the one address that equal searches share."""
        number, sort = page or self.page, sort or self.sort
        usual = "relevance" if ranks(self.query.tree) else "newest"
        return self.addresses.shared(
            to=to,
            sort="" if sort == usual else sort,
            per_page="" if self.filters.rows == ROWS else str(self.filters.rows),
            page="" if number == 1 else str(number),
        )

    @property
    def forms(self) -> list[Form]:
        """This page in other forms; the feed is of what changed last, whatever the order here."""
        return [
            Form("JSON", self.shared_url("search_json"), "application/json"),
            Form("CSV", self.shared_url("search_csv"), "text/csv"),
            Form("Feed", self.shared_url("search_atom", 1, "changed"), "application/atom+xml"),
        ]

    @cached_property
    def alternatives(self) -> Alternatives | None:
        """What else could be searched for, where little or nothing is found."""
        if self.count > LITTLE:
            return None
        return alternatives(self.filters, self.addresses, self._facets.label, self.found)

    @cached_property
    def carried(self) -> str:
        """What is added to the address of a passage, so that the words are marked there."""
        return carried(self.query)

    @property
    def sorts(self) -> list[Link]:
        """The orders there are; by relevance only where words were typed."""
        orders = SORTS if ranks(self.query.tree) else [s for s in SORTS if s != "relevance"]
        return [
            Link(SORT_LABELS[order], self.addresses.setting("sort", [order]), order == self.sort)
            for order in orders
        ]

    @property
    def sizes(self) -> list[Link]:
        """How many passages a page may have; none where all fit on the smallest."""
        if self.count <= SIZES[0]:
            return []
        values = {size: [] if size == ROWS else [str(size)] for size in SIZES}
        return [
            Link(str(size), self.addresses.setting("per_page", value), size == self.filters.rows)
            for size, value in values.items()
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
        facets = Facets(self.filters, self.found, self.addresses, most=LISTED)
        suggestion = self.alternatives.suggestion if self.alternatives else None
        return {
            "count": self.count,
            "page": self.page,
            "pages": self.pages,
            "results": [passage_record(passage, site=site) for passage in passages],
            "facets": facets.as_json(),
            "facets_cut": facets.cut,
            "query": {
                "text": self.query.text,
                "understood_as": self.query.understood_as,
                "notes": self.notes,
                "suggestion": suggestion.text if suggestion else None,
            },
            **(self.alternatives or Alternatives()).as_json(site),
        }

    def _page_url(self, number: int, *, to: str = "search") -> str:
        return self.addresses.setting("page", [str(number)] if number > 1 else [], to=to)
