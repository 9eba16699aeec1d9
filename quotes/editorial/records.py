"""Record format 1: what a version of a passage prints, in one canonical form that can be hashed.

A record is JSON with sorted keys, without white space, in UTF-8::

    format    1
    sequence  place in the archive's log, from 1, without gaps
    passage   public id
    version   number of the passage's version, from 1
    words     SHA-256 of: salt (hexadecimal), line feed, the words
    printed   every other printed string
    kind, reason, time (ISO 8601, UTC)
    previous  SHA-256 of the record before, empty for the first

Its SHA-256 is the ``sha256`` that pages and citations show. Words and salt stand apart, so that
they can be removed for legal reasons while record and chain remain.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from quotes.models import Passage, PassageRevision, RevisionWords

FORMAT = 1


def printed(passage: Passage) -> dict[str, Any]:
    """Every string the passage prints but its words and topics; joints as offsets."""
    source, interview = passage.source, passage.interview
    event, question = interview.event, passage.question
    return {
        "speaker": passage.speaker.name,
        "role": passage.role_as_printed,
        "wording": passage.wording,
        "words_by": passage.words_by,
        "language": passage.language,
        "translated_from": passage.translated_from,
        "translated_by": passage.translated_by,
        "is_excerpt": passage.is_excerpt,
        "joints": passage.joints,
        "said_on": passage.said,
        "note": passage.note,
        "question": question and {"speaker": question.asker, "text": question.text},
        "interview": {"title": interview.title, "format": interview.format},
        "event": {
            "name": event.name,
            "short_name": event.short_name,
            "kind": event.kind,
            "dates": event.dates,
            "place": event.place,
        },
        "source": {
            "title": source.title,
            "kind": source.kind,
            "outlet": source.outlet.name,
            "byline": source.byline,
            "url": source.url,
            "archived_url": source.archived_url,
            "published": source.published,
            "note": source.editorial_note,
        },
    }


def canonical(record: dict[str, Any]) -> str:
    """The one JSON text of a record."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def words_sha256(salt: str, words: str) -> str:
    """The hash that stands for the words in a record."""
    return sha256(f"{salt}\n{words}")


def append(
    passages: Iterable[Passage],
    *,
    kind: str,
    reason: str,
    editor: User | None,
    at: datetime | None = None,
) -> None:
    """Write the next revision of each passage, whose ``version`` is that revision's number.

    The passages have what ``for_display`` loads; the caller holds the version's lock.
    """
    last = PassageRevision.objects.order_by("sequence").last()
    sequence, previous = (last.sequence, last.sha256) if last else (0, "")
    at = at or timezone.now()
    revisions, salts = [], []
    for sequence, passage in enumerate(passages, start=sequence + 1):  # noqa: B020
        salt = secrets.token_hex(16)
        record = canonical(
            {
                "format": FORMAT,
                "sequence": sequence,
                "passage": passage.identifier_id,
                "version": passage.version,
                "words": words_sha256(salt, passage.text),
                "printed": printed(passage),
                "kind": kind,
                "reason": reason,
                "time": at.isoformat(),
                "previous": previous,
            }
        )
        previous = sha256(record)
        salts.append((salt, passage.text))
        revisions.append(
            PassageRevision(
                passage=passage,
                number=passage.version,
                sequence=sequence,
                kind=kind,
                reason=reason,
                editor=editor,
                created_at=at,
                record=record,
                sha256=previous,
            )
        )
    PassageRevision.objects.bulk_create(revisions, batch_size=500)
    RevisionWords.objects.bulk_create(
        (
            RevisionWords(revision=revision, salt=salt, text=text)
            for revision, (salt, text) in zip(revisions, salts, strict=True)
        ),
        batch_size=500,
    )
