"""What editors do to many passages at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from quotes import editorial
from quotes.admin.base import MAY_PUBLISH, REFUSALS, editor_of, may
from quotes.admin.choices import SomeField
from quotes.admin.merging import MergesFromList
from quotes.models import State, Topic


class TreeChoice(SomeField):
    """Topics to tick, indented as in their tree."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{'– ' * max(obj.tree_depth - 1, 0)}{obj.name}"


class TopicsForm(forms.Form):
    """Which topics to give or take."""

    topics = TreeChoice(
        queryset=Topic.objects.none(), error_messages={"required": "Choose at least one topic."}
    )


class PassageActions(MergesFromList):
    """Bulk actions of the list of passages."""

    actions = [
        "add_topics", "remove_topics", "send_to_review", "publish", "merge", "delete_selected",
    ]  # fmt: skip

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether this editor may publish; Django asks by the action's ``permissions``."""
        return may(request, MAY_PUBLISH)

    @admin.action(permissions=["change"], description="Add topics…")
    def add_topics(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask for topics, then give them to the passages."""
        choice = Topic.objects.taggable().with_tree_fields()
        return self._tag(request, queryset.open_to_tagging(), choice, "add")

    @admin.action(permissions=["change"], description="Remove topics…")
    def remove_topics(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask which of the passages' topics to take away, then take them."""
        passages = queryset.open_to_tagging()
        choice = Topic.objects.carried_by(passages).with_tree_fields()
        return self._tag(request, passages, choice, "remove")

    @admin.action(permissions=["change"], description="Send to review")
    def send_to_review(self, request: HttpRequest, queryset: Any) -> None:
        """Hand drafts to a reviewer."""
        drafts = list(queryset.drafts())
        for passage in drafts:
            passage.state = State.IN_REVIEW
            passage.save()
        self._report(request, len(drafts), "sent to review", among=queryset.count())

    @admin.action(permissions=["publish"], description="Publish")
    def publish(self, request: HttpRequest, queryset: Any) -> None:
        """Publish all the passages, or none and say why."""
        try:
            published = editorial.publish(queryset.as_spoken(), editor=editor_of(request))
        except REFUSALS as error:
            self.message_user(request, f"{_sentence(error)} Nothing was published.", messages.ERROR)
            return
        for passage in published:
            self.log_change(request, passage, "Published.")
        self._report(request, len(published), "published", among=len(published))

    def _tag(
        self, request: HttpRequest, passages: Any, choice: Any, verb: str
    ) -> HttpResponse | None:
        form = TopicsForm(request.POST if "tagged" in request.POST else None)
        field: Any = form.fields["topics"]
        field.queryset = choice
        if not form.is_valid():
            return self._ask(request, passages, form, verb)
        try:
            changed = editorial.tag(
                passages, editor=editor_of(request), **{verb: form.cleaned_data["topics"]}
            )
        except REFUSALS as error:
            self.message_user(request, _sentence(error), messages.ERROR)
        else:
            self._report(request, changed, "changed", among=passages.count())
        return None

    def _ask(self, request: HttpRequest, passages: Any, form: Any, verb: str) -> HttpResponse:
        across = request.POST.get("select_across") == "1"
        selected = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        context = {
            **self.admin_site.each_context(request),
            "title": "Add topics" if verb == "add" else "Remove topics",
            "opts": self.opts,
            "form": form,
            "action": request.POST["action"],
            "number": passages.count(),
            "some": passages.for_editors()[:20],
            "selected": selected[:1] if across else selected,
            "across": across,
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/quotes/passage/topics.html", context)

    def _report(self, request: HttpRequest, number: int, done: str, *, among: int) -> None:
        passages = "passage" if number == 1 else "passages"
        rest = f" {among - number} stayed as they were." if among > number else ""
        level = messages.SUCCESS if number else messages.WARNING
        self.message_user(request, f"{number} {passages} {done}.{rest}", level)


def _sentence(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
