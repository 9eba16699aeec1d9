"""The examples of the help page against the parser's own tables: nothing may be left out."""

import re
from collections.abc import Iterator
from itertools import product
from string import ascii_lowercase
from typing import get_args
from urllib.parse import parse_qsl

import pytest

from quotes.filters.search import SearchFilters
from quotes.search.find import SORTS
from quotes.search.help import (
    COMBINED,
    FILTERS,
    GROUPS,
    LANGUAGES,
    MISTAKES,
    ORDERS,
    PAGES,
    Example,
)
from quotes.search.query import FIELDS, MINUS, QUOTES, TOKEN, parse
from quotes.search.tree import And, AnyValue, Days, Field, Leaf, Not, Or, Phrase, Question, Text
from quotes.text.stems import ALGORITHMS, UNSTEMMED, stem_term

EXAMPLES = [example for group in GROUPS for example in group.examples]
# What a field of the parser's stands for once it is looked up; nobody types these.
LOOKED_UP = {AnyValue, Days}


def fields_the_parser_knows() -> set[str]:
    written = re.search(r"\(\?P<field>\(\?:([^)]+)\)", TOKEN.pattern)
    assert written
    return set(written[1].split("|"))


def fields_with_an_example() -> set[str]:
    return {
        match["field"][:-1]
        for example in EXAMPLES
        for match in TOKEN.finditer(example.query)
        if match["field"]
    }


def nodes(node: object) -> Iterator[object]:
    """What a tree is made of, but for what is asked of a question."""
    yield node
    for below in getattr(node, "nodes", [node.node] if isinstance(node, Not) else []):
        yield from nodes(below)


def test_every_field_that_the_parser_knows_has_an_example() -> None:
    assert set(FIELDS) < fields_the_parser_knows()
    assert fields_with_an_example() == fields_the_parser_knows()


def test_every_sign_that_the_parser_knows_has_an_example() -> None:
    kinds = {
        kind
        for example in EXAMPLES
        for match in TOKEN.finditer(example.query)
        for kind, value in match.groupdict().items()
        if value is not None
    }
    # A quotation mark by itself is always a mistake.
    assert kinds == set(TOKEN.groupindex) - {"quote"}


def test_everything_that_a_query_can_be_made_of_has_an_example() -> None:
    kinds = {type(node) for example in EXAMPLES for node in nodes(parse(example.query).tree)}
    assert kinds == {*get_args(Leaf), Not, And, Or} - LOOKED_UP


def test_everything_that_can_be_asked_of_questions_has_an_example() -> None:
    trees = [parse(example.query).tree for example in EXAMPLES]
    asked = {type(n.leaf) for tree in trees for n in nodes(tree) if isinstance(n, Question)}
    assert asked == set(get_args(Text))


def test_every_parameter_of_the_search_has_an_example() -> None:
    given = {name for address in FILTERS for name, _ in parse_qsl(address.parameters)}
    given |= {f"exclude_{name}" for name in given}
    more = (*COMBINED, *ORDERS, *PAGES)
    given |= {name for address in more for name, _ in parse_qsl(address.parameters)}
    assert given == {*SearchFilters.base_filters, "page", "per_page"}


def test_every_order_has_an_example() -> None:
    assert [dict(parse_qsl(address.parameters))["sort"] for address in ORDERS] == list(SORTS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.query)
def test_an_example_is_understood(example: Example) -> None:
    assert example.notes == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.query)
def test_a_mistake_is_explained(mistake: Example) -> None:
    assert mistake.notes


def test_no_example_stands_twice() -> None:
    queries = [example.query for example in (*EXAMPLES, *MISTAKES)]
    assert len(queries) == len(set(queries))


def test_all_quotation_marks_are_alike_in_any_pairing() -> None:
    trees = {parse(f"{a}boxing ring{b}").tree for a in QUOTES for b in QUOTES}
    assert trees == {Phrase(("boxing", "ring"), "boxing ring")}
    assert set('"“”„«»「」『』') <= set(QUOTES)


def test_all_minus_signs_are_alike() -> None:
    trees = {parse(f"{sign}topic:russia").tree for sign in MINUS.replace("\\", "")}
    assert trees == {Not(Field("topic", "russia"))}
    assert set("-−–") <= set(MINUS)


def test_the_languages_with_stems_are_all_named() -> None:
    codes = map("".join, product(ascii_lowercase, repeat=2))
    stemmed = {code for code in codes if not stem_term("word", code).startswith(f"{UNSTEMMED}:")}
    assert stemmed == {*ALGORITHMS, "kk"}
    assert len(LANGUAGES) == len(ALGORITHMS) + 1
    assert "Kazakh" in LANGUAGES
