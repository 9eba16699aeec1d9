"""Passages as documents of the index."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

import tantivy

from quotes.models import Passage, Topic, UtteranceMember, Wording
from quotes.models.base import among
from quotes.models.names import spellings
from quotes.models.passage_queries import IndexRow
from quotes.search.schema import DENSE_LEVELS, KEYWORD_FIELDS, LOOKUPS, NUMBER_FIELDS, schema
from quotes.text import dates
from quotes.text.stems import stem_terms
from quotes.text.words import folded

UNDATED = 0
NO_DAY = -1
# After every day of the calendar, so that undated passages sort last in both directions.
AFTER_ALL_DAYS = date.max.toordinal() + 1
SHIFT = 32
# Words of a passage of usual length.
LENGTH = 40
LABELLING = ("event", "series", "outlet")
NAMED = ("speaker", *LABELLING)
NO_SERIES = ("series", None)
# Nouns whose names are cached.
MAX_NOUNS = 100_000
# Columns of the fields whose values are not made here.
COLUMNS = {name: LOOKUPS[name] for name in (*NUMBER_FIELDS, *KEYWORD_FIELDS) if LOOKUPS.get(name)}
RANKS = {wording.value: wording.rank for wording in Wording}
Noun = tuple[str, int]
# What is written for a passage, by field.
Row = dict[str, Any]


class Chunk(NamedTuple):
    """Passages by primary key, and a mark that those of one catching up have in common."""

    catching_up: str
    pks: list[int]


def rows_of(chunk: Chunk) -> tuple[list[int], list[Row]]:
    """The keys of a chunk, and the rows of its passages, in whatever process."""
    return chunk.pks, list(_documents_of(chunk.catching_up).rows(chunk.pks))


@lru_cache(maxsize=1)
def _documents_of(catching_up: str) -> "Documents":
    return Documents()


def forget() -> None:
    """Let go of the names that ``rows_of`` has kept in this process."""
    _documents_of.cache_clear()


def document(row: Row) -> tantivy.Document:
    """The engine's document of a row."""
    return tantivy.Document.from_dict(row, schema())


class Documents:
    """Makes documents. It caches names of nouns: use one instance for one catching up only.

    If a noun changes meanwhile it gets a later stamp, so its passages are indexed again.
    """

    def __init__(self) -> None:
        self._spelled: dict[Noun, str] = {}
        self._above = Topic.objects.ancestor_ids()

    def rows(self, pks: list[int]) -> Iterator[Row]:
        """What is written for each of these passages that is published, and a digest of that."""
        wanted = set(pks)
        between = Passage.public.filter(among("pk", pks)).index_rows(COLUMNS)
        found = [row for row in between if row.pk in wanted]
        topics: dict[int, set[int]] = defaultdict(set)
        for pk, topic in Topic.objects.pairs_among(pks):
            topics[pk].add(topic)
        members = UtteranceMember.objects.confirmed().filter(among("passage", pks))
        utterances = dict(members.values_list("passage", "utterance"))
        self._look_up(found, topics)
        for passage in found:
            own = topics[passage.pk]
            line = sorted(own.union(*(self._above[topic] for topic in own)))
            row = {
                "pk": passage.pk,
                **_texts(passage),
                "names": self._spelled["speaker", passage.fields["speaker"]],
                "labels": self._labels(passage, own, line),
                "wording": passage.wording,
                "wording_rank": RANKS[passage.wording],
                "language": passage.language,
                **{name: value for name, value in passage.fields.items() if value is not None},
                **({"utterance": utterances[passage.pk]} if passage.pk in utterances else {}),
                "topic": line,
                **_days(passage),
            }
            yield {**row, "digest": _digest(row)}

    def _look_up(self, passages: list[IndexRow], topics: Mapping[int, set[int]]) -> None:
        """Load the spellings of all nouns that are not cached yet, with one query."""
        if len(self._spelled) > MAX_NOUNS:
            self._spelled.clear()
        wanted = {(name, passage.fields[name]) for passage in passages for name in NAMED}
        carried = set().union(*topics.values())
        wanted |= {("topic", pk) for topic in carried for pk in (topic, *self._above[topic])}
        missing: dict[Noun, list[str]] = {
            noun: [] for noun in sorted(wanted - self._spelled.keys() - {NO_SERIES})
        }
        by_name: dict[str, list[int]] = defaultdict(list)
        for name, pk in missing:
            by_name[name].append(pk)
        for found in sorted(spellings(by_name)):
            missing[found.noun, found.pk] += folded(found.spelled)
            if found.noun == "topic" and found.spelled == found.name:
                self._spelled["above", found.pk] = " ".join(folded(found.name))
        self._spelled |= {noun: " ".join(words) for noun, words in missing.items()}

    def _labels(self, passage: IndexRow, own: set[int], line: list[int]) -> str:
        """Every spelling of the nouns that a passage is found by, but for its speaker.

        Of the topics above its own, their names alone; roots have none.
        """
        nouns = [(name, passage.fields[name]) for name in LABELLING]
        nouns += [("topic" if topic in own else "above", topic) for topic in line]
        found = (self._spelled.get(noun, "") for noun in nouns)
        return " ".join(words for words in found if words)


def _digest(row: Row) -> int:
    """64 bits of BLAKE2b, signed: the kind of number that the engine keeps."""
    digest = blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _texts(passage: IndexRow) -> dict[str, str]:
    exact = folded(passage.text)
    stems = list(stem_terms(exact, passage.language))
    question = folded(passage.question) if passage.question else []
    return {
        "exact": " ".join(exact),
        "stem": " ".join(stems),
        "dense": " ".join(_dense(stems)),
        "question": " ".join(stem_terms(question, passage.language)),
        "question_exact": " ".join(question),
    }


def _dense(stems: list[str]) -> Iterator[str]:
    """Each stem once for each level of its share of the passage that it reaches.

    Level 1 is reached by a stem that occurs once in LENGTH words; each further level needs half
    that length. For stems that occur more often the passage may be longer, by BM25's formula.
    """
    least = [
        (level, 0.25 + 0.75 * len(stems) / (LENGTH / 2 ** (level - 1))) for level in DENSE_LEVELS
    ]
    reaching = [each for each in Counter(stems).items() if each[1] >= least[0][1]]
    for stem, times in sorted(reaching):
        for level, needed in least:
            if times >= needed:
                yield f"{level}{stem}"


def _days(passage: IndexRow) -> dict[str, int]:
    earliest, latest = dates.days(passage.said_on or passage.dates)
    known = earliest or latest
    day = known.toordinal() if known else None
    return {
        "year": earliest.year if earliest else UNDATED,
        "earliest": earliest.toordinal() if earliest else NO_DAY,
        "latest": latest.toordinal() if latest else AFTER_ALL_DAYS if earliest else NO_DAY,
        # Day and key in one number: a total order, so that paging neither skips nor repeats.
        "newest": ((day or 0) << SHIFT) + passage.pk,
        "oldest": ((day or AFTER_ALL_DAYS) << SHIFT) + passage.pk,
        "changed": (passage.changed_in_version << SHIFT) + passage.pk,
    }
