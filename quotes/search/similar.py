"""More like this: passages with similar words."""

import tantivy

from quotes.models import Passage
from quotes.search.index import reading
from quotes.search.schema import schema
from quotes.text.stems import stem_terms
from quotes.text.words import folded

# A word that more than one passage in so many has tells nothing about any of them. The limit also
# keeps the engine from panicking over words that deleted documents had (tantivy-py 0.27).
ONE_IN = 10
TELLING_WORDS = 12
# As much as this of the score that the passage has by its own words.
ALIKE = 0.25


def similar(passage: Passage, searcher: tantivy.Searcher, *, most: int) -> list[int]:
    """Primary keys of passages in its language that share its telling words, the likest first.

    Neither the passage itself, nor another report of the same utterance, nor its neighbours in the
    turn: they stand on its page already. Raises DamagedIndexError.
    """
    shown = [passage, *passage.reports, passage.before, passage.after]
    apart = {each.pk for each in shown if each}
    with reading():
        hits = searcher.search(_query(passage, searcher), most + len(apart), count=False).hits
        keys = searcher.fast_field_values("pk", [address for _, address in hits])
    scores = dict(zip(keys, (score for score, _ in hits), strict=True))
    least = scores.get(passage.pk, 0.0) * ALIKE
    return [pk for pk, score in scores.items() if pk not in apart and score >= least][:most]


def _query(passage: Passage, searcher: tantivy.Searcher) -> tantivy.Query:
    stems = " ".join(stem_terms(folded(passage.text), passage.language))
    return tantivy.Query.more_like_this_document_fields_query(
        schema(),
        {"stem": [stems]},
        min_doc_frequency=2,
        max_doc_frequency=max(2, searcher.num_docs // ONE_IN),
        min_term_frequency=1,
        max_query_terms=TELLING_WORDS,
    )
