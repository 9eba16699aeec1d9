"""Spellings between which the house style of an outlet chooses: “neighbour”, “neighbor”. Pure.

The list of British and American forms, its source and its licence are named in NOTICE. Words whose
two forms are two things (“tonne”, “ton”) are not in it.
"""

from functools import lru_cache
from pathlib import Path

from quotes.text.words import fold, spelled

LIST = Path(__file__).parent / "data" / "british_american.txt"
# Languages in which an accent is a foreign one, and a house may print it or not.
ACCENTS_OPTIONAL = frozenset({"en"})


@lru_cache(maxsize=1)
def american_forms() -> dict[str, str]:
    """The American form of each British one, in small letters."""
    lines = LIST.read_text(encoding="ascii").splitlines()
    return dict(line.split() for line in lines if line.strip())


def house_form(folded: str) -> str:
    """A folded English word in one of its spellings; any other word as it is."""
    return american_forms().get(folded, folded)


def same_in_house_style(one: str, other: str, language: str) -> bool:
    """Whether two words differ only in what a house style decides in a text of this language."""
    if house_form(spelled(one)) == house_form(spelled(other)):
        return True
    has_optional = language.split("-")[0].lower() in ACCENTS_OPTIONAL
    return has_optional and house_form(fold(one)) == house_form(fold(other))
