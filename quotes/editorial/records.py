"""Records of the archive's log, each in one canonical form that can be hashed.

A record is JSON with sorted keys, without white space, in UTF-8. Each has ``format``, ``sequence``
(place in the log, from 1, without gaps), ``kind``, ``time`` (ISO 8601, UTC) and ``previous``
(SHA-256 of the record before, empty for the first). Besides:

* a version of a passage: ``passage`` (public id), ``version``, ``words`` (SHA-256 of: salt in
  hexadecimal, line feed, the words), ``printed`` (every other printed string), ``reason``.
  The first version is also the record of the publication, a reinstated one of the reinstatement.
* ``withdrawn``, ``merged_into``, ``split_into``: ``passage``, ``target`` (or null), ``reason``.
* ``expunged``: ``passage`` and ``version`` whose words were removed, ``reason``.
* ``registry``: ``events`` and ``events_sha256``, number and digest of what had happened to
  identifiers when format 2 began. Format 1 had records of versions alone.

Pages and citations show the SHA-256 of a version's record. Words and salt are stored in another
table, so that they can be removed for legal reasons while record and chain remain.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.apps import apps as current_apps
from django.contrib.auth.models import User
from django.utils import timezone

from quotes.models import (
    ChangeKind,
    Event,
    IdentifierEvent,
    IdentifierEventKind,
    Passage,
    PassageRevision,
    RegistryRecord,
    RevisionWords,
    Source,
)
from quotes.models.archive_state import new_token
from quotes.models.bulk_insert import insert_values, new_keys
from quotes.text.controls import plain

# Versions that are records of an event: of the publication, or of a reinstatement.
EVENT_OF_VERSION = {
    ChangeKind.FIRST.value: IdentifierEventKind.PUBLISHED.value,
    ChangeKind.REINSTATED.value: IdentifierEventKind.REINSTATED.value,
}
# Events that no version comes with, and that have records of their own.
ENDS = (
    IdentifierEventKind.WITHDRAWN.value,
    IdentifierEventKind.MERGED.value,
    IdentifierEventKind.SPLIT.value,
)
REMOVAL, REGISTRY = "expunged", "registry"
FORMAT = 2
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def printed(passage: Passage) -> dict[str, Any]:
    """Every string the passage prints except words and topics; ``joints`` are offsets of parts."""
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
        "joints": passage.interruptions,
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


def moment(time: datetime | None) -> str | None:
    """A moment as records write it: ISO 8601, UTC."""
    return time.astimezone(UTC).isoformat() if time else None


def words_sha256(salt: str, words: str) -> str:
    """The hash that stands for the words in a record."""
    return sha256(f"{salt}\n{words}")


def words_row(revision: int, salt: str, text: str, **removed: Any) -> dict[str, Any]:
    """A row of RevisionWords: the words that stand, or in ``removed`` why they do not."""
    nothing = {"removed": "", "removed_at": None, "removed_reason": "", "removed_by_id": None}
    return {"revision_id": revision, "salt": salt, "text": text, **nothing, **removed}


def event_line(
    identifier: str, kind: str, target: str | None, reason: str, time: str | None
) -> str:
    """One event of an identifier as an export's registry has it."""
    return canonical(
        {"id": identifier, "kind": kind, "target": target, "reason": reason, "time": time}
    )


def event_lines(events: Any = IdentifierEvent) -> Iterator[str]:
    """All events, as ``event_line`` writes them, in order."""
    names = ("identifier_id", "kind", "target_id", "reason", "created_at")
    rows = events.objects.order_by("pk").values_list(*names)
    for identifier, kind, target, reason, time in rows.iterator(chunk_size=1_000):
        yield event_line(identifier, kind, target, reason, moment(time))


