"""Feeds: the newest passages, of all or of one speaker, topic or event; and corrections."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quotes import feeds
from quotes.models import (
    Event,
    EventSeries,
    IdentifierEvent,
    Passage,
    PassageRevision,
    Speaker,
    Topic,
)
from quotes.models.addresses import address
from quotes.models.passage import PassageQuerySet
from quotes.views.nouns import find
from quotes.views.public import public_page

MOST = 50
ENDING = "feed.atom"


@require_safe
@public_page
def newest(request: HttpRequest) -> HttpResponse:
    """The passages published last."""
    return _newest(
        Passage.public.all(), "newest passages", page=address("home"), feed=address("feed")
    )


@require_safe
@public_page
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest passages of a speaker."""
    found = find(slug, Speaker.objects.public(), ending=ENDING)
    if isinstance(found, HttpResponse):
        return found
    return _of_noun(Passage.public.spoken_by(found), found)


@require_safe
@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest passages that carry a topic, or one below it."""
    found = find(slug, Topic.objects.public(), ending=ENDING)
    if isinstance(found, HttpResponse):
        return found
    return _of_noun(Passage.public.about(Topic.objects.with_those_below(found)), found)


@require_safe
@public_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest passages of an event, or of all editions of a series."""
    found = find(slug, Event.objects.public(), EventSeries.objects.public(), ending=ENDING)
    if isinstance(found, HttpResponse):
        return found
    if isinstance(found, EventSeries):
        return _of_noun(Passage.public.said_at_editions_of(found), found)
    return _of_noun(Passage.public.said_at(found), found)


@require_safe
@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """New versions of published passages, withdrawals, and merges."""
    body = feeds.corrections(
        PassageRevision.objects.corrections()[:MOST],
        IdentifierEvent.objects.ends()[:MOST],
        most=MOST,
        site=settings.SITE_URL,
        page=address("about_permanence"),
        feed=address("corrections"),
        first=address("corrections"),
    )
    return _answer(body)


def _of_noun(
    passages: PassageQuerySet, noun: Speaker | Topic | Event | EventSeries
) -> HttpResponse:
    page = noun.get_absolute_url()
    return _newest(passages, str(noun), page=page, feed=f"{page}{ENDING}")


def _newest(passages: PassageQuerySet, title: str, *, page: str, feed: str) -> HttpResponse:
    rows = passages.for_display().newest()[:MOST]
    body = feeds.atom(rows, title=title, site=settings.SITE_URL, page=page, feed=feed, first=feed)
    return _answer(body)


def _answer(body: str) -> HttpResponse:
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
