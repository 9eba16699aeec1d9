"""Sending passages back with a comment, and assigning them to a reviewer: one, or several."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quotes import editorial
from quotes.admin.base import EditorsAdmin, editor_of
from quotes.admin.forms import ReasonField
from quotes.models import Passage, ReviewEvent, State
from quotes.text.counted import counted

# Each is saved with a row of history, and other editors wait less than a second.
MAX_AT_ONCE = 100


class CommentForm(forms.Form):
    """What has to be changed."""

    comment = ReasonField(
        label="What has to be changed", widget=AdminTextareaWidget({"rows": 3}),
        help_text="Its author sees it on the desk and with the passage; readers never do.",
        error_messages={"required": "Say what has to be changed: its author sees it."},
    )  # fmt: skip


class AssignForm(forms.Form):
    """Who should look at it."""

    reviewer = forms.ChoiceField(
        required=False, help_text="Who may publish what others wrote. Empty: nobody any more."
    )
    comment = ReasonField(required=False, widget=AdminTextareaWidget({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), _named(user)) for user in editorial.reviewers()]
        self.fields["reviewer"].choices = [("", "(nobody)"), *people]  # type: ignore[attr-defined]

    def clean_reviewer(self) -> User | None:
        """The user who was chosen."""
        chosen = self.cleaned_data["reviewer"]
        return User.objects.get(pk=chosen) if chosen else None


@dataclass(frozen=True)
class DeskStep:
    """Something that is asked about passages on the desk, and done to them."""

    name: str
    title: str
    done: str
    form: type[forms.Form]
    take: Callable[..., list[int]]
    states: tuple[State, ...]
    is_for_reviewers: bool = False

    def is_open_to(self, editor: User) -> bool:
        """Whether this editor may take it."""
        return editorial.may_review(editor) if self.is_for_reviewers else True


SEND_BACK = DeskStep(
    "send_back", "Send back", "sent back", CommentForm, editorial.send_back,
    (State.IN_REVIEW,), is_for_reviewers=True,
)  # fmt: skip
ASSIGN = DeskStep(
    "assign", "Assign", "assigned", AssignForm, editorial.assign, (State.DRAFT, State.IN_REVIEW)
)
STEPS = (SEND_BACK, ASSIGN)


class ReviewPages(EditorsAdmin):
    """Adds both steps to the list and to the page of a passage."""

    def get_urls(self) -> list[URLPattern]:
        pages = {"send_back": self.send_back, "assign": self.assign}
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(page),
                name=f"quotes_passage_{name}",
            )
            for name, page in pages.items()
        ] + super().get_urls()

    def desk_steps(self, request: HttpRequest, passage: Passage) -> list[str]:
        """Names of the steps that this editor may take with a passage."""
        if not self.has_change_permission(request, passage):
            return []
        editor = editor_of(request)
        return [s.name for s in STEPS if passage.state in s.states and s.is_open_to(editor)]

    def send_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what has to be changed, then send one passage back."""
        return self._one(request, pk, SEND_BACK)

    def assign(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask who should look at one passage."""
        return self._one(request, pk, ASSIGN)

    @admin.action(permissions=["review"], description="Send back…")
    def send_back_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Send passages in review back to their authors."""
        return self._several(request, queryset, SEND_BACK)

    @admin.action(permissions=["change"], description="Assign to a reviewer…")
    def assign_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask a reviewer to look at passages."""
        return self._several(request, queryset, ASSIGN)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Whether this editor may review; Django asks by the action's ``permissions``."""
        return editorial.may_review(editor_of(request))

    def _one(self, request: HttpRequest, pk: int, step: DeskStep) -> HttpResponse:
        passages = Passage.objects.filter(pk=min(pk, 2**63 - 1))
        back = HttpResponseRedirect(reverse("admin:quotes_passage_change", args=[pk]))
        if not self.has_change_permission(request) or not step.is_open_to(editor_of(request)):
            raise PermissionDenied
        if not passages.filter(state__in=step.states).exists():
            self.message_user(request, f"It cannot be {step.done} as it stands.", messages.ERROR)
            return back
        return self._ask(request, passages, step, "decided" in request.POST) or back

    def _several(self, request: HttpRequest, queryset: Any, step: DeskStep) -> HttpResponse | None:
        chosen = queryset.filter(state__in=step.states)
        number = chosen.count()
        if not 1 <= number <= MAX_AT_ONCE:
            text = f"Choose from 1 to {MAX_AT_ONCE} that can be {step.done}: {number} were chosen."
            self.message_user(request, text, messages.WARNING)
            return None
        return self._ask(request, chosen, step, "decided" in request.POST)

    def _ask(
        self, request: HttpRequest, passages: Any, step: DeskStep, is_decided: bool
    ) -> HttpResponse | None:
        """The page that asks; None when it was answered and the step has been taken."""
        form = step.form(request.POST if is_decided else None)
        if form.is_valid() and self._taken(request, passages, step, form):
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": step.title,
            "opts": self.opts,
            "form": form,
            "number": passages.count(),
            "some": passages.for_editors()[:20],
            "action": request.POST.get("action", ""),
            "selected": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across") == "1",
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
            "edit_token": self.rows_token(request, passages),
        }
        return TemplateResponse(request, "admin/quotes/passage/desk_step.html", context)

    def _taken(self, request: HttpRequest, passages: Any, step: DeskStep, form: Any) -> bool:
        try:
            with editorial.locked_archive():
                if self.changed_since_asked(request, passages):
                    return False
                taken = step.take(list(passages), editor=editor_of(request), **form.cleaned_data)
        except editorial.NotPossibleError as error:
            form.add_error(None, str(error))
            return False
        for passage in Passage.objects.filter(pk__in=taken):
            self.log_change(request, passage, f"{step.done.capitalize()}.")
        text = f"{counted(len(taken), 'passage')} {step.done}."
        self.message_user(request, text, messages.SUCCESS if taken else messages.WARNING)
        return True


def review_history(passage: Passage) -> str | SafeString:
    """What has happened to a passage on the desk, in order."""
    events = ReviewEvent.objects.about(passage)
    lines = (
        (event.sentence, format_html("<br>“{}”", event.comment) if event.comment else "")
        for event in events
    )
    return format_html_join("", "<p>{}{}</p>", lines) or "nothing yet"


def sent_back_warning(passage: Passage) -> SafeString | str:
    """A warning above a passage that was sent back last."""
    last = ReviewEvent.objects.about(passage).exclude(kind="assigned").last()
    if last is None or last.kind != "sent_back" or passage.state != State.DRAFT:
        return ""
    return format_html("{}: {}", last.sentence, last.comment)


def _named(user: User) -> str:
    full = user.get_full_name()
    return f"{full} ({user.username})" if full else user.username
