"""What editors say to each other about a passage, and corrections that wait for a second person."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from quotes.models.fields import PlainTextField, no_controls
from quotes.models.revision import ChangeKind


class ReviewEventKind(models.TextChoices):
    """What happened to a passage on its way through the desk."""

    SENT = "sent", "Sent to review"
    SENT_BACK = "sent_back", "Sent back"
    TAKEN_BACK = "taken_back", "Taken from review"
    ASSIGNED = "assigned", "Assigned"
    PUBLISHED_OWN = "published_own", "Published without a second person"


class ReviewEventQuerySet(models.QuerySet["ReviewEvent"]):
    """What happened on the desk."""

    def enter(
        self,
        passages: Collection[int],
        kind: ReviewEventKind,
        *,
        editor: Any,
        comment: str = "",
        reviewer: Any = None,
    ) -> None:
        """Enter one event for each of these passages, given by their primary keys."""
        about = {"kind": kind, "editor": editor, "comment": comment, "reviewer": reviewer}
        self.bulk_create([self.model(passage_id=pk, **about) for pk in passages], batch_size=500)

    def about(self, passage: models.Model) -> Self:
        """Those of one passage, in order, with the names they print."""
        mine = self.filter(passage=passage.pk).order_by("pk")
        return mine.select_related("editor", "reviewer")

    def latest_comments(self, passages: Collection[int]) -> "dict[int, ReviewEvent]":
        """The latest sending back of each of these passages, by the passage's primary key."""
        rows = self.filter(passage__in=passages, kind=ReviewEventKind.SENT_BACK)
        return {row.passage_id: row for row in rows.select_related("editor").order_by("pk")}


class ReviewEvent(models.Model):
    """One thing that happened to a passage on the desk; the latest says where it stands.

    ``reviewer`` is who should look at it, where it was assigned; empty takes that back.
    """

    passage = models.ForeignKey("quotes.Passage", models.CASCADE, related_name="review_events")
    kind = models.CharField(max_length=15, choices=ReviewEventKind)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    comment = PlainTextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReviewEventQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            *no_controls("comment"),
            models.CheckConstraint(
                condition=~models.Q(kind=ReviewEventKind.SENT_BACK) | ~models.Q(comment=""),
                name="reviewevent_sent_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.created_at:%Y-%m-%d}"

    @property
    def sentence(self) -> str:
        """What happened, by whom and when, without the comment."""
        to = f" to {self.reviewer or 'nobody'}" if self.kind == ReviewEventKind.ASSIGNED else ""
        by = f" by {self.editor}" if self.editor else ""
        return f"{self.get_kind_display()}{to}{by}, {self.created_at:%d %B %Y, %H:%M} UTC"


class ProposalState(models.TextChoices):
    """What became of a proposed correction."""

    OPEN = "open", "To be decided"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    TAKEN_BACK = "taken_back", "Taken back"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposed corrections."""

    def to_decide(self) -> Self:
        """Those that wait for a second person, the oldest first."""
        return self.filter(state=ProposalState.OPEN).order_by("pk")

    def to_decide_by(self, editor: Any) -> Self:
        """Those that wait for somebody else than the one who proposed them."""
        return self.to_decide().exclude(proposed_by=editor.pk)

    def by(self, editor: Any) -> Self:
        """Those of one editor, the latest first."""
        return self.filter(proposed_by=editor.pk).order_by("-pk")

    def about(self, thing: models.Model) -> Self:
        """Those about one passage, noun or turn that are still open."""
        name = thing._meta.model_name
        return self.to_decide().filter(model=name, target_id=thing.pk)


class Proposal(models.Model):
    """A correction that an editor proposes, and a second person accepts or declines.

    ``fields`` is the form as it was filled in, ``[[name, [value, …]], …]``; it is sent again in
    the name of whoever accepts. ``changes`` is what readers of the proposal see:
    ``[{label, before, after}, …]``.
    """

    model = models.CharField(max_length=20, help_text="The model's name in lower case.")
    target_id = models.BigIntegerField(help_text="Primary key of what it is about.")
    fields = models.JSONField()
    changes = models.JSONField()
    kind = models.CharField(max_length=20, choices=ChangeKind)
    reason = PlainTextField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(
        max_length=10, choices=ProposalState, default=ProposalState.OPEN, db_index=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = PlainTextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            *no_controls("reason", "decision"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "declined"])
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="proposal_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(decision=""),
                name="proposal_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Correction proposed by {self.proposed_by}, {self.proposed_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a second person."""
        return self.state == ProposalState.OPEN
