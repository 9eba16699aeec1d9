"""Speakers and sources of a corpus: found by slugs that follow from its lines, or made."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from quotes.ingest.corpus.lines import Entry
from quotes.ingest.corpus.slugs import (
    UNKNOWN_OUTLET,
    UNNAMED_EVENT,
    UNNAMED_SPEAKER,
    is_unnamed,
)
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
        speakers = {entry.slugs.speaker: entry for entry in entries}
        missing = _missing(Speaker, self.speakers, speakers)
        _make(Speaker, self.speakers, {slug: _speaker(e) for slug, e in missing.items()})
        sources = {entry.slugs.source: entry for entry in entries}
        missing = _missing(Source, self.sources, sources)
        return set(_make(Source, self.sources, _sources(missing)))


def _speaker(entry: Entry) -> Fields:
    name = entry.speaker or UNNAMED_SPEAKER
    unnamed = f"Not named in the record of: {_event(entry)}" if is_unnamed(entry.speaker) else ""
    return {"name": name, "sort_name": name, "description": unnamed}


def _event(entry: Entry) -> str:
    """The event's name, or ours for want of one."""
    return entry.event or UNNAMED_EVENT


def _sources(missing: Mapping[str, Entry]) -> dict[str, Fields]:
    """Fields of sources to be made, after their outlets, events and interviews."""
    outlets: dict[str, Outlet] = {}
    events: dict[str, Event] = {}
    interviews: dict[str, Interview] = {}
    entries = missing.values()
    _provide(Outlet, outlets, {e.slugs.outlet: _outlet(e) for e in entries})
    _provide(Event, events, {e.slugs.event: {"name": _event(e)} for e in entries})
    _provide(
        Interview,
        interviews,
        {e.slugs.interview: _interview(e, events[e.slugs.event]) for e in entries},
    )
    return {
        slug: {
            "interview": interviews[entry.slugs.interview],
            "outlet": outlets[entry.slugs.outlet],
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
