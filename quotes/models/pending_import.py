"""Documents that were read and wait for an editor: nothing of them is in the archive yet."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Left

from quotes.models.fields import PlainCharField
from quotes.models.interview import Interview
from quotes.models.source import Source

# Characters of a document that tell it from others.
OPENING = 80


class PendingImportQuerySet(models.QuerySet):
    """Documents by whether they wait."""

    def waiting(self) -> Self:
        """Those that are not in the archive yet, the newest first, without their texts."""
        rows = self.filter(source=None).select_related("editor").order_by("-pk")
        return rows.defer("document", "choices")

    def titled(self) -> Self:
        """With ``title`` and ``opening`` words: pasted documents all have one file name."""
        title = KeyTextTransform("title", KeyTransform("details", "choices"))
        words = KeyTextTransform("captured", KeyTransform("document", "document"))
        return self.annotate(title=title, opening=Left(words, OPENING))

    def accepted(self) -> Self:
        """Those that are in the archive, the newest first, without their texts."""
        rows = self.exclude(source=None).select_related("editor", "source").order_by("-pk")
        return rows.defer("source__captured_text", "source__dropped")


class PendingImport(models.Model):
    """A document on the desk: what the reader gave, and what an editor has settled so far.

    ``document`` is ``Document.as_json`` and ``choices`` ``Review.as_json`` of ``quotes.ingest``.
    Once the document is in the archive, both are emptied: its words are kept in one place. Then
    ``source`` names it, and ``outcome`` tells by numbers and keys what became of it.
    """

    # Who brought it; it stays for the others when that account is deleted.
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    file_name = PlainCharField(max_length=255)
    file_sha256 = models.CharField("SHA-256 of the file", max_length=64)
    interview = models.ForeignKey(
        Interview, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    document = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    source = models.ForeignKey(Source, models.CASCADE, null=True, related_name="+")
    outcome = models.JSONField(default=dict)
    # Grows with every save, so that two windows do not overwrite each other.
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = PendingImportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.file_name
