"""Admin pages of events, series, and interviews with their participants."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from quotes.admin.lists import RelatedFilter
from quotes.admin.nouns import NounAdmin, PublicInline
from quotes.models import Event, EventSeries, Interview, Participation
from quotes.text.dates import are_disjoint, extends_beyond, in_words


@admin.register(EventSeries)
class EventSeriesAdmin(NounAdmin):
    """Series of events."""

    list_display = ("name", "short_name", "kind", "published_passages")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "slug")
    search_help_text = "Name or short name"
    ordering = ("name", "pk")
    prepopulated_fields = {"slug": ("short_name",)}
    fieldsets = ((None, {"fields": ("name", "short_name", "slug", "kind", "description")}),)

    def names_of(self, obj: Any) -> list[str]:
        return [obj.name, obj.short_name]


class OccasionAdmin(NounAdmin):
    """What events and interviews share: a column with their dates in words."""

    date_hierarchy = "earliest"

    @admin.display(description="when", ordering="earliest", empty_value="unknown")
    def when(self, occasion: Event | Interview) -> str:
        """Its dates in words."""
        return occasion.when


@admin.register(Event)
class EventAdmin(OccasionAdmin):
    """Events."""

    list_display = ("name", "series", "kind", "when", "place", "country", "published_passages")
    list_filter = ("kind", ("series", RelatedFilter), "country")
    list_select_related = ("series",)
    search_fields = ("name", "short_name", "series__name", "slug", "place")
    search_help_text = "Name, series or place"
    ordering = ("-earliest", "name")
    autocomplete_fields = ("series",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "short_name", "slug", "series", "kind")}),
        ("When and where", {"fields": ("dates", "place", "country", "organiser", "url", "basis")}),
    )

    def names_of(self, obj: Any) -> list[str]:
        return [obj.name, obj.short_name]

    def best_first(self, rows: QuerySet, term: str) -> list[Any]:
        return super().best_first(rows.select_related("series"), term)

    def warnings(self, obj: Any) -> Iterator[str]:
        for interview in obj.interviews.all():
            yield from interview_date_warnings(interview, obj)

    def other_names_of(self, obj: Any) -> list[str]:
        return [obj.series.name, obj.series.short_name] if obj.series else []


class ParticipationInline(PublicInline, admin.TabularInline):
    """Who took part in an interview."""

    model = Participation
    fields = ("speaker", "part", "role_as_printed")
    autocomplete_fields = ("speaker",)


@admin.register(Interview)
class InterviewAdmin(OccasionAdmin):
    """Interviews."""

    list_display = ("title", "event", "format", "when", "language", "published_passages")
    list_filter = ("format", "language", ("event", RelatedFilter))
    list_select_related = ("event",)
    search_fields = ("title", "slug", "event__name", "participations__speaker__name")
    search_help_text = "Title, event or participant"
    ordering = ("-earliest", "title")
    autocomplete_fields = ("event",)
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "event", "format", "dates", "language", "basis")}),
    )
    inlines = (ParticipationInline,)

    def warnings(self, obj: Any) -> Iterator[str]:
        yield from interview_date_warnings(obj, obj.event)


def interview_date_warnings(interview: Interview, event: Event) -> Iterator[str]:
    """A warning if an interview lies outside the dates of its event."""
    if are_disjoint(interview.dates, event.dates):
        yield (
            f"“{interview}” is dated {interview.when}, but its event, “{event}”, {event.when}: "
            "one of the two is wrong, or it belongs to another event."
        )


def passage_date_warnings(said_on: str, interview: Interview) -> Iterator[str]:
    """A warning if a passage's date may lie outside the dates of its event or interview."""
    for name, occasion in (("event", interview.event), ("interview", interview)):
        if extends_beyond(said_on, occasion.dates):
            yield (
                f"The words are dated {in_words(said_on)}, but the {name}, “{occasion}”, "
                f"{occasion.when}: look at the date again."
            )
            return
