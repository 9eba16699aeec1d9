"""Topics and speakers that the words of a search name, where the words do not find all of theirs.

«Санкциям» finds the passages that have the word. The topic is called «санкции», and what belongs to
a topic below it has not even that for a label: labels of the topics above are their main names.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quotes.models import Topic
from quotes.models.names import Spelling, spellings
from quotes.search.index import Snapshot
from quotes.search.naming import MIN_LENGTH, STEMMED, forms, is_form_of, opening
from quotes.search.query import Query
from quotes.search.question_words import MAX_TELLING, languages, telling
from quotes.search.ranking import Weights
from quotes.search.schema import term_query
from quotes.search.tree import Word
from quotes.search.value_counts import commonest
from quotes.text.words import folded

CYRILLIC, ARABIC = ("а", "ӿ"), ("ء", "ي")
OF_CYRILLIC, OF_ARABIC = ("ru", "kk"), ("ar",)
# Languages in which names of people have other forms, beyond what apostrophes join.
INFLECT_NAMES = ("ru", "kk", "tr", "fi")
# The languages that each typed word may be of.
Codes = dict[str, set[str]]


class Naming(NamedTuple):
    """A noun with its main name, and the typed words that do not name it."""

    noun: str
    pk: int
    slug: str
    name: str
    rest: tuple[Word, ...]


@dataclass(frozen=True)
class SpelledTopic:
    """One spelling of a topic; ``has_others`` where others stand below the topic."""

    spelling: Spelling
    words: tuple[str, ...]
    has_others: bool

    def is_found_by(self, typed: Iterable[str]) -> bool:
        """Whether passages have all of the spelling as it is typed, so that nothing is missed."""
        is_label = not self.has_others or self.spelling.spelled == self.spelling.name
        return is_label and set(self.words) <= set(typed)


def named_otherwise(snapshot: Snapshot, query: Query) -> list[Naming]:
    """What plain words name in other forms: a topic by all words of a spelling, and a speaker.

    Of several topics, the one that most of the words name.
    """
    words = telling(query)
    if not 0 < len(words) <= MAX_TELLING:
        return []
    spoken = languages(query)
    parts = {part for word in words for part in word.parts}
    by_script = {part: {*spoken, *_of_script(part)} for part in parts}
    stemmed = [code for code in STEMMED if code in snapshot.languages]
    codes = {part: {*spoken, *(_of_script(part) or stemmed)} for part in parts}
    found = [*_topics(snapshot, codes), *_speakers(snapshot, by_script)]
    return [
        Naming(each.noun, each.pk, each.slug, each.name, _rest(words, each, codes))
        for each in found
    ]


def _of_script(word: str) -> Sequence[str]:
    """The languages with stems that a word is of by its script; none for those of many languages.

    Latin names are looked for in other forms where the words of asking say which language it is:
    dictionaries of names for each word of each search would take as long as the search.
    """
    if CYRILLIC[0] <= word[0] <= CYRILLIC[1]:
        return OF_CYRILLIC
    if ARABIC[0] <= word[0] <= ARABIC[1]:
        return OF_ARABIC
    return ()


def _topics(snapshot: Snapshot, codes: Codes) -> list[Spelling]:
    if snapshot.topics is None:
        snapshot.topics = _spelled_topics()
    likely = {id(each): each for word in codes for each in snapshot.topics.get(opening(word), ())}
    named = [each for each in likely.values() if _is_named(each.words, codes)]
    whole = {each.spelling.pk for each in named if each.is_found_by(codes)}
    missed = [each for each in named if each.spelling.pk not in whole]
    best = max(missed, key=lambda each: (len(each.words), each.spelling.slug), default=None)
    return [best.spelling] if best else []


def _spelled_topics() -> dict[str, list[SpelledTopic]]:
    """Every spelling of the topics, by how its first word begins."""
    above = Topic.objects.ancestor_ids()
    with_others = set().union(*above.values())
    found: dict[str, list[SpelledTopic]] = defaultdict(list)
    for each in spellings({"topic": above}):
        if words := tuple(folded(each.spelled)):
            topic = SpelledTopic(each, words, each.pk in with_others)
            found[opening(words[0])].append(topic)
    return dict(found)


def _speakers(snapshot: Snapshot, codes: Codes) -> list[Spelling]:
    """The one speaker of a name that is typed in another form; none where several have it."""
    weights = Weights(snapshot)
    for word, spoken in codes.items():
        inflecting = sorted(spoken.intersection(INFLECT_NAMES))
        if not inflecting or len(word) < MIN_LENGTH or weights.frequency("names", word):
            continue
        for form in forms(snapshot, weights, word, inflecting):
            if weights.frequency("names", form):
                query = term_query("names", form)
                pks = commonest(snapshot.searcher, query, "speaker", 2)
                return spellings({"speaker": pks})[:1] if len(pks) == 1 else []
    return []


def _is_named(spelled: Iterable[str], codes: Codes) -> bool:
    return all(any(_is_form(word, each, codes[word]) for word in codes) for each in spelled)


def _is_form(word: str, name: str, codes: Iterable[str]) -> bool:
    return opening(word) == opening(name) and is_form_of(word, name, codes)


def _rest(words: Iterable[Word], each: Spelling, codes: Codes) -> tuple[Word, ...]:
    """The words that are no form of a word of this spelling or name."""
    own = {*folded(each.spelled), *folded(each.name)}
    return tuple(
        word
        for word in words
        if not all(any(_is_form(part, name, codes[part]) for name in own) for part in word.parts)
    )
