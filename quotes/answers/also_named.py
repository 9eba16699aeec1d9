"""Topics and speakers that the words of a search name in another form, and what these find."""

from dataclasses import dataclass, replace

from quotes.answers.addresses import Addresses
from quotes.answers.result import Result
from quotes.filters.search import ResultPageFilters
from quotes.search.index import DamagedIndexError, Snapshot, reading
from quotes.search.naming import typed
from quotes.search.other_forms import Naming, named_otherwise
from quotes.search.query import parse
from quotes.search.small_counts import counts
from quotes.search.tree import And, Node, Not

# Parameters by which a reader has chosen a noun of the kind.
CHOOSING = ("{}", "exclude_{}", "{}_all")


@dataclass(frozen=True)
class AlsoNamed:
    """A search by a noun and the words that do not name it, and how much it finds.

    ``missing``: how many of these are not among the results shown.
    """

    noun: str
    name: str
    rest: str
    count: int
    missing: int
    url: str


def also_named(filters: ResultPageFilters, shown: Result) -> list[AlsoNamed]:
    """What the typed words also name; only what has quotations that are not ``shown``."""
    if filters.query.notes or filters.number > 1:
        return []
    snapshot = shown.found.snapshot
    try:
        with reading():
            return [
                found
                for each in named_otherwise(snapshot, filters.query)
                if not any(name.format(each.noun) in filters.parameters for name in CHOOSING)
                if (found := _counted(snapshot, filters, each, shown.query.tree))
            ]
    except DamagedIndexError:
        # The next search mends the index.
        return []


def _counted(
    snapshot: Snapshot, filters: ResultPageFilters, named: Naming, shown: Node
) -> AlsoNamed | None:
    """The search by the noun; None where all that it finds is shown."""
    rest = " ".join(map(typed, named.rest))
    tree, others = parse(rest).tree, filters.asked.index_filters
    index_filters = replace(others, include={**others.include, named.noun: (named.pk,)})
    [missing] = counts(snapshot, [(And((tree, Not(shown))), index_filters)])
    if not missing:
        return None
    [count] = counts(snapshot, [(tree, index_filters)])
    # Lines, and their orders, are of words.
    bare = {} if rest or filters.view != "lines" else {"view": "", "sort": ""}
    url = Addresses(filters.parameters).setting(named.noun, [named.slug], **bare, q=rest)
    return AlsoNamed(named.noun, named.name, rest, count, missing, url)
