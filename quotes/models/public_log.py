"""What became of published passages, as readers may know it: the latest first, by place in the log.

Three kinds: a correction, which made versions; the end of an identifier; a removal of words. Their
places in the log order them, and never a clock, which may have been set back.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects

from quotes.models.identifier import IdentifierEvent, RegistryRecord
from quotes.models.revision import Correction, PassageRevision, Removed


class Removal(NamedTuple):
    """One removal of words: its places in the log, and the versions, as identifier and number."""

    reason: str
    created_at: datetime
    first: int
    last: int
    versions: tuple[tuple[str, int], ...]


Change = Correction | IdentifierEvent | Removal
CHUNK = 1_000
ENDED_WITH = ("identifier__events", "identifier__passage__revisions")


def changes(skip: int, most: int) -> list[Change]:
    """So many changes behind the first ``skip``; ends with what their passages had printed."""
    upto = skip + most
    corrections = [Correction(**row) for row in PassageRevision.objects.corrections()[:upto]]
    ends = iter(IdentifierEvent.objects.ends()[:upto])
    registered = list(_registered(ends, upto))
    placed = merge(
        ((each.last, each) for each in corrections), registered, key=itemgetter(0), reverse=True
    )
    # Ends that are left have no records: they are older than record format 2.
    old = list(ends) if len(registered) < upto else []
    found = _merged([change for _, change in placed], old)[skip:upto]
    prefetch_related_objects([e for e in found if isinstance(e, IdentifierEvent)], *ENDED_WITH)
    return found


def _registered(ends: Iterator[IdentifierEvent], most: int) -> Iterator[tuple[int, Change]]:
    """Place and change of the latest ``most`` records that are no versions.

    Each end has one, in the same order, and is taken from ``ends``, which has the latest first.
    """
    rows = RegistryRecord.objects.order_by("-sequence").values_list("sequence", "record")
    read = ((sequence, json.loads(record)) for sequence, record in rows.iterator(CHUNK))
    for _, group in islice(groupby(read, key=_act), most):
        made = list(group)
        place, record = made[0]
        if record["kind"] == Removed.EXPUNGED:
            yield place, _removal(made[::-1])
        elif record["kind"] != "registry" and (end := next(ends, None)):
            yield place, end


def _act(row: tuple[int, dict[str, Any]]) -> Any:
    """The same for the records that one removal made, and of each other record its own."""
    place, record = row
    is_removal = record["kind"] == Removed.EXPUNGED
    return (_moment(record), record["reason"]) if is_removal else place


def _removal(rows: list[tuple[int, dict[str, Any]]]) -> Removal:
    places = [place for place, _ in rows]
    record = rows[0][1]
    versions = tuple((each["passage"], each["version"]) for _, each in rows)
    at = datetime.fromisoformat(_moment(record))
    return Removal(record["reason"], at, places[0], places[-1], versions)


def _moment(record: dict[str, Any]) -> str:
    """When it happened, which may be before the record could be made."""
    return record.get("happened") or record["time"]


def _merged(logged: list[Change], ends: list[IdentifierEvent]) -> list[Change]:
    """Puts ends without records among what has places."""
    merged: list[Change] = []
    waiting = ends[::-1]
    for change in logged:
        while waiting and isinstance(change, Correction) and _is_later(waiting[-1], change):
            merged.append(waiting.pop())
        merged.append(change)
    return [*merged, *reversed(waiting)]


def _is_later(end: IdentifierEvent, correction: Correction) -> bool:
    if end.after_sequence is None:
        return end.created_at >= correction.created_at
    return end.after_sequence >= correction.last
