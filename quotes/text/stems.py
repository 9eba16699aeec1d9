"""Stems: what the forms of one word have in common, by the language of the text.

Snowball's algorithms through PyStemmer, https://snowballstem.org, and a light one of our own for
Kazakh. A language without one keeps the folded word. Terms carry their language (``en:run``), so a
stem of one language never meets a word of another by accident.
"""

import threading
from functools import lru_cache

import Stemmer

from quotes.text import kazakh
from quotes.text.words import fold

ALGORITHMS = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
UNSTEMMED = "und"
_local = threading.local()


@lru_cache(maxsize=200_000)
def stem_term(folded: str, language: str) -> str:
    """The index term for a folded word of a passage in ``language`` (a code such as ``en``)."""
    code = language.split("-")[0].lower()
    if code == "kk":
        return f"kk:{kazakh.stem(folded)}"
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
