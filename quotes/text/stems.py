"""Stems: what the forms of one word have in common, by the language of the text.

Snowball's algorithms through PyStemmer, https://snowballstem.org, and a light one of our own for
Kazakh. A language without one keeps the folded word. Terms carry their language (``en:run``), so a
stem of one language never meets a word of another by accident.
"""

import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer

from quotes.text.words import fold

ALGORITHMS = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
UNSTEMMED = "und"
# Words kept with their terms, for each language.
MAX_KEPT = 200_000
_local = threading.local()
# Endings of Kazakh nouns, in Cyrillic.
SHORTEST = 3
CASES = (
    "ның", "нің", "дың", "дің", "тың", "тің", "дан", "ден", "тан", "тен", "нан", "нен",
    "мен", "бен", "пен", "ға", "ге", "қа", "ке", "на", "не", "да", "де", "та", "те",
    "ды", "ді", "ты", "ті", "ны", "ні",
)  # fmt: skip
POSSESSIONS = (
    "ымыз", "іміз", "ыңыз", "іңіз", "мыз", "міз", "ңыз", "ңіз", "сы", "сі", "ым", "ім", "ың", "ің",
)  # fmt: skip
PLURALS = ("лар", "лер", "дар", "дер", "тар", "тер")


class Terms(dict[str, str]):
    """Index terms of one language by folded word; a look-up costs less than a cached call."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, folded: str) -> str:
        if len(self) >= MAX_KEPT:
            self.clear()
        self[folded] = term = stem_term(folded, self.language)
        return term


def stem_terms(folded: Iterable[str], language: str) -> Iterator[str]:
    """``stem_term`` of each word."""
    return map(_terms(language).__getitem__, folded)


@lru_cache(maxsize=64)
def _terms(language: str) -> Terms:
    return Terms(language)


def stem_term(folded: str, language: str) -> str:
    """The index term for a folded word of a passage in ``language`` (a code such as ``en``)."""
    code = language.split("-")[0].lower()
    if code == "kk":
        return f"kk:{_kazakh_stem(folded)}"
    if code not in ALGORITHMS:
        return f"{UNSTEMMED}:{folded}"
    # A stemmer undoes nothing of our folding: what it adds again (German umlauts) folds away.
    return f"{code}:{fold(_stemmer(code).stemWord(folded))}"


def _stemmer(code: str) -> Stemmer.Stemmer:
    # A Stemmer object must not be used by two threads at once.
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__
    if code not in stemmers:
        stemmers[code] = Stemmer.Stemmer(ALGORITHMS[code])
    return stemmers[code]


def _kazakh_stem(word: str) -> str:
    """The folded Kazakh word without its noun endings: Snowball has no stemmer for it.

    Endings come off from the outside in: case, then possession, then plural, as long as three
    letters stay. Verb forms and derivations are left alone: a stem that is too short would find
    words that are not meant.
    """
    for endings in (CASES, POSSESSIONS, PLURALS):
        word = _without(word, endings)
    return word


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word
