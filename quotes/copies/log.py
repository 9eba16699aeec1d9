"""The registry, the log of records and their words, as lines of an export."""

import heapq
from collections.abc import Iterator
from typing import Any

from quotes.copies.snapshot import streamed
from quotes.editorial.records import event_lines, moment
from quotes.models import PassageRevision, RegistryRecord, Removed, State

Row = dict[str, Any]
REVISION = (
    "sequence", "number", "passage__identifier_id", "passage__state", "words__salt",
    "words__text", "words__removed", "words__removed_at", "words__removed_reason",
)  # fmt: skip


def registry() -> Iterator[str]:
    """What became of identifiers, in order."""
    return event_lines()


def records() -> Iterator[str]:
    """The records themselves, in canonical form and in order."""
    rows = (
        streamed(model.objects.order_by("sequence").values_list("sequence", "record"))
        for model in (PassageRevision, RegistryRecord)
    )
    for _, record in heapq.merge(*rows):
        yield record


def words() -> Iterator[Row]:
    """The words of each version, or why they are not there: nobody may read withdrawn ones."""
    revisions = PassageRevision.objects.order_by("sequence")
    for row in streamed(revisions.values_list(*REVISION)):
        sequence, version, passage, state, salt, text, removed, time, reason = row
        is_expunged = removed == Removed.EXPUNGED
        is_public = state == State.PUBLISHED and not removed
        yield {
            "sequence": sequence,
            "passage": passage,
            "version": version,
            "salt": salt if is_public else None,
            "words": text if is_public else None,
            "removed": "" if is_public else "expunged" if is_expunged else "withdrawn",
            "time": moment(time) if is_expunged else None,
            "reason": reason if is_expunged else "",
        }
