"""Filters of the lists that people browse: one set for each noun."""

from collections.abc import Callable
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from quotes.filters.strict import StrictFilterSet
from quotes.models import (
    Event,
    EventKind,
    EventSeries,
    Interview,
    InterviewFormat,
    Outlet,
    SourceKind,
    Speaker,
    Topic,
)
from quotes.models.event import EventQuerySet, OccasionQuerySet
from quotes.models.interview import InterviewQuerySet
from quotes.models.names import SLUG
from quotes.models.source import SourceQuerySet
from quotes.models.topic import TopicQuerySet
from quotes.models.utterance import UtteranceQuerySet
from quotes.text.alphabets import initial
from quotes.text.interface import message
from quotes.text.problems import Problem

FIRST_YEAR, LAST_YEAR = 1000, 9999


class Chip(NamedTuple):
    """A filter that is set: what it says, and the parameters without it."""

    label: str
    value: str
    without: str


class NounField(forms.ModelChoiceField):
    """A public noun, named by its slug."""

    def to_python(self, value: Any) -> Any:
        """The noun; a value that cannot be a slug never reaches the database."""
        if value and not SLUG.fullmatch(str(value)):
            raise forms.ValidationError(message("This is not a name that stands in addresses."))
        return super().to_python(value)


class NounFilter(django_filters.ModelChoiceFilter):
    """Narrows to one noun; hidden in the form, and set by links from the noun's page."""

    field_class = NounField

    def __init__(self, label: str, rows: Callable[[], QuerySet], method: str) -> None:
        super().__init__(
            label=label,
            method=method,
            queryset=lambda request: rows(),
            to_field_name="slug",
            widget=forms.HiddenInput,
            error_messages={
                "invalid_choice": message("There is no such {label} here.", label=label.lower())
            },
        )


class YearFilter(django_filters.NumberFilter):
    """Narrows to what can lie in a year of four digits."""

    field_class = forms.IntegerField

    def __init__(self) -> None:
        super().__init__(
            label=message("Year"), method="in_year", min_value=FIRST_YEAR, max_value=LAST_YEAR
        )


class BrowseFilters(StrictFilterSet):
    """What the lists have in common: words in the name, and filters shown as chips."""

    q = django_filters.CharFilter(label=message("Name contains"), method="matching", max_length=200)

    @property
    def chips(self) -> list[Chip]:
        """The hidden filters that are set, each with the parameters that take it away."""
        hidden = {field.name for field in self.form.hidden_fields()}
        chosen = {n: v for n, v in self.form.cleaned_data.items() if v and n in hidden}
        return [
            Chip(self.filters[name].label, str(value), self._without(name))
            for name, value in chosen.items()
        ]

    def matching(self, rows: Any, name: str, value: str) -> QuerySet:
        """Rows that are called so."""
        return rows.matching(value)

    def in_year(self, rows: OccasionQuerySet, name: str, value: int) -> QuerySet:
        """Rows that can lie in the year."""
        return rows.in_year(value)

    def _without(self, name: str) -> str:
        rest = QueryDict(mutable=True)
        for other, values in self.given.items():
            if other != name:
                rest.setlist(other, values)
        return rest.urlencode()


class SpeakerFilters(BrowseFilters):
    """Filters of ``/speakers/``."""


