"""The editors' pages of events and their series."""

from django.contrib import admin

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

    @admin.display(description="when", ordering="earliest", empty_value="unknown")
    def when(self, event: Event) -> str:
        """Its dates in words."""
        return event.when
