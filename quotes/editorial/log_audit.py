"""Audits of the log of records and of the registry of identifiers."""

import heapq
import json
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef

from quotes.editorial.records import (
    ENDS,
    EVENT_OF_VERSION,
    REGISTRY,
    REMOVAL,
    canonical,
    event_line,
    event_lines,
    events_digest,
    moment,
    sha256,
    words_sha256,
)
from quotes.models import (
    Identifier,
    Passage,
    PassageRevision,
    RegistryRecord,
    Removed,
    RevisionWords,
    State,
)
from quotes.text import identifiers
from quotes.text.excerpts import HIDDEN

IS_PUBLIC_AFTER = {
    "published": True,
    "reinstated": True,
    "withdrawn": False,
    "merged_into": False,
    "split_into": False,
}
# Formats of a record and of the one before it; the switch to format 2 is a record of its own.
FOLLOWS = [(0, 1), (0, 2), (1, 1), (2, 2)]
SWITCHES = [(1, 2)]
Record = dict[str, Any]
# When and why words were removed, by passage and version.
Removals = dict[tuple[str, int], tuple[str, str]]


def record_faults() -> Iterator[str]:
    """Records against their hashes, their words, their place in the chain."""
    sequence, previous, form = 0, "", 0
    removals = _removals()
    for row in _in_order():
        sequence += 1
        where = f"Record {row.sequence}{_named(row)}"
        if row.sequence != sequence:
            yield f"{where}: records {sequence} to {row.sequence - 1} are missing, or one is twice."
            sequence = row.sequence
        record = _parsed(row.record)
        found = [*_chain_faults(row, record, previous), *_format_faults(record, form)]
        if isinstance(row, PassageRevision):
            found += _version_faults(row, record)
            found += _words_faults(row, record, removals)
        yield from (f"{where}: {fault}" for fault in found)
        previous, form = row.sha256, record.get("format", form)
    for passage, version in removals:
        yield f"Passage {passage}, version {version}: recorded as removed, and not there."


def _in_order() -> Iterable[PassageRevision | RegistryRecord]:
    versions = PassageRevision.objects.order_by("sequence").select_related("words", "passage")
    others = RegistryRecord.objects.order_by("sequence")
    rows: list[Iterator[Any]] = [each.iterator(chunk_size=1_000) for each in (versions, others)]
    return heapq.merge(*rows, key=attrgetter("sequence"))


def _named(row: PassageRevision | RegistryRecord) -> str:
    if isinstance(row, PassageRevision):
        return f" (passage {row.passage.identifier_id})"
    return ""


