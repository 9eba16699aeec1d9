"""Utterances: passages of one interview in different sources that report the same words."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from quotes.models.cited import number_of
from quotes.models.interview import Interview
from quotes.models.passage import Passage


class MemberState(models.TextChoices):
    """What an editor has said of a membership."""

    PROPOSED = "proposed", "Proposed"
    CONFIRMED = "confirmed", "Confirmed"
    REJECTED = "rejected", "Rejected"


class UtteranceQuerySet(models.QuerySet):
    """Utterances with what editors have to do about them."""

    def with_member_counts(self) -> Self:
        """Adds ``member_count``, and of these ``proposed_count``."""
        return self.annotate(
            member_count=number_of(self.model, "members"),
            proposed_count=number_of(self.model, "members", state=MemberState.PROPOSED),
        )


class Utterance(models.Model):
    """Words spoken once; its best-worded confirmed passage represents it."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="utterances")
    changed_in = models.BigIntegerField(default=0, editable=False, db_index=True)

    objects = UtteranceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Utterance {self.pk}, {self.interview}"


class MemberQuerySet(models.QuerySet):
    """Memberships by what an editor has said of them."""

    def proposed(self) -> Self:
        """Those that wait for an editor."""
        return self.filter(state=MemberState.PROPOSED)

    def passages(self) -> set[int]:
        """Primary keys of the passages that are members, in whatever state."""
        return set(self.values_list("passage", flat=True))

    def confirmed(self) -> Self:
        """Those that an editor has confirmed."""
        return self.filter(state=MemberState.CONFIRMED)


class UtteranceMember(models.Model):
    """A passage in an utterance, as proposed, confirmed or rejected by an editor."""

    utterance = models.ForeignKey(Utterance, models.CASCADE, related_name="members")
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.PROPOSED)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["utterance", "passage"], name="utterancemember_once"),
            models.UniqueConstraint(
                fields=["passage"],
                condition=models.Q(state="confirmed"),
                name="utterancemember_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage} ({self.get_state_display().lower()})"

    @property
    def is_confirmed(self) -> bool:
        """Whether an editor has confirmed that the passage reports these words."""
        return self.state == MemberState.CONFIRMED

    @property
    def is_told(self) -> bool:
        """Whether it is confirmed together with another passage that readers know of."""
        members = self.utterance.members.all()
        known = [each for each in members if each.is_confirmed and each.passage.is_known]
        return self.is_confirmed and len(known) > 1

    def clean(self) -> None:
        """All members are of the utterance's interview."""
        if getattr(self, "passage", None) is None:
            return  # that it is missing, its field says
        if self.passage.interview.pk != self.utterance.interview_id:
            raise ValidationError({"passage": "This passage is of another interview."})
