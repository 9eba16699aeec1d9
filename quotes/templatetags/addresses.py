"""``{% url %}`` and ``{% static %}`` with addresses that are kept: a page asks for dozens."""

from functools import cache
from typing import Any

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Node
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import URLNode, url as djangos
from django.utils.html import conditional_escape

from quotes.models.addresses import address

register = template.Library()
PUBLIC = "quotes:"


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django's tag; the name of a public page, with nothing but arguments, takes kept addresses."""
    node = djangos(parser, token)
    name = node.view_name.var
    if isinstance(name, str) and name.startswith(PUBLIC) and not node.kwargs:
        return _PublicAddress(name.removeprefix(PUBLIC), node)
    return node


@register.simple_tag
@cache
def static(path: str) -> str:
    """The address of a static file; another release may have another one, a process has one."""
    return staticfiles_storage.url(path)


class _PublicAddress(Node):
    child_nodelists = ()

    def __init__(self, page: str, node: URLNode) -> None:
        self.page = page
        self.arguments: list[FilterExpression] = node.args
        self.name: str | None = node.asvar

    def render(self, context: Context) -> Any:
        """The address, or nothing where it was given a name."""
        found = address(self.page, *[str(each.resolve(context)) for each in self.arguments])
        if self.name:
            context[self.name] = found
            return ""
        return conditional_escape(found) if context.autoescape else found
