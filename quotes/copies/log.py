"""The registry, the log of records and their words, as lines of an export."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from quotes.copies.snapshot import streamed
from quotes.models import IdentifierEvent, PassageRevision, Removed, State

Row = dict[str, Any]
REVISION = (
    "sequence", "number", "passage__identifier_id", "passage__state", "words__salt",
    "words__text", "words__removed", "words__removed_at", "words__removed_reason",
)  # fmt: skip


def moment(time: datetime | None) -> str | None:
    """A moment as records write it: ISO 8601, UTC."""
    return time.astimezone(UTC).isoformat() if time else None


def registry() -> Iterator[Row]:
    """What became of identifiers, in order."""
    events = IdentifierEvent.objects.order_by("pk")
    names = ("identifier_id", "kind", "target_id", "reason", "created_at")
    for identifier, kind, target, reason, time in streamed(events.values_list(*names)):
        yield {
            "id": identifier,
            "kind": kind,
            "target": target,
            "reason": reason,
            "time": moment(time),
        }


def records() -> Iterator[str]:
    """The records themselves, in canonical form."""
    return streamed(PassageRevision.objects.order_by("sequence").values_list("record", flat=True))


def words() -> Iterator[Row]:
    """The words of each record, or why they are not there: nobody may read withdrawn ones."""
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
