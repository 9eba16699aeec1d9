"""Tags that draw the ways to narrow a search."""

from collections.abc import Sequence
from typing import Any

from django import template

from quotes.templatetags.macros import macro

register = template.Library()


@register.simple_tag
def facets(shown: Sequence[Any]) -> str:
    """The facets beside the results."""
    return macro("narrowing", "facets")(shown)


@register.simple_tag
def years(bars: Sequence[Any]) -> str:
    """How many passages each year has, as bars that lead to them."""
    return macro("narrowing", "years")(bars)
