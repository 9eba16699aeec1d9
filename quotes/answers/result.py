"""A page of search results, as templates and JSON show it: hits, paging, links to other states."""

from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from quotes.answers.addresses import NOT_FILTERS, Addresses
from quotes.answers.days_asked import days_asked
from quotes.answers.entries import (
    LINE_WHOLE_UP_TO,
    LINE_WINDOW,
    Entry,
    Hit,
    entries,
    statements_among,
)
from quotes.answers.errors import NoSuchPageError
from quotes.answers.facets import COUNTED, LISTED, Bar, Facet, Facets
from quotes.answers.fewer_words import fewer_words_as_json
from quotes.answers.query_marks import marks, query_string, reasons
from quotes.answers.time_axis import year_value
from quotes.answers.without_a_filter import LITTLE, Alternatives, alternatives
from quotes.citations.json_record import passage_record
from quotes.filters.search import LINES, ROWS, VIEWS, ResultPageFilters, SearchFilters
from quotes.models import Passage, Version
from quotes.models.addresses import address
from quotes.models.result_rows import other_reports, result_rows
from quotes.search.documents import UNDATED
from quotes.search.find import SORTS, Found, find
from quotes.search.registry import BY_NAME
from quotes.search.tree import ranks
from quotes.text.interface import message

SIZES = (ROWS, 50, 100)
SORT_LABELS = {
    "relevance": message("Best match"),
    "newest": message("Newest said"),
    "oldest": message("Oldest said"),
    "changed": message("Added or changed last"),
}
# Files of all hits, by the ending of their addresses.
WHOLE_LABELS = {
    "csv": "CSV", "docx": message("Word, with footnotes"), "bib": "BibTeX", "ris": "RIS",
    "jsonl": message("JSON lines"),
}  # fmt: skip
MAX_HITS = 10_000
# What can stand side by side, how many columns there are, and how many speakers a page of results
# offers to compare.
COMPARE_LABELS = {
    "speaker": message("Compare the speakers chosen here, side by side"),
    "topic": message("Compare the topics chosen here, side by side"),
    "outlet": message("Compare the outlets chosen here, side by side"),
    "year": message("Compare the years chosen here, side by side"),
}
COMPARED = tuple(COMPARE_LABELS)
COMPARE_MOST_QUOTED = message("Compare the speakers quoted most here, side by side")
MIN_COLUMNS, MAX_COLUMNS = 2, 4
COMPARED_SPEAKERS = 3
VIEW_LABELS = {
    "compact": message("Compact"),
    "cards": message("Cards"),
    "lines": message("Words in line"),
}


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
    """A filter in force, and the address without it; ``parameter`` is empty for typed ones.

    ``joiner`` says how it goes with the one before: of one field any is enough, of several fields
    all must hold, and each that is hidden.
    """

    label: str
    remove_url: str
    parameter: str = ""
    joiner: str = ""


