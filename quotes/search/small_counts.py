"""Exact counts of alternative searches, and what the archive covers."""

from collections.abc import Iterable
from dataclasses import dataclass

from quotes.search.compile import IndexFilters, compiled
from quotes.search.documents import UNDATED
from quotes.search.index import Snapshot
from quotes.search.tree import Node
from quotes.search.whole_archive import whole_counts


@dataclass(frozen=True)
class Coverage:
    """How much the archive holds; years are None where no passage is dated."""

    passages: int
    speakers: int
    sources: int
    languages: list[str]
    first_year: int | None
    last_year: int | None


def counts(snapshot: Snapshot, searches: Iterable[tuple[Node, IndexFilters]]) -> list[int]:
    """How many passages each of these trees and filters finds."""
    queries = [
        compiled(tree, index_filters, snapshot.languages) for tree, index_filters in searches
    ]
    return [snapshot.searcher.search(query, 1).count for query in queries]


def coverage(snapshot: Snapshot) -> Coverage:
    """What all published passages together cover."""
    whole = whole_counts(snapshot)
    years = dict(whole["year"].first())
    dated = [int(year) for year in years if year != UNDATED]
    return Coverage(
        sum(years.values()),
        len(whole["speaker"]),
        len(whole["source"]),
        sorted(str(code) for code, _ in whole["language"].first()),
        min(dated, default=None),
        max(dated, default=None),
    )
