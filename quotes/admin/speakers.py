"""The editors' pages of speakers, with their names and offices."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from quotes.admin.base import SHORT_TEXTS
from quotes.admin.nouns import NounAdmin, PublicInline
from quotes.models import Role, Speaker, SpeakerName


class SpeakerNameInline(PublicInline, admin.TabularInline):
    """Other names of a speaker."""

    model = SpeakerName
    fields = ("name", "language")
    verbose_name = "other name"


class RoleInline(PublicInline, admin.StackedInline):
    """Offices of a speaker."""

    model = Role
    fields = (("title", "organisation"), ("start", "end"), "basis")
    formfield_overrides = SHORT_TEXTS


@admin.register(Speaker)
class SpeakerAdmin(NounAdmin):
    """Speakers."""

    list_display = ("name", "sort_name", "kind", "published_passages", "wikidata_id")
    list_filter = ("kind",)
    search_fields = ("name", "sort_name", "names__name", "slug")
    search_help_text = "Name, in any of its spellings"
    ordering = ("sort_name", "pk")
    passages_by = "speaker__id__exact"
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "sort_name", "slug", "kind", "description", "wikidata_id")}),
    )
    inlines = (SpeakerNameInline, RoleInline)

    def names_of(self, obj: Any) -> list[str]:
        return [obj.name, obj.sort_name]

    def other_names_of(self, obj: Any) -> list[str]:
        return [other.name for other in obj.names.all()]

    def best_first(self, rows: QuerySet, term: str) -> list[Any]:
        return super().best_first(rows.prefetch_related("names"), term)
