"""Counts by two or three fields at once, as a picture of years and topics needs them."""

from collections.abc import Collection, Sequence
from typing import Any

from quotes.models import Version
from quotes.search.compile import IndexFilters, compiled, with_any_value
from quotes.search.facets import MAX_VALUES, commonest
from quotes.search.open_index import OpenIndex, from_index
from quotes.search.query import Query
from quotes.search.tree import EVERYTHING

# Hits by the values of each field, in the order of the fields; the last counts hits.
Counts = dict[Any, Any]


def cross_counts(
    query: Query, index_filters: IndexFilters, fields: Sequence[str], rows: Collection[int],
    version: Version,
) -> Counts:  # fmt: skip
    """Exact numbers of hits by the values of ``fields``, nested, of the first only ``rows``.

    One pass over the hits, whatever the number of rows. Raises PreparingError as ``find`` does.
    """

    def counted(index: OpenIndex) -> Counts:
        snapshot = index.snapshot
        base = compiled(query.tree, index_filters, snapshot.languages)
        wanted = with_any_value(base, fields[0], rows)
        found = index.searcher.aggregate(wanted, _nested(fields))
        return _counts(found, fields, set(rows))

    return from_index(counted, version) if rows else {}


def most_quoted(field: str, limit: int, version: Version) -> dict[int, int]:
    """The nouns with most published passages and how many those are; at most ``limit``."""

    def counted(index: OpenIndex) -> dict[int, int]:
        base = compiled(EVERYTHING, IndexFilters(), index.snapshot.languages)
        return commonest(index.searcher, base, field, limit)

    return from_index(counted, version)


def _nested(fields: Sequence[str]) -> dict[str, Any]:
    name, *below = fields
    terms = {"field": name, "size": MAX_VALUES, "segment_size": MAX_VALUES}
    return {name: {"terms": terms, **({"aggs": _nested(below)} if below else {})}}


def _counts(found: dict[str, Any], fields: Sequence[str], only: set[int] | None = None) -> Counts:
    name, *below = fields
    counts: Counts = {}
    for bucket in found[name]["buckets"]:
        key = bucket["key"] if isinstance(bucket["key"], str) else int(bucket["key"])
        if only is None or key in only:
            counts[key] = _counts(bucket, below) if below else bucket["doc_count"]
    return counts
