"""Exact counts of alternative searches, and what the archive covers."""

from collections.abc import Iterable
from dataclasses import dataclass

import tantivy

from quotes.search.compile import IndexFilters, compiled
from quotes.search.documents import UNDATED
from quotes.search.facets import MAX_VALUES, all_counts
from quotes.search.index import Snapshot
from quotes.search.tree import EVERYTHING, Node

COVERED = ("speaker", "source", "year")


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
    """What all published passages together cover; counted once for each state of the archive."""
    if snapshot.coverage is None:
        snapshot.coverage = _coverage(snapshot.searcher)
    return snapshot.coverage


def _coverage(searcher: tantivy.Searcher) -> Coverage:
    everything = compiled(EVERYTHING, IndexFilters(), ())
    wanted = {"language": {"terms": {"field": "language", "size": MAX_VALUES}}}
    languages = searcher.aggregate(everything, wanted)["language"]["buckets"]
    values = {name: all_counts(searcher, everything, name) for name in COVERED}
    years = [year for year in values["year"] if year != UNDATED]
    return Coverage(
        searcher.search(everything, 1).count,
        len(values["speaker"]),
        len(values["source"]),
        sorted(bucket["key"] for bucket in languages),
        min(years, default=None),
        max(years, default=None),
    )
