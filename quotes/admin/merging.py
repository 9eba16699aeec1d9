"""The “merge” action of lists: select duplicates, and choose the one that stays."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from quotes import editorial
from quotes.admin.base import EditorsAdmin, editor_of, may
from quotes.admin.edit_token import stored_text
from quotes.admin.editing import REFUSALS
from quotes.admin.forms import KINDS, ReasonField
from quotes.admin.labels import labels
from quotes.models import Passage
from quotes.text.differences import WordDifference, differences

MAY_MERGE = "quotes.merge_passage"
# So that all of them can be read before merging.
MAX_AT_ONCE = 10


class RowField(forms.ModelChoiceField):
    """One of a few rows, which may well have one name."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and details, unlike those of the other choices."""
        if "named" not in self.__dict__:
            self.named = labels(list(self.queryset or ()))
        return self.named.get(obj.pk, str(obj))


class MergeForm(forms.Form):
    """Which of the selected rows stays, and the reason."""

    into: forms.ModelChoiceField = RowField(
        label="The one that stays", queryset=None, widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "Choose the one that stays."},
    )  # fmt: skip
    kind = forms.ChoiceField(label="Kind of change", choices=KINDS, initial="attribution")
    reason = ReasonField(
        label="Reason", widget=AdminTextareaWidget({"rows": 2}),
        help_text="Readers see it with the new versions, or with the old identifier.",
        error_messages={"required": "Give the reason why they are the same."},
    )  # fmt: skip

    def __init__(self, data: Any, chosen: models.QuerySet) -> None:
        super().__init__(data)
        field: Any = self.fields["into"]
        field.queryset = chosen


class MergesFromList(EditorsAdmin):
    """Adds the action to a list."""

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Whether this editor may merge; Django asks by the action's ``permissions``."""
        return may(request, MAY_MERGE)

    @admin.action(permissions=["merge"], description="Merge into one…")
    def merge(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask which one stays and why, then merge the others into it."""
        number = queryset.count()
        if not 2 <= number <= MAX_AT_ONCE:
            message = f"Choose from two to {MAX_AT_ONCE} that are the same."
            self.message_user(request, message, messages.WARNING)
            return None
        form = MergeForm(request.POST if "merged" in request.POST else None, queryset)
        if not form.is_valid():
            return self._ask_into(request, queryset, form)
        try:
            with editorial.locked_archive():
                if self.changed_since_asked(request, queryset):
                    return None
                revised = self._merge(request, queryset, form.cleaned_data)
        except REFUSALS as error:
            self.message_user(request, f"{error} Nothing was merged.", messages.ERROR)
            return None
        message = f"{number - 1} merged into “{form.cleaned_data['into']}”. {_versions(revised)}"
        self.message_user(request, message, messages.SUCCESS)
        return None

    def _merge(self, request: HttpRequest, chosen: Any, said: dict[str, Any]) -> int:
        """Merge all or none; gives the number of new versions."""
        into, editor, revised = said["into"], editor_of(request), 0
        why = editorial.CitedChange(said["kind"], said["reason"])
        with editorial.locked_archive():
            for duplicate in chosen.exclude(pk=into.pk):
                if isinstance(duplicate, Passage):
                    editorial.merge_passages(duplicate, into, reason=why.reason, editor=editor)
                else:
                    revised += editorial.merge_nouns(duplicate, into, why=why, editor=editor)
        return revised

    def _ask_into(self, request: HttpRequest, chosen: Any, form: MergeForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Merge into one",
            "opts": self.opts,
            "form": form,
            "action": request.POST["action"],
            "chosen": [(each, editorial.printing(each).count()) for each in chosen],
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
            "are_passages": chosen.model is Passage,
            "passages": _passages(chosen) if chosen.model is Passage else [],
            "fields": [] if chosen.model is Passage else _differing(list(chosen)),
            "edit_token": self.rows_token(request, chosen),
        }
        return TemplateResponse(request, "admin/quotes/merge.html", context)


def _passages(chosen: Any) -> list[tuple[Passage, list[WordDifference]]]:
    """The passages in full; all but the first with their word differences from it."""
    pks = list(chosen.values_list("pk", flat=True))
    rows = Passage.objects.for_display().in_order(pks)
    return [
        (row, differences(rows[0].text, row.text) if row is not rows[0] else []) for row in rows
    ]


def _differing(rows: list[Any]) -> list[tuple[str, list[str]]]:
    """The fields in which these rows differ: the name, and the value of each."""
    found = []
    for field in rows[0]._meta.concrete_fields:
        values = [stored_text(row, field) for row in rows]
        if field.editable and not field.primary_key and len(set(values)) > 1:
            found.append((str(field.verbose_name), values))
    return found


def _versions(number: int) -> str:
    if not number:
        return ""
    return f"{number} passage{'s' * (number > 1)} got a new version."
