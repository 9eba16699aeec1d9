"""What single values of parameters mean; each check raises ValidationError for what means nothing.

The same checks serve the parameters of an address and the filters typed in the box.
"""

import re

from django.core.exceptions import ValidationError

from quotes.models import Passage, Wording
from quotes.search.documents import UNDATED
from quotes.search.find import SORTS
from quotes.text import dates
from quotes.text.codes import language_tag

LONGEST_TAG = 12
YEAR = re.compile(r"[1-9][0-9]{3}")
DAY = re.compile(r"[1-9][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?")


def as_is(text: str) -> str:
    """The text itself; slugs are looked up together later."""
    return text


def wording(text: str) -> str:
    """One of the four grades."""
    if text not in Wording.values:
        raise ValidationError(
            f"There is no wording “{text[:40]}”: use {', '.join(Wording.values)}."
        )
    return text


def language(text: str) -> str:
    """A language in which there are passages."""
    for tag in dict.fromkeys([text, language_tag(text) or text]):
        if len(tag) <= LONGEST_TAG and Passage.public.in_language(tag).exists():
            return tag
    raise ValidationError(f"No passage is in the language “{text[:40]}”: use codes such as en.")


def year(text: str) -> int:
    """A year, or UNDATED."""
    if text == "undated":
        return UNDATED
    if not YEAR.fullmatch(text):
        raise ValidationError(f"“{text[:40]}” is not a year: write YYYY or undated.")
    return int(text)


def after(text: str) -> int:
    """Number of the first day meant."""
    return _bounds(text)[0]


def before(text: str) -> int:
    """Number of the last day meant."""
    return _bounds(text)[1]


def _bounds(text: str) -> tuple[int, int]:
    try:
        earliest, latest = dates.days(text) if DAY.fullmatch(text) else (None, None)
        if earliest and latest:
            return earliest.toordinal(), latest.toordinal()
        raise dates.DateError
    except dates.DateError:
        raise ValidationError(
            f"“{text[:40]}” is not a day of the calendar: write YYYY, YYYY-MM or YYYY-MM-DD."
        ) from None


def sort(text: str) -> str:
    """An order of hits."""
    if text not in SORTS:
        raise ValidationError(f"“{text[:40]}” is not an order: use {', '.join(SORTS)}.")
    return text
