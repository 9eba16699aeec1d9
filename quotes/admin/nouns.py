"""Admin pages of nouns: saved through editorial, with a reason where passages change."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quotes import editorial
from quotes.admin.base import (
    MAY_PUBLISH,
    WHY_IN_LOG,
    HistoryAdmin,
    editor_of,
    is_previewing,
    is_proposing,
    may,
)
from quotes.admin.changes import Change, ChangePreviewedError, changes_of
from quotes.admin.editing import EditInline
from quotes.admin.forms import MISSING, NounForm, Refusal
from quotes.admin.merging import MergesFromList
from quotes.admin.proposals import WHY_PROPOSED, ProposesCorrections
from quotes.admin.tables.pages import TablePages
from quotes.editorial.version import is_public
from quotes.models import Passage

MAX_NAMED = 5
WHY = ["why_kind", "why_reason", "why_seen"]
SEEN = "Readers see what stands here: every change of it needs a reason, kept in its history."
# Characters of a reason that the editors' history has room for; the log keeps it whole.
IN_HISTORY = 100
ONLY_CHIEF = "Readers see what stands here: chief editors change it. Ask one of them."


class PublicInline(EditInline):
    """Inline rows that the noun's public page shows."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_add = super().has_add_permission(request, obj)
        return may_add and not only_chief_edits(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_change = super().has_change_permission(request, obj)
        return may_change and not only_chief_edits(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and not only_chief_edits(request, obj)


class NounAdmin(TablePages, ProposesCorrections, MergesFromList, HistoryAdmin):
    """A noun's pages; fields that published passages print need a reason to change."""

    actions = ["merge", "delete_selected"]
    form = NounForm
    save_through: ClassVar[Callable[..., int]] = staticmethod(editorial.save_noun)
    # Whether the inline rows are public with the noun, as a speaker's names are.
    inlines_are_public = True
    # The query parameter that filters the list of passages by the noun.
    passages_by = ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.with_passage_count()

    @admin.display(description="published passages", ordering="passage_count")
    def published_passages(self, obj: Any) -> str | SafeString:
        """How many published passages there are, leading to the list of them."""
        if not self.passages_by:
            return str(obj.passage_count)
        address = reverse("admin:quotes_passage_changelist")
        return format_html(
            '<a href="{}?{}={}">{}</a>', address, self.passages_by, obj.pk, obj.passage_count
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or getattr(request, "is_history_view", False):
            return fieldsets
        if is_proposing(request):
            return [*fieldsets, WHY_PROPOSED]
        if only_chief_edits(request, obj):
            [(name, first), *others] = fieldsets
            return [(name, {**first, "description": _only_chief(obj)}), *others]
        if not self._may_correct(request, obj) or not is_seen(obj):
            return fieldsets
        number = editorial.printing(obj).count() if editorial.printed_fields(obj) else 0
        return [*fieldsets, _why(number)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        if getattr(request, "is_history_view", False) or not only_chief_edits(request, obj):
            return fixed
        shown = flatten_fieldsets(super().get_fieldsets(request, obj))
        return (*fixed, *(name for name in shown if name not in fixed))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Django fails if a prepopulated field is read-only.
        fixed = self.get_readonly_fields(request, obj)
        filled_in = super().get_prepopulated_fields(request, obj)
        return {name: sources for name, sources in filled_in.items() if name not in fixed}

    def asks_reason(self, request: HttpRequest, obj: Any) -> bool:
        return super().asks_reason(request, obj) or (obj is not None and is_seen(obj))

    def may_propose(self, request: HttpRequest, obj: Any) -> bool:
        return only_chief_edits(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if is_proposing(request) or is_previewing(request):
            return
        obj._change_reason = _for_history(form)
        if not change or form.changes:
            type(self).save_through(
                obj, editor=editor_of(request), why=form.why, fields=form.changes
            )
        if change and form.changes:
            _need_reason(form)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        if is_proposing(request):
            self.made(request, form, formsets)
        if is_previewing(request):
            further = self.further_changes(request, form) if change else []
            raise ChangePreviewedError([*changes_of(form, formsets), *further])
        typed = form.changes or any(formset.has_changed() for formset in formsets)
        if change and not typed and only_chief_edits(request, form.instance):
            raise editorial.NotPossibleError(ONLY_CHIEF)
        shown = formsets if change and self.inlines_are_public else []
        before = _rows_of(shown)
        super().save_related(request, form, formsets, change)
        self._enter_in_history(request, form.instance, formsets)
        if _rows_of(shown) != before:
            _need_reason(form)
            editorial.touch(form.instance)
        if reason := form.cleaned_data.get("why_reason", ""):
            self.log_change(request, form.instance, f"{WHY_IN_LOG}{reason}")

    def _enter_in_history(self, request: HttpRequest, obj: Any, formsets: list[Any]) -> None:
        """Let the noun's history say who changed rows of it that have no history of their own."""
        changed = [each for each in formsets if each.has_changed()]
        if any(not hasattr(each.model, "history") for each in changed):
            obj.with_editor(editor_of(request)).save_only(["slug"])

    def further_changes(self, request: HttpRequest, form: Any) -> list[Change]:
        """What else a form would change; the transaction is rolled back behind it."""
        return []

    def refusal(self, request: HttpRequest, error: Exception) -> Refusal:
        if isinstance(error, ChangePreviewedError):
            return error.as_refusal()
        if not isinstance(error, editorial.ReasonNeededError):
            return super().refusal(request, error)
        ask = (
            "Look at them, say why below, and save again."
            if may(request, MAY_PUBLISH)
            else "Only a chief editor may correct it."
        )
        return Refusal(ValidationError(_concerned(error.passages, ask)), asks_why=True)

    def is_public(self, obj: Any) -> bool:
        return type(obj).objects.public().contains(obj)

    def _may_correct(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_change_permission(request, obj) and may(request, MAY_PUBLISH)


def _rows_of(formsets: list[Any]) -> list[list[tuple[Any, ...]]]:
    """The rows of inlines as they are stored."""
    rows = [
        each.model._base_manager.filter(**{each.fk.name: each.instance}).order_by("pk")
        for each in formsets
    ]
    return [list(each.values_list()) for each in rows]


def only_chief_edits(request: HttpRequest, obj: Any) -> bool:
    """Whether readers see a noun or turn, and this editor may not change what they see."""
    if obj is None or obj.pk is None or may(request, MAY_PUBLISH):
        return False
    return is_seen(obj)


def is_seen(obj: Any) -> bool:
    """Whether readers see a noun or turn that is stored."""
    if "is_seen" not in obj.__dict__:
        obj.__dict__["is_seen"] = obj.pk is not None and is_public(obj)
    return obj.__dict__["is_seen"]


def _only_chief(obj: Any) -> SafeString:
    address = reverse(f"admin:quotes_{obj._meta.model_name}_propose", args=[obj.pk])
    return format_html('{} Or <a href="{}">propose a correction</a>.', ONLY_CHIEF, address)


def _need_reason(form: Any) -> None:
    """Refuse a change of what readers see that has no reason; the transaction is rolled back."""
    if form.asks_reason and not form.cleaned_data.get("why_reason"):
        raise ValidationError({"why_reason": MISSING["why_reason"]})


def _for_history(form: Any) -> str | None:
    """The reason of a change as the editors' history keeps it."""
    reason = form.cleaned_data.get("why_reason", "")
    return (reason if len(reason) <= IN_HISTORY else f"{reason[: IN_HISTORY - 1]}…") or None


def _why(number: int) -> tuple[str, dict[str, Any]]:
    if not number:
        return "Why", {"fields": ["why_reason"], "description": SEEN}
    them = "passage prints" if number == 1 else "passages print"
    description = (
        f"{SEEN} {number} published {them} facts of this page. A change of those facts gives each "
        "a new version, with the kind and the reason; the version before stays readable."
    )
    return "Why", {"fields": WHY, "description": description}


def _concerned(passages: list[Passage], ask: str) -> SafeString:
    """The passages that would get a new version: how many, and the first of them by name."""
    number = len(passages)
    rows = [
        (reverse("admin:quotes_passage_change", args=[passage.pk]), passage.identifier_id, passage)
        for passage in passages[:MAX_NAMED]
    ]
    more = number - len(rows)
    return format_html(
        "{} published {} what you changed. {} Nothing has been saved.<ul>{}{}</ul>",
        number,
        "passage prints" if number == 1 else "passages print",
        ask,
        format_html_join("", '<li><a href="{}">{}</a> {}</li>', rows),
        format_html("<li>and {} more</li>", more) if more else "",
    )
