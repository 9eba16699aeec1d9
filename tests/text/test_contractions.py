"""What a contraction may stand for where it stands, and hyphens that make another word."""

import pytest

from quotes.checking.reading import read
from quotes.checking.verdict import Verdict, compare


def verdict(quoted: str, original: str) -> Verdict:
    one, other = read(quoted, language="en"), read(original, language="en")
    return compare(one, other, lambda _: 4.0).verdict


@pytest.mark.parametrize(
    ("quoted", "original"),
    [
        ("It's been the best of years", "It has been the best of years"),
        ("It has never rained in here", "It's never rained in here"),
        ("She's written to all of us", "She has written to all of us"),
        ("It's the council of the parish", "It is the council of the parish"),
        ("Let's go down to the mill", "Let us go down to the mill"),
        ("He'd go to the mill today", "He would go to the mill today"),
        ("He'd better go to the mill", "He had better go to the mill"),
        ("We re-elected all of them today", "We reelected all of them today"),
        ("All policy-makers are in there now", "All policymakers are in there now"),
        ("We can not sell the mill", "We cannot sell the mill"),
    ],
)
def test_the_same_words_are_spelled_otherwise(quoted: str, original: str) -> None:
    assert verdict(quoted, original) in (Verdict.TYPOGRAPHY, Verdict.EXACT)
    assert verdict(original, quoted) in (Verdict.TYPOGRAPHY, Verdict.EXACT)


@pytest.mark.parametrize(
    ("quoted", "original"),
    [
        ("It has the council of the parish", "It's the council of the parish"),
        ("She has a doctor for the mill", "She's a doctor for the mill"),
        ("It us the council of the parish", "It's the council of the parish"),
        ("He would been to the mill today", "He'd been to the mill today"),
        ("They had rather go to the mill", "They'd rather go to the mill"),
        ("We will resign the treaty this week", "We will re-sign the treaty this week"),
        ("The workers recovered the old chairs", "The workers re-covered the old chairs"),
        ("They are reforming the line out there", "They are re-forming the line out there"),
        ("There is now here to store the grain", "There is nowhere to store the grain"),
        ("They are notable men of the mill", "They are not able men of the mill"),
    ],
)
def test_other_words_are_no_spelling(quoted: str, original: str) -> None:
    assert verdict(quoted, original) == Verdict.ALTERED
    assert verdict(original, quoted) == Verdict.ALTERED
