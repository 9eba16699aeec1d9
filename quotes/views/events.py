"""Events and series: the list, and each edition with what was said there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.exploring import Explored
from quotes.answers.nouns import get_noun
from quotes.answers.public import noun_page
from quotes.answers.responses import no_store_if_stale
from quotes.filters.browse import EventFilters
from quotes.models import Event, EventSeries, Interview, Passage, Source, Speaker

SHOWN = 100


@require_safe
@noun_page
def events(request: HttpRequest) -> HttpResponse:
    """All events, filtered."""
    rows = Event.objects.public().with_passage_count().select_related("series")
    filters = EventFilters(request.GET, rows)
    return render(request, "quotes/events.html", {"filters": filters, "page": filters.page})


@require_safe
@noun_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, or one series with its editions: both are named by ``?event=``."""
    found = get_noun(
        slug, Event.objects.public().select_related("series"), EventSeries.objects.public()
    )
    if isinstance(found, EventSeries):
        return _series(request, found)
    explored = Explored(request, "event", found)
    interviews = Interview.objects.public().at_event(found)
    context = {
        "event": found,
        "interviews": interviews.with_passage_count()[:SHOWN],
        "sources": Source.objects.public()
        .of_interviews(interviews.values("pk"))
        .for_lists()[:SHOWN],
        "speakers": Speaker.objects.public().at_event(found)[:SHOWN],
        "explored": explored,
        "newest": Passage.public.said_at(found).for_display().newest(),
    }
    return no_store_if_stale(render(request, "quotes/event.html", context), explored)


def _series(request: HttpRequest, found: EventSeries) -> HttpResponse:
    explored = Explored(request, "series", found)
    editions = Event.objects.public().of_series(found)
    context = {
        "series": found,
        "editions": editions.with_passage_count()[:SHOWN],
        "explored": explored,
        "newest": Passage.public.said_at_editions_of(found).for_display().newest(),
    }
    return no_store_if_stale(render(request, "quotes/event_series.html", context), explored)
