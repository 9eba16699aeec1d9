"""A quotation and its original side by side."""

import pytest
from hypothesis import given, settings, strategies as st

from quotes.checking.differing import sides
from quotes.checking.reading import read
from quotes.checking.verdict import compare

WORDS = ["The", "long", "bridge,", "over", "“the”", "river", "was", "7,500", "not", "open.", "—"]
texts = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(" ".join)


def of(quoted: str, original: str):
    return sides(compare(read(quoted), read(original), lambda _: 1.0).differences)


@settings(max_examples=150, deadline=None)
@given(texts, texts)
def test_the_quoted_side_has_all_of_the_quotation(quoted: str, original: str) -> None:
    shown = of(quoted, original)
    if shown.quoted:
        assert "".join(piece.text for piece in shown.quoted) == quoted
        assert "".join(piece.text for piece in shown.original) in original


@pytest.mark.parametrize(
    ("quoted", "original", "spelled"),
    [
        ("we kept the door open", "We kept the door open.", [("we", "We")]),
        ("They kept 7500 sheep there", "They kept 7,500 sheep there", [("7500", "7,500")]),
        ("The harbour’s colour was grey", "The harbour's color was grey", [("colour", "color")]),
        ("We kept the door — open", "We kept the door - open", []),
        ("We kept it; the door is open", "We kept it, the door is open", [(";", ",")]),
    ],
)
def test_what_is_written_otherwise_is_marked(quoted, original, spelled) -> None:
    assert of(quoted, original).spellings == spelled


def test_words_that_interrupt_a_quotation_are_no_difference() -> None:
    text = "We kept the door open,” she told us. “Nobody asked us to."
    at = text.index("” she"), text.index("Nobody")
    reading = read(text, (at,))
    original = read("We kept the door open. Nobody asked us to.")
    shown = sides(compare(reading, original, lambda _: 1.0).differences)
    assert {piece.kind for piece in shown.quoted if "she told us" in piece.text} == {"aside"}