class SpeakerIndexFilters(SpeakerFilters):
    """The same for the page, which has orders and an alphabet too; it applies these itself."""

    letter = django_filters.CharFilter(
        label=message("Letter"), method="unnarrowed", max_length=4, widget=forms.HiddenInput
    )
    sort = django_filters.ChoiceFilter(
        label=message("Order"),
        choices=[("name", message("A–Z")), ("quoted", message("Most quoted"))],
        method="unnarrowed",
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": message("“%(value)s” is not an order: use name, quoted.")
        },
    )

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the parameters; a letter is one letter."""
        found = super().problems
        letter = self.given.get("letter", [""])[-1].strip()
        if not found and letter and (len(letter) > 1 or not initial(letter)):
            return [
                Problem(
                    "letter",
                    message("“{letter}” is not a letter: write one, as in V.", letter=letter[:40]),
                )
            ]
        return found

    @property
    def chips(self) -> list[Chip]:
        """The filters that are set; the order stands beside the count."""
        return [chip for chip in super().chips if chip.label != message("Order")]

    @property
    def order(self) -> str:
        """``name`` or ``quoted``."""
        return self.given.get("sort", ["name"])[-1].strip()

    @property
    def under(self) -> str:
        """The letter that is asked for, as speakers stand under it."""
        return initial(self.given.get("letter", [""])[-1].strip())

    def unnarrowed(self, rows: Any, name: str, value: str) -> QuerySet:
        """Every row: the page puts them in order, and knows who stands under a letter."""
        return rows


class EventFilters(BrowseFilters):
    """Filters of ``/events/``."""

    kind = django_filters.ChoiceFilter(
        label=message("Kind"), choices=EventKind.choices, empty_label=message("Any kind")
    )
    year = YearFilter()
    series = NounFilter(message("Series"), EventSeries.objects.public, "of_series")

    def of_series(self, rows: EventQuerySet, name: str, value: EventSeries) -> QuerySet:
        """Editions of the series."""
        return rows.of_series(value)


class InterviewFilters(BrowseFilters):
    """Filters of ``/interviews/``."""

    format = django_filters.ChoiceFilter(
        label=message("Format"), choices=InterviewFormat.choices, empty_label=message("Any format")
    )
    year = YearFilter()
    event = NounFilter(message("Event"), Event.objects.public, "at_event")
    speaker = NounFilter(message("Speaker"), Speaker.objects.public, "with_part_of")

    def at_event(self, rows: InterviewQuerySet, name: str, value: Event) -> QuerySet:
        """Those at the event."""
        return rows.at_event(value)

    def with_part_of(self, rows: InterviewQuerySet, name: str, value: Speaker) -> QuerySet:
        """Those in which the speaker took part."""
        return rows.with_part_of(value)


class SourceFilters(BrowseFilters):
    """Filters of ``/sources/``."""

    kind = django_filters.ChoiceFilter(
        label=message("Kind"), choices=SourceKind.choices, empty_label=message("Any kind")
    )
    outlet = NounFilter(message("Outlet"), Outlet.objects.public, "from_outlet")

    def from_outlet(self, rows: SourceQuerySet, name: str, value: Outlet) -> QuerySet:
        """Those that the outlet published."""
        return rows.from_outlet(value)


class TopicFilters(BrowseFilters):
    """Filters of topics as a list, in the API."""

    parent = NounFilter("Topic", Topic.objects.public, "children_of")

    def children_of(self, rows: TopicQuerySet, name: str, value: Topic) -> QuerySet:
        """Those directly below the topic."""
        return rows.children_of(value)


class UtteranceFilters(StrictFilterSet):
    """Filters of utterances, in the API."""

    interview = NounFilter("Interview", Interview.objects.public, "of_interview")
    speaker = NounFilter(message("Speaker"), Speaker.objects.public, "spoken_by")

    def of_interview(self, rows: UtteranceQuerySet, name: str, value: Interview) -> QuerySet:
        """Those of words spoken in the interview."""
        return rows.of_interview(value)

    def spoken_by(self, rows: UtteranceQuerySet, name: str, value: Speaker) -> QuerySet:
        """Those of the speaker's words."""
        return rows.spoken_by(value)


class PassageList(StrictFilterSet):
    """A list of passages on the page of a noun: no filters of its own, only pages."""

    per_page = 20


class ConversationPage(StrictFilterSet):
    """The passages of one conversation: whole, unless it is very long. ``q`` is marked there."""

    per_page = 100
    q = django_filters.CharFilter(method="all_of")

    def all_of(self, rows: Any, name: str, value: str) -> QuerySet:
        """Every row: a conversation is not narrowed by the words a reader comes with."""
        return rows
