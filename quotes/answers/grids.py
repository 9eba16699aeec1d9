"""Pictures of counts: a row for each noun and a mark for each year, every mark a search."""

from dataclasses import dataclass
from typing import Any

from quotes.answers.addresses import Addresses
from quotes.answers.facets import Facets
from quotes.answers.time_axis import Stretch, count_in, height_percent, time_axis
from quotes.models.names import Named
from quotes.search.grids import cross_counts
from quotes.search.registry import BY_NAME

# Marks are drawn in cells of this size, in units of their row's picture.
CELL = 10


@dataclass(frozen=True)
class Mark:
    """The hits of a row in a stretch of the axis; ``x`` is its place in the row's picture."""

    label: str
    count: int
    height_percent: int
    x: int
    url: str


class MarkedRow:
    """A row of a picture, with ``marks`` that each have their place ``x``."""

    marks: list[Any]

    @property
    def by_x(self) -> dict[int, Any]:
        """The marks by their place, for the table beside."""
        return {mark.x: mark for mark in self.marks}


class OverAxis:
    """A picture of rows over one ``axis``."""

    axis: list[Stretch]

    @property
    def width(self) -> int:
        """Of a row's picture."""
        return CELL * max(1, len(self.axis))

    @property
    def xs(self) -> list[int]:
        """The places of the axis' stretches."""
        return [CELL * place for place in range(len(self.axis))]


@dataclass(frozen=True)
class GridRow(MarkedRow):
    """A noun with its hits, and a mark for each stretch that has some."""

    label: str
    count: int
    url: str
    marks: list[Mark]


@dataclass(frozen=True)
class Grid(OverAxis):
    """Rows over one axis. ``is_cut`` if there are other rows, ``kind`` is the label of the rows.

    ``most`` is the count of the fullest mark: all rows have one scale.
    """

    kind: str
    axis: list[Stretch]
    rows: list[GridRow]
    is_cut: bool
    most: int = 0

    @property
    def is_drawn(self) -> bool:
        """Whether there is something to see that a list wouldn't tell."""
        return len(self.axis) > 1 and bool(self.rows)


def grid(result: Any, facets: Facets, kind: str, rows: int) -> Grid:
    """The ``rows`` nouns of a ``kind`` with most hits of a result, year by year."""
    nouns = facets.commonest(kind, rows)
    axis = time_axis({int(year) for year in facets.counts["year"]})
    if len(axis) < 2:
        return Grid(BY_NAME[kind].label, axis, [], is_cut=False)
    asked = result.filters.asked
    counts, is_lagging = cross_counts(
        asked.query, asked.index_filters, (kind, "year"), {pk for pk, _, _ in nouns},
        result.found.version,
    )  # fmt: skip
    result.is_lagging |= is_lagging
    most = _most(counts, axis)
    made = [
        _row(result.addresses, kind, named, counts.get(pk, {}), axis, most)
        for pk, named, _ in nouns
    ]
    is_cut = facets.is_cut[kind] or len(facets.commonest(kind, rows + 1)) > rows
    return Grid(BY_NAME[kind].label, axis, made, is_cut, most)


def _most(counts: dict[int, dict[int, int]], axis: list[Stretch]) -> int:
    """The count of a grid's fullest mark."""
    return max((count_in(s, by_year) for by_year in counts.values() for s in axis), default=1) or 1


def _row(
    addresses: Addresses, kind: str, named: Named, counts: dict[int, int], axis: list[Stretch],
    most: int,
) -> GridRow:  # fmt: skip
    given = {**addresses.given, kind: [named.slug]}
    marks = []
    for place, stretch in enumerate(axis):
        if count := count_in(stretch, counts):
            url = Addresses({**given, "year": stretch.values}).setting("page", [])
            height = height_percent(count, most)
            marks.append(Mark(stretch.label, count, height, CELL * place, url))
    url = Addresses(given).setting("page", [])
    return GridRow(named.name, sum(mark.count for mark in marks), url, marks)
