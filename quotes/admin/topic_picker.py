"""The page on which the topics of one passage are found and chosen; no script needed."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from quotes import editorial
from quotes.admin.base import EditorsAdmin, editor_of
from quotes.admin.choices import NUMBER
from quotes.admin.labels import details
from quotes.models import Passage, State, Topic

MAX_FOUND = 40


class Choice(NamedTuple):
    """A topic to be ticked, with what tells it apart."""

    topic: Topic
    details: str
    is_chosen: bool


class TopicPicker(EditorsAdmin):
    """Adds the page."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.pick_topics)
        return [path("<int:pk>/topics/", page, name="quotes_passage_topics"), *super().get_urls()]

    def pick_topics(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Search by ``q``, best match first; what is ticked is given to the passage by POST."""
        passage = Passage.objects.for_editors().filter(pk=min(pk, 2**63 - 1)).first()
        if passage is None:
            raise Http404
        if not self.has_change_permission(request, passage) or passage.state == State.WITHDRAWN:
            raise PermissionDenied
        if request.method == "POST":
            self._give(request, passage)
            return HttpResponseRedirect(request.get_full_path())
        typed = request.GET.get("q", "").replace("\0", "").strip()
        context = {
            **self.admin_site.each_context(request),
            "title": "Topics of a passage",
            "opts": self.opts,
            "passage": passage,
            "typed": typed,
            "chosen": _choices(passage.tags, "", is_chosen=True),
            "found": _choices(self._found(request, typed, passage.tags), typed, is_chosen=False),
            "back": reverse("admin:quotes_passage_change", args=[passage.pk]),
        }
        return TemplateResponse(request, "admin/quotes/passage/topic_picker.html", context)

    def _found(self, request: HttpRequest, typed: str, chosen: list[Topic]) -> list[Topic]:
        """Topics that match in name or alias, the best match first; all of a small tree."""
        own: Any = self.admin_site.get_model_admin(Topic)
        topics = Topic.objects.taggable().exclude(pk__in=[topic.pk for topic in chosen])
        if not typed:
            return list(topics.with_tree_fields()[:MAX_FOUND])
        found, _ = own.get_search_results(request, topics, typed)
        return own.best_first(found.distinct(), typed)[:MAX_FOUND]

    def _give(self, request: HttpRequest, passage: Passage) -> None:
        """Make the ticked topics those of the passage; others that were shown are taken."""
        ticked, shown = _keys(request, "topics"), _keys(request, "shown")
        known = Topic.objects.taggable().in_bulk([*ticked | shown])
        try:
            number = editorial.tag(
                [passage],
                add=[known[pk] for pk in ticked & known.keys()],
                remove=[known[pk] for pk in (shown - ticked) & known.keys()],
                editor=editor_of(request),
            )
        except editorial.NotPossibleError as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        if number:
            self.log_change(request, passage, "Topics chosen.")
            self.message_user(request, "The passage has these topics now.", messages.SUCCESS)


def _keys(request: HttpRequest, name: str) -> set[int]:
    return {int(each) for each in request.POST.getlist(name) if NUMBER.fullmatch(each)}


def _choices(topics: list[Topic], typed: str, *, is_chosen: bool) -> list[Choice]:
    details_of = details(topics, typed)
    return [Choice(topic, details_of.get(topic.pk, ""), is_chosen) for topic in topics]
