"""The passage that a quotation was found in, with its words marked."""

from typing import NamedTuple

from django import template

from quotes.checking.results import Result
from quotes.templatetags.macros import macro

register = template.Library()


class Hit(NamedTuple):
    """Places to highlight in a passage, and in its question."""

    found: list[tuple[int, int]]
    found_in_question: list[tuple[int, int]]


@register.simple_tag
def checked_passage(result: Result) -> str:
    """The passage of a result; what was quoted is highlighted in it."""
    span = result.span
    found = [span] if span[0] < span[1] else []
    return macro("quotation", "passage")(result.passage, hit=Hit(found, []))
