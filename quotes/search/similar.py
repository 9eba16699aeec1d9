"""More like this: passages with similar words."""

from collections import Counter

import tantivy
from tantivy import Occur

from quotes.models import Passage
from quotes.search.index import Snapshot, reading
from quotes.search.ranking import Weights, ranked, scored, scores_of
from quotes.search.schema import schema
from quotes.text.stems import stem_terms
from quotes.text.words import folded

# A word that more than one passage in so many has tells nothing about any of them.
ONE_IN = 10
TELLING_WORDS = 12
# As much as this of the score that the passage has by its own words.
ALIKE = 0.25


def similar(passage: Passage, snapshot: Snapshot, *, most: int) -> list[int]:
    """Primary keys of passages in its language that share its telling words, the likest first.

    Neither the passage itself, nor another report of the same utterance, nor its neighbours in the
    turn: they stand on its page already. Raises DamagedIndexError.
    """
    shown = [passage, *passage.reports, passage.before, passage.after]
    apart = {each.pk for each in shown if each}
    with reading():
        query, searcher = _query(passage, snapshot), snapshot.searcher
        rows, _ = ranked(searcher, query, most + len(apart))
        candidates = [row.pk for row in rows if row.pk not in apart][:most]
        found = scores_of(searcher, query, [passage.pk, *candidates])
        keys = searcher.fast_field_values("pk", [address for _, address in found])
    scores = dict(zip(keys, (score for score, _ in found), strict=True))
    least = scores.get(passage.pk, 0.0) * ALIKE
    return [pk for pk in candidates if scores[pk] >= least]


def _query(passage: Passage, snapshot: Snapshot) -> tantivy.Query:
    """Any of the words that tell most of the passage: rare ones, and such as it says often."""
    weigh = Weights(snapshot)
    most = max(2, weigh.total // ONE_IN)
    stems = Counter(stem_terms(folded(passage.text), passage.language))
    worth = {
        stem: times * weigh("stem", [stem])
        for stem, times in stems.items()
        if 2 <= weigh.frequency("stem", stem) <= most
    }
    telling = sorted(worth, key=lambda stem: (-worth[stem], stem))[:TELLING_WORDS]
    terms = [scored(tantivy.Query.term_query(schema(), "stem", s), worth[s]) for s in telling]
    return tantivy.Query.boolean_query([(Occur.Should, term) for term in terms])
