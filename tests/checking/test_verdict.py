"""Verdicts on a quotation laid over the words of one original."""

import time

import pytest

from quotes.checking.reading import read
from quotes.checking.verdict import Comparison, Verdict, compare

ORIGINAL = (
    "We kept the door open. Nobody asked us to. We [the ministry] would do it again, and we don’t "
    "regret it. The 23,000 people in Astana were perhaps glad — (applause) — that he’s free."
)


def laid(quoted: str, original: str = ORIGINAL) -> Comparison:
    return compare(read(quoted), read(original), lambda word: 1.0)


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        ("We kept the door open. Nobody asked us to.", "exact"),
        ("We [the ministry] would do it again", "exact"),
        ("We would do it again", "exact"),
        ("and we don't regret\u00a0it", "exact"),
        ("were perhaps glad – (applause) – that", "exact"),
        ("were perhaps glad — that he's free", "exact"),
        ("… kept the door open. Nobody asked us …", "exact"),
        ("we kept the door open nobody asked us to", "typography"),
        ("and we do not regret it", "typography"),
        ("and we dont regret it", "typography"),
        ("that he is free. ", "typography"),
        ("The 23 000 people in Astana", "typography"),
        ("[w]e kept the door open", "typography"),
        ("We kept … open. Nobody asked us to.", "elided"),
        ("We kept the door open. […] We would do it again", "elided"),
        ("We kept it... Nobody asked us to", "altered"),
        ("Nobody asked [the people] to. We would do it again", "elided"),
        ("Nobody asked us [Kazakhs] to. We would do it again", "elided"),
        ("The 23,000 people were perhaps glad", "omission"),
        ("and we do regret it. The 23,000 people", "omission"),
        ("We kept the door shut. Nobody asked us to.", "altered"),
        ("We the ministry would do it again", "altered"),
        ("We never kept the door open", "altered"),
        ("We kept the door open for all of them", "altered"),
        ("Quite other words about something else", "not-found"),
        ("Nobody asked open the door", "not-found"),
    ],
)  # fmt: skip
def test_the_verdict_is_on_the_words(quoted: str, verdict: str):
    assert laid(quoted).verdict == verdict


@pytest.mark.parametrize(
    ("quoted", "signals"),
    [
        ("and we do regret it. The 23,000 people", {"negation"}),
        ("We never kept the door open", {"negation"}),
        ("We kept the door … do it again", {"negation", "qualifier"}),
        ("The 24,000 people in Astana were perhaps glad", {"number"}),
        ("The 23,000 people in Almaty were perhaps glad", {"name"}),
        ("The 23,000 people in Astana were glad", {"qualifier"}),
        ("We kept the door shut. Nobody asked us to.", set()),
    ],
)
def test_what_matters_most_is_pointed_out(quoted: str, signals: set[str]):
    found = {signal for each in laid(quoted).differences for signal in each.signals}
    assert found == signals


def test_what_is_left_out_at_a_mark_is_shown_and_marked():
    differences = laid("We kept the door … do it again").differences
    assert [(d.kind, d.original, d.is_marked) for d in differences if d.kind != "same"] == [
        ("missing", "open. Nobody asked us to. We [the ministry] would ", True)
    ]


@pytest.mark.parametrize(
    "quoted",
    [
        "The 24,000 people in Almaty were glad",
        "“We kept the doors… do it again\r\n and [they] don't regret it!",
        "Well, we kept 😀 the door open. Nobody asked",
        "Nothing of it",
    ],
)
def test_the_differences_joined_are_the_quotation_and_its_original(quoted: str):
    found = laid(quoted)
    if found.differences:
        assert "".join(d.quoted for d in found.differences) == quoted
        original = "".join(d.original for d in found.differences)
        assert original == ORIGINAL[slice(*found.span)]


def test_similarity_decides_nothing():
    contrary = laid("We kept the door open. Everybody asked us to. We would do it again")
    assert contrary.similarity > 0.8
    assert contrary.verdict == Verdict.ALTERED


def test_a_claimed_speaker_makes_up_for_words_that_were_replaced():
    original = "We are grateful for the investment of time of over 450 individuals across the land"
    quoted = "We are grateful for the funding of hours by over 300 persons throughout this country"
    as_claimed = compare(read(quoted), read(original), lambda _: 1.0, is_claimed=True)
    assert (laid(quoted, original).verdict, as_claimed.verdict) == ("not-found", "altered")


def test_hostile_lengths_are_laid_in_a_moment():
    start = time.process_time()
    for quoted in ("a b " * 2_500, "the of " * 1_500, " ".join(str(n % 50) for n in range(4_000))):
        laid(quoted, quoted[: len(quoted) // 2] + " x " + quoted)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("quoted", "negation"),
    [
        ("regret it. The 23,000 people", "n’t"),
        ("The 23,000 people in Astana", ""),
        ("asked us to. We would", "Nobody"),
    ],
)
def test_a_negation_right_before_what_is_quoted_is_told(quoted: str, negation: str):
    assert laid(quoted).negated_by == negation
