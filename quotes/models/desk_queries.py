"""Passages by what editors have to do about them."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce

from quotes.models.passage_queries import ComparedPassages
from quotes.models.review import ReviewEvent, ReviewEventKind
from quotes.models.vocabularies import State

UNPUBLISHED = (State.DRAFT, State.IN_REVIEW)


class Beginning(models.Func):
    """The first characters of a text, as an index has them: whole texts are too long for one.

    Spelled out in the template, because SQLite does not match an index to bound parameters.
    """

    template = "SUBSTR(%(expressions)s, 1, 60)"
    output_field: ClassVar[models.Field] = models.TextField()


class DeskPassages(ComparedPassages):
    """Passages by what waits for editors."""

    def drafts(self) -> Self:
        """Those that nobody has sent to review yet."""
        return self.filter(state=State.DRAFT)

    def in_review(self) -> Self:
        """Those in review; the one that has waited longest first. Adds ``waiting_since``."""
        sent = _events(ReviewEventKind.SENT).order_by("-pk").values("created_at")[:1]
        rows = self.filter(state=State.IN_REVIEW)
        waiting = rows.annotate(waiting_since=Coalesce(models.Subquery(sent), "created_at"))
        return waiting.order_by("waiting_since", "pk")

    def made_by(self, editor: Any) -> Self:
        """Those that this editor entered."""
        made = self.model.history.filter(history_type="+", history_user=editor.pk)
        return self.filter(pk__in=made.order_by().values("id"))

    def sent_back(self) -> Self:
        """Drafts that a reviewer has sent back."""
        latest = ReviewEvent.objects.filter(passage=models.OuterRef("pk")).exclude(
            kind=ReviewEventKind.ASSIGNED
        )
        drafts = self.drafts().alias(stands=latest.order_by("-pk").values("kind")[:1])
        return drafts.filter(stands=ReviewEventKind.SENT_BACK)

    def assigned_to(self, editor: Any) -> Self:
        """Passages in review that this editor was asked to look at."""
        latest = _events(ReviewEventKind.ASSIGNED).order_by("-pk").values("reviewer")[:1]
        return self.in_review().alias(reviewer=models.Subquery(latest)).filter(reviewer=editor.pk)

    def without_role(self) -> Self:
        """Those that say no role of their speaker, the withdrawn aside."""
        return self.exclude(state=State.WITHDRAWN).filter(role_as_printed="")

    def number_untagged(self) -> int:
        """How many of those whose topics may change carry none.

        By difference of what indexes count, because asking each of a million takes seconds.
        """
        tagged = self.model.topics.through.objects.values("passage").distinct()
        withdrawn = self.filter(state=State.WITHDRAWN, topics=None)
        return self.count() - tagged.count() - withdrawn.count()

    def published_by_author(self) -> Self:
        """Those published without a second person."""
        # By keys: asked of each passage, it would be a scan of all where few are found.
        events = ReviewEvent.objects.filter(kind=ReviewEventKind.PUBLISHED_OWN).order_by()
        return self.filter(pk__in=events.values("passage"))

    def with_a_double(self) -> Self:
        """Those not yet published whose words another passage of their speaker has."""
        others = self.model._base_manager.alias(begins=Beginning("text")).filter(
            speaker=models.OuterRef("speaker"),
            begins=Beginning(models.OuterRef("text")),
            text=models.OuterRef("text"),
        )
        others = others.exclude(pk=models.OuterRef("pk")).exclude(state=State.WITHDRAWN)
        return self.filter(models.Exists(others.order_by()), state__in=UNPUBLISHED)


def _events(kind: ReviewEventKind) -> models.QuerySet:
    return ReviewEvent.objects.filter(passage=models.OuterRef("pk"), kind=kind)