@dataclass
class _Log:
    """The archive's log while it grows: the last record's place and hash, and rows to be written.

    As values, because a model's instance for each would cost more than all the hashing.
    """

    sequence: int
    previous: str
    revisions: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)
    registry: list[dict[str, Any]] = field(default_factory=list)

    def add_version(self, key: int, passage: Passage, **about: Any) -> None:
        """Append one passage's version; ``about`` is the rest of the row."""
        salt = secrets.token_hex(16)
        record = self._chained(
            passage=passage.identifier_id,
            version=passage.version,
            words=words_sha256(salt, passage.text),
            printed=printed(passage),
            kind=about["kind"],
            reason=about["reason"],
            time=moment(about["created_at"]),
        )
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

    def add(self, kind: str, at: datetime, **about: Any) -> None:
        """Append a record that is not a version."""
        record = self._chained(kind=kind, time=moment(at), **about)
        row = {"sequence": self.sequence, "record": record, "sha256": self.previous}
        self.registry.append(row)

    def _chained(self, **about: Any) -> str:
        self.sequence += 1
        chained = {"format": FORMAT, "sequence": self.sequence, "previous": self.previous}
        record = canonical({**chained, **about})
        self.previous = sha256(record)
        return record

    def save(self) -> None:
        """Write the rows; the caller holds the version's lock."""
        insert_values(PassageRevision, self.revisions)
        insert_values(RevisionWords, self.words)
        insert_values(RegistryRecord, self.registry)


def _log(apps: Any = current_apps) -> _Log:
    """The log as it ends now."""
    last = max(
        (
            row
            for name in ("PassageRevision", "RegistryRecord")
            for row in apps.get_model("quotes", name)
            .objects.order_by("-sequence")
            .values_list("sequence", "sha256")[:1]
        ),
        default=(0, ""),
    )
    return _Log(*last)


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
    log = _log()
    about = {
        "kind": kind,
        "reason": plain(reason),
        "editor_id": editor and editor.pk,
        "created_at": at or timezone.now(),
    }
    for key, passage in zip(new_keys(PassageRevision, len(passages)), passages, strict=True):
        log.add_version(key, passage, **about)
    log.save()


def append_ends(
    identifiers: Iterable[str], *, kind: str, target: str | None, reason: str, at: datetime
) -> None:
    """Record that identifiers were withdrawn, merged or split, as their events say."""
    log = _log()
    for identifier in identifiers:
        log.add(kind, at, passage=identifier, target=target, reason=plain(reason))
    log.save()


def append_removals(revisions: Iterable[int], *, reason: str, at: datetime) -> None:
    """Record that the words of these revisions, given by their keys, were removed."""
    removed = PassageRevision.objects.filter(pk__in=list(revisions)).order_by("sequence")
    log = _log()
    for passage, version in removed.values_list("passage__identifier_id", "number"):
        log.add(REMOVAL, at, passage=passage, version=version, reason=plain(reason))
    log.save()


def enter_past(apps: Any = current_apps) -> bool:
    """Begin format 2 after records of format 1; False if there are no events.

    One record holds number and digest of all events so far; each removal gets a record with its own
    time as ``happened``. The archive's version is moved on, because its checkpoint is another now.
    ``apps`` are those of a migration. The caller has opened a transaction.
    """
    event_model = apps.get_model("quotes", "IdentifierEvent")
    if not event_model.objects.exists():
        return False
    state = apps.get_model("quotes", "ArchiveState").objects.select_for_update().get()
    log, now = _log(apps), timezone.now()
    log.add(REGISTRY, now, **events_digest(event_lines(event_model)))
    tombstones = apps.get_model("quotes", "RevisionWords").objects.filter(removed=REMOVAL)
    names = ("passage__identifier_id", "number")
    for passage, version, reason, happened in tombstones.order_by("revision__sequence").values_list(
        *(f"revision__{name}" for name in names), "removed_reason", "removed_at"
    ):
        about = {"passage": passage, "version": version, "reason": reason}
        log.add(REMOVAL, now, **about, happened=moment(happened))
    insert_values(apps.get_model("quotes", "RegistryRecord"), log.registry)
    # As ArchiveState.advance does; the models of a migration have no methods.
    state.version, state.token = state.version + 1, new_token()
    state.save(update_fields=["version", "token"])
    tokens = apps.get_model("quotes", "VersionToken").objects
    tokens.create(number=state.version, token=state.token)
    return True


def events_digest(lines: Iterable[str]) -> dict[str, Any]:
    """Number and digest of events, as the record of the registry holds them."""
    number, read = 0, hashlib.sha256()
    for line in lines:
        number += 1
        read.update(f"{line}\n".encode())
    return {"events": number, "events_sha256": read.hexdigest()}
