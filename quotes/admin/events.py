"""The editors' pages of events and their series."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from quotes.admin.interviews import held_elsewhen
from quotes.admin.nouns import NounAdmin
from quotes.models import Event, EventSeries


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


@admin.register(Event)
class EventAdmin(NounAdmin):
    """Events."""

    list_display = ("name", "series", "kind", "when", "place", "country", "published_passages")
    list_filter = ("kind", "series", "country")
    list_select_related = ("series",)
    search_fields = ("name", "short_name", "series__name", "slug", "place")
    search_help_text = "Name, series or place"
    ordering = ("-earliest", "name")
    date_hierarchy = "earliest"
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

    def cautions(self, obj: Any) -> Iterator[str]:
        for interview in obj.interviews.all():
            yield from held_elsewhen(interview, obj)

    def other_names_of(self, obj: Any) -> list[str]:
        return [obj.series.name, obj.series.short_name] if obj.series else []

    @admin.display(description="when", ordering="earliest", empty_value="unknown")
    def when(self, event: Event) -> str:
        """Its dates in words."""
        return event.when
