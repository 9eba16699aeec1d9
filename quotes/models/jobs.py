"""Long work in short steps, and how far it has come: bulk jobs of editors, loads of a corpus."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class BulkJobKind(models.TextChoices):
    """What is done to each passage."""

    ADD_TOPICS = "add_topics", "Add topics"
    REMOVE_TOPICS = "remove_topics", "Remove topics"
    REPLACE_TOPICS = "replace_topics", "Replace topics"
    SEND_TO_REVIEW = "send_to_review", "Send to review"
    PUBLISH = "publish", "Publish"


class BulkJobState(models.TextChoices):
    """How far a job has come."""

    WAITING = "waiting", "Not begun"
    RUNNING = "running", "Running"
    STOPPED = "stopped", "Stopped"
    DONE = "done", "Done"


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    """Jobs of editors."""

    def of(self, editor: Any) -> Self:
        """Those of one editor, the latest first."""
        return self.filter(editor=editor.pk).order_by("-pk")

    def begun(self) -> Self:
        """Those that have done something, or are about to."""
        return self.exclude(state=BulkJobState.WAITING)


class BulkJob(models.Model):
    """One bulk action; ``undoes`` is the job that this one takes back."""

    kind = models.CharField(max_length=20, choices=BulkJobKind)
    topics = models.JSONField(default=list, help_text="Primary keys of the topics given or taken.")
    replaced = models.JSONField(
        default=list, help_text="Primary keys of the topics in whose place the others are given."
    )
    undoes = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="undone_by"
    )
    state = models.CharField(
        max_length=10, choices=BulkJobState, default=BulkJobState.WAITING, db_index=True
    )
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BulkJobQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        label = self.get_kind_display()
        return f"Undo of “{label}”" if self.undoes_id else label

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.state == BulkJobState.RUNNING

    @property
    def is_publishing(self) -> bool:
        """Whether it publishes, which cannot be undone."""
        return self.kind == BulkJobKind.PUBLISH

    @property
    def can_be_undone(self) -> bool:
        """Whether its editor may take it back: it rests, and nothing public was minted."""
        rests = self.state in (BulkJobState.STOPPED, BulkJobState.DONE)
        is_undone = self.undoes_id is not None or hasattr(self, "undone_by")
        return rests and not self.is_publishing and not is_undone


class BulkStep(models.Model):
    """Passages that are changed together, in one transaction, and what came of it.

    ``changed`` holds ``[passage, topics before, topics after]`` where topics are given or taken,
    else ``[passage]``; ``refused`` holds ``[passage, reason]``; all by primary keys, and no words.
    """

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    passages = models.JSONField()
    is_done = models.BooleanField(default=False)
    changed = models.JSONField(default=list)
    refused = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "number"], name="bulkstep_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.job}, step {self.number}"


class CorpusLoad(models.Model):
    """A file of which the first ``lines_done`` lines are in the archive.

    The file is known by what these lines hold, not by its name: ``sha256`` is their digest.
    ``landmarks``, the digests of lines 1, 2, 4, 8 and so on, tell a file that was changed since
    from one that was never loaded (docs/decisions/0007).
    """

    sha256 = models.CharField("SHA-256", max_length=64)
    landmarks = models.JSONField(default=list)
    lines_done = models.BigIntegerField(default=0)
    lines_refused = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} up to line {self.lines_done}"

    def shares_a_line_with(self, landmarks: Sequence[str]) -> bool:
        """Whether a line of the same number is the same; an empty landmark tells nothing."""
        pairs = zip(self.landmarks, landmarks, strict=False)
        return any(mine and mine == other for mine, other in pairs)
