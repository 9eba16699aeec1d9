"""Whether the archive still is what it published: records, words, spans, tiling, registry."""

import hashlib
import json
from collections.abc import Iterator

from quotes.editorial.records import canonical, sha256, words_sha256
from quotes.models import (
    Identifier,
    Passage,
    PassageRevision,
    Source,
    Topic,
    Turn,
    UtteranceMember,
)
from quotes.text import identifiers, spans
from quotes.text.controls import plain


def faults() -> Iterator[str]:
    """Everything that is not as it should be, a sentence each."""
    yield from record_faults()
    yield from passage_faults()
    yield from identifier_faults()
    yield from topic_faults()
    yield from utterance_faults()
    for source in Source.objects.order_by("pk"):
        yield from tiling_faults(source)


def record_faults() -> Iterator[str]:
    """Records against their hashes, their words, their place in the chain."""
    sequence, previous = 0, ""
    revisions = PassageRevision.objects.order_by("sequence").select_related("words", "passage")
    for revision in revisions.iterator(chunk_size=1_000):
        sequence += 1
        where = f"Record {revision.sequence} (passage {revision.passage.identifier_id})"
        if revision.sequence != sequence:
            yield f"{where}: records {sequence} to {revision.sequence - 1} are missing."
            sequence = revision.sequence
        yield from (f"{where}: {fault}" for fault in _one_record(revision, previous))
        previous = revision.sha256


def _one_record(revision: PassageRevision, previous: str) -> Iterator[str]:
    if sha256(revision.record) != revision.sha256:
        yield "the record is not what its hash says."
    try:
        record = json.loads(revision.record)
    except ValueError:
        yield "the record is not JSON."
        return
    if canonical(record) != revision.record:
        yield "the record is not in canonical form."
    if record["previous"] != previous:
        yield "it does not continue the record before it."
    stands = (record["sequence"], record["passage"], record["version"])
    if stands != (revision.sequence, revision.passage.identifier_id, revision.number):
        yield "it speaks of another passage, version or place."
    words = getattr(revision, "words", None)
    if words and words_sha256(words.salt, words.text) != record["words"]:
        yield "the words are not what their hash says."


def passage_faults() -> Iterator[str]:
    """Passages against their turns and their last revision; overlaps inside a turn."""
    passages = Passage.objects.select_related("turn").prefetch_related("revisions__words")
    last: Passage | None = None
    for passage in passages.order_by("turn_id", "first_character").iterator(chunk_size=500):
        where = f"Passage {passage.identifier_id or passage.pk}"
        try:
            spans.check_spans(passage.spans, len(passage.turn.text))
        except spans.SpanError as error:
            yield f"{where}: {error}"
            continue
        if spans.spanned(passage.turn.text, passage.spans) != passage.text:
            yield f"{where}: its text is not what its turn says at its spans."
        if not passage.identifier_id:
            continue
        yield from (f"{where}: {fault}" for fault in _against_revisions(passage))
        if not passage.is_published:
            continue
        if last and last.turn_id == passage.turn_id and spans.overlaps(last.spans, passage.spans):
            yield f"{where}: shares words with {last.identifier_id}."
        last = passage


def _against_revisions(passage: Passage) -> Iterator[str]:
    numbers = sorted(revision.number for revision in passage.revisions.all())
    if numbers != list(range(1, passage.version + 1)):
        yield f"it is at version {passage.version}, but has revisions {numbers}."
        return
    words = getattr(passage.latest_revision, "words", None)
    if words and words.text != passage.text:
        yield "its words are not those of its last revision."


def identifier_faults() -> Iterator[str]:
    """Identifiers against their check character and their history."""
    for identifier in Identifier.objects.prefetch_related("events").iterator(chunk_size=1_000):
        try:
            identifiers.canonical(identifier.id)
        except identifiers.MistypedError:
            yield f"Identifier {identifier.id}: its check character does not fit."
        if not identifier.events.all():
            yield f"Identifier {identifier.id}: nothing tells what became of it."


def topic_faults() -> Iterator[str]:
    """Topics below themselves; passages with a topic beside one above it."""
    above = Topic.objects.above()
    for topic in Topic.objects.order_by("pk"):
        if topic.pk in above[topic.pk]:
            yield f"Topic {topic.slug}: it stands below itself."
    for passage in Passage.objects.known().prefetch_related("topics").iterator(chunk_size=500):
        topics = {topic.pk for topic in passage.topics.all()}
        if any(above[pk] & topics for pk in topics):
            yield f"Passage {passage.identifier_id}: it has a topic beside one above it."


def utterance_faults() -> Iterator[str]:
    """Members of an utterance that were said in another interview."""
    members = UtteranceMember.objects.select_related("utterance", "passage__turn__source")
    for member in members.iterator(chunk_size=500):
        if member.passage.source.interview_id != member.utterance.interview_id:
            yield f"Utterance {member.utterance_id}: {member.passage} is of another interview."


def tiling_faults(source: Source) -> Iterator[str]:
    """Turns' ranges and dropped ranges against the length of the captured text, and hashes."""
    if not source.captured_sha256:
        return
    turns = list(source.turns.order_by("position"))
    kept = [span for turn in turns for span in turn.ranges]
    dropped = [[part["start"], part["end"]] for part in source.dropped]
    for fault in spans.gaps_in_tiling([*kept, *dropped], source.captured_length):
        yield f"Source {source.slug}: {fault}."
    for turn in turns:
        yield from (f"Source {source.slug}, turn {turn.position}: {f}" for f in _raw_faults(turn))


def _raw_faults(turn: Turn) -> Iterator[str]:
    """The turn's text with its mends taken back, against the hashes of its captured ranges."""
    try:
        raw = turn.raw
    except spans.SpanError as error:
        yield str(error)
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
        raw = "".join(captured[start:end] for start, end in turn.ranges)
        if raw != turn.raw:
            yield f"Source {source.slug}, turn {turn.position}: its words differ from the text."
    for part in source.dropped:
        if sha256(captured[part["start"] : part["end"]]) != part.get("sha256"):
            yield f"Source {source.slug}: dropped range {part['start']} has another hash."
