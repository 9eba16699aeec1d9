"""What became of published passages, the latest first: corrections, and ends of identifiers.

Both have an order of their own, which no clock decides; where an end stands among the corrections
it says itself, if it is not older than that.
"""

from django.db.models import prefetch_related_objects

from quotes.models.identifier import IdentifierEvent
from quotes.models.revision import Correction, PassageRevision

Change = Correction | IdentifierEvent
ENDED_WITH = ("identifier__events", "identifier__passage__revisions")


def changes(skip: int, most: int) -> list[Change]:
    """So many of them behind the first ``skip``; ends with what their passages had printed."""
    upto = skip + most
    corrections = [Correction(**row) for row in PassageRevision.objects.corrections()[:upto]]
    ends = list(IdentifierEvent.objects.ends()[:upto])
    found = _merged(corrections, ends)[skip:upto]
    prefetch_related_objects([e for e in found if isinstance(e, IdentifierEvent)], *ENDED_WITH)
    return found


def _merged(corrections: list[Correction], ends: list[IdentifierEvent]) -> list[Change]:
    merged: list[Change] = []
    waiting = ends[::-1]
    for correction in corrections:
        while waiting and _is_later(waiting[-1], correction):
            merged.append(waiting.pop())
        merged.append(correction)
    return [*merged, *reversed(waiting)]


def _is_later(end: IdentifierEvent, correction: Correction) -> bool:
    if end.after_sequence is None:
        return end.created_at >= correction.created_at
    return end.after_sequence >= correction.last
