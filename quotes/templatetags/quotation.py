"""Tags that draw quotations: words, dates, wordings, questions, whole passages."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import template

from quotes.checking.results import Result
from quotes.models import Passage, Turn, Wording
from quotes.templatetags import pieces
from quotes.templatetags.macros import macro
from quotes.text.gaps import Gap

register = template.Library()
register.simple_tag(pieces.date, name="date")
register.simple_tag(pieces.lang_dir, name="lang_dir")


class Hit(NamedTuple):
    """Places to highlight in a passage, and in its question."""

    found: list[tuple[int, int]]
    found_in_question: list[tuple[int, int]]


@register.simple_tag
def words(
    text: str, gaps: Mapping[int, Gap] | None = None, hits: Iterable[pieces.Place] = ()
) -> str:
    """``text`` as paragraphs; ``gaps`` before parts, by offset; ``hits`` places to highlight."""
    return macro("quotation", "words")(text, gaps, hits)


@register.simple_tag
def wording(grade: Wording) -> str:
    """How close words are to those spoken, with a link to what that means."""
    return macro("quotation", "wording")(grade)


@register.simple_tag
def question(turn: Turn, hits: Iterable[pieces.Place] = (), *, is_whole: bool = False) -> str:
    """A question, long ones folded unless they are to stand whole or were found."""
    return macro("quotation", "question")(turn, hits, is_whole)


@register.simple_tag
def passage(found: Passage, **how: Any) -> str:
    """A passage with attribution and source; ``how`` as the macro takes it."""
    return macro("quotation", "passage")(found, **how)


@register.simple_tag
def checked_passage(result: Result) -> str:
    """The passage of a result; what was quoted is highlighted in it."""
    span = result.span
    found = [span] if span[0] < span[1] else []
    return macro("quotation", "passage")(result.passage, hit=Hit(found, []))
