"""Speakers, topics, outlets or years side by side: each column is a search of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from django.http import QueryDict

from quotes.answers.result import COMPARED, MAX_COLUMNS, Result
from quotes.filters.search import ResultPageFilters
from quotes.models import Version, Wording
from quotes.search.documents import UNDATED
from quotes.search.find import find
from quotes.text.interface import message
from quotes.text.problems import Problem

# Hits shown of a column, the best or the newest.
COLUMN_ROWS = 8
# What a page of results has and a comparison has not.
NOT_COMPARED = ("view", "page", "per_page", "p")


class Comparison:
    """What an address compares; check ``problems`` first."""

    def __init__(self, data: QueryDict) -> None:
        self.filters = ResultPageFilters(data)
        self._given = self.filters.given

    @property
    def kind(self) -> str:
        """What is compared: the first filter of COMPARED with several values; empty when none."""
        return next((name for name in COMPARED if len(self._values(name)) > 1), "")

    @property
    def is_empty(self) -> bool:
        """Whether the address asks for no comparison at all."""
        return not any(self._values(name) for name in COMPARED)

    @property
    def problems(self) -> list[Problem]:
        """Why the address is no comparison; nothing while it asks for none."""
        named = [name for name in (*self._given, *self.filters.paging) if name in NOT_COMPARED]
        if named:
            return [
                Problem(name, message("A comparison has no pages, no boxes and one view."))
                for name in named
            ]
        if problems := self.filters.problems:
            return problems
        several = [name for name in COMPARED if len(self._values(name)) > 1]
        if self.is_empty:
            return []
        if not several:
            one = next(name for name in COMPARED if self._values(name))
            return [
                Problem(
                    one, message("Name two to four: one more {one} is needed to compare.", one=one)
                )
            ]
        if len(several) > 1:
            return [
                Problem(
                    several[1],
                    message(
                        "Compare either by {several} or by {several2}.",
                        several=several[0],
                        several2=several[1],
                    ),
                )
            ]
        if len(self._values(self.kind)) > MAX_COLUMNS:
            return [
                Problem(
                    self.kind,
                    message("At most {max_columns} stand side by side.", max_columns=MAX_COLUMNS),
                )
            ]
        return []

    def columns(self, version: Version) -> list["Column"]:
        """A column for each value, in the order of the address."""
        return [self._column(value, version) for value in self._values(self.kind)]

    def _values(self, name: str) -> list[str]:
        return list(dict.fromkeys(value.strip() for value in self._given.get(name, [])))

    def _column(self, value: str, version: Version) -> "Column":
        data = QueryDict(mutable=True)
        for name, values in self._given.items():
            data.setlist(name, [value] if name == self.kind else values)
        filters = ResultPageFilters(data)
        # Asked before the rest: the form checks its values with them.
        if problems := filters.problems:
            raise ValueError(problems)
        asked = replace(filters.asked, first=0, rows=COLUMN_ROWS, values=None)
        return Column(self.kind, value, Result(filters, find(asked, version)))


@dataclass
class Column:
    """One side of a comparison: the search for it alone, and the best of what it finds."""

    kind: str
    value: str
    result: Result

    @cached_property
    def label(self) -> str:
        """What is compared, by name."""
        shown = next(each for each in self.result.active if each.parameter == self.kind)
        return shown.label.partition(": ")[2]

    @property
    def url(self) -> str:
        """Address of its own search, which finds the same."""
        return self.result.shared_url(page=1)

    @property
    def span(self) -> str:
        """From when to when it was said; empty where nothing is found or dated."""
        years = self.result.dated_years
        return _stretch(years[0], years[-1]) if self.result.count and years else ""

    @property
    def gaps(self) -> list[str]:
        """The years between that have nothing, in order."""
        years = self.result.dated_years
        return [
            _stretch(before + 1, after - 1)
            for before, after in pairwise(years)
            if after - before > 1
        ]

    @property
    def undated(self) -> int:
        """How many hits have no known year."""
        return self.result.year_counts.get(UNDATED, 0)

    @property
    def wordings(self) -> Sequence[tuple[str, int]]:
        """How close what is found is to the spoken words: grades with counts, closest first."""
        values = next((f.values for f in self.result.facets if f.parameter == "wording"), [])
        chosen = [value for value in values if value.selected] or values
        ordered = sorted(chosen, key=lambda value: Wording(value.value).rank)
        return [(value.label, value.count) for value in ordered if value.count]


def _stretch(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return message("{first} to {last}", first=str(first), last=str(last))
