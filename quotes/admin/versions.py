"""The versions of a passage, each with what it would change, to be restored with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from quotes import editorial
from quotes.admin.base import MAY_PUBLISH, EditorsAdmin, editor_of, may
from quotes.admin.editing import REFUSALS
from quotes.admin.forms import KINDS, ReasonField
from quotes.editorial.restoring import restore, restored_fields
from quotes.models import Passage, PassageRevision, State
from quotes.text.differences import differences


class RestoreForm(forms.Form):
    """Why an earlier version is restored."""

    kind = forms.ChoiceField(label="Kind of change", choices=KINDS)
    reason = ReasonField(
        widget=AdminTextareaWidget({"rows": 2}), help_text="Readers see it with the new version.",
        error_messages={"required": "Give the reason: readers see it with the new version."},
    )  # fmt: skip


class VersionPages(EditorsAdmin):
    """Adds the list of versions, and the page on which one is restored."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/versions/", view(self.versions), name="quotes_passage_versions"),
            path(
                "<int:pk>/versions/<int:number>/",
                view(self.restore_version),
                name="quotes_passage_restore",
            ),
            *super().get_urls(),
        ]

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All versions, the newest first, each compared with what stands now."""
        passage = self._published(request, pk)
        earlier = passage.revisions.select_related("words", "editor").order_by("-number")
        context = {
            **self._about(request, passage, "Versions"),
            "versions": [(revision, _changes(passage, revision)) for revision in earlier],
        }
        return TemplateResponse(request, "admin/quotes/passage/versions.html", context)

    def restore_version(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """What version ``number`` would change, and the reason; then a new version like it."""
        passage = self._published(request, pk)
        revision = passage.revisions.filter(number=min(number, 2**31 - 1)).first()
        if revision is None or number >= passage.version:
            raise Http404
        form = RestoreForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and self._restored(request, passage, number, form):
            back = reverse("admin:quotes_passage_change", args=[passage.pk])
            return HttpResponseRedirect(back)
        title = f"Restore version {number}"
        context = {
            **self._about(request, passage, title),
            "revision": revision,
            "changes": _changes(passage, revision),
            "refusal": _refusal(passage, number),
            "form": form,
            "edit_token": self.rows_token(request, Passage.objects.filter(pk=passage.pk)),
        }
        return TemplateResponse(request, "admin/quotes/passage/restore.html", context)

    def _published(self, request: HttpRequest, pk: int) -> Passage:
        if not may(request, MAY_PUBLISH) or not self.has_change_permission(request):
            raise PermissionDenied
        found = Passage.objects.for_display().filter(pk=min(pk, 2**63 - 1)).first()
        if found is None or found.state != State.PUBLISHED:
            raise Http404
        return found

    def _about(self, request: HttpRequest, passage: Passage, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "passage": passage,
            "back": reverse("admin:quotes_passage_change", args=[passage.pk]),
        }

    def _restored(self, request: HttpRequest, passage: Passage, number: int, form: Any) -> bool:
        why = editorial.CitedChange(form.cleaned_data["kind"], form.cleaned_data["reason"])
        try:
            with editorial.locked_archive():
                if self.changed_since_asked(request, Passage.objects.filter(pk=passage.pk)):
                    return False
                restored = restore(passage, number, why=why, editor=editor_of(request))
        except REFUSALS as error:
            form.add_error(None, getattr(error, "messages", None) or str(error))
            return False
        text = f"Version {number} stands again, as version {restored.version}."
        self.log_change(request, passage, f"{text} {why.reason}")
        self.message_user(request, text, messages.SUCCESS)
        return True


def _refusal(passage: Passage, number: int) -> str:
    """Why a version cannot be restored; empty if it can."""
    try:
        restored_fields(passage, number)
    except editorial.NotPossibleError as error:
        return str(error)
    return ""


def _changes(passage: Passage, revision: PassageRevision) -> list[tuple[str, Any]]:
    """What differs between the passage now and a version, by name, as word differences."""
    words = revision.standing_words
    if revision.number == passage.version:
        return []
    then = {"words": words.text if words else revision.removal_note, **_flat(revision.shown)}
    now = {"words": passage.text, **_flat(passage.latest_revision.shown)}
    return [
        (name.replace("_", " "), differences(now.get(name, ""), then.get(name, "")))
        for name in now | then
        if now.get(name, "") != then.get(name, "")
    ]


def _flat(printed: dict[str, Any]) -> dict[str, str]:
    """Printed strings by name; those of nouns as “event name”."""
    found: dict[str, str] = {}
    for name, value in printed.items():
        if isinstance(value, dict):
            found |= {f"{name} {key}": str(each or "") for key, each in value.items()}
        else:
            found[name] = "" if value is None else str(value)
    return found
