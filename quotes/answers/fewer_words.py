"""Where nothing has all words of a question: the quotations that have those that tell."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import QueryDict

from quotes.answers.addresses import Addresses
from quotes.filters.search import ResultPageFilters, SearchFilters
from quotes.search.find import Found
from quotes.search.index import DamagedIndexError, Snapshot, reading
from quotes.search.naming import as_named, is_name, typed
from quotes.search.query import Query
from quotes.search.question_words import MAX_TELLING, languages, relaxations, telling
from quotes.search.ranking import Weights
from quotes.search.small_counts import counts
from quotes.search.tree import And, Node, Word


def relaxed(filters: SearchFilters, found: Found) -> ResultPageFilters | None:
    """The same search for fewer of its words; None where no fewer words find anything.

    As many words as possible stay, those that name somebody or something in the form that the name
    has. Of equally many, those that name most stay first, and then those that find most. A word
    stays alone only if it names somebody or something, and then the one that tells most, because it
    finds least. A query that was not read as it was typed is told as it was read, and searched for
    as it is.
    """
    if filters.query.notes:
        return None
    try:
        with reading():
            best = _best(filters, found.snapshot)
    except DamagedIndexError:
        # The next search mends the index.
        return None
    return _searching_for(filters, best) if best else None


def fewer_words_as_json(
    filters: SearchFilters, found: Found, *, site: str
) -> dict[str, Any] | None:
    """What the page of a search without hits shows instead, for programs: they get what they ask.

    The words, how they are understood, and how many quotations the search page at ``url`` has.
    """
    fewer = None if found.count else relaxed(filters, found)
    if fewer is None:
        return None
    try:
        with reading():
            count = counts(found.snapshot, [(fewer.query.tree, fewer.asked.index_filters)])[0]
    except DamagedIndexError:
        return None
    return {
        "text": fewer.query.text,
        "understood_as": fewer.query.understood_as,
        "count": count,
        "url": site + Addresses(fewer.parameters).shared(),
    }


def _best(filters: SearchFilters, snapshot: Snapshot) -> list[Node]:
    index_filters, weights = filters.asked.index_filters, Weights(snapshot)
    named = _named_forms(snapshot, filters.query)

    def names(words: Iterable[Word]) -> int:
        return sum(word in named or is_name(weights, word) for word in words)

    for number, equally_many in groupby(relaxations(filters.query, named), key=len):
        choices = [words for words in equally_many if number > 1 or names(words)]
        trees = [[named.get(word, word) for word in words] for words in choices]
        numbers = counts(snapshot, [(And(tuple(tree)), index_filters) for tree in trees])
        found_by = [each for each in zip(numbers, choices, trees, strict=True) if each[0]]
        if found_by and number > 1:
            return max(found_by, key=lambda each: (names(each[1]), each[0]))[2]
        if found_by:
            return min(found_by, key=lambda each: each[0])[2]
    return []


def _named_forms(snapshot: Snapshot, query: Query) -> dict[Word, Node]:
    """The words that name something in other forms than typed, with these forms."""
    spoken = languages(query)
    words = telling(query)[: MAX_TELLING + 1]
    forms = {word: as_named(snapshot, word, spoken) for word in words}
    return {word: form for word, form in forms.items() if form}


def _searching_for(filters: SearchFilters, nodes: list[Node]) -> ResultPageFilters | None:
    data = QueryDict(mutable=True)
    for name, values in {**filters.parameters, **filters.paging}.items():
        data.setlist(name, values)
    data["q"] = " ".join(map(typed, nodes))
    fewer = ResultPageFilters(data)
    return None if fewer.problems else fewer
