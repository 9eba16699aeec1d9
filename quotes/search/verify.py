"""Whether the index answers as what the database has published: each passage once, as it is now."""

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
from quotes.search.facets import MAX_VALUES
from quotes.search.index import DamagedIndexError, Snapshot
from quotes.search.schema import CODES, META_PK, NUMBERS, ORDERS, TEXTS, schema

CHUNK = 1_000
# More documents than these are never held at once, whatever the index holds.
MAX_DOCUMENTS = 20_000
LAST_PK = 2**63 - 1
# Of these a passage has several values: they are compared by how many passages have each.
MANY = "topic"
SINGLE_VALUES = tuple(name for name in (*NUMBERS, *ORDERS, "digest") if name != MANY)
COUNTED = (*NUMBERS, *CODES)
Row = dict[str, Any]


def differences() -> Iterator[str]:
    """What index and database disagree about, a sentence each.

    The index is brought up to date first, as a search would do. Every file is read, then every
    passage is asked for: its values, and its words in their places; at the end, how many passages
    have each value and word, where nothing else was found and no editor has changed anything
    meanwhile: what editors change while this goes on is no difference. Raises DamagedIndexError.
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
    while pks := _published_behind(reached):
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


def _published_behind(pk: int) -> list[int]:
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
        clauses = [tantivy.Query.term_query(schema(), "pk", row["pk"])]
        clauses += [_run(name, row[name].split()) for name in TEXTS if row[name]]
        clauses += [_run("dense", [term]) for term in row["dense"].split()]
        clauses += [_run(name, [row[name]]) for name in CODES]
        with index.reading():
            both = tantivy.Query.boolean_query([(Occur.Must, clause) for clause in clauses])
            return self.searcher.search(both, 1).count == 1

    def _count(self, row: Row) -> None:
        """Take note of what a passage should be found by."""
        for name in (*TEXTS, "dense"):
            self.counts[name].update(set(row[name].split()))
        for name in COUNTED:
            value = row.get(name, [])
            self.counts[name].update(value if isinstance(value, list) else [value])

    def of_numbers(self) -> Iterator[str]:
        """Fields of which another number of passages has some value or word than should."""
        everything = tantivy.Query.all_query()
        with index.reading():
            for name in (*TEXTS, "dense", *CODES):
                live = self.searcher.terms_with_prefix(name, "", everything)
                if {term: number for term, number in live if number} != self.counts[name]:
                    yield f"Other passages than should are found by the field “{name}”."
            for name in COUNTED:
                if self._facet(name) != self.counts[name] or not self._are_found(name):
                    yield f"Other passages than should have the values of the field “{name}”."

    def _facet(self, name: str) -> dict[int | str, int]:
        wanted = {name: {"terms": {"field": name, "size": MAX_VALUES, "segment_size": MAX_VALUES}}}
        found = self.searcher.aggregate(tantivy.Query.all_query(), wanted)[name]["buckets"]
        return {row["key"] if name in CODES else int(row["key"]): row["doc_count"] for row in found}

    def _are_found(self, name: str) -> bool:
        queries = {v: tantivy.Query.term_query(schema(), name, v) for v in self.counts[name]}
        return all(
            self.searcher.search(queries[value], 1).count == number
            for value, number in self.counts[name].items()
        )

    def _named(self, faults: dict[int, str]) -> Iterator[str]:
        """The faults in order, without passages that changed behind the index's version."""
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


def _run(name: str, terms: list[str]) -> tantivy.Query:
    # A phrase of one word makes the engine panic.
    if len(terms) == 1:
        return tantivy.Query.term_query(schema(), name, terms[0])
    return tantivy.Query.phrase_query(schema(), name, terms)
