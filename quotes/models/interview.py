"""Interviews: single occasions of speaking, and who took part."""

from typing import Any, ClassVar, Self

from django.db import models
from simple_history.models import HistoricalRecords

from quotes.models.addresses import address
from quotes.models.base import Noun, TracksEditor, name_contains
from quotes.models.event import Event, OccasionQuerySet
from quotes.models.fields import (
    DayOfField,
    EdtfField,
    LanguageField,
    NameKeyField,
    PlainCharField,
    PlainTextField,
    no_controls,
)
from quotes.models.speaker import Speaker
from quotes.text.dates import in_words
from quotes.text.interface import message


class InterviewFormat(models.TextChoices):
    """How people spoke."""

    PANEL = "panel", message("Panel")
    INTERVIEW = "interview", message("Interview")
    BRIEFING = "briefing", message("Briefing")
    SPEECH = "speech", message("Speech")
    OTHER = "other", message("Other")


class InterviewQuerySet(OccasionQuerySet):
    """Interviews by title, event and people."""

    def matching(self, text: str) -> Self:
        """Those with ``text`` in their title or their event's name."""
        return self.filter(name_contains(text, "", "event"))

    def with_occasion(self) -> Self:
        """With the event and who took part, in two queries however many rows."""
        with_event = self.select_related("event__series")
        return with_event.prefetch_related("participations__speaker")

    def at_event(self, event: models.Model) -> Self:
        """Those at or for an event."""
        return self.filter(event=event)

    def at_same_event(self, interview: "Interview") -> Self:
        """Others that may be the same occasion: of the same event, or on one of the same days."""
        found = models.Q(event=interview.event_id)
        if interview.earliest and interview.latest:
            found |= models.Q(earliest__lte=interview.latest, latest__gte=interview.earliest)
        return self.filter(found).exclude(pk=interview.pk)

    def with_several_sources(self) -> Self:
        """Those that more than one document reports."""
        return self.annotate(sources_counted=models.Count("sources")).filter(sources_counted__gt=1)

    def with_part_of(self, speaker: models.Model) -> Self:
        """Those in which a speaker took part, or is quoted."""
        taken = self._of_outer().filter(participations__speaker=speaker)
        quoted = self._of_outer().filter(
            sources__turns__passages__speaker=speaker,
            sources__turns__passages__state="published",
        )
        return self.filter(models.Exists(taken) | models.Exists(quoted))


class Interview(Noun):
    """One occasion of speaking at or for an event: a panel, an interview, a briefing, a speech."""

    public_through = ("sources__turns__passages",)

    event = models.ForeignKey(Event, models.PROTECT, related_name="interviews")
    title = PlainCharField(
        max_length=300, help_text="As printed; in [square brackets] when we supply it."
    )
    name_key = NameKeyField(of=("title",))
    format = models.CharField(max_length=12, choices=InterviewFormat, default=InterviewFormat.OTHER)
    dates = EdtfField(help_text="EDTF, as in [2023-06-08..2023-06-09] for one of two days.")
    earliest = DayOfField(of="dates", bound="earliest", db_index=True)
    latest = DayOfField(of="dates", bound="latest", db_index=True)
    language = LanguageField(default="en", help_text="Code, as in en.")
    basis = PlainTextField(blank=True, help_text="Where facts are from that no source prints.")

    objects: ClassVar[Any] = InterviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = [models.F("earliest").desc(nulls_last=True), "title"]
        constraints: ClassVar = no_controls("title", "basis")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the page that shows the conversation."""
        return address("interview", self.slug)

    def role_of(self, speaker: Speaker) -> str:
        """The role in which a speaker took part, as printed; empty where none is."""
        parts = self.participations.filter(speaker=speaker).exclude(role_as_printed="")
        return parts.values_list("role_as_printed", flat=True).first() or ""

    @property
    def when(self) -> str:
        """Its dates in words."""
        return in_words(self.dates)


class ParticipantPart(models.TextChoices):
    """What someone did in an interview."""

    SPEAKER = "speaker", message("Speaker")
    INTERVIEWER = "interviewer", message("Interviewer")
    MODERATOR = "moderator", message("Moderator")


class Participation(TracksEditor):
    """A speaker's part in an interview, with the role as printed there."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="participations")
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="participations")
    part = models.CharField(max_length=12, choices=ParticipantPart, default=ParticipantPart.SPEAKER)
    role_as_printed = PlainCharField(max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["-part", "pk"]
        constraints: ClassVar = [
            *no_controls("role_as_printed"),
            models.UniqueConstraint(
                fields=["interview", "speaker", "part"], name="participation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}, {self.get_part_display().lower()}"
