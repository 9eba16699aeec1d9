"""The registry of public identifiers: every one ever minted, and what became of it."""

import json
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from quotes.models.fields import PlainTextField, no_controls
from quotes.text import identifiers
from quotes.text.interface import message


class IdentifierQuerySet(models.QuerySet["Identifier"]):
    """The registry, read."""

    def at_end_of_merges(self, identifier: str) -> "Identifier | None":
        """The identifier at the end of its merges; itself if it was not merged.

        None if it was never given, or if merges form a circle.
        """
        passed: set[str] = set()
        while identifier not in passed:
            passed.add(identifier)
            found = self.with_events().filter(pk=identifier).first()
            if found is None or found.last_event is None or found.last_event.kind != "merged_into":
                return found
            identifier = found.last_event.target_id
        return None

    def public_events(self, identifier: str) -> "list[IdentifierEvent]":
        """The events that a passage's history shows, in order.

        These are its withdrawals and reinstatements, and every merge that ends here.
        """
        own = IdentifierEvent.objects.filter(identifier=identifier)
        events = list(own.exclude(kind=IdentifierEventKind.PUBLISHED))
        reached, wanted = {identifier}, [identifier]
        while wanted:
            merges = IdentifierEvent.objects.filter(kind="merged_into", target__in=wanted)
            found = [
                event
                for event in merges.prefetch_related("identifier__events").exclude(
                    identifier__in=reached
                )
                if event.identifier.last_event == event
            ]
            wanted = [str(event.identifier_id) for event in found]
            reached.update(wanted)
            events += found
        return sorted(events, key=lambda event: event.pk)

    def key_of_passage(self, identifier: str) -> int | None:
        """Primary key of the passage, published or withdrawn, that has this identifier."""
        return self.filter(pk=identifier).values_list("passage", flat=True).first()

    def of_passage(self, key: int) -> str | None:
        """The identifier of the passage with this primary key."""
        return self.filter(passage=key).values_list("pk", flat=True).first()

    def of_withdrawn(self, keys: list[int]) -> Self:
        """Those of the withdrawn among the passages with these primary keys, with what is known."""
        withdrawn = self.filter(passage__in=keys, passage__state="withdrawn")
        return withdrawn.select_related("passage").with_events()

    def with_events(self) -> Self:
        """With what became of each, in one query more."""
        return self.prefetch_related("events")


class Identifier(models.Model):
    """One public identifier; minted at first publication, never changed, never given again."""

    id = models.CharField("public id", max_length=identifiers.LENGTH, primary_key=True)
    minted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = IdentifierQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(id=models.functions.Lower("id")), name="identifier_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def last_event(self) -> "IdentifierEvent | None":
        """The last event, which decides what its address answers."""
        return max(self.events.all(), key=lambda event: event.pk, default=None)


class IdentifierEventKind(models.TextChoices):
    """What can become of an identifier."""

    PUBLISHED = "published", message("Published")
    MERGED = "merged_into", message("Merged into")
    WITHDRAWN = "withdrawn", message("Withdrawn")
    REINSTATED = "reinstated", message("Reinstated")
    SPLIT = "split_into", message("Split into")


class IdentifierEventQuerySet(models.QuerySet["IdentifierEvent"]):
    """What happened to identifiers."""

    def ends(self) -> Self:
        """Events that ended an address (withdrawn, merged, split), the latest first."""
        ended = self.filter(
            kind__in=[
                IdentifierEventKind.WITHDRAWN, IdentifierEventKind.MERGED, IdentifierEventKind.SPLIT
            ]
        )  # fmt: skip
        return ended.order_by("-pk")


class IdentifierEvent(models.Model):
    """One thing that happened to an identifier; append-only, the latest one counts."""

    identifier = models.ForeignKey(Identifier, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=IdentifierEventKind)
    target = models.ForeignKey(
        Identifier, models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    reason = PlainTextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The last record in the log when it happened: clocks are set back. Unknown for old events.
    after_sequence = models.BigIntegerField(null=True, blank=True, editable=False)

    objects = IdentifierEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            *no_controls("reason"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["merged_into", "split_into"], target__isnull=False)
                | models.Q(kind__in=["published", "withdrawn", "reinstated"], target__isnull=True),
                name="identifierevent_target",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="published") | ~models.Q(reason=""),
                name="identifierevent_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier_id} {self.get_kind_display().lower()}"

    @property
    def ended_version(self) -> Any:
        """The revision of the passage that this took away; needs its revisions and events.

        Found by counting earlier reinstatements, because clocks may be set back.
        """
        back = IdentifierEventKind.REINSTATED
        times = sum(e.kind == back and e.pk < self.pk for e in self.identifier.events.all())
        revisions = sorted(self.identifier.passage.revisions.all(), key=lambda r: r.number)
        returns = [place for place, r in enumerate(revisions) if r.kind == back]
        return revisions[: returns[times] if times < len(returns) else None][-1]


class RegistryRecord(models.Model):
    """A record of the archive's log that no version makes; append-only.

    It records an event of an identifier (withdrawn, merged, split), removed words, or the whole
    registry at the start of record format 2. Versions stand in PassageRevision, and ``sequence`` is
    counted through both.
    """

    sequence = models.BigIntegerField(primary_key=True, help_text="Place in the whole archive.")
    record = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"Record {self.sequence}"

    @property
    def content(self) -> dict[str, Any]:
        """What the record holds, parsed."""
        return json.loads(self.record)
