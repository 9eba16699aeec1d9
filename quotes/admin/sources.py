"""The editors' pages of outlets and sources, with the turns of a source."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quotes import editorial
from quotes.admin.base import editor_of
from quotes.admin.editing import EditInline
from quotes.admin.imports import ImportPages
from quotes.admin.lists import RelatedFilter
from quotes.admin.marking import MarkingPages
from quotes.admin.nouns import NounAdmin
from quotes.admin.queues import SourceQueues
from quotes.models import Outlet, Source, Turn


@admin.register(Outlet)
class OutletAdmin(NounAdmin):
    """Outlets."""

    list_display = ("name", "country", "url", "published_passages")
    list_filter = ("country",)
    search_fields = ("name", "slug", "url")
    search_help_text = "Name or address"
    ordering = ("name", "pk")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = ((None, {"fields": ("name", "slug", "url", "country")}),)


CAPTURED = ("captured_length", "captured_sha256", "captured_text", "dropped")
# A page with more turns than this takes seconds to make; their list pages them.
MAX_SHOWN = 500


class TurnInline(EditInline, admin.TabularInline):
    """The turns of a source: those that stand are changed on their own pages."""

    model = Turn
    fields = ("position", "kind", "speaker", "speaker_as_printed", "text")
    autocomplete_fields = ("speaker",)
    ordering = ("position",)
    can_delete = False
    show_change_link = True
    classes = ("turns",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("speaker")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(ImportPages, MarkingPages, NounAdmin):
    """Sources."""

    list_display = (
        "title", "outlet", "kind", "default_wording", "published_on", "published_passages",
    )  # fmt: skip
    list_filter = (SourceQueues, "kind", "default_wording", "language", ("outlet", RelatedFilter))
    list_select_related = ("outlet", "interview")
    search_fields = ("title", "byline", "slug", "outlet__name", "interview__title", "url")
    search_help_text = "Title, byline, outlet, interview or address"
    ordering = ("title", "pk")
    date_hierarchy = "published_earliest"
    autocomplete_fields = ("interview", "outlet")
    prepopulated_fields = {"slug": ("title",)}
    passages_by = "turn__source__id__exact"
    inlines_are_public = False
    inlines = (TurnInline,)
    readonly_fields = ("turn_list", *CAPTURED)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "slug",
                    "interview",
                    "outlet",
                    "kind",
                    "byline",
                    "language",
                    "turn_list",
                )
            },
        ),
        ("Words", {"fields": ("default_wording", "editorial_note")}),
        ("Where and when", {"fields": ("url", "archived_url", "published", "accessed", "basis")}),
        ("As captured", {"fields": CAPTURED, "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("captured_text", "dropped")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        if obj and obj.turns.count() > MAX_SHOWN:
            return ()
        return super().get_inlines(request, obj)

    @admin.display(description="turns")
    def turn_list(self, source: Source) -> str | SafeString:
        """How many turns it has, leading to the list of them."""
        if source.pk is None:
            return "below"
        address = reverse("admin:quotes_turn_changelist")
        return format_html(
            '<a href="{}?source__id__exact={}">{}</a> · <a href="{}">mark words, rearrange</a>',
            address,
            source.pk,
            source.turns.count(),
            reverse("admin:quotes_source_words", args=[source.pk]),
        )

    @admin.display(description="published", ordering="published_earliest", empty_value="unknown")
    def published_on(self, source: Source) -> str:
        """When it was published, in words."""
        return source.published_on

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for turn in formset.save(commit=False):
            editorial.save_turn(turn, editor=editor_of(request))
