"""Whether the archive still is what it published: records, words, spans, tiling, registry."""

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models

from quotes.editorial.log_audit import identifier_faults, record_faults, registry_faults
from quotes.editorial.records import printed, sha256
from quotes.models import (
    ArchiveState,
    Event,
    Interview,
    Passage,
    Removed,
    Role,
    Source,
    Topic,
    Turn,
    UtteranceMember,
)
from quotes.models.archive_state import was_at
from quotes.models.fields import DayOfField, NameKeyField
from quotes.text import spans
from quotes.text.controls import plain
from quotes.text.dates import DateError
from quotes.text.excerpts import EXPUNGED, HIDDEN


def faults() -> Iterator[str]:
    """All faults, a sentence each.

    An unreadable row is a fault too. After an error of the database, nothing more is checked.
    """
    audits = (
        record_faults, registry_faults, passage_faults, identifier_faults, topic_faults,
        utterance_faults, day_faults, name_key_faults, gap_faults, token_faults, removal_faults,
        source_tiling_faults,
    )  # fmt: skip
    for audit in audits:
        what = audit.__name__.removesuffix("_faults").replace("_", " ")
        try:
            yield from audit()
        except DatabaseError as error:
            yield f"The {what} audit was ended by the database: {error}. Nothing more was checked."
            return
        except Exception as error:  # noqa: BLE001 - a row that no code can make
            yield f"The {what} audit met a row it cannot read: {type(error).__name__}: {error}."


def passage_faults() -> Iterator[str]:
    """Passages against their turns and their last revision; overlaps inside a turn."""
    passages = Passage.objects.for_display().prefetch_related("revisions__words")
    last: Passage | None = None
    for passage in passages.order_by("turn_id", "first_character").iterator(chunk_size=500):
        where = f"Passage {passage.identifier_id or passage.pk}"
        found = [*_against_turn(passage), *_wrong_days(passage)]
        if passage.identifier_id:
            found += _against_revisions(passage)
        yield from (f"{where}: {fault}" for fault in found)
        if not passage.is_published:
            continue
        if last and last.turn_id == passage.turn_id and spans.overlaps(last.spans, passage.spans):
            yield f"{where}: shares words with {last.identifier_id}."
        last = passage


def _against_turn(passage: Passage) -> Iterator[str]:
    try:
        spans.check_spans(passage.spans, len(passage.turn.text))
    except spans.SpanError as error:
        yield str(error)
        return
    if spans.spanned(passage.turn.text, passage.spans) != passage.text:
        yield "its text is not what its turn says at its spans."
    if passage.first_character != passage.spans[0][0]:
        yield "it begins at another character than its spans."


def _against_revisions(passage: Passage) -> Iterator[str]:
    revisions = sorted(passage.revisions.all(), key=lambda revision: revision.number)
    numbers = [revision.number for revision in revisions]
    if not numbers or numbers != list(range(1, passage.version + 1)):
        yield f"it is at version {passage.version}, but has revisions {numbers}."
        return
    if passage.published_at != revisions[0].created_at:
        yield "it was first published at another time than recorded."
    words = revisions[-1].standing_words
    if words.text != passage.text if words else passage.is_published:
        yield "its words are not those of its last revision."
    if passage.is_published and _record_of(revisions[-1]) != printed(passage):
        yield "it prints something else than its last revision records."


def _record_of(revision: Any) -> Any:
    try:
        return revision.printed
    except (ValueError, KeyError, TypeError, RecursionError):
        return None  # the audit of the log says what is wrong with it


def removal_faults() -> Iterator[str]:
    """Words that were removed for legal reasons and are there again.

    The words themselves are not kept, so the marks in their place are counted.
    """
    for turn in (
        Turn.objects.filter(removed_marks__gt=0)
        .select_related("source")
        .defer("source__captured_text", "source__dropped")
    ):
        if turn.text.count(EXPUNGED) < turn.removed_marks:
            where = f"Source {turn.source.slug}, turn {turn.position}"
            yield f"{where}: a mark in the place of removed words is gone."
    removed = Passage.objects.filter(
        revisions__number=models.F("version"), revisions__words__removed=Removed.EXPUNGED
    )
    for passage in removed.select_related("turn__source"):
        # What came from an export holds another mark.
        if passage.text.replace(EXPUNGED, "").replace(HIDDEN, "").strip():
            yield f"Passage {passage.identifier_id}: its words were removed, and are there again."
        if passage.source.captured_text:
            yield f"Source {passage.source.slug}: words of its captured text were removed."


def topic_faults() -> Iterator[str]:
    """Topics that are their own ancestors; passages with a topic and one of its ancestors."""
    above = Topic.objects.ancestor_ids()
    for topic in Topic.objects.order_by("pk"):
        if topic.pk in above[topic.pk]:
            yield f"Topic {topic.slug}: it stands below itself."
    for passage in (
        Passage.objects.ever_published().prefetch_related("topics").iterator(chunk_size=500)
    ):
        topics = {topic.pk for topic in passage.topics.all()}
        if any(above[pk] & topics for pk in topics):
            yield f"Passage {passage.identifier_id}: it has a topic beside one above it."


