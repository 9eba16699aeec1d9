"""The editors' pages of topics: a tree."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quotes import editorial
from quotes.admin.base import EditorsList, editor_of
from quotes.admin.forms import NounForm
from quotes.admin.nouns import NounAdmin, PublicInline
from quotes.models import Passage, Topic, TopicAlias
from quotes.text.counted import counted


class TopicAliasInline(PublicInline, admin.TabularInline):
    """Other names of a topic."""

    model = TopicAlias
    fields = ("name",)
    verbose_name = "alias"
    verbose_name_plural = "aliases"


ASK_PARENT = "Which topic does it stand below? Or tick that it only groups topics."


class TopicForm(NounForm):
    """A topic's form: passages carry no root."""

    is_root = forms.BooleanField(
        label="It only groups topics, and no passage carries it", required=False,
        help_text="Then it stands below none.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask a new topic for its parent; refuse to make a root of one that passages carry."""
        super().clean()
        # A popup adds it for a field, which says itself what it takes.
        is_asked = self.instance.pk is None and not self.is_popup
        is_placed = self.cleaned_data.get("parent") or self.cleaned_data.get("is_root")
        if is_asked and not is_placed and "parent" not in self.errors:
            self.add_error("parent", ASK_PARENT)
        stands_below = self.instance.pk and self.instance.parent_id
        if stands_below and "parent" in self.changed_data and not self.data.get("parent"):
            number = self.instance.passages.count()
            if number:
                self.add_error(
                    "parent", f"Carried by {counted(number, 'passage')}, and a root only groups."
                )
        return self.cleaned_data


class TreeList(EditorsList):
    """Topics in the order of their tree, unless a column is asked for."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> models.QuerySet:
        found = super().get_queryset(request, exclude_parameters)
        return found if self.params.get("o") else found.order_by("tree_ordering")


@admin.register(Topic)
class TopicAdmin(NounAdmin):
    """Topics."""

    form = TopicForm
    list_display = ("indented", "published_passages", "scope_note", "slug")
    list_display_links = ("indented",)
    search_fields = ("name", "aliases__name", "slug")
    search_help_text = "Name or alias"
    list_per_page = 500
    ordering = ("name", "pk")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}
    passages_by = "topic"
    usually_made_for = "quotes.Passage.topics"
    fieldsets = ((None, {"fields": ("name", "slug", "parent", "scope_note")}),)
    inlines = (TopicAliasInline,)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None or IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
            return fieldsets
        return [(None, {"fields": ("name", "slug", "parent", "is_root", "scope_note")})]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.with_tree_fields()

    @admin.display(description="topic", ordering="name")
    def indented(self, topic: Any) -> SafeString:
        """Its name, indented by its depth in the tree."""
        depth = min(topic.tree_depth, 6)
        return format_html('<span class="tree-depth-{}">{}</span>', depth, topic.name)

    def other_names_of(self, obj: Any) -> list[str]:
        return [alias.name for alias in obj.aliases.all()]

    def best_first(self, rows: models.QuerySet, term: str) -> list[Any]:
        return super().best_first(rows.prefetch_related("aliases"), term)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if change and "parent" in form.changes:
            self._keep_narrowest(request, form.instance)

    def _keep_narrowest(self, request: HttpRequest, topic: Topic) -> None:
        """Remove topics that are now ancestors of another topic of the same passage."""
        below = [pk for pk, line in Topic.objects.ancestor_ids().items() if topic.pk in {pk, *line}]
        moved = Passage.objects.about(below).open_to_tagging()
        if number := editorial.tag(moved, editor=editor_of(request)):
            carried = counted(number, "passage carries", "passages carry")
            text = f"{carried} a topic above it no longer: the narrower one says it."
            self.message_user(request, text, messages.WARNING)
