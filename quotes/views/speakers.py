"""Speakers: the list, and each with offices, statements over time, and newest passages."""

from collections.abc import Iterable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.exploring import Explored, topic_counts
from quotes.answers.nouns import get_noun, search_url
from quotes.answers.offices import offices
from quotes.answers.position import with_repeats
from quotes.answers.public import noun_page, version_of
from quotes.answers.responses import no_store_if_stale
from quotes.answers.speaker_index import SpeakerIndex
from quotes.filters.browse import PassageList
from quotes.models import Interview, Passage, Speaker, SpeakerName, Topic
from quotes.models.addresses import address

INTERVIEWS, TOPICS = 20, 12


@require_safe
@noun_page
def speakers(request: HttpRequest) -> HttpResponse:
    """All speakers, by alphabet or most quoted, filtered."""
    index = SpeakerIndex(request.GET, version_of(request))
    context = {"index": index, "filters": index.filters, "page": index.page}
    return no_store_if_stale(render(request, "quotes/speakers.html", context), index)


@require_safe
@noun_page
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """One speaker."""
    found = get_noun(slug, Speaker.objects.public())
    explored = Explored(request, "speaker", found)
    passages = Passage.public.spoken_by(found)
    topics = topic_counts(
        "speaker", found.pk, TOPICS, version_of(request),
        address_of=partial(address, "position", found.slug),
    )  # fmt: skip
    roles = list(found.roles.all())
    context = {
        "speaker": found,
        "names": _once(found.names.all()),
        "roles": roles,
        "offices": offices(roles, explored.result.dated_years if explored.result else ()),
        "explored": explored,
        "wordings": explored.result.wordings if explored.result else [],
        "topics": topics.rows,
        "newest": passages.for_display().newest(),
        "interviews": Interview.objects.public()
        .with_part_of(found)
        .select_related("event")[:INTERVIEWS],
    }
    response = render(request, "quotes/speaker.html", context)
    return no_store_if_stale(no_store_if_stale(response, explored), topics)


@require_safe
@noun_page
def position(request: HttpRequest, slug: str, topic: str) -> HttpResponse:
    """What a speaker said on a topic and those below it, in order."""
    speaker = get_noun(
        slug,
        Speaker.objects.public(),
        address_of=lambda found: address("position", found.slug, topic),
    )
    about = get_noun(
        topic,
        Topic.objects.public(),
        address_of=lambda found: address("position", slug, found.slug),
    )
    said = Passage.public.spoken_by(speaker).about(Topic.objects.subtree_ids(about)).in_time()
    filters = PassageList(request.GET, said.for_display())
    if not filters.problems and not filters.page.paginator.count:
        raise Http404
    context = {
        "speaker": speaker,
        "topic": about,
        "filters": filters,
        "page": filters.page,
        "said": with_repeats(list(filters.page.object_list), said),
        "search_url": search_url(speaker=slug, topic=topic),
    }
    return render(request, "quotes/position.html", context)


def _once(names: Iterable[SpeakerName]) -> list[SpeakerName]:
    """Each spelling once, where several languages share it."""
    return list({each.name: each for each in names}.values())
