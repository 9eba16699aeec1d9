"""More like this: passages with similar words."""

from collections import Counter

import tantivy
from tantivy import Occur

from quotes.models import Passage, Version
from quotes.search.catch_up import PreparingError
from quotes.search.index import DamagedIndexError, Snapshot, reading
from quotes.search.open_index import open_index
from quotes.search.ranking import Weights, ranked, scored
from quotes.search.schema import term_query
from quotes.text.stems import stem_terms
from quotes.text.words import folded

# A word that more than one passage in so many has is too common to compare by.
ONE_IN = 10
TELLING_WORDS = 12
# The share of the passage's own score that a similar one needs.
MIN_SCORE_SHARE = 0.25
MAX_SIMILAR = 5


def similar_keys(passage: Passage, version: Version) -> list[int] | None:
    """Primary keys of passages like this one, which is loaded for its record.

    None while there is no index that is up to date.
    """
    try:
        index = open_index(version)
        return None if index.is_lagging else similar(passage, index.snapshot, limit=MAX_SIMILAR)
    except (PreparingError, DamagedIndexError):
        return None


def similar(passage: Passage, snapshot: Snapshot, *, limit: int) -> list[int]:
    """Primary keys of passages that share its distinctive words, the most similar first.

    Neither the passage itself, nor another report of the same utterance, nor its neighbours in the
    turn: they stand on its page already. Raises DamagedIndexError.
    """
    on_its_page = [passage, *passage.reports, passage.before, passage.after]
    excluded = {each.pk for each in on_its_page if each}
    found = similar_to(
        passage.text, passage.language, snapshot, limit=limit + len(excluded), min_frequency=2
    )
    return [pk for pk in found if pk not in excluded][:limit]


def similar_to(
    text: str, language: str, snapshot: Snapshot, *, limit: int, min_frequency: int = 1
) -> list[int]:
    """Primary keys of passages that share the distinctive words of a text, the likest first.

    A word counts that at least ``min_frequency`` passages have. Raises DamagedIndexError.
    """
    with reading():
        scores = _distinctive_stems(text, language, Weights(snapshot), min_frequency)
        if not scores:
            return []
        terms = [
            (Occur.Should, scored(term_query("stem", stem), score))
            for stem, score in scores.items()
        ]
        query = tantivy.Query.boolean_query(terms)
        rows, _ = ranked(snapshot.searcher, query, limit)
    min_score = sum(scores.values()) * MIN_SCORE_SHARE
    return [row.pk for row in rows if row.score >= min_score]


def _distinctive_stems(
    text: str, language: str, weigh: Weights, min_frequency: int
) -> dict[str, int]:
    """A text's distinctive stems, rare or often repeated, with their scores."""
    max_frequency = max(2, weigh.total // ONE_IN)
    stems = Counter(stem_terms(folded(text), language))
    scores = {
        stem: times * weigh("stem", [stem])
        for stem, times in stems.items()
        if min_frequency <= weigh.frequency("stem", stem) <= max_frequency
    }
    telling = sorted(scores, key=lambda stem: (-scores[stem], stem))[:TELLING_WORDS]
    return {stem: scores[stem] for stem in telling}
