"""Facets of a search: values with counts, each a link that selects or excludes it."""

from dataclasses import dataclass, replace
from heapq import nlargest
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils.translation import get_language_info

from quotes.answers.addresses import Addresses
from quotes.answers.time_axis import Stretch, count_in, height_percent, time_axis, year_value
from quotes.filters.search import SearchFilters
from quotes.filters.values import vocabulary
from quotes.models.names import Named, names
from quotes.search.documents import UNDATED
from quotes.search.facets import FACETS, MAIN_FACETS
from quotes.search.find import Found
from quotes.search.grids import cross_counts
from quotes.search.registry import (
    BY_NAME,
    FILTERS,
    Choices,
    Filter,
    Languages,
    Nouns,
    Years,
    get_filter,
)
from quotes.text.codes import language_name
from quotes.text.interface import joined, message

SHOWN_VALUES = 10
UNFOLDED_VALUES = 20
# Some of a topic facet are roots, which it does not show.
LOOKED_UP = SHOWN_VALUES + UNFOLDED_VALUES + 20
# Values of a facet in JSON; one more is counted, to tell whether there are more.
LISTED = 200
COUNTED = LISTED + 1
EVERY_YEAR = 10_000
NOUNS = {noun for each in FILTERS if isinstance(each.values, Nouns) for noun in each.fields}
NOUN_FACETS = [name for name in MAIN_FACETS if name in NOUNS]
LISTS = [name for name in MAIN_FACETS if not isinstance(BY_NAME[name].values, Years)]


@dataclass(slots=True)
class Value:
    """One value of a facet, with the addresses that select and exclude it.

    ``added``: how many hits selecting it adds, where others of its field are selected already.
    """

    value: str
    label: str
    count: int
    selected: bool
    url: str
    excluded: bool
    exclude_url: str
    added: int | None = None


class Facet(NamedTuple):
    """The values of one field among the hits, the commonest first.

    ``rest`` unfolds on request; where there are ``more``, these stand nowhere.
    """

    parameter: str
    label: str
    values: list[Value]
    rest: list[Value]
    more: bool


@dataclass(frozen=True)
class Bar:
    """The hits of a year or a decade; ``height_percent`` is relative to the fullest one."""

    label: str
    count: int
    height_percent: int
    url: str
    selected: bool


