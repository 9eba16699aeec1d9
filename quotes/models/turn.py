"""Turns: stretches of one speaker in a source, in order."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from quotes.models.base import PublicThroughPassages, TracksEditor, count_subquery
from quotes.models.fields import PlainCharField, PlainTextField, ShapedJSONField, no_controls
from quotes.models.source import Source
from quotes.models.speaker import Speaker
from quotes.text.spans import SpanError, uncorrected


class TurnKind(models.TextChoices):
    """What a turn does in the conversation."""

    QUESTION = "question", "Question"
    ANSWER = "answer", "Answer"
    STATEMENT = "statement", "Statement"
    NARRATION = "narration", "Narration"


class TurnQuerySet(PublicThroughPassages):
    """Turns with what is quoted from them."""

    def with_passage_count(self) -> Self:
        """Adds ``passage_count``: passages of any state."""
        return self.annotate(passage_count=count_subquery(self.model, "passages"))

    def texts(self, pks: list[int]) -> dict[int, str]:
        """Texts by primary key."""
        return dict(self.filter(pk__in=pks).values_list("pk", "text"))

    def shown(self) -> Self:
        """Those of which the public sees words: of a passage, or as the question of one."""
        this = self.model._base_manager.filter(pk=models.OuterRef("pk"))
        quoted = models.Exists(this.filter(passages__state="published"))
        asked = models.Exists(this.filter(answered_by__passages__state="published"))
        return self.filter(models.Q(quoted) | models.Q(asked))


class Turn(TracksEditor):
    """One stretch of one speaker in a source.

    ``ranges`` are places in the captured text. Joined, with the text corrections in ``mends``
    applied, they are ``text``. A correction ``{at, raw, text, reason}`` says that ``text`` at
    ``at`` was ``raw`` in the capture. ``range_sha256`` holds the hash of each range as captured,
    so that a copy of the archive without the captured text can still verify the words.
    """

    # Who is quoted from it, or answers it.
    public_through: ClassVar[tuple[str, ...]] = ("passages", "answered_by__passages")

    source = models.ForeignKey(Source, models.PROTECT, related_name="turns")
    position = models.PositiveIntegerField(help_text="1 for the first turn of the source.")
    kind = models.CharField(max_length=10, choices=TurnKind)
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="turns",
        help_text="Empty for the outlet itself.",
    )  # fmt: skip
    speaker_as_printed = PlainCharField(max_length=300, blank=True)
    text = PlainTextField()
    ranges = ShapedJSONField(default=list, blank=True, example=[[0, 120]])
    range_sha256 = ShapedJSONField(
        "range SHA-256", default=list, blank=True, example=["64 hexadecimal digits"]
    )
    mends = ShapedJSONField(
        default=list, blank=True, example=[{"at": 17, "raw": "as captured", "text": "as mended"}]
    )
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by",
        limit_choices_to={"kind": TurnKind.QUESTION}, help_text="The question it answers.",
    )  # fmt: skip
    question_rewritten = models.BooleanField(
        null=True, blank=True, help_text="Did the outlet rewrite the question? Unknown if unsaid."
    )
    removed_marks = models.PositiveIntegerField(
        default=0, editable=False,
        help_text="How many marks in the text stand for words removed for legal reasons.",
    )  # fmt: skip
    changed_in_version = models.BigIntegerField(default=0, editable=False, db_index=True)
    history = HistoricalRecords(excluded_fields=["removed_marks", "changed_in_version"])

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["source", "position"]
        constraints: ClassVar = [
            *no_controls("speaker_as_printed", "text"),
            models.UniqueConstraint(fields=["source", "position"], name="turn_position_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="turn_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_kind_display()}: {self.text[:60]}"

    @property
    def asker(self) -> str:
        """Who asks: the speaker, the name as printed, or else the outlet."""
        if self.speaker:
            return self.speaker.name
        return self.speaker_as_printed or self.source.outlet.name

    @property
    def raw(self) -> str:
        """The text as it was captured; raises SpanError if a correction does not fit."""
        return uncorrected(self.text, self.mends)

    def clean(self) -> None:
        """The answered question comes earlier in the same source; corrections fit the text."""
        if self.answers and (
            self.answers.source_id != self.source_id or self.answers.position >= self.position
        ):
            raise ValidationError({"answers": "A turn answers an earlier turn of its source."})
        try:
            self.raw  # noqa: B018
        except (SpanError, KeyError, TypeError) as error:
            raise ValidationError({"mends": f"The mends do not fit the text: {error}"}) from error
