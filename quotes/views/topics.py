"""Topics: the tree, and each node with the passages under it."""

from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.exploring import Explored
from quotes.answers.nouns import get_noun
from quotes.answers.public import noun_page
from quotes.answers.responses import no_store_if_stale
from quotes.filters.strict import given, unknown_parameters, unreadable
from quotes.models import Passage, Topic
from quotes.text.interface import message
from quotes.text.problems import Problem


@dataclass(frozen=True)
class Branch:
    """A topic, the passages under it, and the branches below it."""

    topic: Topic
    count: int
    branches: list["Branch"]


@require_safe
@noun_page
def topics(request: HttpRequest) -> HttpResponse:
    """The whole tree, with the number of passages under each topic."""
    parameters = given(request.GET)
    problems = unreadable(parameters) or unknown_parameters(parameters, ("page",))
    if parameters.get("page", ["1"]) != ["1"]:
        problems.append(Problem("page", message("All topics stand on one page: leave it out.")))
    context = {"branches": [] if problems else tree(), "problems": problems}
    return render(request, "quotes/topics.html", context)


@require_safe
@noun_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic, with the passages that carry it or a topic below it."""
    found = get_noun(slug, Topic.objects.public())
    explored = Explored(request, "topic", found)
    below = list(Topic.objects.public().children_of(found))
    counts = explored.topic_counts([child.pk for child in below])
    children = [(child, counts.get(child.pk, 0)) for child in below]
    context = {
        "topic": found,
        "above": Topic.objects.ancestors_of(found),
        "children": children,
        "aliases": found.aliases.all(),
        "explored": explored,
        "newest": partial(_newest, found),
    }
    return no_store_if_stale(render(request, "quotes/topic.html", context), explored)


def _newest(found: Topic) -> QuerySet:
    return Passage.public.about(Topic.objects.subtree_ids(found)).for_display().newest()


def tree() -> list[Branch]:
    """Branches of the public topics, from the roots down, in two queries."""
    counts = Topic.objects.passage_counts()
    below: dict[int | None, list[Topic]] = {}
    for each in Topic.objects.public():
        below.setdefault(each.parent_id, []).append(each)
    return _branches(None, below, counts)


def _branches(
    parent: int | None, below: dict[int | None, list[Topic]], counts: dict[int, int]
) -> list[Branch]:
    return [
        Branch(each, counts.get(each.pk, 0), _branches(each.pk, below, counts))
        for each in below.get(parent, [])
    ]
