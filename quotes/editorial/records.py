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
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from quotes.models import Event, Passage, PassageRevision, RevisionWords, Source
from quotes.models.rows import insert_values, new_keys

FORMAT = 1
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def printed(passage: Passage) -> dict[str, Any]:
    """Every string the passage prints but its words and topics; joints as offsets."""
    interview, question = passage.interview, passage.question
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
        "event": _event(interview.event),
        "source": _source(passage.source),
    }


def _event(event: Event) -> dict[str, str]:
    names = ("name", "short_name", "kind", "dates", "place")
    return {name: getattr(event, name) for name in names}


def _source(source: Source) -> dict[str, str]:
    names = ("title", "kind", "byline", "url", "archived_url", "published")
    return {
        **{name: getattr(source, name) for name in names},
        "outlet": source.outlet.name,
        "note": source.editorial_note,
    }


def canonical(record: dict[str, Any]) -> str:
    """The one JSON text of a record."""
    return _encode(record)


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def words_sha256(salt: str, words: str) -> str:
    """The hash that stands for the words in a record."""
    return sha256(f"{salt}\n{words}")


def words_row(revision: int, salt: str, text: str, **removed: Any) -> dict[str, Any]:
    """A row of RevisionWords: the words that stand, or in ``removed`` why they do not."""
    nothing = {"removed": "", "removed_at": None, "removed_reason": "", "removed_by_id": None}
    return {"revision_id": revision, "salt": salt, "text": text, **nothing, **removed}


@dataclass
class _Log:
    """The archive's log while it grows: the last record's place and hash, and rows to be written.

    As values, because a model's instance for each would cost more than all the hashing.
    """

    sequence: int
    previous: str
    revisions: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)

    def add(self, key: int, passage: Passage, **about: Any) -> None:
        """Put one passage's version behind the last; ``about`` is the rest of the row."""
        self.sequence += 1
        salt = secrets.token_hex(16)
        record = self._record(passage, words_sha256(salt, passage.text), **about)
        self.previous = sha256(record)
        self.revisions.append(
            {
                "id": key,
                "passage_id": passage.pk,
                "number": passage.version,
                "sequence": self.sequence,
                "record": record,
                "sha256": self.previous,
                **about,
            }
        )
        self.words.append(words_row(key, salt, passage.text))

    def _record(self, passage: Passage, words: str, **about: Any) -> str:
        return canonical(
            {
                "format": FORMAT,
                "sequence": self.sequence,
                "passage": passage.identifier_id,
                "version": passage.version,
                "words": words,
                "printed": printed(passage),
                "kind": about["kind"],
                "reason": about["reason"],
                "time": about["created_at"].isoformat(),
                "previous": self.previous,
            }
        )


def append(
    passages: Sequence[Passage],
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
    log = _Log(last.sequence, last.sha256) if last else _Log(0, "")
    about = {
        "kind": kind,
        "reason": reason,
        "editor_id": editor and editor.pk,
        "created_at": at or timezone.now(),
    }
    for key, passage in zip(new_keys(PassageRevision, len(passages)), passages, strict=True):
        log.add(key, passage, **about)
    insert_values(PassageRevision, log.revisions)
    insert_values(RevisionWords, log.words)
