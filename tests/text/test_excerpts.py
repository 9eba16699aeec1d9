"""What is kept of a text, and what stands in the place of the rest."""

import pytest
from hypothesis import given, strategies as st

from quotes.text.excerpts import EXPUNGED, excerpt, restored, without
from quotes.text.spans import Span, spanned

TEXT = "He said: “We kept the door open.” Then: “Twice.” The end."


@st.composite
def passages_in_a_text(draw: st.DrawFn) -> tuple[str, list[list[list[int]]]]:
    """A text, and passages in it that share no character."""
    text = draw(st.text("ab .[]é", min_size=1, max_size=30))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    spans = [[start, end] for start, end in zip(edges[::2], edges[1::2], strict=False)]
    owners = draw(st.lists(st.integers(0, 2), min_size=len(spans), max_size=len(spans)))
    passages = [
        [span for span, owner in zip(spans, owners, strict=True) if owner == number]
        for number in range(3)
    ]
    return text, [passage for passage in passages if passage]


def test_an_excerpt_holds_the_passages_and_one_mark_for_each_gap() -> None:
    made, moved = excerpt(TEXT, [[[10, 32]], [[41, 47]]])
    assert made == "[not public] We kept the door open. [not public] Twice. [not public]"
    assert [spanned(made, spans) for spans in moved] == ["We kept the door open.", "Twice."]


def test_what_is_no_word_leaves_one_space_between_and_nothing_at_the_ends() -> None:
    made, moved = excerpt("“One.” — “Two.”", [[[1, 5]], [[10, 14]]])
    assert made == "One. Two."
    assert moved == [[[0, 4]], [[5, 9]]]


@given(passages_in_a_text())
def test_an_excerpt_keeps_every_word_of_the_passages(drawn: tuple[str, list]) -> None:
    text, passages = drawn
    made, moved = excerpt(text, passages)
    assert [spanned(made, s) for s in moved] == [spanned(text, s) for s in passages]


@given(passages_in_a_text())
def test_an_excerpt_of_an_excerpt_is_the_same(drawn: tuple[str, list]) -> None:
    once = excerpt(*drawn)
    assert excerpt(*once) == once


@given(passages_in_a_text())
def test_an_excerpt_is_restored_from_its_words_and_their_places(drawn: tuple[str, list]) -> None:
    made, moved = excerpt(*drawn)
    pieces = [(start, made[start:end]) for spans in moved for start, end in spans]
    assert restored(len(made), pieces) == made


@pytest.mark.parametrize(("length", "pieces"), [(9, [(2, "words")]), (3, [(0, "words")])])
def test_what_cannot_be_an_excerpt_is_refused(length: int, pieces: list) -> None:
    with pytest.raises(ValueError, match="characters long"):
        restored(length, pieces)


def test_cuts_leave_a_mark_and_move_what_stands_behind() -> None:
    made, moved = without("One. Two. Three.", [[5, 9]], EXPUNGED)
    assert made == "One. [removed for legal reasons] Three."
    assert [made[slice(*moved(span))] for span in ([0, 4], [5, 9], [10, 16])] == [
        "One.", EXPUNGED, "Three.",
    ]  # fmt: skip


@given(passages_in_a_text(), st.data())
def test_no_cut_touches_the_words_beside_it(drawn: tuple[str, list], data: st.DataObject) -> None:
    text, passages = drawn
    flat: list[Span] = [span for spans in passages for span in spans]
    cuts = data.draw(st.lists(st.sampled_from(flat), unique_by=tuple)) if flat else []
    made, moved = without(text, cuts, "[x]")
    for span in flat:
        kept = "[x]" if span in cuts else text[slice(*span)]
        assert made[slice(*moved(span))] == kept
