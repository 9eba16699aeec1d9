"""The editors' pages of passages."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from quotes import editorial
from quotes.admin.base import MAY_PUBLISH, HistoryAdmin, editor_of, may
from quotes.admin.interviews import said_elsewhen
from quotes.admin.lists import RelatedFilter, TopicFilter
from quotes.admin.passage_actions import PassageActions
from quotes.admin.passage_form import PassageForm, overlap_warnings
from quotes.admin.passage_pages import PassagePages
from quotes.editorial.corrections import CITED
from quotes.models import Passage, State

STANDING = ("state", "public_id", "version", "created_at", "published_at", "updated_at")


@admin.register(Passage)
class PassageAdmin(PassagePages, PassageActions, HistoryAdmin):
    """Passages: drafts are edited freely, published ones through editorial."""

    form = PassageForm
    list_display = [
        "opening", "speaker", "wording", "state", "topic_names", "source", "version", "updated",
    ]  # fmt: skip
    list_filter = (
        "state", "wording", TopicFilter, ("turn__source", RelatedFilter),
        ("speaker", RelatedFilter), "language",
    )  # fmt: skip
    search_fields = ("text", "identifier__id", "speaker__name", "turn__source__title", "note")
    search_help_text = "Words, public id, speaker, source or note"
    # Drafts and what is in review come first: the states' names happen to sort so.
    ordering = ("state", "-pk")
    autocomplete_fields = ("turn", "speaker", "topics")
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("turn", "turn_text", "words", "spans", "text")}),
        ("Who says it, and how close", {
            "fields": (("speaker", "role_as_printed"), ("wording", "is_excerpt"), "said_on"),
        }),
        ("Language", {"fields": (("language", "translated_from", "translated_by"),)}),
        ("For readers", {"fields": ("topics", "note")}),
        ("Standing", {"fields": STANDING}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.for_editors()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if getattr(request, "looks_back", False):
            return fieldsets
        hidden = {"text", "turn_text"} if obj is None else set()
        if obj and "spans" in self.get_readonly_fields(request, obj):
            hidden = {"words"}
        [(name, first), *others] = fieldsets
        shown = tuple(field for field in first["fields"] if field not in hidden)
        if obj is None:
            others = others[:-1]
        elif obj.is_published and may(request, MAY_PUBLISH):
            others = [*others, WHY]
        return [(name, {"fields": shown}), *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if getattr(request, "looks_back", False):
            return super().get_readonly_fields(request, obj)
        fixed = ("turn_text", "text", *STANDING)
        if obj is None or obj.state in (State.DRAFT, State.IN_REVIEW):
            return fixed
        if obj.is_published and may(request, MAY_PUBLISH):
            return (*fixed, "turn")
        return (*fixed, "turn", *CITED)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        """The form; where a passage was withdrawn meanwhile, that it was, and what to do."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            passage = self.get_object(request, unquote(object_id)) if object_id else None
            may_change = super().has_change_permission(request)
            if passage is None or passage.state != State.WITHDRAWN or not may_change:
                raise
            return self.refuse_page(request, passage, "Withdrawn", WITHDRAWN)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        withdrawn = obj is not None and obj.state == State.WITHDRAWN
        return super().has_change_permission(request, obj) and not withdrawn

    def why_kept(self, obj: Any) -> str:
        if obj.state in (State.PUBLISHED, State.WITHDRAWN):
            return "What readers may have cited stays; a published passage can be withdrawn."
        return super().why_kept(obj)

    def is_public(self, obj: Any) -> bool:
        return obj.is_published

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and obj.is_published:
            self._correct(request, obj, form)
            return
        to_review = "_review" in request.POST and obj.state == State.DRAFT
        if change and not form.changes and not to_review:
            return
        overlapped = editorial.save_draft(
            obj,
            fields=form.saved_fields,
            topics=form.cleaned_data["topics"],
            to_review=to_review,
            editor=editor_of(request),
        )
        for text in overlap_warnings(overlapped):
            self.message_user(request, text, messages.WARNING)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        # Topics were saved with the passage, for one row of history.
        if "_publish" in request.POST:
            if not self.has_publish_permission(request):
                raise PermissionDenied
            [passage] = editorial.publish([form.instance], editor=editor_of(request))
            self.message_user(request, f"Published as {passage.identifier_id}.", messages.SUCCESS)

    def cautions(self, obj: Any) -> Iterator[str]:
        yield from said_elsewhen(obj.said_on, obj.interview)

    def _correct(self, request: HttpRequest, passage: Passage, form: Any) -> None:
        before, after = set(passage.topics.all()), set(form.cleaned_data["topics"])
        if changes := form.cited_changes:
            editorial.revise(
                passage, changes, why=form.why, editor=editor_of(request), topics=after
            )
        elif before != after:
            editorial.tag(
                [passage], add=after - before, remove=before - after, editor=editor_of(request)
            )

    @admin.display(description="words", ordering="text")
    def opening(self, passage: Passage) -> str:
        """The words it begins with."""
        return str(passage)

    @admin.display(description="topics")
    def topic_names(self, passage: Passage) -> str:
        """Its topics, by name."""
        return ", ".join(topic.name for topic in passage.topics.all())

    @admin.display(description="source", ordering="turn__source__title")
    def source(self, passage: Passage) -> str:
        """The document it stands in."""
        title = passage.source.title
        return title if len(title) <= 48 else f"{title[:47]}…"

    @admin.display(ordering=Coalesce("updated_at", "created_at"))
    def updated(self, passage: Passage) -> Any:
        """When it last changed for readers; a draft, when it was made."""
        return passage.updated_at or passage.created_at

    @admin.display(description="the turn’s text")
    def turn_text(self, passage: Passage) -> str:
        """The whole turn, to copy words from."""
        return passage.turn.text

    @admin.display(description="public id")
    def public_id(self, passage: Passage) -> str:
        """Its permanent id."""
        return passage.identifier_id or "given when published"


WITHDRAWN = (
    "It is withdrawn, so it is read only, and nothing has been saved. Its page tells when, and "
    "whether it can be reinstated."
)
WHY = (
    "Why",
    {
        "fields": ("why_kind", "why_reason"),
        "classes": ("collapse",),
        "description": "For a change of anything but the topics: the passage gets a new version, "
        "with the reason; the one before stays readable.",
    },
)