def utterance_faults() -> Iterator[str]:
    """Members of an utterance that were said in another interview."""
    members = UtteranceMember.objects.select_related("utterance", "passage__turn__source")
    for member in members.iterator(chunk_size=500):
        if member.passage.source.interview_id != member.utterance.interview_id:
            yield f"Utterance {member.utterance_id}: {member.passage} is of another interview."


def day_faults() -> Iterator[str]:
    """Earliest and latest days, by which readers filter and sort, against the dates in EDTF."""
    sources = Source.objects.defer("captured_text", "dropped")
    for rows in (Event.objects.all(), Interview.objects.all(), sources, Role.objects.all()):
        for row in rows.order_by("pk").iterator(chunk_size=1_000):
            name = type(row).__name__
            yield from (f"{name} {row.pk}: {fault}" for fault in _wrong_days(row))


def _wrong_days(row: models.Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        if not isinstance(field, DayOfField):
            continue
        try:
            if getattr(row, field.attname) != field.day_of(row):
                yield f"{field.name} is not the day that its date says."
        except DateError as error:
            yield str(error)


def name_key_faults() -> Iterator[str]:
    """Keys by which names are found, against the names."""
    for model in apps.get_app_config("quotes").get_models():
        keys = [each for each in model._meta.concrete_fields if isinstance(each, NameKeyField)]
        for field in keys:
            rows = model._base_manager.only("pk", field.attname, *field.of).order_by("pk")
            for row in rows.iterator(chunk_size=1_000):
                if getattr(row, field.attname) != field.key_of(row):
                    yield f"{model.__name__} {row.pk}: {field.name} is not the key of its name."


def gap_faults() -> Iterator[str]:
    """Stored gaps of passages against those computed from their turns."""
    for passage in Passage.objects.select_related("turn").iterator(chunk_size=500):
        kept = passage.gaps
        passage.fill_from_turn()
        is_known = [
            HIDDEN not in passage.turn.text[a[1] : b[0]] for a, b in pairwise(passage.spans)
        ]
        fits = isinstance(kept, list) and len(kept) == len(is_known)
        if not fits or any(
            known and here != there
            for known, here, there in zip(is_known, kept, passage.gaps, strict=True)
        ):
            yield f"Passage {passage.pk}: gaps are not what stands between its spans."


def token_faults() -> Iterator[str]:
    """The token of the archive's version, against the one that was kept for it."""
    state = ArchiveState.objects.get()
    if not was_at(state.version, state.token):
        yield "ArchiveState: the token is not that of its version."


def source_tiling_faults() -> Iterator[str]:
    """All sources, each against its captured text."""
    for source in Source.objects.order_by("pk"):
        yield from tiling_faults(source)


def tiling_faults(source: Source) -> Iterator[str]:
    """Turns' ranges and dropped ranges against the length of the captured text, and hashes."""
    if not source.captured_sha256:
        return
    turns = list(source.turns.order_by("position"))
    if not any(turn.ranges for turn in turns):
        return  # from an export, which knows no places in captured texts
    kept = [span for turn in turns for span in turn.ranges]
    dropped = [[part["start"], part["end"]] for part in source.dropped]
    for fault in spans.gaps_in_tiling([*kept, *dropped], source.captured_length):
        yield f"Source {source.slug}: {fault}."
    for turn in turns:
        yield from (f"Source {source.slug}, turn {turn.position}: {f}" for f in _raw_faults(turn))


def _raw_faults(turn: Turn) -> Iterator[str]:
    """The turn's text without its corrections, against the hashes of its captured ranges."""
    try:
        raw = turn.raw
    except spans.SpanError as error:
        yield str(error)
        return
    if len(turn.range_sha256) != len(turn.ranges):
        expunged = turn.passages.filter(revisions__words__removed=Removed.EXPUNGED)
        if turn.range_sha256 or not expunged.exists():
            yield f"it has {len(turn.ranges)} ranges and {len(turn.range_sha256)} hashes."
        return
    at = 0
    for (start, end), wanted in zip(turn.ranges, turn.range_sha256, strict=True):
        piece = raw[at : at + end - start]
        at += end - start
        if hashlib.sha256(piece.encode()).hexdigest() != wanted:
            yield f"the words of range {start}–{end} are not those captured."
    if turn.ranges and at != len(raw):
        yield "the text is longer than its captured ranges."


def source_faults(captured: str) -> Iterator[str]:
    """A captured text against the source that was made from it, found by its hash."""
    captured = plain(captured)
    source = Source.objects.filter(captured_sha256=sha256(captured)).first()
    if source is None:
        yield "No source was made from exactly this text."
        return
    for turn in source.turns.order_by("position"):
        if not turn.ranges:
            yield f"Source {source.slug}, turn {turn.position}: it has no place in the text."
            continue
        raw = "".join(captured[start:end] for start, end in turn.ranges)
        if raw != turn.raw:
            yield f"Source {source.slug}, turn {turn.position}: its words differ from the text."
    for part in source.dropped:
        if sha256(captured[part["start"] : part["end"]]) != part.get("sha256"):
            yield f"Source {source.slug}: dropped range {part['start']} has another hash."
