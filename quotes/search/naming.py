"""Words of a question as the forms that names have: “о санкциях” asks for the topic “санкции”.

Names of speakers, topics, events and outlets stand in the index in the form that they were given.
A word names one if both have the same stem in a language that may be the question's.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from quotes.search.index import Snapshot
from quotes.search.ranking import Weights
from quotes.search.tree import Node, Or, Word
from quotes.search.vocabulary import beginning
from quotes.text.stems import ALGORITHMS, stem_term
from quotes.text.words import folded

NAME_FIELDS = ("names", "labels")
STEMMED = (*ALGORITHMS, "kk")
# Shorter words are too much alike.
MIN_LENGTH = 3
# Names looked at that begin so, and forms of one word that are searched for.
MAX_LIKE, MAX_FORMS = 100, 4
APOSTROPHES = re.compile("['’ʼ‘`´]")
ENDS = "?!.,;:«»¿¡،؟"
# A stemmer changes the last letter of some words.
CHANGED = 1
# Arabic puts its article before words, and others before that one; its stemmer then takes an ending
# that it leaves to the bare word.
ARTICLE, JOINED_ARTICLE = "ال", re.compile("^(?:[وفبك]?ال|لل)(?=...)")


def as_named(snapshot: Snapshot, word: Word, languages: Sequence[str]) -> Node | None:
    """The word in the forms in which it names something; None where that is as it is typed.

    It finds all that the typed word finds, and more.
    """
    piece = _without_clitics(word)
    if len(piece.parts) != 1 or len(piece.parts[0]) < MIN_LENGTH:
        return None
    weights = Weights(snapshot)
    found = forms(snapshot, weights, piece.parts[0], languages or STEMMED)
    own = [piece] if _is_needed(snapshot, weights, piece.parts[0], found) else []
    words = [*own, *(Word((form,), _in_case_of(piece.typed, form)) for form in found)]
    if not any(is_name(weights, each) for each in words) or words == [word]:
        return None
    return words[0] if len(words) == 1 else Or(tuple(words))


def is_name(weights: Weights, word: Word) -> bool:
    """Whether a speaker, or what passages are labelled with, has this word in a name."""
    return any(weights.frequency(field, word.parts[0]) for field in NAME_FIELDS)


def is_form_of(word: str, name: str, languages: Iterable[str]) -> bool:
    """Whether both are the same word, or have the same stem in one of these languages."""
    return word == name or any(_kin(word, code) & _kin(name, code) for code in languages)


def opening(word: str) -> str:
    """How a word begins that has the same stem as ``word``."""
    return JOINED_ARTICLE.sub("", word)[:MIN_LENGTH]


def typed(node: Node) -> str:
    """A word, or several of which one is enough, as for the box."""
    if isinstance(node, Or):
        return f"({' OR '.join(map(typed, node.nodes))})"
    return node.typed.strip(ENDS) if isinstance(node, Word) else ""


def _without_clitics(word: Word) -> Word:
    """The longest piece of what apostrophes join: of “Vassilenko’s”, “l’Ukraine”, “Tokayev’in”."""
    pieces = APOSTROPHES.split(word.typed.strip(ENDS))
    if len(word.parts) != len(pieces) or len(pieces) == 1:
        return word
    longest = max(pieces, key=len)
    return Word(tuple(folded(longest)), longest)


def forms(snapshot: Snapshot, weights: Weights, word: str, languages: Sequence[str]) -> list[str]:
    """Other words of names that are a form of ``word``, the commonest first."""
    starts = {start for code in languages for start in _starts(word, code)}
    alike = {
        name
        for start in starts
        for field in NAME_FIELDS
        for name in beginning(snapshot.searcher, field, start, MAX_LIKE)
    }
    kin = {code: _kin(word, code) for code in languages}
    found = {
        name for name in alike - {word} if any(own & _kin(name, code) for code, own in kin.items())
    }
    numbers = {name: sum(weights.frequency(f, name) for f in NAME_FIELDS) for name in found}
    return sorted(found, key=lambda name: (-numbers[name], name))[:MAX_FORMS]


def _starts(word: str, code: str) -> Iterator[str]:
    stem = _stem(word, code)
    start = stem[:-CHANGED] if len(stem) > MIN_LENGTH else stem
    if len(start) >= MIN_LENGTH - CHANGED:
        yield start
        if code == "ar":
            yield f"{ARTICLE}{start}"


def _kin(word: str, code: str) -> set[str]:
    # Of “Токаев” itself the stemmer takes what looks like an ending, of “Токаева” the ending.
    return {_bare(word, code), _stem(word, code)}


def _stem(word: str, code: str) -> str:
    return stem_term(_bare(word, code), code).partition(":")[2]


def _bare(word: str, code: str) -> str:
    return JOINED_ARTICLE.sub("", word) if code == "ar" else word


def _is_needed(snapshot: Snapshot, weights: Weights, word: str, forms: list[str]) -> bool:
    """Whether ``word`` finds what none of its ``forms`` does."""
    if any(weights.frequency(field, word) for field in NAME_FIELDS):
        return True
    stems = {stem_term(word, code) for code in {*snapshot.languages, "und"}}
    others = {stem_term(form, code) for form in forms for code in {*snapshot.languages, "und"}}
    return not forms or any(weights.frequency("stem", stem) for stem in stems - others)


def _in_case_of(typed_word: str, form: str) -> str:
    return form.capitalize() if typed_word[:1].isupper() else form
