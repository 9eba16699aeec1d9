"""More like this: passages with similar words."""

from collections import Counter
from typing import NamedTuple

import tantivy
from tantivy import Occur

from quotes.models import Passage, Version
from quotes.models.result_rows import ResultRow, result_rows
from quotes.search.catch_up import PreparingError
from quotes.search.index import DamagedIndexError, Snapshot, reading
from quotes.search.open_index import open_index
from quotes.search.ranking import Weights, ranked, scored
from quotes.search.schema import schema
from quotes.text.stems import stem_terms
from quotes.text.words import folded

# A word that more than one passage in so many has tells nothing about any of them.
ONE_IN = 10
TELLING_WORDS = 12
# As much as this of the score that the passage has by its own words.
ALIKE = 0.25
MOST = 5


class MoreLike(NamedTuple):
    """Similar passages; none, and lagging, while the index cannot tell."""

    passages: list[ResultRow]
    is_lagging: bool


def more_like(passage: Passage, version: Version | None = None) -> MoreLike:
    """Passages like this one, which is loaded for its record; two queries.

    Without ``version``, that of the archive is read.
    """
    try:
        index = open_index(version)
        pks = [] if index.is_lagging else similar(passage, index.snapshot, most=MOST)
    except (PreparingError, DamagedIndexError):
        return MoreLike([], is_lagging=True)
    return MoreLike(result_rows(pks) if pks else [], index.is_lagging)


def similar(passage: Passage, snapshot: Snapshot, *, most: int) -> list[int]:
    """Primary keys of passages in its language that share its telling words, the likest first.

    Neither the passage itself, nor another report of the same utterance, nor its neighbours in the
    turn: they stand on its page already. Raises DamagedIndexError.
    """
    on_its_page = [passage, *passage.reports, passage.before, passage.after]
    excluded = {each.pk for each in on_its_page if each}
    found = similar_to(
        passage.text, passage.language, snapshot, most=most + len(excluded), fewest=2
    )
    return [pk for pk in found if pk not in excluded][:most]


def similar_to(
    text: str, language: str, snapshot: Snapshot, *, most: int, fewest: int = 1
) -> list[int]:
    """Primary keys of passages that share the telling words of a text, the likest first.

    A word counts that at least ``fewest`` passages have. Raises DamagedIndexError.
    """
    with reading():
        worth = _telling(text, language, Weights(snapshot), fewest)
        if not worth:
            return []
        terms = [(Occur.Should, scored(_term(stem), score)) for stem, score in worth.items()]
        query = tantivy.Query.boolean_query(terms)
        rows, _ = ranked(snapshot.searcher, query, most)
    least = sum(worth.values()) * ALIKE
    return [row.pk for row in rows if row.score >= least]


def _telling(text: str, language: str, weigh: Weights, fewest: int) -> dict[str, int]:
    """The words that tell most of a text, rare ones and such as it says often, and scores."""
    most = max(2, weigh.total // ONE_IN)
    stems = Counter(stem_terms(folded(text), language))
    worth = {
        stem: times * weigh("stem", [stem])
        for stem, times in stems.items()
        if fewest <= weigh.frequency("stem", stem) <= most
    }
    telling = sorted(worth, key=lambda stem: (-worth[stem], stem))[:TELLING_WORDS]
    return {stem: worth[stem] for stem in telling}


def _term(stem: str) -> tantivy.Query:
    return tantivy.Query.term_query(schema(), "stem", stem)
