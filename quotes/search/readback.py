"""Queries read back in words, so that a reader sees what was searched for. Pure."""

from quotes.search.registry import BY_NAME
from quotes.search.tree import (
    And,
    AnyValue,
    Days,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Question,
    Word,
)


def say(node: Node, *, inside: bool = False) -> str:
    """A tree in words; ``inside`` puts brackets around several."""
    match node:
        case And(nodes=()):
            return "anything"
        case Or(nodes=()):
            return "nothing"
        case Not(node=Not(node=below)):
            return say(below, inside=inside)
        case Not(node=below):
            return f"not {say(below, inside=True)}"
        case And(nodes=nodes) | Or(nodes=nodes):
            link = " and " if isinstance(node, And) else " or "
            said = link.join(say(below, inside=True) for below in nodes)
            return f"({said})" if inside else said
    return _say_leaf(node)


def _say_leaf(node: Node) -> str:
    match node:
        case Word(typed=typed):
            return typed
        case Phrase(typed=typed):
            return f"exactly “{typed}”"
        case Near(typed=typed, within=within):
            return f"“{typed}” in any order with {_others(within)} among them"
        case Prefix(typed=typed):
            return f"a word that begins with {typed.rstrip('*')}"
        case Question(leaf=leaf):
            return f"{_say_leaf(leaf)} in the question"
        case AnyValue(typed=typed) | Days(typed=typed):
            return _say_leaf(typed)
        case Field(name=name, value=value):
            return BY_NAME[name].read_back.format(name=name, value=value)
    raise TypeError(node)


def _others(number: int) -> str:
    if number == 0:
        return "no other word"
    return f"at most {number} {'other' if number == 1 else 'others'}"
