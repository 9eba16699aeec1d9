"""Feeds: the newest passages, of all or of one speaker, topic or event; and corrections."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quotes import feeds
from quotes.answers.errors import ParametersError
from quotes.answers.nouns import get_noun
from quotes.answers.public import public_page
from quotes.answers.responses import for_browsers
from quotes.filters.strict import given, whole_number
from quotes.models import (
    Event,
    EventSeries,
    Passage,
    PassageRevision,
    Speaker,
    Topic,
)
from quotes.models.addresses import address
from quotes.models.passage import PassageQuerySet
from quotes.models.public_log import Change, Removal, changes
from quotes.models.revision import Correction
from quotes.text.interface import message
from quotes.text.problems import Problem

MAX_ENTRIES = 50
# Versions of one change that its entry names.
MAX_NAMED = 100
# For more, there are the download and the API's changes.
LAST_PAGE = 1_000
ENDING = "feed.atom"


@require_safe
@for_browsers
@public_page
def newest(request: HttpRequest) -> HttpResponse:
    """The passages published last."""
    return _newest(
        request,
        Passage.public.all(),
        message("newest quotations"),
        page=address("home"),
        feed=address("feed"),
    )


@require_safe
@for_browsers
@public_page
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest passages of a speaker."""
    found = get_noun(slug, Speaker.objects.public(), address_of=_feed_of)
    return _of_noun(request, Passage.public.spoken_by(found), found)


@require_safe
@for_browsers
@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest passages that carry a topic, or one below it."""
    found = get_noun(slug, Topic.objects.public(), address_of=_feed_of)
    return _of_noun(request, Passage.public.about(Topic.objects.subtree_ids(found)), found)


@require_safe
@for_browsers
@public_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest passages of an event, or of all editions of a series."""
    found = get_noun(
        slug, Event.objects.public(), EventSeries.objects.public(), address_of=_feed_of
    )
    if isinstance(found, EventSeries):
        return _of_noun(request, Passage.public.said_at_editions_of(found), found)
    return _of_noun(request, Passage.public.said_at(found), found)


@require_safe
@for_browsers
@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """New versions of published passages, withdrawals, merges, and removals of words."""

    def made(found: Sequence[Change], **addresses: str) -> str:
        corrected = [each for each in found if isinstance(each, Correction)]
        removals = [each.versions[:MAX_NAMED] for each in found if isinstance(each, Removal)]
        return feeds.corrections(
            found,
            PassageRevision.objects.of_corrections(corrected, MAX_NAMED),
            PassageRevision.objects.of_versions(list(chain(*removals))),
            site=settings.SITE_URL,
            page=address("about_permanence"),
            **addresses,
        )

    return _paged(request, changes, made, address("corrections"))


def _of_noun(
    request: HttpRequest, passages: PassageQuerySet, noun: Speaker | Topic | Event | EventSeries
) -> HttpResponse:
    page = noun.get_absolute_url()
    return _newest(request, passages, str(noun), page=page, feed=_feed_of(noun))


def _feed_of(noun: Any) -> str:
    return f"{noun.get_absolute_url()}{ENDING}"


def _newest(
    request: HttpRequest, passages: PassageQuerySet, title: str, *, page: str, feed: str
) -> HttpResponse:
    rows = passages.for_display().last_entered()

    def made(found: Sequence[Passage], **addresses: str) -> str:
        return feeds.atom(found, title=title, site=settings.SITE_URL, page=page, **addresses)

    return _paged(request, lambda skip, limit: list(rows[skip : skip + limit]), made, feed)


def _paged(
    request: HttpRequest,
    entries: Callable[[int, int], Sequence[Any]],
    made: Callable[..., str],
    feed: str,
) -> HttpResponse:
    """A page of a feed, with the addresses of its neighbours (RFC 5005, section 3).

    ``entries`` gives entries by offset and limit; ``made`` makes a feed of them.
    """
    number = whole_number(given(request.GET), "page", default=1, max_value=LAST_PAGE)
    if isinstance(number, Problem):
        raise ParametersError([number])
    found = entries((number - 1) * MAX_ENTRIES, MAX_ENTRIES + 1)
    if number > 1 and not found:
        raise Http404
    pages = {"feed": number, "first": 1}
    pages |= {"previous": number - 1} if number > 1 else {}
    pages |= {"next": number + 1} if len(found) > MAX_ENTRIES else {}
    addresses = {name: feed if n == 1 else f"{feed}?page={n}" for name, n in pages.items()}
    return _answer(made(found[:MAX_ENTRIES], **addresses))


def _answer(body: str) -> HttpResponse:
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
