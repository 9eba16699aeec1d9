"""What people type into the box, as a tree. Pure; any text is a query.

``words`` all must occur · ``"exact phrase"`` · ``-word`` not · ``a OR b`` · ``( … )`` · ``word*``
begins with · ``"a b"~5`` near · ``topic:x`` and the like filter · ``question:x`` in the question.
What is malformed is searched as plain words, and a note says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from quotes.search.readback import say
from quotes.search.registry import FILTERS
from quotes.search.tree import (
    EVERYTHING,
    NOTHING,
    And,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Question,
    Text,
    Word,
    leaves,
)
from quotes.text.controls import REFUSED
from quotes.text.interface import grouped, message
from quotes.text.words import folded

MAX_CHARACTERS = 1_000
MAX_WORDS = 64
MAX_NESTING = 20
MIN_PREFIX_LENGTH = 2
# Words of a proximity, and others among them: what can be looked up exactly.
MAX_NEAR, MAX_BETWEEN_TWO, MAX_BETWEEN_THREE = 3, 50, 5
# Names of filters in the box, and the filter that each stands for.
FIELDS = {typed: each.name for each in FILTERS for typed in each.query_names}
QUOTES = '"“”„‟«»〝〞〟＂❝❞「」『』'
MINUS = r"\-−–‐‑"
# In a Hebrew acronym a quotation mark stands before the last letter.
GERSHAYIM = r"(?<=[א-ת])[\"”“](?=[א-ת](?![א-ת]))"
# Of several pieces, yet one word: initials, and digits in groups.
SPACED = r"(?:[^\W\d_]\.\s)+(?=[^\W\d_]\.)|[1-9]\d{0,2}\s(?:\d{3}\s)*(?=\d{3}(?!\d))"
TOKEN = re.compile(
    rf"""\s+
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>[{MINUS}](?=[^\s{MINUS}]))
    | (?P<field>(?:{"|".join(FIELDS)}|question):(?=\S))
    | [{QUOTES}](?P<phrase>(?:{GERSHAYIM}|[^{QUOTES}])*)[{QUOTES}](?:~(?P<near>[0-9]+))?
    | (?P<quote>[{QUOTES}])
    | (?P<word>(?:{SPACED})?(?:{GERSHAYIM}|[^\s(){QUOTES}])+)""",
    re.VERBOSE | re.IGNORECASE,
)
# Signs that may be part of what is meant, beside those that separate words or are of the language.
SIGN = re.compile(r"[#*&@%‰°+=<>~^|$€£¥₽₹₸₺¢×÷±≤≥≠]|(?<!\S)\.(?=\w)")
# French puts a space before them. Nobody searches for them.
ENDS_OF_SENTENCES = re.compile("[?!.,;:…¿¡،؟]+")
PIECE = re.compile(rf"(?:{SPACED})?\S+")
JOINED = re.compile(r"[^\W\d]\.\s?\w|\d\s\d")


class QueryPart(NamedTuple):
    """One condition of a query in words, and the query without it."""

    said: str
    rest: str


@dataclass(frozen=True)
class Query:
    """A typed text, how it is understood, and what a reader has to be told about that."""

    text: str
    tree: Node
    notes: tuple[str, ...] = ()
    parts: tuple[QueryPart, ...] = ()

    @property
    def understood_as(self) -> str:
        """The query in words."""
        if self.tree == EVERYTHING:
            return message("all quotations")
        return message("quotations with {words}", words=say(self.tree))


class _MalformedError(ValueError):
    """The text is not of the query language; the message says where."""


class _Token(NamedTuple):
    kind: str
    value: str
    start: int
    end: int
    near: str | None = None


@dataclass
class _Tokens:
    tokens: list[_Token]
    notes: list[str] = field(default_factory=list)
    at: int = 0

    def peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]


def parse(text: str) -> Query:
    """The query a typed text means; never fails."""
    text = REFUSED.sub(" ", text).strip()
    if len(text) > MAX_CHARACTERS:
        query = parse(text[:MAX_CHARACTERS])
        note = message(
            "Only the first {max_characters} characters of the query are searched.",
            max_characters=grouped(MAX_CHARACTERS),
        )
        return Query(query.text, query.tree, (note, *query.notes), query.parts)
    tokens = _Tokens(list(_tokens(text)))
    try:
        parts, tree = _whole(text, tokens)
    except _MalformedError as error:
        why = error.args[0]
        return _plain(text, message("Searched as plain words, because {reason}.", reason=why))
    if len(list(leaves(tree))) > MAX_WORDS:
        why = message("it has over {number} of them", number=MAX_WORDS)
        return _plain(text, message("Searched as plain words, because {reason}.", reason=why))
    notes = tuple(tokens.notes)
    if tree == EVERYTHING and text:
        return Query(
            text, NOTHING, notes or (message("There is no letter or digit to search for."),)
        )
    return Query(text, tree, notes, parts)


def _tokens(text: str) -> Iterator[_Token]:
    for match in TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "near" else "phrase"
        if kind == "word" and match.group() == "OR":
            kind = "or"
        if kind:
            value = "OR" if kind == "or" else match[kind]
            yield _Token(kind, value, *match.span(), match["near"])


def _whole(text: str, tokens: _Tokens) -> tuple[tuple[QueryPart, ...], Node]:
    """The tree, and its conditions one by one where all of them must hold."""
    if any(token.kind == "or" for token in _outermost(tokens.tokens)):
        tree = _any(tokens, 0)
        found = [(tree, 0, len(text))]
    else:
        found = list(_conditions(tokens))
        nodes = tuple(node for node, _, _ in found)
        tree = nodes[0] if len(nodes) == 1 else And(nodes)
    if tokens.peek():
        raise _MalformedError(message("a closing bracket has no opening one"))
    rests = (f"{text[:start].rstrip()} {text[end:].lstrip()}".strip() for _, start, end in found)
    said = (say(node) for node, _, _ in found)
    return tuple(map(QueryPart, said, rests)), tree


def _outermost(tokens: list[_Token]) -> Iterator[_Token]:
    depth = 0
    for token in tokens:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0:
            yield token


def _conditions(tokens: _Tokens) -> Iterator[tuple[Node, int, int]]:
    while tokens.peek() not in ("", "close"):
        start = tokens.tokens[tokens.at].start
        if (node := _one(tokens, 0)) is not None:
            yield node, start, tokens.tokens[tokens.at - 1].end


def _any(tokens: _Tokens, depth: int) -> Node:
    if depth > MAX_NESTING:
        raise _MalformedError(
            message("its brackets are nested over {number} deep", number=MAX_NESTING)
        )
    nodes = [_all(tokens, depth)]
    while tokens.peek() == "or":
        tokens.take()
        nodes.append(_all(tokens, depth))
    if len(nodes) == 1:
        return nodes[0]
    if EVERYTHING in nodes:
        raise _MalformedError(message("OR needs something on both sides"))
    return Or(tuple(nodes))


def _all(tokens: _Tokens, depth: int) -> Node:
    nodes = []
    while tokens.peek() not in ("", "or", "close"):
        if (node := _one(tokens, depth)) is not None:
            nodes.append(node)
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def _one(tokens: _Tokens, depth: int) -> Node | None:
    token = tokens.take()
    match token.kind:
        case "minus":
            if tokens.peek() in ("", "or", "close", "minus"):
                raise _MalformedError(message("a minus sign stands before nothing"))
            node = _one(tokens, depth)
            return Not(node) if node else None
        case "open":
            return _group(tokens, depth)
        case "quote":
            raise _MalformedError(message("a quotation mark has no partner"))
        case "field":
            return _field(token.value[:-1].lower(), tokens)
    return _text(token, tokens.notes)


def _group(tokens: _Tokens, depth: int) -> Node | None:
    node = _any(tokens, depth + 1)
    if not tokens.peek():
        raise _MalformedError(message("an opening bracket has no closing one"))
    tokens.take()
    return None if node == EVERYTHING else node


def _field(name: str, tokens: _Tokens) -> Node | None:
    if tokens.peek() not in ("word", "phrase"):
        raise _MalformedError(message("{name}: stands before nothing", name=name))
    token = tokens.take()
    if name == "question":
        leaf = _text(token, tokens.notes)
        return Question(leaf) if leaf else None
    if not token.value.strip():
        raise _MalformedError(message("{name}: stands before nothing", name=name))
    return Field(FIELDS[name], token.value.strip())


def _text(token: _Token, notes: list[str]) -> Text | None:
    parts = tuple(folded(token.value))
    if not parts:
        if ENDS_OF_SENTENCES.fullmatch(token.value):
            return None
        notes.append(
            message(
                "“{value}” has no letter or digit and is not searched for.", value=token.value[:40]
            )
        )
        return None
    if token.kind == "phrase":
        notes += _readings(token.value)
        return _phrase(parts, token)
    if token.value.endswith("*"):
        if len(parts) == 1 and len(parts[0]) >= MIN_PREFIX_LENGTH:
            notes += _readings(token.value[:-1])
            return Prefix(parts[0], token.value)
        rule = (
            message("before * stand at least two letters")
            if len(parts) == 1
            else message("before * stands a single word")
        )
        notes.append(
            message(
                "“{value}” is searched as {parts}: {rule}.",
                value=token.value,
                parts=_read(parts),
                rule=rule,
            )
        )
    else:
        notes += _readings(token.value)
    return Word(parts, token.value)


def _readings(typed: str) -> Iterator[str]:
    """What to say of words that are searched for otherwise than their reader might think."""
    for match in PIECE.finditer(typed):
        piece, parts = match.group(), tuple(folded(match.group()))
        lost = [sign for sign in SIGN.findall(piece) if sign not in "".join(parts)]
        if not parts and lost:
            yield message(
                "“{piece}” has no letter or digit and is not searched for.", piece=piece[:40]
            )
        elif lost:
            yield message(
                "“{piece}” is searched as {parts}: {lost} is not searched for.",
                piece=piece[:40],
                parts=_read(parts),
                lost=lost[0],
            )
        elif len(parts) == 1 and JOINED.search(piece):
            yield message(
                "“{piece}” is searched as one word, {parts}.", piece=piece[:40], parts=_read(parts)
            )


def _read(parts: tuple[str, ...]) -> str:
    return message("“{parts}”", parts=" ".join(parts))


def _phrase(parts: tuple[str, ...], token: _Token) -> Phrase | Near:
    typed = token.value.strip()
    if token.near is None or len(parts) == 1:
        return Phrase(parts, typed)
    widest = MAX_BETWEEN_TWO if len(parts) == 2 else MAX_BETWEEN_THREE
    if len(parts) > MAX_NEAR or len(token.near) > 4 or int(token.near) > widest:
        raise _MalformedError(
            message(
                "~ takes two words and up to {max_between_two} others among them, or "
                "{max_near} words and up to {max_between_three}",
                max_between_two=MAX_BETWEEN_TWO,
                max_near=MAX_NEAR,
                max_between_three=MAX_BETWEEN_THREE,
            )
        )
    return Near(parts, int(token.near), typed)


def _plain(text: str, note: str) -> Query:
    typed = [word.strip("*") for word in re.split(rf"[\s(){QUOTES}]+", text)]
    words = [Word(tuple(parts), word) for word in typed if (parts := folded(word))]
    notes = [note]
    if len(words) > MAX_WORDS:
        notes.append(message("Only the first {max_words} words are searched.", max_words=MAX_WORDS))
        words = words[:MAX_WORDS]
    tree: Node = words[0] if len(words) == 1 else And(tuple(words))
    return Query(text, tree if words else NOTHING, tuple(notes))
