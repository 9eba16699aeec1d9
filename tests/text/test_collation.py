"""Several reports of the same words laid beside each other."""

import pytest
from hypothesis import given, settings, strategies as st

from quotes.text.collation import collated

WORDS = [
    "−0.4",
    "per cent",
    "30",
    "5 mg",
    "The",
    "ferry",
    "runs",
    "“not”",
    "on",
    "Sundays,",
    "again",
    "—",
    "пароход",
    "7,500",
    "\n",
]
texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(texts, min_size=1, max_size=4))
def test_the_cells_of_a_column_are_its_text(reports: list[str]) -> None:
    rows = collated(reports)
    for number, report in enumerate(reports):
        assert "".join(row.cells[number] for row in rows) == report


@settings(max_examples=50, deadline=None)
@given(texts)
def test_the_same_text_twice_is_shared_throughout(report: str) -> None:
    assert all(row.is_shared for row in collated([report, report]) if report.strip("— \n"))


def test_other_words_stand_beside_each_other() -> None:
    rows = collated(
        [
            "The ferry will run on Sundays again, not on Mondays.",
            "the ferry will run on weekdays only, not on Mondays",
        ]
    )
    assert [row.cells for row in rows if not row.is_shared] == [
        ("Sundays again, ", "weekdays only, "),
    ]


def test_a_report_of_a_part_leaves_the_rest_empty() -> None:
    rows = collated(
        [
            "The ferry will run again. The bridge stays closed for the winter.",
            "The ferry will run again. The bridge stays closed for a year.",
            "The bridge stays closed for the winter.",
        ]
    )
    assert rows[0].cells == ("The ferry will run again. ", "The ferry will run again. ", "")
    assert rows[1].is_shared
    last = rows[-1]
    assert last.cells == ("the winter.", "a year.", "the winter.")
    assert [is_alone for _, is_alone in last.marked] == [False, True, False]


@pytest.mark.parametrize(
    ("some", "others", "is_shared"),
    [
        ("It fell −0.4 per cent.", "It fell 0.4 per cent.", False),
        ("They take <5 mg.", "They take 5 mg.", False),
        ("It rose by 4.7% now.", "It rose by 47% now.", False),
        ("We won 3-5 there.", "We won 3.5 there.", False),
        ("It fell to 3.2% then.", "It fell to 3.4% then.", False),
        ("It rose by 7% now.", "It rose by 7 per cent now.", True),
        ("It cost $5bn there.", "It cost 5 billion dollars there.", True),
        ("It is a & b here.", "It is a b here.", False),
    ],
)
def test_numbers_are_compared_by_their_value_and_stand_in_one_piece(
    some: str, others: str, is_shared: bool
) -> None:
    rows = collated([some, others], ["en", "en"])
    assert all(row.is_shared for row in rows) is is_shared
    assert all(is_alone for row in rows if not row.is_shared for _, is_alone in row.marked)


def test_a_number_is_never_parted() -> None:
    rows = collated(["Our deficit fell from 4.7% to 3.2%.", "Our deficit fell from 4.7% to 4%."])
    assert [row.cells for row in rows if not row.is_shared] == [("3.2%.", "4%.")]


def test_the_language_tells_how_a_number_is_read() -> None:
    texts = ["The road is 1.500 km long.", "The road is 1500 km long."]
    assert all(row.is_shared for row in collated(texts, ["de", "en"]))
    assert not all(row.is_shared for row in collated(texts, ["en", "en"]))
