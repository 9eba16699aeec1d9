"""The editors' pages of speakers, with their names and offices."""

from django.contrib import admin

from quotes.admin.base import SHORT_TEXTS
from quotes.admin.forms import PlainForm
from quotes.admin.nouns import NounAdmin
from quotes.models import Role, Speaker, SpeakerName


class SpeakerNameInline(admin.TabularInline):
    """Other names of a speaker."""

    model = SpeakerName
    form = PlainForm
    fields = ("name", "language")
    extra = 0
    verbose_name = "other name"


class RoleInline(admin.StackedInline):
    """Offices of a speaker."""

    model = Role
    form = PlainForm
    fields = (("title", "organisation"), ("start", "end"), "basis")
    formfield_overrides = SHORT_TEXTS
    extra = 0


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
