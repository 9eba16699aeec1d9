"""The editors' pages of passages: list and form, preview, withdrawal, reinstatement."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quotes import editorial
from quotes.admin.base import MAY_PUBLISH, HistoryAdmin, editor_of, is_previewing, is_proposing, may
from quotes.admin.changes import ChangePreviewedError, changes_of
from quotes.admin.editing import REFUSALS
from quotes.admin.events import passage_date_warnings
from quotes.admin.forms import ReasonField, Refusal
from quotes.admin.lists import RelatedFilter, TopicFilter
from quotes.admin.passage_actions import PassageActions
from quotes.admin.passage_form import PassageForm, overlap_warnings
from quotes.admin.proposals import WHY_PROPOSED, ProposesCorrections
from quotes.admin.queues import PassageList, PassageQueues
from quotes.admin.review import ReviewPages, review_history, sent_back_warning
from quotes.admin.tables.pages import TablePages
from quotes.admin.topic_picker import TopicPicker
from quotes.admin.versions import VersionPages
from quotes.editorial.cautions import cautions
from quotes.editorial.corrections import CITED
from quotes.models import Identifier, Passage, State

STATUS_FIELDS = (
    "state", "public_id", "version", "created_at", "published_at", "updated_at", "review",
)  # fmt: skip
# The box below the warnings that stand before publishing.
SEEN = "cautions_seen"
MAY_WITHDRAW = "quotes.withdraw_passage"
NOT_YET_GIVEN = "00000000"
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


class ReasonForm(forms.Form):
    """The reason of a step; readers see it."""

    reason = ReasonField(
        widget=AdminTextareaWidget({"rows": 3}),
        error_messages={"required": "Give the reason: readers see it."},
    )  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A step that one passage takes on a page of its own."""

    name: str
    done: str
    permission: str
    begins_at: State
    take: Callable[..., None]
    refused: Callable[[Passage], str] = lambda passage: ""

    def why_not(self, passage: Passage) -> str:
        """Why the passage cannot take this step; empty when it can."""
        if passage.state != self.begins_at:
            return f"This passage is {passage.get_state_display().lower()}."
        return self.refused(passage)


WITHDRAW = Step("withdraw", "withdrawn", MAY_WITHDRAW, State.PUBLISHED, editorial.withdraw)
REINSTATE = Step(
    "reinstate", "reinstated", MAY_PUBLISH, State.WITHDRAWN, editorial.reinstate,
    refused=editorial.why_not_reinstated,
)  # fmt: skip


class CautionsError(editorial.NotPossibleError):
    """There are warnings about a passage that nobody has looked at yet."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        super().__init__(" ".join(texts))

    def as_html(self) -> SafeString:
        """The warnings as a list, with the box that says that they have been looked at."""
        return format_html(
            "Before it is published: <ul>{}</ul>"
            '<label><input type="checkbox" name="{}" value="yes"> I have looked at this: publish '
            "it as it is</label> Nothing has been saved yet.",
            format_html_join("", "<li>{}</li>", ((text,) for text in self.texts)),
            SEEN,
        )


class PassagePages(ReviewPages, TopicPicker, VersionPages):
    """Adds the pages and the links to them."""

    change_form_template = "admin/quotes/passage/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        own = {"preview": self.preview, "withdraw": self.withdraw, "reinstate": self.reinstate}
        return [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"quotes_passage_{name}",
            )
            for name, view in own.items()
        ] + super().get_urls()

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The passage as readers would see it."""
        return _preview(self, request, object_id)

    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, then take the words from the public."""
        return _take(self, request, object_id, WITHDRAW)

    def reinstate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, then publish the passage again."""
        return _take(self, request, object_id, REINSTATE)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        passage: Any = kwargs.get("obj")
        state = passage.state if passage else None
        context["steps"] = [
            step.name
            for step in (WITHDRAW, REINSTATE)
            if passage and may(request, step.permission) and not step.why_not(passage)
        ]
        if passage and state == State.WITHDRAWN:
            context["gone_for_good"] = REINSTATE.why_not(passage)
        may_change = passage is not None and self.has_change_permission(request, passage)
        context["can_review"] = may_change and state == State.DRAFT
        unpublished = state in (State.DRAFT, State.IN_REVIEW)
        refused = editorial.why_not_reviewed_by(passage, editor_of(request)) if unpublished else ""
        context["can_publish"] = may_change and unpublished and not refused
        context["desk_steps"] = self.desk_steps(request, passage) if passage else []
        context["has_versions"] = state == State.PUBLISHED and may(request, MAY_PUBLISH)
        context["sent_back"] = sent_back_warning(passage) if passage else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def passage_at(self, request: HttpRequest, object_id: str) -> Passage:
        """The passage of an address, if there is one that this editor may see."""
        passage = self.get_object(request, unquote(object_id))
        if passage is None:
            raise Http404
        if not self.has_view_permission(request, passage):
            raise PermissionDenied
        return passage


