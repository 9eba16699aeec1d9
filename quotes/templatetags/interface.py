"""What translated templates ask for, in every template at hand."""

from django import template
from django.utils.html import format_html

from quotes.text.direction import direction, is_foreign
from quotes.text.interface import Message, catalogue, message, translated

TITLED_BY_US = message("Title given by the archive")

register = template.Library()


@register.filter
def plural_form(number: int) -> int:
    """Which of the language's plural forms goes with a number."""
    said = catalogue()
    return said.form(number) if said else int(number != 1)


@register.filter
def in_sentence(label: str) -> str:
    """A label within a sentence. Django’s own filter ``lower`` would lose the translation."""
    return label.lower()


@register.filter
def in_its_language(text: str, code: str = "") -> str:
    """What the archive holds, marked with its language ``code`` where the page speaks another one.

    An empty ``lang`` says that the language is not known, so that nobody reads it as the page's.
    """
    if not text or isinstance(text, Message):
        return text
    titled = f' title="{translated(TITLED_BY_US)}"' if text.startswith("[") else ""
    if not is_foreign(text, code):
        return format_html(f"<span{titled}>{{}}</span>", text) if titled else text
    way = direction(code, text)
    return format_html(f'<span lang="{{}}" dir="{{}}"{titled}>{{}}</span>', code, way, text)
