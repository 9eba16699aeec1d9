"""Events at which people speak, and the series they are editions of."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from quotes.models.addresses import address
from quotes.models.base import Noun, NounQuerySet, name_contains
from quotes.models.fields import (
    CountryField,
    DayOfField,
    EdtfField,
    NameKeyField,
    PlainCharField,
    PlainTextField,
    no_controls,
)
from quotes.text.dates import in_words
from quotes.text.interface import message


class EventKind(models.TextChoices):
    """What kind of occasion an event is."""

    CONFERENCE = "conference", message("Conference")
    FORUM = "forum", message("Forum")
    MEDIA_INTERVIEW = "media_interview", message("Media interview")
    BRIEFING = "briefing", message("Briefing")
    OTHER = "other", message("Other")


class OccasionQuerySet(NounQuerySet):
    """What lasted from an earliest to a latest day."""

    def in_year(self, year: int) -> Self:
        """Those that can have lain in the year, or partly."""
        return self.filter(earliest__lte=date(year, 12, 31), latest__gte=date(year, 1, 1))


class EventQuerySet(OccasionQuerySet):
    """Events by name and series."""

    def matching(self, text: str) -> Self:
        """Those with ``text`` in their name or their series'."""
        return self.filter(name_contains(text, "", "series"))

    def of_series(self, series: models.Model) -> Self:
        """The editions of a series."""
        return self.filter(series=series)


class EventSeries(Noun):
    """What comes again: the World Policy Conference, whose editions are events."""

    public_through = ("events__interviews__sources__turns__passages",)

    name = PlainCharField(max_length=300)
    short_name = PlainCharField(max_length=80, help_text="As in WPC.")
    name_key = NameKeyField(of=("name", "short_name"))
    kind = models.CharField(max_length=20, choices=EventKind, default=EventKind.OTHER)
    description = PlainTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = "event series"
        verbose_name_plural = "event series"
        constraints: ClassVar = no_controls("name", "short_name", "description")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the page that lists the editions."""
        return address("event", self.slug)

    @classmethod
    def models_in_its_addresses(cls) -> tuple[type[Noun], ...]:
        """Series and events: both stand at ``/events/<slug>/``."""
        return (EventSeries, Event)

    def clean(self) -> None:
        """An event and a series never share a slug: both are named by ``?event=``."""
        super().clean()
        if Event.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": "An event has this slug already."})


class Event(Noun):
    """One edition or occasion, with its days and place as far as they are known."""

    public_through = ("interviews__sources__turns__passages",)

    series = models.ForeignKey(
        EventSeries, models.PROTECT, null=True, blank=True, related_name="events"
    )
    name = PlainCharField(max_length=300)
    short_name = PlainCharField(max_length=80, blank=True)
    name_key = NameKeyField(of=("name", "short_name"))
    kind = models.CharField(max_length=20, choices=EventKind, default=EventKind.OTHER)
    dates = EdtfField(help_text="EDTF, as in 2024-12-13/2024-12-15.")
    earliest = DayOfField(of="dates", bound="earliest", db_index=True)
    latest = DayOfField(of="dates", bound="latest")
    place = PlainCharField(max_length=200, blank=True)
    country = CountryField(help_text="ISO 3166 code, as in AE.")
    organiser = PlainCharField(max_length=300, blank=True)
    url = models.URLField("URL", max_length=500, blank=True)
    basis = PlainTextField(blank=True, help_text="Where facts are from that no source prints.")

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = [models.F("earliest").desc(nulls_last=True), "name"]
        constraints: ClassVar = [
            *no_controls("name", "short_name", "place", "organiser", "basis"),
            models.CheckConstraint(
                condition=models.Q(country="")
                | models.Q(country=models.functions.Upper("country")),
                name="event_country",
                violation_error_message="A country is two capital letters, as in AE.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the event's page."""
        return address("event", self.slug)

    @property
    def when(self) -> str:
        """Its dates in words."""
        return in_words(self.dates)

    @classmethod
    def models_in_its_addresses(cls) -> tuple[type[Noun], ...]:
        """Series and events: both stand at ``/events/<slug>/``."""
        return (EventSeries, Event)

    def clean(self) -> None:
        """An event and a series never share a slug: both are named by ``?event=``."""
        super().clean()
        if EventSeries.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": "An event series has this slug already."})
