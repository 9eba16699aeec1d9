"""Exact counts of hits by the values of one field."""

from collections.abc import Iterable
from typing import Any

import tantivy

from quotes.search.compile import Value, past_key, with_any_value

# More than any field has values. A segment hands on all of them, or the engine would miscount.
ALL_VALUES = 1_000_000
# Values of one field that are fetched at most: the engine refuses counts of 65,000 values.
MAX_VALUES = 50_000
# The field of which a passage may have several values.
SEVERAL_VALUED = "topic"


def commonest(
    searcher: tantivy.Searcher, query: tantivy.Query, name: str, limit: int
) -> dict[int, int]:
    """The commonest values of a field with numbers among the hits, equal ones by value.

    The counts are exact: every segment hands on all its values, and only their sums are cut. Which
    of more than MAX_VALUES equal ones are given, is left to the engine.
    """
    counts = _summed(searcher, query, name, limit + 1)
    if len(counts) > limit and counts[limit - 1][1] == counts[limit][1]:
        # The engine cut equal ones in an order of its own.
        counts = _summed(searcher, query, name, MAX_VALUES)
    return {int(value): count for value, count in counts[:limit]}


def counts_of(
    searcher: tantivy.Searcher, query: tantivy.Query, name: str, values: Iterable[int]
) -> dict[int, int]:
    """Exact numbers of hits of some values of a field with numbers; none of those without hits."""
    wanted = with_any_value(query, name, values)
    found = {int(value): n for value, n in _summed(searcher, wanted, name, MAX_VALUES)}
    # Values of passages that have several, and of which so many are fetched that others are cut.
    cut = set(values) - found.keys() if len(found) >= MAX_VALUES else set()
    found |= {
        value: searcher.search(with_any_value(query, name, [value]), 1).count for value in cut
    }
    return {value: n for value in values if (n := found.get(value))}


def all_counts(searcher: tantivy.Searcher, query: tantivy.Query, name: str) -> dict[Value, int]:
    """Exact counts of all values of a field; of SEVERAL_VALUED, of MAX_VALUES at most."""
    counts = dict(_summed(searcher, query, name, MAX_VALUES))
    if len(counts) < MAX_VALUES or name == SEVERAL_VALUED:
        return counts
    counts.clear()
    wanted, terms = query, terms_of(name, MAX_VALUES, ALL_VALUES)["terms"]
    by_key = {name: {"terms": terms | {"order": {"_key": "asc"}}}}
    while True:
        found = in_order(searcher.aggregate(wanted, by_key)[name])
        counts |= found
        if len(found) < MAX_VALUES:
            return counts
        wanted = past_key(query, name, int(max(counts)), ascending=True)


def _summed(
    searcher: tantivy.Searcher, query: tantivy.Query, name: str, size: int
) -> list[tuple[Value, int]]:
    return in_order(searcher.aggregate(query, {name: terms_of(name, size, ALL_VALUES)})[name])


def in_order(facet: dict[str, Any]) -> list[tuple[Value, int]]:
    """Values and counts of what the engine gives in an order of its own where counts are equal."""
    return sorted(((key_of(row), row["doc_count"]) for row in facet["buckets"]), key=place_of)


def place_of(counted: tuple[Value, int]) -> tuple[int, Value]:
    """What a value with its number is sorted by: the commonest first, equal ones by value."""
    value, number = counted
    return -number, value


def key_of(bucket: dict[str, Any]) -> Value:
    """The value that a bucket of the engine counts; it gives whole numbers as floats."""
    key = bucket["key"]
    return key if isinstance(key, str) else int(key)


def terms_of(name: str, size: int, per_segment: int) -> dict[str, Any]:
    """What asks the engine for ``size`` values of a field, of each segment's ``per_segment``."""
    return {"terms": {"field": name, "size": size, "segment_size": per_segment}}