class Facets:
    """Facets of what was found, with the names of their values (one query).

    Of each, the ``most`` frequent values are looked up: a large archive has thousands.
    """

    def __init__(
        self,
        filters: SearchFilters,
        found: Found,
        addresses: Addresses,
        *,
        most: int = LOOKED_UP,
    ) -> None:
        self.addresses, self._found = addresses, found
        self._asked = filters.asked
        index_filters = self._asked.index_filters
        self.counts = {
            name: _most_frequent(
                found.facets.get(name, {}),
                EVERY_YEAR if name == "year" else most,
                {*index_filters.include.get(name, ()), *index_filters.exclude.get(name, ())},
            )
            for name in FACETS
        }
        self.is_cut = {
            n: n in found.cut or len(found.facets.get(n, {})) > len(self.counts[n]) for n in FACETS
        }
        wanted: dict[str, set[int]] = {
            noun: {int(key) for key in self.counts[noun]} for noun in NOUN_FACETS
        }
        for fields in (
            index_filters.include,
            index_filters.exclude,
            {"topic": index_filters.all_topics},
        ):
            for field, values in fields.items():
                if field in NOUNS:
                    wanted.setdefault(field, set()).update(int(value) for value in values)
        self.names = names(wanted)
        self._by_slug = {(noun, n.slug): n.name for (noun, _), n in self.names.items()}

    def label(self, parameter: str, value: str) -> str:
        """What a value given in an address is called."""
        chosen = get_filter(parameter)
        kinds = chosen.fields
        named = next((self._by_slug[k, value] for k in kinds if (k, value) in self._by_slug), "")
        named = named or _label(chosen, value)
        if parameter.startswith("exclude_"):
            return message("{filter}: not {value}", filter=chosen.label, value=named or value)
        return joined(": ", [chosen.label, named or value])

    def all(self, shown: int | None = SHOWN_VALUES) -> list[Facet]:
        """The facets but the year; with ``shown`` values each, selected ones never left out."""
        return [self._facet(name, shown) for name in LISTS]

    def years(self) -> list[Bar]:
        """The hits by year, or by decade where years are many; the undated last."""
        counts = {int(year): count for year, count in self.counts["year"].items()}
        axis = time_axis(counts)
        sums = [count_in(stretch, counts) for stretch in axis]
        most = max(sums, default=0) or 1
        return [
            self._bar(stretch, count, height_percent(count, most))
            for stretch, count in zip(axis, sums, strict=True)
        ]

    def _bar(self, stretch: Stretch, count: int, height: int) -> Bar:
        values = stretch.values
        given = self.addresses.given.get("year", [])
        if not given:
            url = self.addresses.adding("year", *values) if values else ""
            return Bar(stretch.label, count, height, url, False)
        selected = bool(values) and all(value in given for value in values)
        others = [value for value in given if value not in values]
        url = self.addresses.setting("year", others if selected else [*others, *values])
        return Bar(stretch.label, count, height, url, selected)

    def commonest(self, name: str, limit: int) -> list[tuple[int, Named, int]]:
        """Key, name and hits of the nouns with most hits, roots of the topic tree left out."""
        rows = [
            (int(key), named, count)
            for key, count in self.counts[name].items()
            if (named := self.names.get((name, int(key)))) and not named.is_root
        ]
        return sorted(rows, key=lambda row: (-row[2], row[1].name))[:limit]

    @property
    def cut(self) -> list[str]:
        """The facets that have more values than were looked up."""
        return [name for name in FACETS if self.is_cut[name]]

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """The values of every facet, the selected ones among them."""
        facets = {
            facet.parameter: [
                {"value": v.value, "label": v.label, "count": v.count, "selected": v.selected}
                for v in facet.values
            ]
            for facet in self.all(shown=None)
        }
        facets["year"] = [
            {
                "value": year_value(int(year)),
                "label": year_value(int(year)).capitalize(),
                "count": count,
                "selected": self.addresses.has("year", year_value(int(year))),
            }
            for year, count in sorted(
                self.counts["year"].items(), key=lambda item: (item[0] == UNDATED, item[0])
            )
        ]
        return facets

    def _facet(self, name: str, shown: int | None) -> Facet:
        values = self._values(name)
        first: list[Value] = []
        rest: list[Value] = []
        for place, value in enumerate(values):
            is_first = shown is None or place < shown or value.selected or value.excluded
            (first if is_first else rest).append(value)
        more = len(rest) > UNFOLDED_VALUES or self.is_cut[name]
        return Facet(name, BY_NAME[name].label, first, rest[:UNFOLDED_VALUES], more)

    def _values(self, name: str) -> list[Value]:
        counts = self.counts[name]
        rows = [(named, counts[key]) for key in counts if (named := self._named(name, key))]
        chosen = {
            slug
            for parameter in (name, f"exclude_{name}")
            for slug in self.addresses.given.get(parameter, [])
        }
        rows = [row for row in rows if not row[0].is_root or row[0].slug in chosen]
        # A selected value never disappears, even when nothing is left of it.
        missing = chosen - {named.slug for named, _ in rows}
        rows += [(self._missing(name, slug), self._series_count(name, slug)) for slug in missing]
        rows.sort(key=lambda row: (-row[1], row[0].name))
        select, exclude = (self.addresses.toggled(each) for each in (name, f"exclude_{name}"))
        return [
            Value(named.slug, named.name, count, *select(named.slug), *exclude(named.slug))
            for named, count in rows
        ]

    def with_added(self, facets: list[Facet]) -> list[Facet]:
        """The same, each value with what it adds where others of its field are selected."""
        return [self._with_added(facet) for facet in facets]

    def _with_added(self, facet: Facet) -> Facet:
        if not any(value.selected for value in facet.values):
            return facet
        added = self._added(facet)
        values, rest = (
            [v if v.selected or v.excluded else replace(v, added=added.get(v.value, v.count))
             for v in some]
            for some in (facet.values, facet.rest)
        )  # fmt: skip
        return Facet(facet.parameter, facet.label, values, rest, facet.more)

    def _added(self, facet: Facet) -> dict[str, int]:
        """Hits by value that none of the selected values has, where values share passages.

        A passage has several topics, and an event's passages are those of its series too.
        """
        name = facet.parameter
        fields = BY_NAME[name].fields
        if name != "topic" and len(fields) < 2:
            return {}
        filters = self._asked.index_filters
        others = filters.without(name)
        selected = {field: tuple(filters.values(field)) for field in fields}
        excluded = {**others.exclude, **{field: keys for field, keys in selected.items() if keys}}
        counts = cross_counts(
            self._asked.query, replace(others, exclude=excluded), (name,),
            [int(key) for key in self.counts[name]], self._found.version,
        ).counts  # fmt: skip
        shown = {self._slug_of(name, int(key)): counts.get(key, 0) for key in self.counts[name]}
        return {slug: count for slug, count in shown.items() if slug}

    def _missing(self, name: str, slug: str) -> Named:
        if isinstance(BY_NAME[name].values, Choices):
            return Named(slug, _label(BY_NAME[name], slug))
        kinds = BY_NAME[name].fields
        known = (self._by_slug[kind, slug] for kind in kinds if (kind, slug) in self._by_slug)
        return Named(slug, next(known, slug))

    def _series_count(self, name: str, slug: str) -> int:
        """Hits of an event series, which stands among the events only where it is selected."""
        counts = self.counts["series"] if name == "event" else {}
        return next((n for pk, n in counts.items() if self._slug_of("series", int(pk)) == slug), 0)

    def _slug_of(self, noun: str, pk: int) -> str:
        named = self.names.get((noun, pk))
        return named.slug if named else ""

    def _named(self, name: str, key: int | str) -> Named | None:
        if name in NOUNS:
            return self.names.get((name, int(key)))
        return Named(str(key), _label(BY_NAME[name], str(key)))


def _label(chosen: Filter, value: str) -> str:
    """What a value is called where that is not its noun's name; empty where it has no label."""
    if isinstance(chosen.values, Choices):
        return vocabulary(chosen.values)(value).label
    return language_called(value) if isinstance(chosen.values, Languages) else ""


def language_called(code: str) -> str:
    """What a language is called; its code where that is not known."""
    try:
        return language_name(code, str(get_language_info(code)["name"]))
    except KeyError:
        return language_name(code, code)


def _most_frequent(
    counts: dict[int | str, int], most: int, kept: set[int | str]
) -> dict[int | str, int]:
    if len(counts) <= most:
        return counts
    selected = {key: counts[key] for key in kept if key in counts}
    return selected | dict(nlargest(most, counts.items(), key=itemgetter(1)))
