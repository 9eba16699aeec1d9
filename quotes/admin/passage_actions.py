"""Actions of the list of passages: topics given, taken and replaced, review, publishing."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from quotes import editorial
from quotes.admin.base import editor_of
from quotes.admin.bulk import BulkPages, address_of, keys
from quotes.admin.choices import ManyField
from quotes.admin.merging import MergesFromList
from quotes.editorial import bulk
from quotes.editorial.tagging import Tagged, would_change
from quotes.models import BulkJob, BulkJobKind, Passage, Topic

# Passages of which a preview shows the topics before and after.
PREVIEWED = 20
LEGENDS = {
    BulkJobKind.ADD_TOPICS: "Topics to add to",
    BulkJobKind.REMOVE_TOPICS: "Topics to take from",
    BulkJobKind.REPLACE_TOPICS: "Topics to give instead, to those that carry them, of",
}


class TreeChoice(ManyField):
    """Topics to tick, indented as in their tree, with their scope notes."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        note = f" ({obj.scope_note})" if obj.scope_note else ""
        return f"{'– ' * max(obj.tree_depth - 1, 0)}{obj.name}{note}"


class TopicsForm(forms.Form):
    """Which topics to give or take."""

    topics = TreeChoice(
        queryset=Topic.objects.none(), error_messages={"required": "Choose at least one topic."}
    )


class ReplaceForm(forms.Form):
    """Which topics to give in the place of which."""

    replaced = TreeChoice(
        label="In the place of", queryset=Topic.objects.none(),
        error_messages={"required": "Choose the topics that go."},
    )  # fmt: skip
    topics = TreeChoice(
        label="Give", queryset=Topic.objects.none(),
        error_messages={"required": "Choose the topics that come instead."},
    )  # fmt: skip


class PassageActions(BulkPages, MergesFromList):
    """Bulk actions of the list of passages; each becomes a job of short steps."""

    actions = [
        "add_topics", "remove_topics", "replace_topics", "send_to_review", "assign_selected",
        "send_back_selected", "publish", "merge", "delete_selected",
    ]  # fmt: skip

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether this editor may publish; Django asks by the action's ``permissions``."""
        return editorial.may_review(editor_of(request))

    @admin.action(permissions=["change"], description="Add topics…")
    def add_topics(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask for topics, then give them to the passages."""
        form = TopicsForm(_sent(request))
        _offer(form, topics=Topic.objects.taggable())
        return self._tag(request, queryset.open_to_tagging(), form, BulkJobKind.ADD_TOPICS)

    @admin.action(permissions=["change"], description="Remove topics…")
    def remove_topics(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask which of the passages' topics to take away, then take them."""
        passages = queryset.open_to_tagging()
        form = TopicsForm(_sent(request))
        _offer(form, topics=Topic.objects.of_passages(passages))
        return self._tag(request, passages, form, BulkJobKind.REMOVE_TOPICS)

    @admin.action(permissions=["change"], description="Replace topics…")
    def replace_topics(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask which of the passages' topics go, and which come in their place."""
        passages = queryset.open_to_tagging()
        form = ReplaceForm(_sent(request))
        _offer(form, replaced=Topic.objects.of_passages(passages), topics=Topic.objects.taggable())
        return self._tag(request, passages, form, BulkJobKind.REPLACE_TOPICS)

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
        self, request: HttpRequest, passages: Any, form: Any, kind: BulkJobKind
    ) -> HttpResponse | None:
        if not form.is_valid() or "preview" in request.POST:
            return self._ask_topics(request, passages, form, kind)
        chosen = {name: [each.pk for each in rows] for name, rows in form.cleaned_data.items()}
        job = bulk.make_job(kind, keys(passages), editor=editor_of(request), **chosen)
        try:
            return self.begin(request, job)
        except editorial.NotPossibleError as error:
            bulk.set_running(job, running=False)
            self.message_user(request, str(error), messages.ERROR)
            return None

    def _ask_topics(
        self, request: HttpRequest, passages: Any, form: Any, kind: BulkJobKind
    ) -> HttpResponse:
        across = request.POST.get("select_across") == "1"
        selected = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        is_previewed = form.is_bound and form.is_valid()
        changes = _changes(passages, form, kind) if is_previewed else []
        context = {
            **self.admin_site.each_context(request),
            "title": kind.label,
            "opts": self.opts,
            "form": form,
            "legend": LEGENDS[kind],
            "nothing_to_take": not form.fields[next(iter(form.fields))].queryset.exists(),
            "action": request.POST["action"],
            "number": passages.count(),
            "is_previewed": is_previewed,
            "changing": len(changes),
            "changes": _in_words(changes[:PREVIEWED]),
            "some": [] if is_previewed else passages.for_editors()[:20],
            "selected": selected[:1] if across else selected,
            "across": across,
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/quotes/passage/topics.html", context)


def _sent(request: HttpRequest) -> Any:
    return request.POST if "tagged" in request.POST else None


def _offer(form: Any, **choices: Any) -> None:
    """Set the topics that each field of a form offers, in the order of their tree."""
    for name, topics in choices.items():
        form.fields[name].queryset = topics.with_tree_fields()


def _changes(passages: Any, form: Any, kind: BulkJobKind) -> list[Tagged]:
    """What the choice of a valid form would change."""
    chosen = {name: [each.pk for each in rows] for name, rows in form.cleaned_data.items()}
    return would_change(keys(passages), **bulk.tagging_of(BulkJob(kind=kind, **chosen)))


def _in_words(changes: list[Tagged]) -> list[tuple[Passage, list[str], list[str]]]:
    """Each passage with the names of its topics before and after."""
    rows = Passage.objects.in_bulk([each.passage for each in changes])
    names = dict(Topic.objects.values_list("pk", "name"))
    return [
        (
            rows[each.passage],
            sorted(names[pk] for pk in each.before),
            sorted(names[pk] for pk in each.after),
        )
        for each in changes
    ]
