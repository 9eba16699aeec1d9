"""Candidate passages for the quotation check, found by the index.

Rare words and short runs of words are looked up in the exact field. Each part of a long quotation
is looked up separately, so that all sources of a spliced quotation are found.
"""

from collections.abc import Callable, Iterable, Sequence
from math import log

import tantivy
from tantivy import Occur

from quotes.search.index import Snapshot, reading
from quotes.search.ranking import Weights, ranked, scored
from quotes.search.schema import phrase_query, term_query
from quotes.text.words import folded

EXACT, QUESTION = "exact", "question_exact"
MAX_PASSAGES = 50
# Words of a part, and the number of parts; a longer quotation is sampled evenly.
PART_LENGTH, MAX_PARTS = 30, 6
MAX_RARE_WORDS, RUN_LENGTH = 10, 4
# Runs that are taken, and those of them that are looked up: to find common words in a row takes
# most of the time, and they tell least.
MAX_RUNS, MAX_TELLING_RUNS = 8, 5
MAX_BY_SPEAKER, MAX_BY_QUESTION = 8, 5


class Lookup:
    """Looks quotations up in one state of the index; keeps what it has counted.

    ``check_deadline`` is called before each search, and may raise.
    """

    def __init__(self, snapshot: Snapshot, check_deadline: Callable[[], None]) -> None:
        self.searcher = snapshot.searcher
        self.check_deadline = check_deadline
        self._weigh = Weights(snapshot)
        self.total = self._weigh.total
        self._spoken: dict[int, int] = {}

    def frequency(self, word: str) -> int:
        """How many published passages have a folded word."""
        return self._weigh.frequency(EXACT, word)

    def weight(self, key: str) -> float:
        """The weight of a word: the rarer it is in the archive, the higher; never 0."""
        commonest = max((self.frequency(word) for word in folded(key)), default=self.total)
        if commonest >= self.total:
            return 0.2
        return 0.2 + log((self.total + 1) / (commonest + 0.5))

    def spoken_by(self, speaker: int) -> int:
        """How many published passages are in the name of a speaker."""
        if speaker not in self._spoken:
            with reading():
                _, self._spoken[speaker] = ranked(self.searcher, term_query("speaker", speaker), 1)
        return self._spoken[speaker]

    def passages(self, text: str, speaker: int | None = None) -> list[int]:
        """Primary keys of at most MOST passages that share telling words with ``text``.

        Among them are some of ``speaker``, if any of these words is in any. Raises
        DamagedIndexError.
        """
        words = folded(text)
        parts = list(_parts(words))
        room = max(4, (MAX_PASSAGES - MAX_BY_SPEAKER) // (2 * max(1, len(parts))))
        found: dict[int, None] = {}
        for part in parts:
            found |= dict.fromkeys(self._hits(self._runs(part, EXACT), room))
            found |= dict.fromkeys(self._hits(self._rare_words(part, EXACT), room))
        if speaker is not None and words:
            of_speaker = scored(term_query("speaker", speaker), 0)
            query = _all([self._rare_words(words, EXACT, 2 * MAX_RARE_WORDS), of_speaker])
            found |= dict.fromkeys(self._hits(query, MAX_BY_SPEAKER))
        return list(found)[:MAX_PASSAGES]

    def questions(self, text: str) -> list[int]:
        """Primary keys of passages that answer a question with these words."""
        words = folded(text)[: PART_LENGTH * 2]
        return self._hits(self._runs(words, QUESTION), MAX_BY_QUESTION)

    def _rare_words(
        self, words: Sequence[str], field: str, limit: int = MAX_RARE_WORDS
    ) -> tantivy.Query:
        """A query for any of the rarest of these words."""
        known = [word for word in dict.fromkeys(words) if self.frequency(word)]
        rarest = sorted(known, key=self.frequency)[:limit]
        return _any(
            [scored(term_query(field, word), self._weigh(field, [word])) for word in rarest]
        )

    def _runs(self, words: Sequence[str], field: str) -> tantivy.Query | None:
        """A query for any of some runs of words, taken evenly from the part, the rarest of them."""
        step = max(2, len(words) // MAX_RUNS)
        starts = [*range(0, len(words) - RUN_LENGTH, step), max(0, len(words) - RUN_LENGTH)]
        runs = [list(words[start : start + RUN_LENGTH]) for start in starts]
        rarest = {
            tuple(run): min(self._weigh.frequency(field, word) for word in run)
            for run in runs
            if len(run) > 1
        }
        known = sorted((run for run in rarest if rarest[run]), key=rarest.__getitem__)
        return _any(
            [
                scored(phrase_query(field, list(run)), self._weigh(field, list(run)))
                for run in known[:MAX_TELLING_RUNS]
            ]
        )

    def _hits(self, query: tantivy.Query | None, limit: int) -> list[int]:
        if query is None:
            return []
        # Where all words are common ones, a search takes a tenth of the time for the request.
        self.check_deadline()
        with reading():
            rows, _ = ranked(self.searcher, query, limit)
            return [row.pk for row in rows[:limit]]


def _parts(words: Sequence[str]) -> Iterable[Sequence[str]]:
    """Parts of about the same length; at most MAX_PARTS, spread over the whole."""
    number = -(-len(words) // PART_LENGTH)
    starts = [len(words) * place // number for place in range(number)] if number else []
    step = max(1, -(-len(starts) // MAX_PARTS))
    length = -(-len(words) // max(1, number))
    return [words[start : start + length] for start in starts[::step]]


def _any(queries: list[tantivy.Query]) -> tantivy.Query | None:
    if not queries:
        return None
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: list[tantivy.Query | None]) -> tantivy.Query | None:
    if None in queries:
        return None
    return tantivy.Query.boolean_query([(Occur.Must, query) for query in queries if query])