def _parsed(text: str) -> Record:
    """The record; empty where it is none, which its hash or its form tells."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _removals() -> Removals:
    """What the log says was removed."""
    found: Removals = {}
    for row in RegistryRecord.objects.order_by("sequence").iterator(chunk_size=1_000):
        record = _parsed(row.record)
        if record.get("kind") == REMOVAL:
            when = record.get("happened") or record.get("time")
            key = (str(record.get("passage")), record.get("version") or 0)
            found[key] = (str(when), str(record.get("reason")))
    return found


def _chain_faults(
    row: PassageRevision | RegistryRecord, record: Record, previous: str
) -> Iterator[str]:
    if sha256(row.record) != row.sha256:
        yield "the record is not what its hash says."
    if canonical(record) != row.record:
        yield "the record is not JSON in canonical form."
    if record.get("previous") != previous:
        yield "it does not continue the record before it."
    if record.get("sequence") != row.sequence:
        yield "it speaks of another place."


def _format_faults(record: Record, before: int) -> Iterator[str]:
    kind, formats = record.get("kind"), (before, record.get("format"))
    if formats not in (SWITCHES if kind == REGISTRY else FOLLOWS):
        yield f"no record of format {formats[1]} and kind “{kind}” can stand here."
    if "printed" not in record and kind not in (*ENDS, REMOVAL, REGISTRY):
        yield f"its kind, “{kind}”, is unknown."


def _version_faults(revision: PassageRevision, record: Record) -> Iterator[str]:
    stands = (record.get("passage"), record.get("version"))
    if stands != (revision.passage.identifier_id, revision.number):
        yield "it speaks of another passage or version."
    shown = (revision.kind, revision.reason, moment(revision.created_at))
    if shown != (record.get("kind"), record.get("reason"), record.get("time")):
        yield "kind, reason or time are shown otherwise than recorded."


def _words_faults(revision: PassageRevision, record: Record, removals: Removals) -> Iterator[str]:
    """Words against their hash; tombstones against ``removals``, which loses what is compared."""
    words: RevisionWords | None = getattr(revision, "words", None)
    key = (str(revision.passage.identifier_id), revision.number)
    removal = removals.pop(key, None)
    if words is None:
        yield "its words are missing, and nothing says why."
        return
    if words.removed and (words.text or words.salt):
        yield "its words are there, although they are said to have been removed."
    if words.are_expunged or removal:
        shown = (moment(words.removed_at), words.removed_reason)
        if not words.are_expunged or removal != shown:
            yield "whether, when or why its words were removed is recorded otherwise."
    elif words.removed == Removed.NOT_EXPORTED:
        passage = revision.passage
        if passage.state != State.WITHDRAWN or passage.text != HIDDEN:
            yield "its words are missing, although its passage has them."
    elif words_sha256(words.salt, words.text) != record.get("words"):
        yield "the words are not what their hash says."
    if not words.are_expunged and words.removed_reason:
        yield "a reason is given for a removal that was not made."


def registry_faults() -> Iterator[str]:
    """The events of identifiers against the records that vouch for them, in order."""
    events = event_lines()
    begun = RegistryRecord.objects.order_by("sequence").first()
    first, start = _parsed(begun.record) if begun else {}, 0
    if first.get("kind") == REGISTRY:
        start = begun.sequence if begun else 0
        known = {name: first.get(name) for name in ("events", "events_sha256")}
        if events_digest(islice(events, int(known["events"] or 0))) != known:
            yield f"The events of identifiers before format 2 are not those of record {start}."
            return
    for recorded, event in zip_longest(_recorded_events(start), events):
        if recorded != event:
            yield (
                f"What became of identifiers is not what was recorded: {event or 'nothing'} "
                f"instead of {recorded or 'nothing'}. Later events were not compared."
            )
            return


def _recorded_events(start: int) -> Iterator[str]:
    """Events according to the records after ``start``."""
    versions = PassageRevision.objects.filter(kind__in=EVENT_OF_VERSION, sequence__gt=start)
    names = ("sequence", "passage__identifier_id", "kind", "reason", "created_at")
    recorded = (
        (sequence, event_line(passage, EVENT_OF_VERSION[kind], None, reason, moment(time)))
        for sequence, passage, kind, reason, time in versions.order_by("sequence")
        .values_list(*names)
        .iterator(chunk_size=1_000)
    )
    for _, line in heapq.merge(recorded, _recorded_ends()):
        yield line


def _recorded_ends() -> Iterator[tuple[int, str]]:
    for row in RegistryRecord.objects.order_by("sequence").iterator(chunk_size=1_000):
        record = _parsed(row.record)
        if record.get("kind") in ENDS:
            names = ("passage", "kind", "target", "reason", "time")
            event: list[Any] = [record.get(name) for name in names]
            yield row.sequence, event_line(*event)


def identifier_faults() -> Iterator[str]:
    """Identifiers against their check character, their history, and their passage's state."""
    known = Identifier.objects.select_related("passage").prefetch_related("events")
    for identifier in known.iterator(chunk_size=1_000):
        try:
            identifiers.canonical(identifier.id)
        except identifiers.MistypedError:
            yield f"Identifier {identifier.id}: its check character does not fit."
        for fault in _history_faults(identifier):
            yield f"Identifier {identifier.id}: {fault}"
    registered = Identifier.objects.filter(pk=OuterRef("identifier_id"))
    lost = Passage.objects.filter(~Exists(registered), identifier_id__isnull=False)
    for name in lost.order_by("pk").values_list("identifier_id", flat=True):
        yield f"Identifier {name}: a passage has it, and the registry has not."


def _history_faults(identifier: Identifier) -> Iterator[str]:
    kinds = [event.kind for event in sorted(identifier.events.all(), key=lambda each: each.pk)]
    if not kinds:
        yield "nothing tells what became of it."
        return
    if kinds[0] != "published" or "published" in kinds[1:]:
        yield "its history does not begin with its one publication."
    passage: Passage | None = getattr(identifier, "passage", None)
    if passage is None:
        yield "no passage has it."
    elif IS_PUBLIC_AFTER.get(kinds[-1]) != (passage.state == State.PUBLISHED):
        yield f"its passage is {passage.state}, its history ends with “{kinds[-1]}”."
