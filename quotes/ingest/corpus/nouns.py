"""Speakers and sources of a corpus: found by slugs that follow from its lines, or made."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from quotes.ingest.corpus.lines import Entry
from quotes.models import (
    Event,
    FormerSlug,
    Interview,
    Outlet,
    Source,
    SourceKind,
    Speaker,
    Wording,
)
from quotes.models.base import Noun
from quotes.models.bulk_insert import insert, new
from quotes.text.names import readable_slug

UNNAMED_SPEAKER = "Unnamed speaker"
UNNAMED_EVENT = "[Event not named]"
UNKNOWN_OUTLET = "unknown"
UNNAMED = re.compile(r"\bunnamed\b", re.IGNORECASE)
# From these a slug can be read back, so that it needs no digest to be the only one.
PLAIN_NAME = re.compile(r"[A-Z][a-z]+( [A-Z][a-z]+)*")
PLAIN_HOST = re.compile(r"[a-z0-9]+(\.[a-z0-9]+)*")
KINDS = {
    Wording.VERBATIM: SourceKind.TRANSCRIPT,
    Wording.EDITED: SourceKind.INTERVIEW_ARTICLE,
    Wording.REPORTED: SourceKind.NEWS_REPORT,
    Wording.PARAPHRASED: SourceKind.ANALYSIS,
}
# Beyond this many, those known are forgotten and looked up again.
MAX_KNOWN = 10_000
Fields = dict[str, Any]
Wanted = TypeVar("Wanted", Entry, Fields)


class Nouns:
    """The speakers and sources that the last batches needed, by slug.

    They must be forgotten when somebody else may have changed them.
    """

    def __init__(self) -> None:
        self.speakers: dict[str, Speaker] = {}
        self.sources: dict[str, Source] = {}

    def forget(self) -> None:
        """Look everything up again."""
        self.speakers.clear()
        self.sources.clear()

    def provide(self, entries: Iterable[Entry]) -> set[Source]:
        """Know the speakers and sources of these entries; gives the sources that were made."""
        for known in (self.speakers, self.sources):
            if len(known) > MAX_KNOWN:
                known.clear()
        speakers = {speaker_slug(entry): entry for entry in entries}
        missing = _missing(Speaker, self.speakers, speakers)
        _make(Speaker, self.speakers, {slug: _speaker(e) for slug, e in missing.items()})
        sources = {source_slug(entry): entry for entry in entries}
        missing = _missing(Source, self.sources, sources)
        return set(_make(Source, self.sources, _sources(missing)))


@lru_cache(maxsize=16_384)
def slug_of(name: str, *key: str) -> str:
    """A slug for ``name`` that is the only one for ``name`` and ``key`` together."""
    digest = hashlib.sha256("\n".join([name, *key]).encode()).hexdigest()
    return f"{readable_slug(name) or 'unnamed'}-{digest[:12]}"


def speaker_slug(entry: Entry) -> str:
    """Slug of the one who speaks; without a name, of the unnamed one at this event."""
    if PLAIN_NAME.fullmatch(entry.speaker) and len(entry.speaker) <= 100:
        return readable_slug(entry.speaker)
    if _is_unnamed(entry):
        return slug_of(entry.speaker or UNNAMED_SPEAKER, "speaker", event_name(entry))
    return slug_of(entry.speaker, "speaker")


def source_slug(entry: Entry) -> str:
    """Slug of the document: a URL in an interview, or the interview."""
    return slug_of(event_name(entry), "source", entry.said, entry.url)


def interview_slug(entry: Entry) -> str:
    """Slug of the occasion: an event at a date."""
    return slug_of(event_name(entry), "interview", entry.said)


def event_slug(entry: Entry) -> str:
    """Slug of the event, which its name alone makes out."""
    return slug_of(event_name(entry), "event")


def outlet_slug(entry: Entry) -> str:
    """Slug of the outlet, which is the host."""
    host = entry.host or UNKNOWN_OUTLET
    if PLAIN_HOST.fullmatch(host) and len(host) <= 100:
        return host.replace(".", "-")
    return slug_of(host, "outlet")


def event_name(entry: Entry) -> str:
    """The event's name, or ours for want of one."""
    return entry.event or UNNAMED_EVENT


def _is_unnamed(entry: Entry) -> bool:
    return not entry.speaker or UNNAMED.search(entry.speaker) is not None


def _speaker(entry: Entry) -> Fields:
    name = entry.speaker or UNNAMED_SPEAKER
    unnamed = f"Not named in the record of: {event_name(entry)}" if _is_unnamed(entry) else ""
    return {"name": name, "sort_name": name, "description": unnamed}


def _sources(missing: Mapping[str, Entry]) -> dict[str, Fields]:
    """Fields of sources to be made, after their outlets, events and interviews."""
    outlets: dict[str, Outlet] = {}
    events: dict[str, Event] = {}
    interviews: dict[str, Interview] = {}
    entries = missing.values()
    _provide(Outlet, outlets, {outlet_slug(e): _outlet(e) for e in entries})
    _provide(Event, events, {event_slug(e): {"name": event_name(e)} for e in entries})
    _provide(
        Interview,
        interviews,
        {interview_slug(e): _interview(e, events[event_slug(e)]) for e in entries},
    )
    return {
        slug: {
            "interview": interviews[interview_slug(entry)],
            "outlet": outlets[outlet_slug(entry)],
            "title": _title(entry),
            "kind": KINDS[Wording(entry.wording)],
            "url": entry.url,
            "language": entry.language,
            "default_wording": entry.wording,
        }
        for slug, entry in missing.items()
    }


def _outlet(entry: Entry) -> Fields:
    return {"name": entry.host or UNKNOWN_OUTLET}


def _interview(entry: Entry, event: Event) -> Fields:
    return {
        "event": event,
        "title": _title(entry),
        "dates": entry.said,
        "language": entry.language,
    }


def _title(entry: Entry) -> str:
    """The event's name in square brackets: the title is ours, no line has one."""
    return f"[{entry.event}]" if entry.event else UNNAMED_EVENT


def _provide(model: type[Noun], known: dict[str, Any], wanted: Mapping[str, Fields]) -> None:
    _make(model, known, _missing(model, known, wanted))


def _missing(
    model: type[Noun], known: dict[str, Any], slugs: Mapping[str, Wanted]
) -> dict[str, Wanted]:
    """Look up what isn't known, under present slugs and then under former ones; gives the rest."""
    rows: Any = Source.objects.for_lists() if model is Source else model._default_manager.all()
    if wanted := [slug for slug in slugs if slug not in known]:
        known.update((noun.slug, noun) for noun in rows.filter(slug__in=wanted))
    if wanted := [slug for slug in wanted if slug not in known]:
        former = FormerSlug.objects.filter(noun=model._meta.model_name, slug__in=wanted)
        moved = dict(former.values_list("slug", "target_id"))
        found = rows.in_bulk(set(moved.values()))
        known.update((slug, found[pk]) for slug, pk in moved.items() if pk in found)
    return {slug: slugs[slug] for slug in wanted if slug not in known}


def _make(model: type[Noun], known: dict[str, Any], rows: Mapping[str, Fields]) -> list[Any]:
    made = [new(model, slug=slug, **fields) for slug, fields in rows.items()]
    insert(made)
    known.update((noun.slug, noun) for noun in made)
    return made
