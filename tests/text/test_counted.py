"""Numbers with their nouns."""

import pytest

from quotes.text.counted import counted


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 passages"), (1, "1 passage"), (2, "2 passages"), (1200, "1,200 passages")],
)
def test_one_is_singular(number, said):
    assert counted(number, "passage") == said


def test_a_plural_that_is_not_regular_is_given():
    assert counted(2, "series", "series") == "2 series"
