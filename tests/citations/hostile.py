"""Passages whose every field holds what some format takes for its own."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import example, strategies as st

from quotes.citations.cited import Cited, Event
from quotes.citations.names import Person
from tests.citations.examples import EXAMPLES

FRAGMENTS = (
    "<script>alert(1)</script>", "</script>", '"><img src=x onerror=alert(1)>', "<!--", "]]>",
    "&lt;b&gt;", "&#60;", "<i>", "</i>", "<span class=\"nocase\">",
    "\r\nER  - \r\nTY  - JOUR", "\nAU  - Forged, Name", "TY  - ", "ER  - ",
    "}\n}\n@comment{", "@article{x,", "\n@string{a = \"b\"}", "\\input{/etc/passwd}", "\\", "{", "}",
    "%", "$x$", "#", "_", "^", "~", "--", "---", "``", "''", ",,", "<<", ">>", "?`", " and ", ", ",
    "\"", "[x](javascript:alert(1))", "![](x)", "](y)", "```", "~~~", "\n# h", "\n  # h", "\n1. one", "\n- x",
    "\n=====", "\n> x", "\n    code", "\n\n", "\n", "\t", "***", "|a|b|", "[^1]", "<https://x.y>",
    "https://evil.example/a?b=c&d", "www.evil.example", "\u202e", "\u202d", "\u2067", "\u2069",
    "\u200f", "\u2028", "\u2029", "\ue000", "\ue001", "\ue004", "\ue100", "\ue106", "\uf000",
    "“", "”", "‘", "’", "«", "…", ". ", "..", "?", "=1+1", "+", "@x", "{}", "{0}", "%s", "None",
)  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])


def texts() -> st.SearchStrategy[str]:
    """Words with hostile fragments among them."""
    pieces = st.one_of(st.sampled_from(FRAGMENTS), st.text(CHARACTERS, max_size=6))
    joined = st.lists(pieces, min_size=1, max_size=6).map("".join)
    # Every field begins with a word, as none that the archive prints is blank.
    return st.builds("{}{}".format, st.sampled_from(["a", "Word ", "Ж", "no. "]), joined)


def passages() -> st.SearchStrategy[Cited]:
    """The examples with hostile words in every field; their joints are dropped."""
    few = st.lists(texts(), min_size=2, max_size=4)
    return st.builds(filled_with, st.sampled_from(list(EXAMPLES.values())), few, st.booleans())


def with_each_fragment(test: Callable[..., None]) -> Callable[..., None]:
    """The property test, which tries every fragment by itself before it draws any."""
    for number, fragment in enumerate(FRAGMENTS):
        cited = list(EXAMPLES.values())[number % len(EXAMPLES)]
        words = [f"One {fragment} two{fragment}", f"Three{fragment}\n{fragment}four"]
        test = example(cited=filled_with(cited, words, number % 2 == 0))(test)
    return test


def filled_with(cited: Cited, few: list[str], has_parts: bool) -> Cited:
    """A passage like ``cited`` with these words in every field, names in parts or whole."""
    texts = itertools.cycle(few)
    speaker, asker = _person(texts, has_parts), _person(texts, has_parts)
    return replace(
        cited,
        text=next(texts),
        gaps_at={},
        role=next(texts),
        speaker=speaker,
        asker=asker if cited.asker else None,
        question=next(texts) if cited.asker else "",
        event=Event(next(texts), cited.event.kind, next(texts)),
        source=replace(
            cited.source,
            title=next(texts),
            outlet=next(texts),
            byline=next(texts),
            note=next(texts),
        ),
        note=next(texts),
        words_by=next(texts) if cited.is_paraphrase else "",
        translated_by=next(texts) if cited.translated_from else "",
    )


def _person(texts: Iterator[str], has_parts: bool) -> Person:
    family, given = next(texts), next(texts)
    return Person(f"{given} {family}", family, given) if has_parts else Person(family)
