"""Utterances: passages of one interview in different sources that report the same words."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce

from quotes.models.base import count_subquery
from quotes.models.interview import Interview
from quotes.models.speaker import Speaker
from quotes.models.vocabularies import State


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
            member_count=count_subquery(self.model, "members"),
            proposed_count=count_subquery(self.model, "members", state=MemberState.PROPOSED),
        )

    def public(self) -> Self:
        """Those with several published reports; in the order in which the first was entered.

        Adds ``first_report``, that passage's primary key.
        """
        reports = UtteranceMember.objects.published().filter(utterance=models.OuterRef("pk"))
        counted = reports.order_by().values("utterance").annotate(n=models.Count("pk"))
        with_reports = self.annotate(
            report_count=Coalesce(models.Subquery(counted.values("n")), 0),
            first_report=models.Subquery(reports.order_by("passage").values("passage")[:1]),
        )
        return with_reports.filter(report_count__gt=1).order_by("first_report")

    def entered_after(self, pk: int) -> Self:
        """Those of ``public`` whose first report was entered after the passage with this key."""
        return self.filter(first_report__gt=pk)

    def of_interview(self, interview: models.Model) -> Self:
        """Those of words spoken in an interview."""
        return self.filter(interview=interview)

    def spoken_by(self, speaker: Speaker) -> Self:
        """Those with a published report in this speaker's name."""
        reports = UtteranceMember.objects.published().filter(passage__speaker=speaker)
        return self.filter(pk__in=reports.values("utterance"))


class Utterance(models.Model):
    """Words spoken once; its best-worded confirmed passage represents it."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="utterances")
    objects: ClassVar[Any] = UtteranceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Utterance {self.pk}, {self.interview}"

    @property
    def public_report_ids(self) -> set[int]:
        """Primary keys of its confirmed reports that were ever published; empty if only one."""
        known = self.members.confirmed().filter(passage__version__gte=1).passages()
        return known if len(known) > 1 else set()


class MemberQuerySet(models.QuerySet):
    """Memberships by what an editor has said of them."""

    def proposed(self) -> Self:
        """Those that wait for an editor."""
        return self.filter(state=MemberState.PROPOSED)

    def passages(self) -> set[int]:
        """Primary keys of the passages that are members, in whatever state."""
        return set(self.values_list("passage", flat=True))

    def with_outlets(self) -> Self:
        """With their passages, and who published these."""
        return self.select_related("passage__turn__source__outlet")

    def confirmed(self) -> Self:
        """Those that an editor has confirmed."""
        return self.filter(state=MemberState.CONFIRMED)

    def rejected(self) -> Self:
        """Those that an editor has rejected; kept, so that nobody proposes them again."""
        return self.filter(state=MemberState.REJECTED)

    def published(self) -> Self:
        """Those confirmed, of passages that the public may read."""
        return self.confirmed().filter(passage__state=State.PUBLISHED)

    def statements(self, passages: list[int]) -> dict[int, int]:
        """The utterance of each of these published passages that has one, by primary keys."""
        rows = self.published().filter(passage__in=passages)
        return dict(rows.values_list("passage", "utterance"))

    def reported_with(self, identifier: str) -> list[int]:
        """Primary keys of the published reports of the words of this passage, once published."""
        known = self.confirmed().filter(passage__identifier=identifier, passage__version__gte=1)
        others = self.published().filter(utterance__in=known.values("utterance"))
        return list(others.order_by("passage").values_list("passage", flat=True))

    def reports(self, utterances: list[int]) -> dict[int, list[int]]:
        """Primary keys of the published passages of each of these utterances."""
        found: dict[int, list[int]] = {pk: [] for pk in utterances}
        rows = self.published().filter(utterance__in=utterances).order_by("passage")
        for utterance, passage in rows.values_list("utterance", "passage"):
            found[utterance].append(passage)
        return found


class UtteranceMember(models.Model):
    """A passage in an utterance, as proposed, confirmed or rejected by an editor."""

    utterance = models.ForeignKey(Utterance, models.CASCADE, related_name="members")
    passage = models.ForeignKey("quotes.Passage", models.PROTECT, related_name="memberships")
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

    def clean(self) -> None:
        """All members are of the utterance's interview."""
        if getattr(self, "passage", None) is None:
            return  # that it is missing, its field says
        if self.passage.interview.pk != self.utterance.interview_id:
            raise ValidationError({"passage": "This passage is of another interview."})
