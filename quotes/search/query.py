"""What people type into the box, as a tree. Pure; any text is a query.

``words`` all must occur · ``"exact phrase"`` · ``-word`` and ``-"phrase"`` not · ``a OR b`` ·
``( … )`` · ``word*`` begins with. What is malformed is searched as plain words, and a note says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quotes.text.controls import REFUSED
from quotes.text.words import folded

MOST_CHARACTERS = 1_000
MOST_WORDS = 64
MOST_NESTED = 20
SHORTEST_PREFIX = 2
QUOTES = '"“”„‟«»〝〞〟＂❝❞「」『』'
MINUS = r"\-−–‐‑"
TOKEN = re.compile(
    rf"""\s+
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>[{MINUS}](?=[^\s{MINUS}]))
    | [{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]
    | (?P<quote>[{QUOTES}])
    | (?P<word>[^\s(){QUOTES}]+)""",
    re.VERBOSE,
)


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
class Prefix:
    """Words that begin so."""

    start: str
    typed: str


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


Node = Word | Phrase | Prefix | Not | And | Or
EVERYTHING = And(())
NOTHING = Or(())


@dataclass(frozen=True)
class Query:
    """A typed text, how it is understood, and what a reader has to be told about that."""

    text: str
    tree: Node
    notes: tuple[str, ...] = ()

    @property
    def understood_as(self) -> str:
        """The query in words."""
        return "all passages" if self.tree == EVERYTHING else f"passages with {_say(self.tree)}"


class _MalformedError(ValueError):
    """The text is not of the query language; the message says where."""


@dataclass
class _Tokens:
    tokens: list[tuple[str, str]]
    notes: list[str] = field(default_factory=list)
    at: int = 0

    def peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]


def parse(text: str) -> Query:
    """The query a typed text means; never fails."""
    text = REFUSED.sub(" ", text).strip()
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS]
        note = f"Only the first {MOST_CHARACTERS:,} characters of the query are searched."
        query = parse(text)
        return Query(text, query.tree, (note, *query.notes))
    tokens = _Tokens(list(_tokens(text)))
    try:
        tree = _any(tokens, 0)
        if tokens.peek():
            raise _MalformedError("a closing bracket has no opening one")
    except _MalformedError as error:
        return _plain(text, f"Searched as plain words, because {error}.")
    notes = tuple(tokens.notes)
    if _count(tree) > MOST_WORDS:
        return _plain(text, f"Searched as plain words, because it has over {MOST_WORDS} of them.")
    if tree == EVERYTHING and text:
        return Query(text, NOTHING, notes or ("There is no letter or digit to search for.",))
    return Query(text, tree, notes)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word" and match.group() == "OR":
            yield "or", "OR"
        elif kind:
            yield kind, match[kind]


def _any(tokens: _Tokens, depth: int) -> Node:
    if depth > MOST_NESTED:
        raise _MalformedError(f"its brackets are nested over {MOST_NESTED} deep")
    nodes = [_all(tokens, depth)]
    while tokens.peek() == "or":
        tokens.take()
        nodes.append(_all(tokens, depth))
    if len(nodes) == 1:
        return nodes[0]
    if EVERYTHING in nodes:
        raise _MalformedError("OR needs something on both sides")
    return Or(tuple(nodes))


def _all(tokens: _Tokens, depth: int) -> Node:
    nodes = []
    while tokens.peek() not in ("", "or", "close"):
        if (node := _one(tokens, depth)) is not None:
            nodes.append(node)
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def _one(tokens: _Tokens, depth: int) -> Node | None:
    kind, value = tokens.take()
    if kind == "minus":
        if tokens.peek() in ("", "or", "close", "minus"):
            raise _MalformedError("a minus sign stands before nothing")
        node = _one(tokens, depth)
        return Not(node) if node else None
    if kind == "open":
        node = _any(tokens, depth + 1)
        if not tokens.peek():
            raise _MalformedError("an opening bracket has no closing one")
        tokens.take()
        return None if node == EVERYTHING else node
    if kind == "quote":
        raise _MalformedError("a quotation mark has no partner")
    return _words(kind, value, tokens.notes)


def _words(kind: str, value: str, notes: list[str]) -> Node | None:
    parts = tuple(folded(value))
    if not parts:
        notes.append(f"“{value[:40]}” has no letter or digit and is not searched for.")
        return None
    if kind == "phrase":
        return Phrase(parts, value.strip())
    if value.endswith("*") and len(parts) == 1:
        if len(parts[0]) >= SHORTEST_PREFIX:
            return Prefix(parts[0], value)
        notes.append(f"“{value}” is searched as a word: before * stand at least two letters.")
    return Word(parts, value)


def _plain(text: str, note: str) -> Query:
    typed = [word.strip("*") for word in re.split(rf"[\s(){QUOTES}]+", text)]
    words = [Word(tuple(parts), word) for word in typed if (parts := folded(word))]
    notes = [note]
    if len(words) > MOST_WORDS:
        notes.append(f"Only the first {MOST_WORDS} words are searched.")
        words = words[:MOST_WORDS]
    tree: Node = words[0] if len(words) == 1 else And(tuple(words))
    return Query(text, tree if words else NOTHING, tuple(notes))


def _count(node: Node) -> int:
    if isinstance(node, And | Or):
        return sum(map(_count, node.nodes))
    return _count(node.node) if isinstance(node, Not) else 1


def _say(node: Node, *, inside: bool = False) -> str:
    match node:
        case Word(typed=typed):
            return typed
        case Phrase(typed=typed):
            return f"exactly “{typed}”"
        case Prefix(typed=typed):
            return f"a word that begins with {typed.rstrip('*')}"
        case Not(node=Not(node=below)):
            return _say(below, inside=inside)
        case Not(node=below):
            return f"not {_say(below, inside=True)}"
        case And(nodes=()):
            return "anything"
        case Or(nodes=()):
            return "nothing"
        case And(nodes=nodes):
            said = " and ".join(_say(below, inside=True) for below in nodes)
        case Or(nodes=nodes):
            said = " or ".join(_say(below, inside=True) for below in nodes)
    return f"({said})" if inside else said


def positive(node: Node) -> Iterator[Word | Phrase | Prefix]:
    """The leaves that a found text holds, for highlighting: those not under an odd Not."""
    if isinstance(node, And | Or):
        for below in node.nodes:
            yield from positive(below)
    elif not isinstance(node, Not):
        yield node