@admin.register(Passage)
class PassageAdmin(PassagePages, ProposesCorrections, PassageActions, TablePages, HistoryAdmin):
    """Passages: drafts are edited freely, published ones through editorial."""

    form = PassageForm
    list_display = [
        "opening", "speaker", "wording", "state", "topic_names", "source", "version", "updated",
    ]  # fmt: skip
    list_filter = (
        PassageQueues, "state", "wording", TopicFilter, ("turn__source", RelatedFilter),
        ("speaker", RelatedFilter), "language",
    )  # fmt: skip
    search_fields = ("text", "identifier__id", "note")
    searched_nouns = ("speaker", "turn__source")
    searched_id = "identifier"
    search_help_text = (
        "Speaker or source in any spelling, public id, or words of the passage or note as they "
        "are written, accents included"
    )
    # Drafts and passages in review come first: their names sort before the others.
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
        ("Standing", {"fields": STATUS_FIELDS}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.for_editors()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PassageList

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if getattr(request, "is_history_view", False):
            return fieldsets
        hidden = {"text", "turn_text"} if obj is None else set()
        if obj and "spans" in self.get_readonly_fields(request, obj):
            hidden = {"words"}
        [(name, first), *others] = fieldsets
        shown = tuple(field for field in first["fields"] if field not in hidden)
        if obj is None:
            others = others[:-1]
        elif is_proposing(request):
            others = [*others, WHY_PROPOSED]
        elif obj.is_published and may(request, MAY_PUBLISH):
            others = [*others, WHY]
        return [(name, {"fields": shown}), *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if getattr(request, "is_history_view", False):
            return super().get_readonly_fields(request, obj)
        fixed = ("turn_text", "text", *STATUS_FIELDS)
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

    def may_propose(self, request: HttpRequest, obj: Any) -> bool:
        return obj.is_published and not may(request, MAY_PUBLISH)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if is_proposing(request) or is_previewing(request):
            return
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
        if is_proposing(request):
            self.made(request, form, formsets)
        if is_previewing(request):
            raise ChangePreviewedError(changes_of(form, formsets))
        # Topics were saved with the passage, for one row of history.
        if "_publish" in request.POST:
            if not self.has_publish_permission(request):
                raise PermissionDenied
            if SEEN not in request.POST:
                self._warn(form.instance)
            [passage] = editorial.publish_reviewed([form.instance], editor=editor_of(request))
            self.message_user(request, f"Published as {passage.identifier_id}.", messages.SUCCESS)

    def _warn(self, passage: Passage) -> None:
        """Raise what to look at before this is published, if there is anything."""
        [stored] = Passage.objects.for_display().in_order([passage.pk])
        if found := cautions(stored):
            raise CautionsError([caution.text for caution in found])

    def refusal(self, request: HttpRequest, error: Exception) -> Refusal:
        if isinstance(error, ChangePreviewedError):
            return error.as_refusal()
        if isinstance(error, CautionsError):
            return Refusal(ValidationError(error.as_html()))
        return super().refusal(request, error)

    def warnings(self, obj: Any) -> Iterator[str]:
        yield from passage_date_warnings(obj.said_on, obj.interview)

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

    @admin.display(description="on the desk")
    def review(self, passage: Passage) -> str | SafeString:
        """What has happened to it on the desk, with the comments."""
        return review_history(passage)

    @admin.display(description="public id")
    def public_id(self, passage: Passage) -> str:
        """Its permanent id."""
        return passage.identifier_id or "given when published"


def _preview(pages: PassagePages, request: HttpRequest, object_id: str) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    pages.passage_at(request, object_id)
    [passage] = Passage.objects.for_display().in_order([int(unquote(object_id))])
    was_draft = passage.identifier_id is None
    if was_draft:
        # Only for this page: readers' templates print an address.
        passage.identifier = Identifier(id=NOT_YET_GIVEN)
    context = {"passage": passage, "is_draft": was_draft, "site_title": pages.admin_site.site_title}
    answer = TemplateResponse(request, "admin/quotes/passage/preview.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _take(pages: PassagePages, request: HttpRequest, object_id: str, step: Step) -> HttpResponse:
    passage = pages.passage_at(request, object_id)
    if not may(request, step.permission):
        raise PermissionDenied
    back = reverse("admin:quotes_passage_change", args=[passage.pk])
    if refusal := step.why_not(passage):
        text = f"This passage cannot be {step.done}. {refusal}"
        pages.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(back)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _take_if_unchanged(pages, request, step, passage, form):
        reason = form.cleaned_data["reason"]
        pages.log_change(request, passage, f"{step.done.capitalize()}: {reason}")
        text = f"Passage {passage.identifier_id} has been {step.done}."
        pages.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(back)
    return _ask_for_reason(pages, request, passage, step, form)


def _ask_for_reason(
    pages: PassagePages, request: HttpRequest, passage: Passage, step: Step, form: ReasonForm
) -> HttpResponse:
    context = {
        **pages.admin_site.each_context(request),
        "title": f"{step.name.capitalize()} a passage",
        "opts": pages.opts,
        "passage": passage,
        "step": step.name,
        "form": form,
        "edit_token": pages.rows_token(request, Passage.objects.filter(pk=passage.pk)),
        "back": reverse("admin:quotes_passage_change", args=[passage.pk]),
        "today": timezone.now(),
    }
    return TemplateResponse(request, "admin/quotes/passage/step.html", context)


def _take_if_unchanged(
    pages: PassagePages, request: HttpRequest, step: Step, passage: Passage, form: ReasonForm
) -> bool:
    with editorial.locked_archive():
        if pages.changed_since_asked(request, Passage.objects.filter(pk=passage.pk)):
            return False
        return _taken(step, passage, form, editor_of(request))


def _taken(step: Step, passage: Passage, form: ReasonForm, editor: Any) -> bool:
    try:
        step.take(passage, reason=form.cleaned_data["reason"], editor=editor)
    except REFUSALS as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return False
    return True
