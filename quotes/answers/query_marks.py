"""What shows why a passage was found: its words marked, or a sentence where others matched.

The query goes along in the links from results to passages, so that words are marked there too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest

from quotes.filters.strict import given
from quotes.models import Passage, Topic
from quotes.models.compiled import CompiledColumns
from quotes.models.names import Spelling, spellings
from quotes.models.result_rows import ResultRow
from quotes.search.documents import LABELLING
from quotes.search.hits import Span, hits, question_hits
from quotes.search.query import Query, parse
from quotes.search.schema import LOOKUPS
from quotes.search.tree import Node, Word, questions, texts
from quotes.text.interface import joined, message
from quotes.text.stems import stem_terms
from quotes.text.words import folded

# With longer queries, a page's links would be longer than its text.
MAX_MARKED_QUERY = 200
NAMED = ("speaker", *LABELLING)
# What a noun is called where its name matches; the name follows, but for the speaker's.
SAID = {
    "speaker": message("matches the speaker’s name"), "topic": message("matches the topic"),
    "event": message("matches the event"), "series": message("matches the event series"),
    "outlet": message("matches the outlet"),
}  # fmt: skip
# Keys of passages with those of the nouns that they are found by.
NOUN_KEYS = CompiledColumns(
    lambda pks: Passage.public.noun_keys(pks, [LOOKUPS[name] for name in NAMED])
)
TOPIC_KEYS = CompiledColumns(Topic.objects.pairs)


@dataclass(frozen=True)
class Marks:
    """Places of the words searched for in a passage and in the question it answers."""

    found: list[Span]
    found_in_question: list[Span]


Found = Sequence[tuple[ResultRow, Marks]]


class Reason(NamedTuple):
    """What matches, the name it has, and the spelling that matches if that is another one.

    The speaker's name stands beside it anyway, and is empty here.
    """

    said: str
    name: str
    spelled: str

    @property
    def in_words(self) -> str:
        """The whole of it."""
        other = message("(“{spelled}”)", spelled=self.spelled) if self.spelled else ""
        return joined(" ", [part for part in (self.said, self.name, other) if part])


def query_from(request: HttpRequest) -> Query:
    """The query in the parameter ``q``; every text is a valid query."""
    return parse(given(request.GET).get("q", [""])[-1])


def query_string(query: Query) -> str:
    """The query string to add to a link; empty if the query would mark nothing."""
    if len(query.text) > MAX_MARKED_QUERY or not (texts(query.tree) or questions(query.tree)):
        return ""
    return f"?{urlencode({'q': query.text})}"


def marks(passage: Passage | ResultRow, tree: Node) -> Marks:
    """Where in a passage and its question the words of a query stand."""
    question = passage.question
    asked_for = question_hits(tree, question.text, question.source.language) if question else []
    return Marks(hits(tree, passage.text, passage.language), asked_for)


def reasons(found: Found, tree: Node) -> dict[int, list[Reason]]:
    """By primary key, what else than their words passages were found by."""
    leaves = [leaf for leaf in texts(tree) if isinstance(leaf, Word)]
    unmarked = {row.pk: _unmarked(leaves, row, marks) for row, marks in found}
    wanted = [pk for pk, words in unmarked.items() if words]
    if not wanted:
        return {}
    labels = _labels(wanted)
    return {pk: _reasons(unmarked[pk], labels[pk]) for pk in wanted}


def _unmarked(leaves: Iterable[Word], row: ResultRow, marks: Marks) -> list[Word]:
    """The words searched for that stand nowhere in a passage."""
    marked = {_stems(row.text[start:end], row.language) for start, end in marks.found}
    return [leaf for leaf in leaves if tuple(stem_terms(leaf.parts, row.language)) not in marked]


@lru_cache(maxsize=10_000)
def _stems(words: str, language: str) -> tuple[str, ...]:
    """The stems of marked words; a page marks the same few in all its quotations."""
    return tuple(stem_terms(folded(words), language))


def _labels(pks: list[int]) -> dict[int, list[Spelling]]:
    """Every spelling of what passages are found by, in the order of SAID."""
    nouns: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for pk, *keys in NOUN_KEYS.rows(pks):
        nouns[pk] |= {(name, key) for name, key in zip(NAMED, keys, strict=True) if key}
    pairs = TOPIC_KEYS.rows(pks)
    above = Topic.objects.ancestor_ids() if pairs else {}
    for pk, topic in pairs:
        nouns[pk] |= {("topic", each) for each in (topic, *above[topic])}
    wanted: dict[str, set[int]] = defaultdict(set)
    for name, key in set().union(*nouns.values()):
        wanted[name].add(key)
    spelled: dict[tuple[str, int], list[Spelling]] = defaultdict(list)
    for each in spellings(wanted):
        spelled[each.noun, each.pk].append(each)
    order = list(SAID)
    return {
        pk: [
            each
            for noun in sorted(nouns[pk], key=lambda noun: (order.index(noun[0]), noun[1]))
            for each in spelled[noun]
        ]
        for pk in pks
    }


def _reasons(words: Iterable[Word], labels: Sequence[Spelling]) -> list[Reason]:
    """One for each noun that a word names, in the first spelling that matches."""
    found: dict[tuple[str, int], Reason] = {}
    for word in words:
        named = next((label for label in labels if _has(label.spelled, word)), None)
        if named and (named.noun, named.pk) not in found:
            name = "" if named.noun == "speaker" else named.name
            other = named.spelled if named.spelled != named.name else ""
            found[named.noun, named.pk] = Reason(SAID[named.noun], name, other)
    return list(found.values())


def _has(label: str, word: Word) -> bool:
    have, size = folded(label), len(word.parts)
    return any(tuple(have[at : at + size]) == word.parts for at in range(len(have) - size + 1))
