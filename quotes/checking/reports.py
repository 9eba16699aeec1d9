"""In what two reports of the same differ so that they say another thing. Pure."""

from quotes.checking.reading import read
from quotes.checking.saying import grave, of_signals
from quotes.checking.verdict import compare


def differs_by(one: str, other: str, language: str) -> str:
    """The denials and numbers in which two texts that say nearly the same differ, in words."""
    found = compare(read(one), read(other, language=language), lambda _: 1.0)
    return of_signals(grave(found.differences))
