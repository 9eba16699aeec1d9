"""Speakers: the list, and each with offices, statements over time, and newest passages."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.nouns import by_wording, by_year, get_noun, search_url
from quotes.answers.public import public_page
from quotes.filters.browse import SpeakerFilters
from quotes.models import Interview, Passage, Speaker, SpeakerName

NEWEST = 20


@require_safe
@public_page
def speakers(request: HttpRequest) -> HttpResponse:
    """All speakers, filtered."""
    filters = SpeakerFilters(request.GET, Speaker.objects.public().with_passage_count())
    return render(request, "quotes/speakers.html", {"filters": filters, "page": filters.page})


@require_safe
@public_page
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """One speaker."""
    found = get_noun(slug, Speaker.objects.public())
    passages = Passage.public.spoken_by(found)
    years = by_year(passages.count_by_year(), speaker=slug)
    context = {
        "speaker": found,
        "names": _once(found.names.all()),
        "roles": found.roles.all(),
        "wordings": by_wording(passages.count_by_wording(), speaker=slug),
        "years": years,
        "total": sum(year.count for year in years),
        "topics": passages.count_by_topic()[:12],
        "newest": passages.for_display().newest()[:NEWEST],
        "interviews": Interview.objects.public()
        .with_part_of(found)
        .select_related("event")[:NEWEST],
        "search_url": search_url(speaker=slug),
    }
    return render(request, "quotes/speaker.html", context)


def _once(names: Iterable[SpeakerName]) -> list[SpeakerName]:
    """Each spelling once, where several languages share it."""
    return list({each.name: each for each in names}.values())
