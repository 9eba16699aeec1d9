"""A passage as JSON: the fields that programs outside rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.text import dates

if TYPE_CHECKING:
    from quotes.models import Passage


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
        "spans_joined_at": passage.joints,
        "bracketed": passage.bracketed,
        "note": passage.note or None,
        "translated": _translated(passage),
        "is_excerpt": passage.is_excerpt,
        "said_on": date_record(passage.said),
        "question": _question(passage),
        "before": _neighbour(passage.before, site),
        "after": _neighbour(passage.after, site),
        "interview": _interview(passage, site),
        "event": _event(passage, site),
        "source": _source(passage),
        "topics": [
            {"name": topic.name, "slug": topic.slug, "url": site + topic.get_absolute_url()}
            for topic in passage.topics.all()
        ],
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


def _speaker(passage: Passage, site: str) -> dict[str, Any]:
    speaker = passage.speaker
    return {
        "name": speaker.name,
        "slug": speaker.slug,
        "url": site + speaker.get_absolute_url(),
        "role": passage.role_as_printed or None,
    }


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


def _interview(passage: Passage, site: str) -> dict[str, Any]:
    interview = passage.interview
    return {
        "title": interview.title,
        "slug": interview.slug,
        "url": site + interview.get_absolute_url(),
        "format": interview.format,
    }


def _event(passage: Passage, site: str) -> dict[str, Any]:
    event = passage.interview.event
    return {
        "name": event.name,
        "short_name": event.short_name or None,
        "kind": event.kind,
        "slug": event.slug,
        "url": site + event.get_absolute_url(),
        "place": event.place or None,
    }


def _source(passage: Passage) -> dict[str, Any]:
    source = passage.source
    return {
        "title": source.title,
        "slug": source.slug,
        "outlet": {"name": source.outlet.name, "slug": source.outlet.slug},
        "kind": source.kind,
        "byline": source.byline or None,
        "url": source.url or None,
        "archived_url": source.archived_url or None,
        "published_on": source.published or None,
        "note": source.editorial_note or None,
    }


def _utterance(passage: Passage, site: str) -> dict[str, Any] | None:
    reports = passage.reports
    if not reports:
        return None
    return {
        "variants": [
            {
                "id": report.identifier_id,
                "url": site + report.get_absolute_url(),
                "wording": report.wording,
                "outlet": report.source.outlet.name,
            }
            for report in reports
        ]
    }
