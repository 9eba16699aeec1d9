"""Speakers, events, interviews, sources and topics: a list of each, and each one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quotes.answers.nouns import get_noun
from quotes.answers.responses import json_response
from quotes.api import records
from quotes.api.base import NounView, refuse_parameters
from quotes.api.lists import NounList
from quotes.api.records import Record
from quotes.filters import browse
from quotes.models import Event, EventSeries, Interview, Source, Speaker, Topic
from quotes.models.addresses import address


class OneNoun(NounView):
    """One noun by its slug; a former slug leads to the one it has now.

    A mixin says which noun: ``rows``, ``records`` and ``one_name``.
    """

    one_name: str

    def kinds(self) -> list[Any]:
        """The rows to look in, the first first."""
        return [self.rows()]

    def answer(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The record, or a redirect to it."""
        refuse_parameters(request)
        found = get_noun(
            slug, *self.kinds(), address_of=lambda noun: address(self.one_name, noun.slug)
        )
        return json_response(self.records([found])[0])


class Speakers:
    """The noun of two views: its list, and one of it."""

    filters, list_name, one_name = browse.SpeakerFilters, "api_speakers", "api_speaker"

    def rows(self) -> Any:
        """All public rows, in the order of the page."""
        return Speaker.objects.public().with_passage_count().with_names_and_roles()

    def records(self, nouns: list[Speaker]) -> list[Record]:
        """The records of these rows."""
        return [records.speaker(noun, settings.SITE_URL) for noun in nouns]


class Events:
    """The noun of two views: its list, and one of it."""

    filters, list_name, one_name = browse.EventFilters, "api_events", "api_event"

    def rows(self) -> Any:
        """All public rows, in the order of the page."""
        return Event.objects.public().with_passage_count().select_related("series")

    def records(self, nouns: list[Event]) -> list[Record]:
        """The records of these rows."""
        return [records.event(noun, settings.SITE_URL) for noun in nouns]


class Interviews:
    """The noun of two views: its list, and one of it."""

    filters, list_name, one_name = browse.InterviewFilters, "api_interviews", "api_interview"

    def rows(self) -> Any:
        """All public rows, in the order of the page."""
        return Interview.objects.public().with_passage_count().with_occasion()

    def records(self, nouns: list[Interview]) -> list[Record]:
        """The records of these rows, with the sources of all in one query."""
        reporting = Source.objects.public().of_interviews([noun.pk for noun in nouns]).for_lists()
        sources: dict[int, list[Source]] = {noun.pk: [] for noun in nouns}
        for source in reporting:
            sources[source.interview_id].append(source)
        return [records.interview(noun, sources[noun.pk], settings.SITE_URL) for noun in nouns]


class Sources:
    """The noun of two views: its list, and one of it."""

    filters, list_name, one_name = browse.SourceFilters, "api_sources", "api_source"

    def rows(self) -> Any:
        """All public rows, in the order of the page."""
        return Source.objects.public().with_passage_count().for_record()

    def records(self, nouns: list[Source]) -> list[Record]:
        """The records of these rows."""
        return [records.source(noun, settings.SITE_URL) for noun in nouns]


class Topics:
    """The noun of two views: its list, and one of it."""

    filters, list_name, one_name = browse.TopicFilters, "api_topics", "api_topic"

    def rows(self) -> Any:
        """All public rows, by name."""
        return Topic.objects.public().prefetch_related("aliases")

    def records(self, nouns: list[Topic]) -> list[Record]:
        """The records of these rows, with its place in the tree."""
        tree = {topic.pk: topic for topic in Topic.objects.public()}
        counts = Topic.objects.passage_counts()
        return [
            records.topic(noun, tree, counts.get(noun.pk, 0), settings.SITE_URL) for noun in nouns
        ]


class SpeakerList(Speakers, NounList):
    """All speakers, by sort name."""


class OneSpeaker(Speakers, OneNoun):
    """One speaker, under every spelling, with the offices held."""


class EventList(Events, NounList):
    """All events, the latest first."""


class OneEvent(Events, OneNoun):
    """One event, or one series of events: searches name both by ``event``."""

    def kinds(self) -> list[Any]:
        """Events, and then series."""
        return [*super().kinds(), EventSeries.objects.public().with_passage_count()]

    def records(self, nouns: list[Any]) -> list[Record]:
        """The record of the event or series."""
        if isinstance(nouns[0], EventSeries):
            editions = Event.objects.public().of_series(nouns[0])
            return [records.series(nouns[0], editions, settings.SITE_URL)]
        return super().records(nouns)


class InterviewList(Interviews, NounList):
    """All interviews, the latest first."""


class OneInterview(Interviews, OneNoun):
    """One interview, with who took part and what reports it."""


class SourceList(Sources, NounList):
    """All sources, by title."""


class OneSource(Sources, OneNoun):
    """One source, with what is kept of its text."""


class TopicList(Topics, NounList):
    """All topics, by name."""


class OneTopic(Topics, OneNoun):
    """One topic, with its ancestors and children."""
