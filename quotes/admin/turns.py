"""The editors' pages of turns, with the passages of a turn."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString

from quotes import editorial
from quotes.admin.base import editor_of
from quotes.admin.changes import Change
from quotes.admin.editing import EditInline
from quotes.admin.forms import NounForm
from quotes.admin.lists import RelatedFilter
from quotes.admin.nouns import NounAdmin
from quotes.admin.passage_form import PassageInlineForm, overlap_warnings
from quotes.models import Passage, Turn
from quotes.text.controls import plain


class PassageInline(EditInline, admin.StackedInline):
    """The passages of a turn: new ones are drafts; those that stand have their own pages."""

    model = Passage
    form = PassageInlineForm
    fields = ("words", ("speaker", "role_as_printed"), ("wording", "state"), "topics", "spans")
    readonly_fields = ("state",)
    autocomplete_fields = ("speaker", "topics")
    ordering = ("first_character",)
    can_delete = False
    show_change_link = True
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request).select_related("speaker")
        return rows.prefetch_related("topics")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="words")
    def words(self, passage: Passage) -> str:
        """The words of an existing passage; a new one has a text field here."""
        return passage.text


class TurnForm(NounForm):
    """A turn's form."""

    class Meta:
        widgets = {"text": AdminTextareaWidget({"rows": 12})}

    def clean(self) -> dict[str, Any]:
        """Keep the stored text if only its outer white space differs.

        Otherwise clear ``mends``: editorial computes them again from the stored ones.
        """
        super().clean()
        text, stored = self.cleaned_data.get("text"), self.initial.get("text")
        if text and stored and plain(stored).strip() == text:
            self.cleaned_data["text"] = stored
        elif text and self.instance.pk:
            self.instance.mends = []
        return self.cleaned_data


@admin.register(Turn)
class TurnAdmin(NounAdmin):
    """Turns."""

    # No merging: each turn has its own position in its source.
    actions = ["delete_selected"]
    form = TurnForm
    save_through = staticmethod(editorial.save_turn)
    list_display = ("opening", "position", "kind", "speaker", "source", "published_passages")
    list_filter = ("kind", ("source", RelatedFilter), ("speaker", RelatedFilter))
    list_select_related = ("source", "speaker")
    search_fields = ("text", "speaker_as_printed")
    searched_nouns = ("speaker", "source")
    search_help_text = (
        "Speaker or source in any spelling, or words of the turn or of the speaker as printed as "
        "they are written, accents included"
    )
    ordering = ("source__title", "source", "position")
    autocomplete_fields = ("source", "speaker", "answers")
    passages_by = "turn__id__exact"
    inlines_are_public = False
    inlines = (PassageInline,)
    readonly_fields = ("ranges", "range_sha256", "mends")
    fieldsets = (
        (None, {"fields": (("source", "position", "kind"), "text")}),
        ("Who speaks", {"fields": ("speaker", "speaker_as_printed")}),
        ("Question", {"fields": ("answers", "question_rewritten")}),
        ("As captured", {"fields": readonly_fields, "classes": ("collapse",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None or "source" in fields else (*fields, "source")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("source__captured_text", "source__dropped")

    def further_changes(self, request: HttpRequest, form: Any) -> list[Change]:
        """The words of each passage that the corrected turn would change."""
        turn = form.instance
        before = dict(turn.passages.values_list("pk", "text"))
        why = form.why or editorial.CitedChange("typo", "a preview")
        editorial.save_turn(turn, editor=editor_of(request), why=why, fields=form.changes)
        rows = Passage.objects.filter(turn=turn.pk).order_by("first_character")
        return [
            {"label": f"passage {row.identifier_id or row.pk}", "before": old, "after": row.text}
            for row in rows
            if (old := before.get(row.pk, "")) != row.text
        ]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for passage in formset.save(commit=False):
            [own] = [each for each in formset.forms if each.instance is passage]
            overlapped = editorial.save_draft(
                passage, topics=own.cleaned_data["topics"], editor=editor_of(request)
            )
            for text in overlap_warnings(overlapped):
                self.message_user(request, text, messages.WARNING)

    @admin.display(description="passages", ordering="passage_count")
    def published_passages(self, obj: Any) -> str | SafeString:
        """How many passages of any state there are, leading to the list of them."""
        return super().published_passages(obj)

    @admin.display(description="turn", ordering="text")
    def opening(self, turn: Turn) -> str:
        """The words it begins with."""
        return turn.text if len(turn.text) <= 80 else f"{turn.text[:79]}…"

    def is_public(self, obj: Any) -> bool:
        return False
