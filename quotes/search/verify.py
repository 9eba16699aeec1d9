"""Whether the index holds what the database has published: each passage once, as it is now."""

from collections.abc import Iterator
from itertools import groupby

import tantivy
from tantivy import FieldType

from quotes.models import Passage, current_version
from quotes.search import index
from quotes.search.catch_up import catch_up
from quotes.search.documents import Documents
from quotes.search.index import DamagedIndexError, Snapshot
from quotes.search.schema import META_PK, schema

CHUNK = 1_000
# More documents than these are never held at once, whatever the index holds.
MOST = 20_000
LAST_PK = 2**63 - 1


def differences() -> Iterator[str]:
    """What index and database disagree about, a sentence each; in memory of constant size.

    The index is brought up to date first, as a search would do. What editors change while this
    goes on is no difference. Raises DamagedIndexError.
    """
    with index.write_lock(wait_seconds=3600):
        found = index.reader().snapshot(fresh=True)
        if found is None:
            yield "There is no index."
            return
        if found.holds(current_version()):
            snapshot = found
        else:
            catch_up()
            snapshot = _opened()
    reached = META_PK
    while pks := _published_behind(reached):
        yield from _in_range(snapshot, reached, pks[-1], pks)
        reached = pks[-1]
    yield from _in_range(snapshot, reached, LAST_PK, [])


def _opened() -> Snapshot:
    found = index.reader().snapshot(fresh=True)
    if found is None:
        raise DamagedIndexError("The index vanished while it was verified.")
    return found


def _published_behind(pk: int) -> list[int]:
    passages = Passage.public.filter(pk__gt=pk).order_by("pk")
    return list(passages.values_list("pk", flat=True)[:CHUNK])


def _in_range(snapshot: Snapshot, start: int, end: int, pks: list[int]) -> Iterator[str]:
    """Differences between primary keys ``start`` (not included) and ``end``."""
    query = _between(start, end)
    with index.reading():
        number = snapshot.searcher.search(query, 1).count
    if number > MOST and end - start > 1:
        middle = (start + end) // 2
        yield from _in_range(snapshot, start, middle, [pk for pk in pks if pk <= middle])
        yield from _in_range(snapshot, middle, end, [pk for pk in pks if pk > middle])
    else:
        yield from _compared(snapshot, _held(snapshot.searcher, query, number), pks)


def _between(start: int, end: int) -> tantivy.Query:
    return tantivy.Query.range_query(
        schema(), "pk", FieldType.Integer, start, end, include_lower=False
    )


def _held(searcher: tantivy.Searcher, query: tantivy.Query, number: int) -> dict[int, list[int]]:
    """Digests in the index by primary key."""
    with index.reading():
        addresses = [address for _, address in searcher.search(query, max(number, 1)).hits]
        keys = searcher.fast_field_values("pk", addresses)
        digests = searcher.fast_field_values("digest", addresses)
    pairs = sorted(zip(keys, digests, strict=True), key=lambda pair: pair[0])
    return {pk: [d for _, d in some] for pk, some in groupby(pairs, key=lambda pair: pair[0])}


def _compared(snapshot: Snapshot, held: dict[int, list[int]], pks: list[int]) -> Iterator[str]:
    wanted = {row["pk"]: row["digest"] for row in Documents().rows(pks)}
    faults: dict[int, str] = {}
    for pk in wanted.keys() - held.keys():
        faults[pk] = "missing from the index"
    for pk in held.keys() - wanted.keys():
        faults[pk] = "superfluous: the index has it, but it is not published"
    for pk in held.keys() & wanted.keys():
        if len(held[pk]) > 1:
            faults[pk] = f"in the index {len(held[pk])} times"
        elif held[pk] != [wanted[pk]]:
            faults[pk] = "stale: the index has it as it was"
    yield from _named(faults, snapshot.meta.version)


def _named(faults: dict[int, str], version: int) -> Iterator[str]:
    """The faults in order, without those of passages that changed behind the index's version."""
    found = Passage.objects.filter(pk__in=faults)
    changed = set(found.changed_since(version).values_list("pk", flat=True)) if faults else set()
    names = dict(found.values_list("pk", "identifier_id"))
    for pk in sorted(faults.keys() - changed):
        yield f"Passage {names.get(pk) or f'with the key {pk}'} is {faults[pk]}."
