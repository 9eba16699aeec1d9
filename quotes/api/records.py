"""Records of nouns: what their pages show, with the fields that records of passages have."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from quotes.answers.nouns import left_out
from quotes.citations.json_record import (
    date_record,
    event_record,
    interview_record,
    named,
    passage_record,
    source_record,
)
from quotes.models import Event, EventSeries, Interview, Passage, Source, Speaker, Topic
from quotes.models.addresses import address

Record = dict[str, Any]


def in_api(noun: Any, site: str, called: str, count: int | None = None) -> Record:
    """Where the API has a noun and its passages, and how many these are.

    ``called`` is what parameters of searches call the noun; the number is ``with_passage_count``'s.
    """
    passages = f"{address('api_passages')}?{urlencode({called: noun.slug})}"
    return {
        "api_url": site + address(f"api_{called}", noun.slug),
        "passages_url": site + passages,
        "passage_count": noun.passage_count if count is None else count,
    }


def speaker(noun: Speaker, site: str) -> Record:
    """A speaker, with every spelling and office."""
    return {
        **named(noun, site),
        "sort_name": noun.sort_name,
        "kind": noun.kind,
        "description": noun.description or None,
        "wikidata_id": noun.wikidata_id or None,
        "names": [
            {"name": other.name, "language": other.language or None} for other in noun.names.all()
        ],
        "roles": [
            {
                "title": role.title,
                "organisation": role.organisation or None,
                "start": date_record(role.start),
                "end": date_record(role.end),
                "held": role.held or None,
                "basis": role.basis or None,
            }
            for role in noun.roles.all()
        ],
        **in_api(noun, site, "speaker"),
    }


def event(noun: Event, site: str) -> Record:
    """An event, with the series it is an edition of."""
    return {
        "type": "event",
        **event_record(noun, site),
        "series": _series_named(noun.series, site) if noun.series else None,
        "dates": date_record(noun.dates),
        "country": noun.country or None,
        "organiser": noun.organiser or None,
        "website": noun.url or None,
        "basis": noun.basis or None,
        **in_api(noun, site, "event"),
    }


def series(noun: EventSeries, editions: Iterable[Event], site: str) -> Record:
    """A series of events, with its public editions."""
    return {
        "type": "series",
        **_series_named(noun, site),
        "kind": noun.kind,
        "description": noun.description or None,
        "editions": [event_record(each, site) for each in editions],
        **in_api(noun, site, "event"),
    }


def interview(noun: Interview, sources: Iterable[Source], site: str) -> Record:
    """An interview, with who took part and the public sources that report it."""
    return {
        **interview_record(noun, site),
        "event": event_record(noun.event, site),
        "dates": date_record(noun.dates),
        "language": noun.language,
        "basis": noun.basis or None,
        "participants": [
            {
                **named(each.speaker, site),
                "part": each.part,
                "role": each.role_as_printed or None,
            }
            for each in noun.participations.all()
        ],
        "sources": [source_record(each) for each in sources],
        **in_api(noun, site, "interview"),
    }


def source(noun: Source, site: str) -> Record:
    """A source, with what is kept of its text and what was left out."""
    return {
        **source_record(noun),
        "page_url": site + noun.get_absolute_url(),
        "published": date_record(noun.published),
        "accessed_on": noun.accessed.isoformat() if noun.accessed else None,
        "language": noun.language,
        "default_wording": noun.default_wording,
        "basis": noun.basis or None,
        "interview": interview_record(noun.interview, site),
        "event": event_record(noun.interview.event, site),
        "captured_characters": noun.captured_length or None,
        "captured_sha256": noun.captured_sha256 or None,
        "left_out": [
            {"reason": each.reason, "places": each.places, "characters": each.characters}
            for each in left_out(noun.dropped)
        ],
        **in_api(noun, site, "source"),
    }


def topic(noun: Topic, tree: dict[int, Topic], count: int, site: str) -> Record:
    """A topic, with its place among the public topics of ``tree``, which is by primary key.

    ``count`` passages stand under it or below.
    """
    above = _above(noun, tree)
    below = sorted((each for each in tree.values() if each.parent_id == noun.pk), key=str)
    return {
        **named(noun, site),
        "scope_note": noun.scope_note or None,
        "aliases": [alias.name for alias in noun.aliases.all()],
        "above": [named(each, site) for each in above],
        "below": [named(each, site) for each in below],
        **in_api(noun, site, "topic", count),
    }


def utterance(reports: list[Passage], site: str) -> Record:
    """Words reported several times; the reports are loaded for their records, in any order."""
    reports = sorted(reports, key=lambda report: (report.grade.rank, report.pk))
    passages = [passage_record(passage, site=site) for passage in reports]
    closest = passages[0]
    return {
        "id": closest["id"],
        "url": closest["url"],
        "api_url": site + address("api_utterance", closest["id"]),
        "speaker": closest["speaker"],
        "said_on": closest["said_on"],
        "interview": closest["interview"],
        "event": closest["event"],
        "variants": closest["utterance"]["variants"],
        "passages": passages,
    }


def _series_named(noun: EventSeries, site: str) -> Record:
    return {
        "name": noun.name,
        "short_name": noun.short_name,
        "slug": noun.slug,
        "url": site + noun.get_absolute_url(),
    }


def _above(noun: Topic, tree: dict[int, Topic]) -> list[Topic]:
    """The topics above one, from the root down."""
    line: list[Topic] = []
    parent = tree.get(noun.parent_id or 0)
    while parent and parent not in line:
        line.insert(0, parent)
        parent = tree.get(parent.parent_id or 0)
    return line
