"""What to do about a quotation, in a line and change by change."""

import pytest

from quotes.checking.advice import Named, changes, heading
from quotes.checking.reading import read
from quotes.checking.verdict import Verdict, compare

ORIGINAL = "The harbour takes 35 grain ships a week, and the old ferry still runs on Sundays."


def laid(quoted: str):
    return compare(read(quoted), read(ORIGINAL), lambda _: 1.0)


@pytest.mark.parametrize(
    ("quoted", "said", "changed"),
    [
        ("The harbour takes 3.5 grain ships a week", "One word differs: correct it",
         ["“3.5” → “35”"]),
        ("The harbour takes 35 coal barges a week", "Two words differ: correct them",
         ["“coal barges” → “grain ships”"]),
        ("The harbour never takes 35 grain ships a week",
         "One word is not in the archive: take it out", ["take out “never”"]),
        ("The harbour takes 35 ships a week, and the ferry still runs",
         "Two words are left out without a mark: put them in, or mark the place with …",
         ["put in “grain”", "put in “old”"]),
        ("The harbour takes […] ships a week",
         "The same words, with marked omissions: look at what is left out", []),
        ("the harbour takes 35 grain ships a week",
         "The same words, written otherwise: look at the marked places", []),
    ],
)  # fmt: skip
def test_it_says_what_to_do(quoted: str, said: str, changed: list[str]) -> None:
    found = laid(quoted)
    assert heading(found.verdict, found.differences) == said
    assert changes(found.verdict, found.differences, Named()) == changed


@pytest.mark.parametrize(
    ("original", "quoted", "said"),
    [
        ("We have not joined the sanctions against them", "We have joined the sanctions against them",
         "One word is left out, a negation: put it back, or the sense turns"),
        ("We will never ever sell the old port", "We will sell the old port",
         "Two words are left out, among them a negation: put it back, or the sense turns"),
        ("Мы никогда не продадим старый порт города", "Мы продадим старый порт города",
         "Two words are left out, among them a negation: put it back, or the sense turns"),
        ("We shall always keep the old port open", "We shall never keep the old port open",
         "One word differs, a negation: correct it, or the sense turns"),
    ],
)  # fmt: skip
def test_a_negation_that_goes_or_comes_is_told_in_the_line(
    original: str, quoted: str, said: str
) -> None:
    found = compare(read(quoted), read(original), lambda _: 1.0)
    assert heading(found.verdict, found.differences) == said


def test_words_that_turn_the_sense_are_to_be_looked_at() -> None:
    assert "cut" in heading(Verdict.EXACT, is_turned=True)
    assert "nothing to change" in heading(Verdict.EXACT)


def test_another_speaker_and_other_words_are_both_told() -> None:
    found, named = laid("The harbour takes 53 grain ships a week"), Named("Ines Roth", "Ada Lund")
    said = heading(Verdict.ALTERED, found.differences, named)
    assert said == "One word differs: correct it; it is from Ines Roth, not from Ada Lund"
    assert changes(Verdict.ALTERED, found.differences, named) == [
        "name Ines Roth instead of Ada Lund", "“53” → “35”",
    ]  # fmt: skip


def test_many_changes_are_cut_short() -> None:
    words = ORIGINAL.split()
    quoted = " ".join(word if n % 2 else f"x{n}" for n, word in enumerate(words))
    found = laid(quoted)
    assert len(changes(Verdict.ALTERED, found.differences, Named())) <= 7


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_line(verdict: Verdict) -> None:
    assert heading(verdict)


@pytest.mark.parametrize(
    ("original", "quoted"),
    [("They lost 4 per cent of it", "They lost 40 per cent of it"),
     ("They lost five hundred of them", "They lost nine hundred of them")],
)  # fmt: skip
def test_a_number_is_one_word_whatever_it_is_written_in(original: str, quoted: str) -> None:
    found = compare(read(quoted), read(original), lambda _: 1.0)
    assert heading(found.verdict, found.differences) == "One word differs: correct it"
