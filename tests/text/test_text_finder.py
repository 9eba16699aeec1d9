"""Texts are found again however they are printed, cut or laid in others."""

import pytest

from quotes.text.excerpts import minus
from quotes.text.text_finder import TextFinder

WORDS = "He took the money from the box, and ran."


def found(finder: TextFinder, text: str) -> list[str]:
    return [text[start:end] for start, end in finder.places(text)]


@pytest.mark.parametrize(
    "text",
    [WORDS, f"“{WORDS.upper()}”", "he took — the money from the box; and ran", f"So: {WORDS}"],
)
def test_a_text_is_found_in_other_case_and_print(text: str) -> None:
    assert TextFinder([WORDS]).places(text)


@pytest.mark.parametrize("text", ["He took the money from the box, and", "ran", "", "…"])
def test_a_text_that_is_cut_is_not_the_text(text: str) -> None:
    assert not TextFinder([WORDS]).places(text)


def test_so_many_words_in_a_row_are_found_in_what_was_cut_off() -> None:
    assert found(TextFinder([WORDS], run=4), "7. Answer: He took the money fr…") == [
        "He took the money"
    ]


@pytest.mark.parametrize(
    ("text", "places"), [("Yes.", ["Yes"]), ("“yes!”", ["yes"]), ("Yes, we can.", []), ("", [])]
)
def test_few_words_are_found_only_where_nothing_stands_beside_them(
    text: str, places: list[str]
) -> None:
    assert found(TextFinder(["Yes."]), text) == places


def test_a_text_without_words_is_nowhere() -> None:
    assert not TextFinder(["…", ""]).places("…")


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        ([], ["He took the money from"]),
        ([[0, 2]], ["took the money from"]),
        ([[3, 7], [12, 17]], ["He", "the", "from"]),
        ([[0, 40]], []),
        ([[17, 60]], ["He took the money"]),
    ],
)
def test_what_is_kept_is_taken_out_of_cuts(kept: list[list[int]], left: list[str]) -> None:
    assert [WORDS[start:end] for start, end in minus([[0, 10], [8, 23]], kept, WORDS)] == left
