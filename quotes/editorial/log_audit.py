"""Whether the log of records and the registry of identifiers are what they were."""

import json
from collections.abc import Iterator
from typing import Any

from quotes.editorial.records import canonical, sha256, words_sha256
from quotes.models import Identifier, Passage, PassageRevision, RevisionWords, State
from quotes.text import identifiers

IS_PUBLIC_AFTER = {
    "published": True,
    "reinstated": True,
    "withdrawn": False,
    "merged_into": False,
    "split_into": False,
}


def record_faults() -> Iterator[str]:
    """Records against their hashes, their words, their place in the chain."""
    sequence, previous = 0, ""
    revisions = PassageRevision.objects.order_by("sequence").select_related("words", "passage")
    for revision in revisions.iterator(chunk_size=1_000):
        sequence += 1
        where = f"Record {revision.sequence} (passage {revision.passage.identifier_id})"
        if revision.sequence != sequence:
            yield f"{where}: records {sequence} to {revision.sequence - 1} are missing."
            sequence = revision.sequence
        yield from (f"{where}: {fault}" for fault in _one_record(revision, previous))
        previous = revision.sha256


def _one_record(revision: PassageRevision, previous: str) -> Iterator[str]:
    if sha256(revision.record) != revision.sha256:
        yield "the record is not what its hash says."
    try:
        record = json.loads(revision.record)
    except ValueError:
        yield "the record is not JSON."
        return
    if canonical(record) != revision.record:
        yield "the record is not in canonical form."
    if record["previous"] != previous:
        yield "it does not continue the record before it."
    stands = (record["sequence"], record["passage"], record["version"])
    if stands != (revision.sequence, revision.passage.identifier_id, revision.number):
        yield "it speaks of another passage, version or place."
    shown = (revision.kind, revision.reason, revision.created_at.isoformat())
    if shown != (record["kind"], record["reason"], record["time"]):
        yield "kind, reason or time are shown otherwise than recorded."
    yield from _words_faults(getattr(revision, "words", None), record)


def _words_faults(words: RevisionWords | None, record: dict[str, Any]) -> Iterator[str]:
    if words is None:
        yield "its words are missing, and nothing says why."
    elif words.removed:
        if words.text or words.salt:
            yield "its words are there, although they are said to have been removed."
    elif words_sha256(words.salt, words.text) != record["words"]:
        yield "the words are not what their hash says."


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
