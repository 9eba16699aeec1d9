"""Counts by two or three fields at once, as a picture of years and topics needs them."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import tantivy

from quotes.models import Version
from quotes.search.compile import IndexFilters, compiled, with_any_value
from quotes.search.open_index import OpenIndex, from_index
from quotes.search.query import Query
from quotes.search.tree import EVERYTHING
from quotes.search.value_counts import (
    ALL_VALUES,
    MAX_VALUES,
    commonest,
    counts_of,
    key_of,
    terms_of,
)

# Hits by the values of each field, in the order of the fields; the last counts hits.
Counts = dict[Any, Any]


class Counted(NamedTuple):
    """Counts, and whether the index they are from lacks the archive's newest changes."""

    counts: Counts
    is_lagging: bool


def cross_counts(
    query: Query, index_filters: IndexFilters, fields: Sequence[str], rows: Collection[int],
    version: Version,
) -> Counted:  # fmt: skip
    """Exact numbers of hits by the values of ``fields``, nested, of the first only ``rows``.

    Rows without hits are left out. Raises PreparingError as ``find`` does.
    """

    def counted(index: OpenIndex) -> Counted:
        base = compiled(query.tree, index_filters, index.snapshot.languages)
        name, *below = fields
        if not below:
            return Counted(counts_of(index.searcher, base, name, rows), index.is_lagging)
        # Row by row: a passage has many topics, and the engine refuses counts of 65,000 values.
        by_row = {
            row: _nested_counts(index.searcher, with_any_value(base, name, [row]), below)
            for row in rows
        }
        return Counted({row: counts for row, counts in by_row.items() if counts}, index.is_lagging)

    return from_index(counted, version) if rows else Counted({}, is_lagging=False)


def most_quoted(field: str, limit: int, version: Version) -> Counted:
    """The nouns with most published passages and how many those are; at most ``limit``."""

    def counted(index: OpenIndex) -> Counted:
        base = compiled(EVERYTHING, IndexFilters(), index.snapshot.languages)
        return Counted(commonest(index.searcher, base, field, limit), index.is_lagging)

    return from_index(counted, version)


def _nested_counts(
    searcher: tantivy.Searcher, query: tantivy.Query, fields: Sequence[str]
) -> Counts:
    return _counts(searcher.aggregate(query, _nested(fields)), fields)


def _nested(fields: Sequence[str]) -> dict[str, Any]:
    name, *below = fields
    terms = terms_of(name, MAX_VALUES, ALL_VALUES)
    return {name: terms | ({"aggs": _nested(below)} if below else {})}


def _counts(found: dict[str, Any], fields: Sequence[str]) -> Counts:
    name, *below = fields
    counts: Counts = {}
    for bucket in found[name]["buckets"]:
        counts[key_of(bucket)] = _counts(bucket, below) if below else bucket["doc_count"]
    return counts
