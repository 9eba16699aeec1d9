"""What translated templates ask for, in every template at hand."""

from django import template

from quotes.text.interface import catalogue

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
