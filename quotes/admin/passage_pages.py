"""Pages of one passage beside its form: preview, withdraw, reinstate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
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

from quotes import editorial
from quotes.admin.base import MAY_PUBLISH, REFUSALS, EditorsAdmin, editor_of, may
from quotes.admin.forms import ReasonField
from quotes.models import Identifier, Passage, State

MAY_WITHDRAW = "quotes.withdraw_passage"
NOT_YET_GIVEN = "00000000"


class ReasonForm(forms.Form):
    """The reason of a step that readers are told about."""

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


class PassagePages(EditorsAdmin):
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
        passage = kwargs.get("obj")
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
        context["can_publish"] = may_change and unpublished and may(request, MAY_PUBLISH)
        return super().render_change_form(request, context, *args, **kwargs)

    def passage_at(self, request: HttpRequest, object_id: str) -> Passage:
        """The passage of an address, if there is one that this editor may see."""
        passage = self.get_object(request, unquote(object_id))
        if passage is None:
            raise Http404
        if not self.has_view_permission(request, passage):
            raise PermissionDenied
        return passage


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
    if form.is_valid() and _taken_as_asked(pages, request, step, passage, form):
        reason = form.cleaned_data["reason"]
        pages.log_change(request, passage, f"{step.done.capitalize()}: {reason}")
        text = f"Passage {passage.identifier_id} has been {step.done}."
        pages.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(back)
    return _asked(pages, request, passage, step, form)


def _asked(
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


def _taken_as_asked(
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
