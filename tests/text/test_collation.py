"""Several reports of the same words laid beside each other."""

from hypothesis import given, settings, strategies as st

from quotes.text.collation import collated

WORDS = ["The", "ferry", "runs", "“not”", "on", "Sundays,", "again", "—", "пароход", "7,500", "\n"]
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
