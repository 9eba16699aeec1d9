"""What editors do to many passages at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from quotes import editorial
from quotes.admin.base import MAY_PUBLISH, editor_of, may
from quotes.admin.bulk import BulkPages, address_of
from quotes.admin.choices import SomeField
from quotes.admin.merging import MergesFromList
from quotes.editorial import bulk
from quotes.models import BulkJobKind, Topic


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


class PassageActions(BulkPages, MergesFromList):
    """Bulk actions of the list of passages; each becomes a job of short steps."""

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
        return self._tag(request, queryset.open_to_tagging(), choice, BulkJobKind.ADD_TOPICS)

    @admin.action(permissions=["change"], description="Remove topics…")
    def remove_topics(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask which of the passages' topics to take away, then take them."""
        passages = queryset.open_to_tagging()
        choice = Topic.objects.carried_by(passages).with_tree_fields()
        return self._tag(request, passages, choice, BulkJobKind.REMOVE_TOPICS)

    @admin.action(permissions=["change"], description="Send to review")
    def send_to_review(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Hand drafts to a reviewer."""
        job = bulk.make_job(BulkJobKind.SEND_TO_REVIEW, keys(queryset), editor=editor_of(request))
        return self.begin(request, job)

    @admin.action(permissions=["publish"], description="Publish…")
    def publish(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        """Ask first: what is published can only be withdrawn."""
        job = bulk.make_job(BulkJobKind.PUBLISH, keys(queryset), editor=editor_of(request))
        return HttpResponseRedirect(address_of(job))

    def _tag(
        self, request: HttpRequest, passages: Any, choice: Any, kind: BulkJobKind
    ) -> HttpResponse | None:
        form = TopicsForm(request.POST if "tagged" in request.POST else None)
        field: Any = form.fields["topics"]
        field.queryset = choice
        if not form.is_valid():
            return self._ask(request, passages, form, kind)
        topics = [topic.pk for topic in form.cleaned_data["topics"]]
        job = bulk.make_job(kind, keys(passages), editor=editor_of(request), topics=topics)
        try:
            return self.begin(request, job)
        except editorial.NotPossibleError as error:
            bulk.set_running(job, running=False)
            self.message_user(request, str(error), messages.ERROR)
            return None

    def _ask(
        self, request: HttpRequest, passages: Any, form: Any, kind: BulkJobKind
    ) -> HttpResponse:
        across = request.POST.get("select_across") == "1"
        selected = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        context = {
            **self.admin_site.each_context(request),
            "title": kind.label,
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


def keys(passages: Any) -> list[int]:
    """Primary keys of passages, in the order of their sources."""
    return list(passages.as_spoken().values_list("pk", flat=True))
