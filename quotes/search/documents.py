"""Passages as documents of the index."""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from typing import Any

import tantivy

from quotes.models import Passage, Topic
from quotes.search.schema import schema
from quotes.text import dates
from quotes.text.stems import stem_term
from quotes.text.words import folded

UNDATED = 0
NO_DAY = -1
# Behind every day of the calendar, so that the undated sort last either way.
AFTER_ALL_DAYS = date.max.toordinal() + 1
SHIFT = 32


def documents(passages: Iterable[Passage]) -> Iterable[tantivy.Document]:
    """A document for each passage, loaded as ``Passage.public.for_index()`` does."""
    for row in rows(passages):
        yield tantivy.Document.from_dict(row, schema())


def rows(passages: Iterable[Passage]) -> Iterator[dict[str, Any]]:
    """What is written for each passage, and a digest of that, by field."""
    above = Topic.objects.above()
    names = dict(Topic.objects.values_list("pk", "name"))
    for passage in passages:
        topics = {topic.pk for topic in passage.topics.all()}
        lines = sorted(topics.union(*(above[pk] for pk in topics)))
        labels = [names[pk] for pk in lines if above[pk]]
        labels += [alias.name for topic in passage.topics.all() for alias in topic.aliases.all()]
        row = {
            "pk": passage.pk,
            **_texts(passage, labels),
            "wording": passage.wording,
            "wording_rank": passage.grade.rank,
            "language": passage.language,
            **_nouns(passage),
            "topic": lines,
            **_days(passage),
        }
        yield {**row, "digest": _digest(row)}


def _digest(row: dict[str, Any]) -> int:
    """64 bits of BLAKE2b, signed: the kind of number that the engine keeps."""
    text = repr(sorted(row.items()))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def _texts(passage: Passage, labels: list[str]) -> dict[str, str]:
    exact = folded(passage.text)
    speaker, event = passage.speaker, passage.interview.event
    names = [speaker.name, *(other.name for other in speaker.names.all())]
    labels = [*labels, event.name, event.short_name, passage.source.outlet.name]
    if event.series:
        labels += [event.series.name, event.series.short_name]
    question = folded(passage.question.text) if passage.question else []
    return {
        "exact": " ".join(exact),
        "stem": " ".join(stem_term(word, passage.language) for word in exact),
        "question": " ".join(stem_term(word, passage.language) for word in question),
        "question_exact": " ".join(question),
        "names": " ".join(word for name in names for word in folded(name)),
        "labels": " ".join(word for label in labels for word in folded(label)),
    }


def _nouns(passage: Passage) -> dict[str, int]:
    interview = passage.interview
    found = {
        "speaker": passage.speaker_id,
        "event": interview.event_id,
        "series": interview.event.series_id,
        "interview": interview.pk,
        "source": passage.source.pk,
        "outlet": passage.source.outlet_id,
        "utterance": next(
            (m.utterance_id for m in passage.memberships.all() if m.is_confirmed), None
        ),
    }
    return {name: pk for name, pk in found.items() if pk is not None}


def _days(passage: Passage) -> dict[str, int]:
    earliest, latest = dates.days(passage.said)
    known = earliest or latest
    day = known.toordinal() if known else None
    return {
        "year": earliest.year if earliest else UNDATED,
        "earliest": earliest.toordinal() if earliest else NO_DAY,
        "latest": latest.toordinal() if latest else AFTER_ALL_DAYS if earliest else NO_DAY,
        # Day and key in one number: a total order, so that paging neither skips nor repeats.
        "newest": ((day or 0) << SHIFT) + passage.pk,
        "oldest": ((day or AFTER_ALL_DAYS) << SHIFT) + passage.pk,
        "changed": (passage.changed_in << SHIFT) + passage.pk,
    }
