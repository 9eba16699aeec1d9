"""Where little or nothing is found: other spellings, fewer filters, and what there is at all."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from quotes.answers.addresses import Addresses
from quotes.filters.search import SearchFilters
from quotes.filters.values import resolved
from quotes.search.alternatives import Coverage, counts, coverage
from quotes.search.compile import IndexFilters
from quotes.search.find import Found
from quotes.search.index import DamagedIndexError, Snapshot, reading
from quotes.search.query import parse
from quotes.search.tree import And, Node
from quotes.search.vocabulary import corrected

LITTLE = 2
MAX_CONDITIONS = 8
UNNARROWING = ("q", "sort", "page", "per_page")
Label = Callable[[str, str], str]


@dataclass(frozen=True)
class Suggestion:
    """The query in another spelling, and how much it finds."""

    text: str
    count: int
    url: str


@dataclass(frozen=True)
class Without:
    """The same search without one filter, or one condition of ``q``, and how much it finds."""

    parameter: str
    values: list[str]
    label: str
    count: int
    url: str


class _Less(NamedTuple):
    parameter: str
    values: list[str]
    label: str
    url: str
    search: tuple[Node, IndexFilters]


@dataclass(frozen=True)
class Alternatives:
    """What to offer; everything but the suggestion only where nothing is found."""

    suggestion: Suggestion | None = None
    without: list[Without] = field(default_factory=list)
    coverage: Coverage | None = None

    @property
    def ways_out(self) -> list[Without]:
        """Those of the searches with less asked that find something."""
        return [less for less in self.without if less.count]

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
    """What to offer to whom found few passages, by the index that found them."""
    snapshot = found.snapshot
    try:
        with reading():
            suggestion = _suggestion(snapshot, filters, addresses, found.count)
            if found.count:
                return Alternatives(suggestion)
            less = [*_conditions(filters, addresses), *_filters(filters, addresses, label)]
            numbers = counts(snapshot, (one.search for one in less))
            without = [
                Without(one.parameter, one.values, one.label, number, one.url)
                for one, number in zip(less, numbers, strict=True)
            ]
            return Alternatives(suggestion, without, coverage(snapshot))
    except DamagedIndexError:
        # Nothing to offer is no reason to fail; the next search mends the index.
        return Alternatives()


def _suggestion(
    snapshot: Snapshot, filters: SearchFilters, addresses: Addresses, count: int
) -> Suggestion | None:
    text = corrected(snapshot, filters.query)
    query, problems = resolved(parse(text))
    if not text or problems:
        return None
    more = counts(snapshot, [(query.tree, filters.asked.index_filters)])[0]
    return Suggestion(text, more, addresses.setting("q", [text])) if more > count else None


def _conditions(filters: SearchFilters, addresses: Addresses) -> Iterator[_Less]:
    """Without one of several conditions typed in the box, or without all that is typed."""
    index_filters, query = filters.asked.index_filters, filters.query
    nodes = query.tree.nodes if isinstance(query.tree, And) else (query.tree,)
    if len(nodes) != len(query.parts) or (len(nodes) == 1 and index_filters == IndexFilters()):
        return
    for place, part in enumerate(query.parts[:MAX_CONDITIONS]):
        rest = nodes[:place] + nodes[place + 1 :]
        url = addresses.setting("q", [part.rest] if part.rest else [])
        yield _Less("q", [part.said], part.said, url, (And(rest), index_filters))


def _filters(filters: SearchFilters, addresses: Addresses, label: Label) -> Iterator[_Less]:
    """Without one parameter: all its values, but for topics that must all hold one by one."""
    index_filters, tree = filters.asked.index_filters, filters.query.tree
    for parameter, values in addresses.given.items():
        if parameter == "topic_all":
            for value, pk in zip(values, index_filters.every, strict=False):
                every = tuple(other for other in index_filters.every if other != pk)
                url = addresses.removing(parameter, value)
                search = (tree, replace(index_filters, every=every))
                yield _Less(parameter, [value], label(parameter, value), url, search)
        elif parameter not in UNNARROWING:
            said = ", ".join(label(parameter, value) for value in values)
            search = (tree, _without(index_filters, parameter))
            yield _Less(parameter, values, said, addresses.setting(parameter, []), search)


def _without(index_filters: IndexFilters, parameter: str) -> IndexFilters:
    if parameter in ("after", "before"):
        after = None if parameter == "after" else index_filters.after
        before = None if parameter == "before" else index_filters.before
        return replace(index_filters, after=after, before=before)
    less = index_filters.without(parameter.removeprefix("exclude_"))
    if parameter.startswith("exclude_"):
        return replace(index_filters, exclude=less.exclude)
    return replace(index_filters, include=less.include)
