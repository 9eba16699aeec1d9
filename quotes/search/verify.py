"""Compares the index with the database: each published passage once, with its current values."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import tantivy
from tantivy import FieldType, Occur

from quotes.models import Passage, current_version
from quotes.search import index
from quotes.search.catch_up import catch_up
from quotes.search.documents import Documents
from quotes.search.index import DamagedIndexError, Snapshot
from quotes.search.schema import (
    KEYWORD_FIELDS,
    META_PK,
    NUMBER_FIELDS,
    SORT_FIELDS,
    TEXT_FIELDS,
    phrase_query,
    schema,
    term_query,
)
from quotes.search.value_counts import all_counts

CHUNK = 1_000
# Documents held in memory at once.
MAX_DOCUMENTS = 20_000
LAST_PK = 2**63 - 1
# A passage has several values of this field, so only the counts of values are compared.
MULTI_VALUED = "topic"
SINGLE_VALUES = tuple(
    name for name in (*NUMBER_FIELDS, *SORT_FIELDS, "digest") if name != MULTI_VALUED
)
COUNTED = (*NUMBER_FIELDS, *KEYWORD_FIELDS)
Row = dict[str, Any]


def differences() -> Iterator[str]:
    """What index and database disagree about, a sentence each.

    The index is first brought up to date. Then all files are read, and every passage is compared:
    its values, and its words in their order. If no difference was found, the numbers of passages
    with each value and word are compared as well, unless an editor has changed something meanwhile.
    Changes made during the comparison do not count as differences. Raises DamagedIndexError.
    """
    with index.write_lock(wait_seconds=3600):
        index.reader().forget()
        snapshot = index.reader().snapshot(fresh=True)
        if snapshot is None:
            yield "There is no index."
            return
        if not snapshot.meta.is_at(current_version()):
            catch_up()
            snapshot = _opened()
    version, comparison = current_version(), _Comparison(snapshot)
    reached = META_PK
    while pks := _published_after(reached):
        yield from comparison.in_range(reached, pks[-1], pks)
        reached = pks[-1]
    yield from comparison.in_range(reached, LAST_PK, [])
    numbers = [] if comparison.faults else list(comparison.of_numbers())
    if version == current_version():
        yield from numbers


def _opened() -> Snapshot:
    found = index.reader().snapshot(fresh=True)
    if found is None:
        raise DamagedIndexError("The index vanished while it was verified.")
    return found


def _published_after(pk: int) -> list[int]:
    passages = Passage.public.filter(pk__gt=pk).order_by("pk")
    return list(passages.values_list("pk", flat=True)[:CHUNK])


class _Comparison:
    """Compares passages, and counts what they should be found by."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.searcher = snapshot.searcher
        self.faults = 0
        self.counts: dict[str, Counter[int | str]] = defaultdict(Counter)

    def in_range(self, start: int, end: int, pks: list[int]) -> Iterator[str]:
        """Differences between primary keys ``start`` (not included) and ``end``."""
        query = _between(start, end)
        with index.reading():
            number = self.searcher.search(query, 1).count
        if number > MAX_DOCUMENTS and end - start > 1:
            middle = (start + end) // 2
            yield from self.in_range(start, middle, [pk for pk in pks if pk <= middle])
            yield from self.in_range(middle, end, [pk for pk in pks if pk > middle])
        else:
            yield from self._compared(self._held(query, number), pks)

    def _held(self, query: tantivy.Query, number: int) -> dict[int, list[Row]]:
        """Values in the index by primary key."""
        with index.reading():
            addresses = [hit for _, hit in self.searcher.search(query, max(number, 1)).hits]
            columns = [
                self.searcher.fast_field_values(name, addresses) for name in ("pk", *SINGLE_VALUES)
            ]
        rows = sorted(zip(*columns, strict=True), key=lambda row: row[0])
        return {
            pk: [dict(zip(SINGLE_VALUES, row[1:], strict=True)) for row in some]
            for pk, some in groupby(rows, key=lambda row: row[0])
        }

    def _compared(self, held: dict[int, list[Row]], pks: list[int]) -> Iterator[str]:
        wanted = {row["pk"]: row for row in Documents().rows(pks)}
        faults: dict[int, str] = {}
        for pk in wanted.keys() - held.keys():
            faults[pk] = "missing from the index"
        for pk in held.keys() - wanted.keys():
            faults[pk] = "superfluous: the index has it, but it is not published"
        for pk in held.keys() & wanted.keys():
            if len(held[pk]) > 1:
                faults[pk] = f"in the index {len(held[pk])} times"
            elif held[pk][0]["digest"] != wanted[pk]["digest"]:
                faults[pk] = "stale: the index has it as it was"
            elif held[pk][0] != {name: wanted[pk].get(name) for name in SINGLE_VALUES}:
                faults[pk] = "damaged: the index has other values of it"
            elif not self._has_words(wanted[pk]):
                faults[pk] = "damaged: it is not found by all of its words"
        for row in wanted.values():
            self._count(row)
        self.faults += len(faults)
        yield from self._named(faults)

    def _has_words(self, row: Row) -> bool:
        """Whether a passage is found by all the words of each of its fields in their order."""
        clauses = [term_query("pk", row["pk"])]
        clauses += [phrase_query(name, row[name].split()) for name in TEXT_FIELDS if row[name]]
        clauses += [phrase_query("dense", [term]) for term in row["dense"].split()]
        clauses += [phrase_query(name, [row[name]]) for name in KEYWORD_FIELDS]
        with index.reading():
            both = tantivy.Query.boolean_query([(Occur.Must, clause) for clause in clauses])
            return self.searcher.search(both, 1).count == 1

    def _count(self, row: Row) -> None:
        """Count what a passage should be found by."""
        for name in (*TEXT_FIELDS, "dense"):
            self.counts[name].update(set(row[name].split()))
        for name in COUNTED:
            value = row.get(name, [])
            self.counts[name].update(value if isinstance(value, list) else [value])

    def of_numbers(self) -> Iterator[str]:
        """Fields with a value or word that a wrong number of passages has."""
        everything = tantivy.Query.all_query()
        with index.reading():
            for name in (*TEXT_FIELDS, "dense", *KEYWORD_FIELDS):
                live = self.searcher.terms_with_prefix(name, "", everything)
                if {term: number for term, number in live if number} != self.counts[name]:
                    yield f"Other passages than should are found by the field “{name}”."
            for name in COUNTED:
                counted = all_counts(self.searcher, everything, name)
                if counted != self.counts[name] or not self._are_found(name):
                    yield f"Other passages than should have the values of the field “{name}”."

    def _are_found(self, name: str) -> bool:
        queries = {v: term_query(name, v) for v in self.counts[name]}
        return all(
            self.searcher.search(queries[value], 1).count == number
            for value, number in self.counts[name].items()
        )

    def _named(self, faults: dict[int, str]) -> Iterator[str]:
        """The faults in order, without passages that changed after the index's version."""
        found = Passage.objects.filter(pk__in=faults)
        behind = found.changed_since(self.snapshot.meta.version)
        changed = set(behind.values_list("pk", flat=True)) if faults else set()
        names = dict(found.values_list("pk", "identifier_id"))
        for pk in sorted(faults.keys() - changed):
            yield f"Passage {names.get(pk) or f'with the key {pk}'} is {faults[pk]}."


def _between(start: int, end: int) -> tantivy.Query:
    return tantivy.Query.range_query(
        schema(), "pk", FieldType.Integer, start, end, include_lower=False
    )
