"""Alternatives if little or nothing is found: another spelling, fewer filters, and coverage."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from quotes.answers.addresses import NOT_FILTERS, Addresses
from quotes.filters.search import SearchFilters
from quotes.filters.values import resolve_fields
from quotes.search.compile import IndexFilters
from quotes.search.find import Found
from quotes.search.index import DamagedIndexError, Snapshot, reading
from quotes.search.query import parse
from quotes.search.small_counts import Coverage, counts, coverage
from quotes.search.tree import And, Node
from quotes.search.vocabulary import corrected
from quotes.text.interface import joined

LITTLE = 2
MAX_CONDITIONS = 8
Label = Callable[[str, str], str]


@dataclass(frozen=True)
class Suggestion:
    """The query in another spelling, and how much it finds."""

    text: str
    count: int
    url: str


@dataclass(frozen=True)
class RelaxedSearch:
    """The same search without one filter, or one condition of ``q``, and how much it finds."""

    parameter: str
    values: list[str]
    label: str
    count: int
    url: str


class _Relaxation(NamedTuple):
    parameter: str
    values: list[str]
    label: str
    url: str
    search: tuple[Node, IndexFilters]


@dataclass(frozen=True)
class Alternatives:
    """Alternatives; everything except the suggestion only if nothing is found."""

    suggestion: Suggestion | None = None
    without: list[RelaxedSearch] = field(default_factory=list)
    coverage: Coverage | None = None

    @property
    def ways_out(self) -> list[RelaxedSearch]:
        """The relaxed searches that find something."""
        return [relaxed for relaxed in self.without if relaxed.count]

    def as_json(self, site: str) -> dict[str, Any]:
        """The part that programs rely on."""
        rows = [
            {"parameter": w.parameter, "values": w.values, "count": w.count, "url": site + w.url}
            for w in self.without
        ]
        return {"without": rows, "coverage": asdict(self.coverage) if self.coverage else None}


def alternatives(
    filters: SearchFilters, addresses: Addresses, label: Label, found: Found
) -> Alternatives:
    """Alternatives to a search, counted in the index that answered it."""
    snapshot = found.snapshot
    try:
        with reading():
            suggestion = _suggestion(snapshot, filters, addresses, found.count)
            if found.count:
                return Alternatives(suggestion)
            relaxed = [*_conditions(filters, addresses), *_filters(filters, addresses, label)]
            numbers = counts(snapshot, (one.search for one in relaxed))
            without = [
                RelaxedSearch(one.parameter, one.values, one.label, number, one.url)
                for one, number in zip(relaxed, numbers, strict=True)
            ]
            return Alternatives(suggestion, without, coverage(snapshot))
    except DamagedIndexError:
        # No alternatives is better than an error; the next search repairs the index.
        return Alternatives()


def _suggestion(
    snapshot: Snapshot, filters: SearchFilters, addresses: Addresses, count: int
) -> Suggestion | None:
    text = corrected(snapshot, filters.query)
    query, problems = resolve_fields(parse(text))
    if not text or problems:
        return None
    more = counts(snapshot, [(query.tree, filters.asked.index_filters)])[0]
    return Suggestion(text, more, addresses.setting("q", [text])) if more > count else None


def _conditions(filters: SearchFilters, addresses: Addresses) -> Iterator[_Relaxation]:
    """Searches without one of the typed conditions, or without the query."""
    index_filters, query = filters.asked.index_filters, filters.query
    nodes = query.tree.nodes if isinstance(query.tree, And) else (query.tree,)
    if len(nodes) != len(query.parts) or (len(nodes) == 1 and index_filters == IndexFilters()):
        return
    for place, part in enumerate(query.parts[:MAX_CONDITIONS]):
        rest = nodes[:place] + nodes[place + 1 :]
        url = addresses.setting("q", [part.rest] if part.rest else [])
        yield _Relaxation("q", [part.said], part.said, url, (And(rest), index_filters))


def _filters(filters: SearchFilters, addresses: Addresses, label: Label) -> Iterator[_Relaxation]:
    """Searches without one parameter; values of ``topic_all`` are removed one by one."""
    index_filters, tree = filters.asked.index_filters, filters.query.tree
    for parameter, values in addresses.given.items():
        if parameter == "topic_all":
            for value, pk in zip(values, index_filters.all_topics, strict=False):
                all_topics = tuple(other for other in index_filters.all_topics if other != pk)
                url = addresses.removing(parameter, value)
                search = (tree, replace(index_filters, all_topics=all_topics))
                yield _Relaxation(parameter, [value], label(parameter, value), url, search)
        elif parameter not in NOT_FILTERS:
            said = joined(", ", [label(parameter, value) for value in values])
            search = (tree, _without(index_filters, parameter))
            yield _Relaxation(parameter, values, said, addresses.setting(parameter, []), search)


def _without(index_filters: IndexFilters, parameter: str) -> IndexFilters:
    if parameter in ("after", "before"):
        after = None if parameter == "after" else index_filters.after
        before = None if parameter == "before" else index_filters.before
        return replace(index_filters, after=after, before=before)
    relaxed = index_filters.without(parameter.removeprefix("exclude_"))
    if parameter.startswith("exclude_"):
        return replace(index_filters, exclude=relaxed.exclude)
    return replace(index_filters, include=relaxed.include)
