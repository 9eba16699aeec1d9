"""What every page has: absolute addresses, linked data, and the numbers of its pages."""

import json
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template import Context
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from quotes.filters.strict import given

register = template.Library()

# What could end the script, or a line of it, inside a string of JSON.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
# Pages that have one of these in their context are made by their parameters.
MADE_BY_PARAMETERS = ("filters", "result", "suggestions")
# Pages that have one of these are lists of their own, of which the later pages are others.
IN_PAGES = ("explored", "coverage")


@register.simple_tag
def absolute(path: str) -> str:
    """The address of ``path`` on the archive's own site, whatever host was asked."""
    return settings.SITE_URL + iri_to_uri(path)


@register.simple_tag(takes_context=True)
def canonical(context: Context, without: str = "") -> str:
    """The canonical address: with parameters only on pages that depend on them.

    The parameter ``without`` is always left out.
    """
    request = context["request"]
    parameters = given(request.GET)
    if not any(name in context for name in MADE_BY_PARAMETERS):
        is_later = parameters.keys() == {"page"} and parameters["page"] != ["1"]
        is_kept = is_later and any(name in context for name in IN_PAGES)
        parameters = parameters if is_kept else {}
    parameters.pop(without, None)
    query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
    return absolute(request.path) + query


@register.simple_tag
def linked_data(graph: dict[str, Any]) -> SafeString:
    """``graph`` as JSON-LD that no text in it can leave: data, so the browser runs none of it."""
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped


@register.filter
def is_beyond(page: Page) -> bool:
    """Whether the list ends before this page."""
    return page.number > page.paginator.num_pages


@register.filter
def near(page: Page) -> list[int | str]:
    """Page numbers to link to, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