def get_page(
    filters: SearchFilters,
    version: Version,
    *,
    values: int = COUNTED,
    made: "type[Result] | None" = None,
) -> "Result":
    """The page asked for, with so many ``values`` of each facet counted; ``made`` as this kind.

    Raises NoSuchPageError behind the last page, and PreparingError as ``find`` does.
    """
    result = (made or Result)(filters, find(replace(filters.asked, values=values), version))
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

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets but the year."""
        return self._facets.with_added(self._facets.all())

    @cached_property
    def years(self) -> list[Bar]:
        """The hits by year."""
        return self._facets.years()

    @property
    def year_counts(self) -> dict[int, int]:
        """Hits by year: where years were asked for, by these alone; UNDATED is one of them."""
        asked = self.addresses.given.get("year", [])
        counts = {int(year): count for year, count in self._facets.counts["year"].items()}
        return {y: count for y, count in counts.items() if not asked or year_value(y) in asked}

    @property
    def dated_years(self) -> list[int]:
        """Years with hits, in order."""
        return sorted(year for year in self.year_counts if year != UNDATED)

    @property
    def has_time_axis(self) -> bool:
        """Whether the hits are of several years, or some are chosen."""
        return len(self.years) > 1 or any(bar.selected for bar in self.years)

    @property
    def after(self) -> str:
        """The day from which on it was said, as given."""
        return self.addresses.given.get("after", [""])[-1]

    @property
    def before(self) -> str:
        """The day until which it was said, as given."""
        return self.addresses.given.get("before", [""])[-1]

    @property
    def around_filters(self) -> list[tuple[str, str]]:
        """What the form of the filters carries along: all that it has no field for."""
        given = self.addresses.given
        own = {
            "after",
            "before",
            "page",
            *(facet.parameter for facet in self.facets if facet.values),
        }
        return [(name, value) for name in given if name not in own for value in given[name]]

    @property
    def notes(self) -> list[str]:
        """Notes for the reader on this result."""
        late = message("The newest changes are being added: this may lack some of them.")
        return [*self.query.notes, *([late] if self.is_lagging else [])]

    @property
    def view(self) -> str:
        """How the page is laid out."""
        return self.filters.view if isinstance(self.filters, ResultPageFilters) else VIEWS[1]

    @cached_property
    def hits(self) -> list[Hit]:
        """The passages of this page, with the places of the query's words."""
        return self.hits_of(self.found.pks)

    def hits_of(self, pks: list[int]) -> list[Hit]:
        """Passages with the places of the query's words, as the view shows them."""
        view, tree = self.view, self.query.tree
        compact: dict[str, Any] = {"size": LINE_WINDOW, "whole_up_to": LINE_WHOLE_UP_TO}
        how = compact if view == "compact" else {}
        rows = result_rows(pks, with_tags=view == "cards")
        found = [(passage, marks(passage, tree)) for passage in rows]
        why = {} if view == "lines" else reasons(found, tree)
        days = days_asked(self.filters)
        return [
            Hit(
                **vars(marked),
                passage=passage,
                reasons=(*why.get(passage.pk, ()), *days.doubts(passage.said)),
                **how,
            )
            for passage, marked in found
        ]

    @cached_property
    def entries(self) -> list[Entry]:
        """The same, reports of one statement together and a question over all its answers."""
        statements = self.found.statements
        others = other_reports(list(statements)) if statements else {}
        return entries(self.hits, statements, others)

    @property
    def max_whole(self) -> int:
        """How many hits a file of all of them has at most."""
        return MAX_HITS

    @property
    def folded(self) -> int:
        """How many hits of this page stand with another report of the same words."""
        return len(self.hits) - len(self.entries)

    @property
    def passages(self) -> list[Passage]:
        """The passages of this page, for other forms than the page."""
        return Passage.public.for_display().in_order(self.found.pks)

    @property
    def path(self) -> str:
        """The page that its orders and pages are addresses of."""
        return address("search")

    @property
    def ticked(self) -> tuple[str, ...]:
        """What was ticked for a dossier, as values of ``p``."""
        return self.filters.form.cleaned_data.get("p") or ()

    @property
    def has_boxes(self) -> bool:
        """Whether one can tick, or has ticked, for a dossier here; lines have no boxes."""
        return self.view != "lines" or bool(self.ticked)

    @property
    def ticked_elsewhere(self) -> list[str]:
        """Of these, what this page has no box for."""
        here = {entry.hit.passage.item for entry in self.entries}
        return [value for value in self.ticked if value not in here]

    @property
    def around_pages(self) -> list[tuple[str, str]]:
        """What the form of what is ticked carries along: all but the ticks and the page."""
        given = self.addresses.given
        return [(name, v) for name in given if name not in ("p", "page") for v in given[name]]

    @property
    def without_filters_url(self) -> str:
        """The query alone, with what is ticked."""
        kept = {name: v for name, v in self.addresses.given.items() if name in ("q", "p")}
        return Addresses(kept).setting("page", [])

    @property
    def without_ticks_url(self) -> str:
        """This page with nothing ticked."""
        return self.addresses.setting("p", [], page=str(self.page) if self.page > 1 else "")

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
    def told_words(self) -> list[str]:
        """What is searched for, condition by condition."""
        return [part.said for part in self.query.parts] or [self.query.text]

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing is found."""
        return max(1, -(-self.count // self.filters.rows))

    @property
    def is_beyond_the_end(self) -> bool:
        """Whether the page asked for lies behind the last one."""
        return self.page > self.pages

    @property
    def previous_page(self) -> int:
        """Number of the page before."""
        return self.page - 1

    @property
    def next_page(self) -> int:
        """Number of the page behind."""
        return self.page + 1

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
        # The API has one view.
        has_views = isinstance(self.filters, ResultPageFilters)
        usual = "relevance" if ranks(self.query.tree) else "newest"
        return self.addresses.shared(
            to=to,
            view=self.view if has_views and self.view != VIEWS[0] else "",
            sort="" if sort == usual else sort,
            per_page="" if self.filters.rows == self._usual_rows else str(self.filters.rows),
            page="" if number == 1 else str(number),
        )

    @cached_property
    def forms(self) -> list[Form]:
        """This page in other forms; the feed is of what changed last, whatever the order here."""
        return [
            Form("JSON", self.shared_url("search_json"), "application/json"),
            Form("CSV", self.shared_url("search_csv"), "text/csv"),
            Form(
                message("Feed"),
                self.shared_url("search_atom", 1, "changed"),
                "application/atom+xml",
            ),
        ]

    @property
    def comparison(self) -> Link | None:
        """What can stand side by side: what is chosen of one kind, or the speakers quoted most."""
        given = self.addresses.given
        chosen = [(kind, given[kind]) for kind in COMPARED if len(given.get(kind, [])) > 1]
        label = COMPARE_LABELS[chosen[0][0]] if chosen else COMPARE_MOST_QUOTED
        if not chosen and not given.get("speaker"):
            speakers = next((f.values for f in self.facets if f.parameter == "speaker"), [])
            most = [value.value for value in speakers if value.count][:COMPARED_SPEAKERS]
            chosen = [("speaker", most)]
        if len(chosen) != 1 or not MIN_COLUMNS <= len(chosen[0][1]) <= MAX_COLUMNS:
            return None
        bare = dict.fromkeys(("view", "per_page", "sort", "p"), "")
        kind, values = chosen[0]
        return Link(label, self.addresses.setting(kind, values, to="compare", **bare))

    @property
    def whole_forms(self) -> list[Link]:
        """All hits as a file, in the forms there are."""
        order = {} if self.sort in SORTS else {"sort": ""}
        more = {"per_page": "", "page": "", "view": "", **order}
        forms = [
            Link(label, self.addresses.shared(to=f"search_all_{ending}", **more))
            for ending, label in WHOLE_LABELS.items()
        ]
        if not isinstance(self.filters, ResultPageFilters) or not self.filters.has_lines:
            return forms
        lines = self.addresses.shared(to="search_all_csv", **more | {"view": "lines"})
        return [Link(message("All lines as CSV"), lines), *forms]

    @cached_property
    def alternatives(self) -> Alternatives | None:
        """What else could be searched for, where little or nothing is found."""
        if self.count > LITTLE:
            return None
        return alternatives(self.filters, self.addresses, self._facets.label, self.found)

    @cached_property
    def query_string(self) -> str:
        """What is added to the address of a passage, so that the words are marked there."""
        return query_string(self.query)

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
        values = {size: [] if size == self._usual_rows else [str(size)] for size in SIZES}
        return [
            Link(str(size), self.addresses.setting("per_page", value), size == self.filters.rows)
            for size, value in values.items()
        ]

    @property
    def views(self) -> list[Link]:
        """The layouts there are; an order of lines stays behind where there are none."""
        usual = self.sort if self.sort in SORTS else ""
        given = usual if "sort" in self.addresses.given else ""
        return [
            Link(
                VIEW_LABELS[view],
                self.addresses.setting(
                    "view", [] if view == VIEWS[0] else [view], sort=given, per_page=""
                ),
                view == self.view,
            )
            for view in VIEWS
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of the box carries along besides the query."""
        given = self.addresses.given
        return [(name, v) for name in given if name not in ("q", "page") for v in given[name]]

    @property
    def active(self) -> list[Active]:
        """The filters in force, each removable."""
        chosen = [
            (name, value)
            for name, values in self.addresses.given.items()
            if name not in NOT_FILTERS
            for value in values
        ]
        return [
            Active(
                self._facets.label(name, value),
                self.addresses.removing(name, value),
                name,
                _joiner(chosen[place - 1][0], name) if place else "",
            )
            for place, (name, value) in enumerate(chosen)
        ]

    def as_json(self, site: str) -> dict[str, Any]:
        """The page in the form that programs rely on."""
        passages = Passage.public.for_record().in_order(self.found.pks)
        records = [passage_record(passage, site=site) for passage in passages]
        facets = Facets(self.filters, self.found, self.addresses, most=LISTED)
        suggestion = self.alternatives.suggestion if self.alternatives else None
        return {
            "count": self.count,
            "page": self.page,
            "pages": self.pages,
            "results": records,
            "statements": statements_among(records),
            "facets": facets.as_json(),
            "facets_cut": facets.cut,
            "query": {
                "text": self.query.text,
                "understood_as": self.query.understood_as,
                "notes": self.notes,
                "suggestion": suggestion.text if suggestion else None,
                "fewer_words": fewer_words_as_json(self.filters, self.found, site=site),
            },
            **(self.alternatives or Alternatives()).as_json(site),
        }

    @property
    def _usual_rows(self) -> int:
        return LINES if self.view == "lines" else ROWS

    def _page_url(self, number: int, *, to: str = "search") -> str:
        return self.addresses.setting("page", [str(number)] if number > 1 else [], to=to)


def _joiner(before: str, name: str) -> str:
    any_is_enough = name in BY_NAME and BY_NAME[name].is_repeatable and not BY_NAME[name].match_all
    return message("or") if before == name and any_is_enough else message("and")
