"""Where nothing has all words of a question: the quotations that have those that tell."""

from itertools import groupby

from django.http import QueryDict

from quotes.filters.search import ResultPageFilters
from quotes.search.alternatives import counts
from quotes.search.find import Found
from quotes.search.index import DamagedIndexError, reading
from quotes.search.ranking import Weights
from quotes.search.relaxed import relaxations
from quotes.search.tree import And, Word


def relaxed(filters: ResultPageFilters, found: Found) -> ResultPageFilters | None:
    """The same search for fewer of its words; None where no fewer words find anything.

    As many words as possible stay. Of equally many, those that name somebody or something stay
    first, and then those that find most. A word stays alone only if it names somebody or
    something, and then the one that tells most, because it finds least. A query that was not read
    as it was typed is told as it was read, and searched for as it is.
    """
    if filters.query.notes:
        return None
    index_filters, snapshot = filters.asked.index_filters, found.snapshot
    try:
        with reading():
            weights = Weights(snapshot)
            for number, equally_many in groupby(relaxations(filters.query), key=len):
                choices = [words for words in equally_many if number > 1 or _named(weights, words)]
                trees = [(And(words), index_filters) for words in choices]
                numbers = counts(snapshot, trees)
                found_by = [each for each in zip(numbers, choices, strict=True) if each[0]]
                if not found_by:
                    continue
                if number > 1:
                    best = max(found_by, key=lambda each: (_named(weights, each[1]), each[0]))
                else:
                    best = min(found_by, key=lambda each: each[0])
                return _searching_for(filters, best[1])
    except DamagedIndexError:
        # The next search mends the index.
        return None
    return None


def _named(weights: Weights, words: tuple[Word, ...]) -> int:
    """How many of the words name a speaker, or what a passage is labelled with."""
    fields = ("names", "labels")
    return sum(
        any(weights.frequency(field, part) for field in fields)
        for word in words
        for part in word.parts[:1]
    )


def _searching_for(filters: ResultPageFilters, words: tuple[Word, ...]) -> ResultPageFilters | None:
    data = QueryDict(mutable=True)
    for name, values in {**filters.parameters, **filters.paging}.items():
        data.setlist(name, values)
    data["q"] = " ".join(word.typed.strip("?!.,;:«»¿¡") for word in words)
    fewer = ResultPageFilters(data)
    return None if fewer.problems else fewer
