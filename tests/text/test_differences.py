"""Differences between two texts lose nothing of either."""

from hypothesis import given, strategies as st

from quotes.text.differences import differences

TEXT = st.lists(st.sampled_from(["word", "other", "Ѐ", " ", "\n", ",", "“", "a"])).map("".join)


@given(TEXT | st.text(), TEXT | st.text())
def test_both_texts_can_be_read_from_their_differences(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


def test_a_changed_word_is_shown_as_one() -> None:
    assert differences("a boxing ring, no corners", "a boxing ring: no edges") == [
        ("same", "a boxing ring"), ("removed", ","), ("added", ":"), ("same", " no "),
        ("removed", "corners"), ("added", "edges"),
    ]  # fmt: skip
