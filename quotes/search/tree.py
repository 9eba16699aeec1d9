"""The syntax tree of a query. Pure values; ``compile`` turns them into the engine's query."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A loose word, in any form; several parts stand next to each other (“multi-vector”)."""

    parts: tuple[str, ...]
    typed: str


@dataclass(frozen=True)
class Phrase:
    """Exactly these words in this order."""

    parts: tuple[str, ...]
    typed: str


@dataclass(frozen=True)
class Near:
    """Exactly these words in any order, with at most ``within`` others among them."""

    parts: tuple[str, ...]
    within: int
    typed: str


@dataclass(frozen=True)
class Prefix:
    """Words that begin so."""

    start: str
    typed: str


@dataclass(frozen=True)
class Question:
    """What stands in the question that a passage answers."""

    leaf: "Word | Phrase | Near | Prefix"


@dataclass(frozen=True)
class Field:
    """A filter typed in the box, as in ``topic:sanctions``; not looked up yet."""

    name: str
    value: str


@dataclass(frozen=True)
class AnyValue:
    """Matches one of these values in one of these fields of the index."""

    values: tuple[tuple[str, tuple[int | str, ...]], ...]
    typed: Field


@dataclass(frozen=True)
class Days:
    """What may have been said on or after, or on or before, a day (its ordinal)."""

    bound: str
    day: int
    typed: Field


@dataclass(frozen=True)
class Not:
    """Everything but what the node finds."""

    node: "Node"


@dataclass(frozen=True)
class And:
    """What all the nodes find; everything when there are none."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    """What any of the nodes finds; nothing when there are none."""

    nodes: tuple["Node", ...]


Text = Word | Phrase | Near | Prefix
Leaf = Text | Question | Field | AnyValue | Days
Node = Leaf | Not | And | Or
EVERYTHING = And(())
NOTHING = Or(())


def leaves(node: Node) -> Iterator[Leaf]:
    """All leaves, in the order typed."""
    if isinstance(node, And | Or):
        for below in node.nodes:
            yield from leaves(below)
    elif isinstance(node, Not):
        yield from leaves(node.node)
    else:
        yield node


def positive(node: Node) -> Iterator[Leaf]:
    """The leaves that are not under a Not, for highlighting."""
    if isinstance(node, And | Or):
        for below in node.nodes:
            yield from positive(below)
    elif not isinstance(node, Not):
        yield node


def texts(node: Node) -> list[Text]:
    """What to mark in the words of a passage that was found."""
    return [leaf for leaf in positive(node) if isinstance(leaf, Text)]


def questions(node: Node) -> list[Text]:
    """What to mark in the question of a passage that was found."""
    return [leaf.leaf for leaf in positive(node) if isinstance(leaf, Question)]


def needs_something(node: Node) -> bool:
    """Whether a document is found only by what it has, never by what it lacks."""
    match node:
        case And(nodes=nodes):
            return any(needs_something(below) for below in nodes)
        case Or(nodes=nodes):
            return all(needs_something(below) for below in nodes)
    return not isinstance(node, Not)


def is_flat(node: Node) -> bool:
    """Whether all hits have the same score.

    They don't if a word may match in several forms, or a passage may have several alternatives.
    """
    match node:
        case And(nodes=nodes):
            return all(is_flat(below) for below in nodes)
        case Or(nodes=nodes):
            return not any(True for below in nodes for _ in _searched(below))
        case Question(leaf=leaf):
            return is_flat(leaf)
    return not isinstance(node, Word)


def _searched(node: Node) -> Iterator[Leaf]:
    return (leaf for leaf in positive(node) if isinstance(leaf, Text | Question))


def ranks(node: Node) -> bool:
    """Whether some hits can be better than others: whether any text is searched for."""
    return any(isinstance(leaf, Text | Question) for leaf in leaves(node))
