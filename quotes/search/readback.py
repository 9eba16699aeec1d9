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
from quotes.text.interface import all_of, any_of, message, numbered


def say(node: Node, *, inside: bool = False) -> str:
    """A tree in words; ``inside`` puts brackets around several."""
    match node:
        case And(nodes=()):
            return message("anything")
        case Or(nodes=()):
            return message("nothing")
        case Not(node=Not(node=below)):
            return say(below, inside=inside)
        case Not(node=below):
            return message("not {condition}", condition=say(below, inside=True))
        case And(nodes=nodes) | Or(nodes=nodes):
            parts = [say(below, inside=True) for below in nodes]
            said = all_of(parts) if isinstance(node, And) else any_of(parts)
            return message("({condition})", condition=said) if inside else said
    return _say_leaf(node)


def _say_leaf(node: Node) -> str:
    match node:
        case Word(typed=typed):
            return typed
        case Phrase(typed=typed):
            return message("exactly “{typed}”", typed=typed)
        case Near(typed=typed, within=within):
            return _near(typed, within)
        case Prefix(typed=typed):
            return message("a word that begins with {typed}", typed=typed.rstrip("*"))
        case Question(leaf=leaf):
            return message("{words} in the question", words=_say_leaf(leaf))
        case AnyValue(typed=typed) | Days(typed=typed):
            return _say_leaf(typed)
        case Field(name=name, value=value):
            return message(BY_NAME[name].read_back, name=BY_NAME[name].label.lower(), value=value)
    raise TypeError(node)


def _near(typed: str, within: int) -> str:
    if within == 0:
        return message("“{typed}” in any order with no other word among them", typed=typed)
    return numbered(
        "“{typed}” in any order with at most {count} other among them",
        "“{typed}” in any order with at most {count} others among them",
        within,
        typed=typed,
    )
