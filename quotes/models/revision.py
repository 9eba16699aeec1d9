"""Revisions: a passage as it stood when a version was published; append-only."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, ClassVar, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from quotes.models.fields import PlainTextField, no_controls
from quotes.models.vocabularies import State, Wording
from quotes.text.dates import in_words
from quotes.text.excerpts import EXPUNGED
from quotes.text.gaps import Gap, gaps_by_place, joined, same_gaps, told
from quotes.text.interface import message
from quotes.text.spans import parted


class ChangeKind(models.TextChoices):
    """What kind of change made a version."""

    FIRST = "first", message("First published")
    TYPO = "typo", message("Typing error")
    SOURCE = "source_correction", message("Source corrected")
    ATTRIBUTION = "attribution", message("Attribution corrected")
    WORDING = "wording", message("Wording regraded")
    REINSTATED = "reinstated", message("Reinstated")


class Correction(NamedTuple):
    """One change that made versions: their places in the log, and how many they are."""

    kind: str
    reason: str
    created_at: datetime
    editor: int | None
    first: int
    last: int
    count: int


class RevisionQuerySet(models.QuerySet):
    """Versions by passage."""

    def of(self, identifier: str) -> "RevisionQuerySet":
        """The versions of the passage with this identifier, from the first, with their words."""
        mine = self.filter(passage__identifier=identifier)
        return mine.select_related("words", "passage__turn__answers").order_by("number")

    def version(self, identifier: str, number: str) -> "PassageRevision | None":
        """One version, by its number as an address has it; None where there is none."""
        return next((each for each in self.of(identifier) if str(each.number) == number), None)

    def readable(self) -> "RevisionQuerySet":
        """Those whose words the public may read."""
        return self.filter(words__removed="", passage__state=State.PUBLISHED)

    def corrections(self) -> Any:
        """What made versions after the first, the latest first: each a Correction's fields.

        One change of a noun makes a version of every passage that prints it, all in one moment.
        """
        later = self.filter(~models.Q(kind=ChangeKind.FIRST)).order_by()
        made = later.values("kind", "reason", "created_at", "editor").annotate(
            first=models.Min("sequence"), last=models.Max("sequence"), count=models.Count("pk")
        )
        return made.order_by("-last")

    def of_corrections(self, corrections: "Sequence[Correction]", limit: int) -> list[Any]:
        """The first ``limit`` versions that each of these made, with words and passage."""
        if not corrections:
            return []
        places = [
            models.Q(sequence__gte=each.first, sequence__lt=min(each.first + limit, each.last + 1))
            for each in corrections
        ]
        found = self.filter(reduce(or_, places)).select_related("words", "passage")
        return list(found.order_by("sequence"))

    def of_versions(self, versions: Collection[tuple[str, int]]) -> "dict[Any, PassageRevision]":
        """The versions with these identifiers and numbers, by these, with their passages."""
        if not versions:
            return {}
        wanted = {identifier for identifier, _ in versions}
        rows: Any = self.filter(passage__identifier__in=wanted, number__in={n for _, n in versions})
        return {
            (str(row.passage.identifier_id), row.number): row
            for row in rows.select_related("passage")
        }

    def latest_of(self, passages: list[int]) -> "dict[int, PassageRevision]":
        """The last versions of the passages with these primary keys, by these."""
        latest: Any = self.filter(passage__in=passages, number=models.F("passage__version"))
        return {revision.passage_id: revision for revision in latest}


class PassageRevision(models.Model):
    """Version ``number`` of a passage; ``record`` is its canonical JSON in record format 1.

    The record holds every printed string but the words, and a salted hash of the words, which stand
    in RevisionWords. ``sha256`` is the hash of the record; the archive's next record contains it.
    """

    passage = models.ForeignKey("quotes.Passage", models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    sequence = models.BigIntegerField(unique=True, help_text="Place in the whole archive.")
    kind = models.CharField(max_length=20, choices=ChangeKind)
    reason = PlainTextField(blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    record = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["passage", "number"]
        indexes: ClassVar = [
            # A partial index: corrections are few among very many versions.
            models.Index(
                fields=["-sequence"],
                condition=~models.Q(kind=ChangeKind.FIRST),
                name="revision_corrections",
            )
        ]
        constraints: ClassVar = [
            *no_controls("reason"),
            models.UniqueConstraint(fields=["passage", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=models.Q(kind=ChangeKind.FIRST, number=1)
                | ~models.Q(kind=ChangeKind.FIRST) & ~models.Q(reason="") & models.Q(number__gt=1),
                name="revision_after_the_first_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} version {self.number}"

    @property
    def kind_told(self) -> str:
        """The kind of change as readers are told it: they know of no wording that is graded."""
        if self.kind == ChangeKind.WORDING:
            return message("How close to speech changed")
        return self.get_kind_display()

    @property
    def printed(self) -> dict[str, Any]:
        """What the version prints in addition to its words."""
        return json.loads(self.record)["printed"]

    @property
    def gaps_at(self) -> dict[int, Gap]:
        """What stands between its parts, by the offset of the second; needs its words.

        Records do not say it: known where the passage has the same words around the gap today.
        """
        interruptions = self.printed["joints"]
        if not interruptions:
            return {}
        passage = self.passage
        accounts = [w == Wording.PARAPHRASED for w in (self.printed["wording"], passage.wording)]
        if accounts[0] != accounts[1]:
            return gaps_by_place(interruptions, [])
        return same_gaps(self.words.text, interruptions, passage.text, passage.gaps_at)

    @property
    def parts(self) -> list[str]:
        """Its words as parts; needs its words."""
        return parted(self.words.text, self.printed["joints"])

    @property
    def told(self) -> str:
        """Its words with a mark where they would read on over a gap. Needs its words."""
        return told(self.parts, self.gaps_at.values())

    @property
    def quoted(self) -> str:
        """Its words in quotation marks; those of an account without. Needs its words."""
        is_quoted = self.printed["wording"] != Wording.PARAPHRASED
        return joined(self.parts, self.gaps_at.values(), is_quoted=is_quoted)

    @property
    def shown(self) -> dict[str, Any]:
        """What pages show of ``printed``: no question that may have words that were removed.

        Records cannot be altered, so those of answers keep what was asked. Which of them have the
        words nobody knows any more: wherever some went from the source, only a question is shown
        that still stands.
        """
        printed, question = self.printed, self.passage.turn.answers
        asked = printed["question"]
        if not asked or (question and asked["text"] == question.text):
            return printed
        if question and question.removed_marks:
            asked["text"] = question.text
        elif RevisionWords.objects.expunged_from(self.passage.turn.source_id).exists():
            asked["text"] = EXPUNGED
        return printed

    @property
    def removal_note(self) -> str:
        """What stands in the place of its words where they were removed; else empty."""
        if self.standing_words:
            return ""
        words = getattr(self, "words", None)
        if not words or not words.removed_at:
            return message(
                "The words of this version have been removed for legal reasons. Its record remains."
            )
        return message(
            "The words of this version have been removed for legal reasons on {day}: {reason} "
            "Its record remains.",
            day=in_words(words.removed_at.date().isoformat()),
            reason=words.removed_because,
        )

    @property
    def standing_words(self) -> "RevisionWords | None":
        """Its words; None where they were removed."""
        words = getattr(self, "words", None)
        return words if words and not words.removed else None


class Removed(models.TextChoices):
    """Why the words of a version are not here, although its record is."""

    EXPUNGED = "expunged", message("Removed for legal reasons")
    NOT_EXPORTED = "not_exported", message("Not in the export that this archive is from")


class RevisionWordsQuerySet(models.QuerySet):
    """The words of versions, and their tombstones."""

    def expunged_from(self, source: int) -> Self:
        """Tombstones of words that were cut from the source with this primary key."""
        return self.filter(removed=Removed.EXPUNGED, revision__passage__turn__source=source)


class RevisionWords(models.Model):
    """The words of one version and the salt of their hash: the only row that can be expunged.

    The row then stays as a tombstone, which says when and why. The triggers of ``append_only`` let
    no other change through.
    """

    revision = models.OneToOneField(
        PassageRevision, models.PROTECT, primary_key=True, related_name="words"
    )
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    removed = models.CharField(max_length=12, choices=Removed, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = PlainTextField("reason of removal", blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RevisionWordsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "revision words"
        constraints: ClassVar = [
            *no_controls("removed_reason"),
            models.CheckConstraint(
                condition=models.Q(removed="", removed_at=None) & ~models.Q(salt="")
                | models.Q(text="", salt="", removed_at__isnull=False)
                & (
                    models.Q(removed="expunged") & ~models.Q(removed_reason="")
                    | models.Q(removed="not_exported")
                ),
                name="revisionwords_stand_or_are_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80] or f"({self.get_removed_display().lower()})"

    @property
    def removed_because(self) -> str:
        """The reason of removal, closed like a sentence, so that another one can follow."""
        reason = self.removed_reason.rstrip()
        bare = reason.rstrip("\"'”’»)]")
        return f"{reason}." if reason and bare[-1:] not in {*".!?…。！？"} else reason

    @property
    def are_expunged(self) -> bool:
        """Whether they were removed for legal reasons."""
        return self.removed == Removed.EXPUNGED
