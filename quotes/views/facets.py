"""Facets of a search: values with counts, each a link that selects or excludes it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from quotes.filters.search import SearchFilters
from quotes.models import Wording
from quotes.models.names import Named, names
from quotes.search.documents import UNDATED
from quotes.search.find import FACETS, Found
from quotes.views.addresses import Addresses

SHOWN_VALUES = 10
NOUN_FACETS = ("speaker", "event", "topic", "outlet")
LABELS = {
    "speaker": "Speaker", "event": "Event", "topic": "Topic", "outlet": "Outlet",
    "wording": "Wording", "language": "Language", "year": "Year", "interview": "Interview",
    "source": "Source", "topic_all": "Topic", "after": "From", "before": "Until",
}  # fmt: skip


@dataclass(frozen=True)
class Value:
    """One value of a facet, with the addresses that select and exclude it."""

    value: str
    label: str
    count: int
    selected: bool
    excluded: bool
    url: str
    exclude_url: str


class Facet(NamedTuple):
    """The values of one field among the hits, the commonest first; ``more`` are not shown."""

    parameter: str
    label: str
    values: list[Value]
    more: int


@dataclass(frozen=True)
class Bar:
    """The hits of one year; ``height_percent`` is relative to the fullest year."""

    value: str
    label: str
    count: int
    height_percent: int
    url: str
    selected: bool


class Facets:
    """All facets of what was found, with the names of their values (one query)."""

    def __init__(self, filters: SearchFilters, found: Found, addresses: Addresses) -> None:
        self.found, self.addresses = found, addresses
        narrowing = filters.asked.narrowing
        wanted: dict[str, set[int]] = {
            noun: {int(key) for key in found.facets.get(noun, {})} for noun in NOUN_FACETS
        }
        for fields in (narrowing.include, narrowing.exclude, {"topic": narrowing.every}):
            for field, values in fields.items():
                if field not in ("wording", "language", "year"):
                    wanted.setdefault(field, set()).update(int(value) for value in values)
        self.names = names(wanted)
        self._by_slug = {(noun, n.slug): n.name for (noun, _), n in self.names.items()}

    def label(self, parameter: str, value: str) -> str:
        """What a value given in an address is called."""
        noun = parameter.removeprefix("exclude_").removesuffix("_all")
        kinds = ("event", "series") if noun == "event" else (noun,)
        named = next((self._by_slug[k, value] for k in kinds if (k, value) in self._by_slug), "")
        if noun == "wording":
            named = Wording(value).label
        denied = "not " if parameter.startswith("exclude_") else ""
        return f"{LABELS[noun]}: {denied}{named or value}"

    def all(self, shown: int | None = SHOWN_VALUES) -> list[Facet]:
        """The facets but the year; with ``shown`` values each, selected ones never left out."""
        return [self._facet(name, shown) for name in FACETS if name != "year"]

    def years(self) -> list[Bar]:
        """The hits by year in order, the undated last."""
        counts = self.found.facets.get("year", {})
        most = max(counts.values(), default=1)
        return [
            Bar(
                value := "undated" if year == UNDATED else str(year),
                value.capitalize(),
                counts[year],
                max(4, round(100 * counts[year] / most)),
                self.addresses.toggling("year", value),
                self.addresses.has("year", value),
            )
            for year in sorted(counts, key=lambda year: (year == UNDATED, year))
        ]

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """Every value of every facet."""
        facets = {
            facet.parameter: [
                {"value": v.value, "label": v.label, "count": v.count, "selected": v.selected}
                for v in facet.values
            ]
            for facet in self.all(shown=None)
        }
        facets["year"] = [
            {"value": b.value, "label": b.label, "count": b.count, "selected": b.selected}
            for b in self.years()
        ]
        return facets

    def _facet(self, name: str, shown: int | None) -> Facet:
        values = self._values(name)
        kept = [
            value
            for place, value in enumerate(values)
            if shown is None or place < shown or value.selected or value.excluded
        ]
        return Facet(name, LABELS[name], kept, len(values) - len(kept))

    def _values(self, name: str) -> list[Value]:
        counts = dict(self.found.facets.get(name, {}))
        rows = [(named, counts[key]) for key in counts if (named := self._named(name, key))]
        seen = {named.slug for named, _ in rows}
        for prefix in ("", "exclude_"):
            # A selected value never disappears, even when nothing is left of it.
            rows += [
                (Named(slug, self._by_slug.get((name, slug), slug)), 0)
                for slug in self.addresses.given.get(prefix + name, [])
                if slug not in seen and (name not in NOUN_FACETS or (name, slug) in self._by_slug)
            ]
        rows.sort(key=lambda row: (-row[1], row[0].name))
        return [self._value(name, named, count) for named, count in rows]

    def _named(self, name: str, key: int | str) -> Named | None:
        if name == "wording":
            return Named(str(key), Wording(str(key)).label)
        if name == "language":
            return Named(str(key), str(key))
        return self.names.get((name, int(key)))

    def _value(self, name: str, named: Named, count: int) -> Value:
        here = self.addresses
        return Value(
            named.slug,
            named.name,
            count,
            here.has(name, named.slug),
            here.has(f"exclude_{name}", named.slug),
            here.toggling(name, named.slug),
            here.toggling(f"exclude_{name}", named.slug),
        )
