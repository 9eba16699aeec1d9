"""A passage as JSON: the fields that programs outside rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from quotes.text import dates

if TYPE_CHECKING:
    from quotes.models import Event, Interview, Outlet, Passage, Source


class Named(Protocol):
    """What has a name and a page: a row of a noun, or what is shown of one."""

    name: str
    slug: str

    def get_absolute_url(self) -> str:
        """Address of its page."""


def passage_record(passage: Passage, *, site: str) -> dict[str, Any]:
    """The record of a published passage; every address begins with ``site``.

    The passage has what ``Passage.objects.for_record()`` loads.
    """
    revision = passage.latest_revision
    return {
        "id": passage.identifier_id,
        "url": site + passage.get_absolute_url(),
        "version": passage.version,
        "sha256": revision.sha256,
        "text": passage.text,
        "language": passage.language,
        "wording": passage.wording,
        "speaker": _speaker(passage, site),
        "words_by": passage.words_by or None,
        "spans_joined_at": passage.interruptions,
        "gaps": list(passage.gaps_at.values()),
        "bracketed": passage.bracketed,
        "note": passage.note or None,
        "translated": _translated(passage),
        "is_excerpt": passage.is_excerpt,
        "said_on": date_record(passage.said),
        "question": _question(passage),
        "before": _neighbour(passage.before, site),
        "after": _neighbour(passage.after, site),
        "interview": interview_record(passage.interview, site),
        "event": event_record(passage.interview.event, site),
        "source": source_record(passage.source),
        "topics": [named(topic, site) for topic in passage.topics.all()],
        "utterance": _utterance(passage, site),
        "permalink_version": f"{site}{passage.get_absolute_url()}/v/{passage.version}",
        "updated_at": passage.updated_at and passage.updated_at.isoformat(),
        "change": passage.change,
    }


def date_record(edtf: str) -> dict[str, str | None]:
    """An EDTF date with its bounds as ISO days and in words."""
    earliest, latest = dates.days(edtf)
    return {
        "edtf": edtf or None,
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
        "text": dates.in_words(edtf) or None,
    }


def named(noun: Named, site: str) -> dict[str, str]:
    """What a noun is called, and the address of its page."""
    return {"name": noun.name, "slug": noun.slug, "url": site + noun.get_absolute_url()}


def interview_record(interview: Interview, site: str) -> dict[str, str]:
    """An interview, as the record of a passage names it."""
    return {
        "title": interview.title,
        "slug": interview.slug,
        "url": site + interview.get_absolute_url(),
        "format": interview.format,
    }


def event_record(event: Event, site: str) -> dict[str, str | None]:
    """An event, as the record of a passage names it."""
    return {
        "name": event.name,
        "short_name": event.short_name or None,
        "kind": event.kind,
        "slug": event.slug,
        "url": site + event.get_absolute_url(),
        "place": event.place or None,
    }


def source_record(source: Source) -> dict[str, Any]:
    """A document, as the record of a passage names it; ``url`` is the document's own."""
    return {
        "title": source.title,
        "slug": source.slug,
        "outlet": outlet_record(source.outlet),
        "kind": source.kind,
        "byline": source.byline or None,
        "url": source.url or None,
        "archived_url": source.archived_url or None,
        "published_on": source.published or None,
        "note": source.editorial_note or None,
    }


def outlet_record(outlet: Outlet) -> dict[str, str]:
    """An outlet, as the record of a passage names it."""
    return {"name": outlet.name, "slug": outlet.slug}


def _speaker(passage: Passage, site: str) -> dict[str, Any]:
    return {**named(passage.speaker, site), "role": passage.role_as_printed or None}


def _translated(passage: Passage) -> dict[str, Any] | None:
    if not passage.translated_from:
        return None
    return {"from": passage.translated_from, "by": passage.translated_by or None}


def _question(passage: Passage) -> dict[str, Any] | None:
    question = passage.question
    return {"speaker": question.asker, "text": question.text} if question else None


def _neighbour(neighbour: Passage | None, site: str) -> dict[str, Any] | None:
    if neighbour is None:
        return None
    return {"id": neighbour.identifier_id, "url": site + neighbour.get_absolute_url()}


def _utterance(passage: Passage, site: str) -> dict[str, Any] | None:
    reports = passage.reports
    if not reports:
        return None
    return {
        "url": site + passage.statement_url,
        "variants": [
            {
                "id": report.identifier_id,
                "url": site + report.get_absolute_url(),
                "wording": report.wording,
                "outlet": report.source.outlet.name,
            }
            for report in reports
        ],
    }
