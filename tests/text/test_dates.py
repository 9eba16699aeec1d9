from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given, strategies as st

from quotes.text.dates import DateError, are_disjoint, days, in_words


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "words"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2023-06-07", date(2023, 6, 7), date(2023, 6, 7), "7 June 2023"),
        ("2023~", date(2023, 1, 1), date(2023, 12, 31), "about 2023"),
        ("2024-12-13/2024-12-15", date(2024, 12, 13), date(2024, 12, 15), "13–15 December 2024"),
        (
            "2024-11-30/2024-12-02",
            date(2024, 11, 30),
            date(2024, 12, 2),
            "30 November – 2 December 2024",
        ),
        ("[2023-06-08..2023-06-09]", date(2023, 6, 8), date(2023, 6, 9), "8 or 9 June 2023"),
        (
            "[2023-02-25..2023-06-07]",
            date(2023, 2, 25),
            date(2023, 6, 7),
            "between 25 February and 7 June 2023",
        ),
        (
            "[2024-12-13..2024-12-15]",
            date(2024, 12, 13),
            date(2024, 12, 15),
            "between 13 and 15 December 2024",
        ),
        (
            "[2022-12-30..2023-01-02]",
            date(2022, 12, 30),
            date(2023, 1, 2),
            "between 30 December 2022 and 2 January 2023",
        ),
        ("[..2023-06-07]", None, date(2023, 6, 7), "not after 7 June 2023"),
        ("[2024-12-13..]", date(2024, 12, 13), None, "not before 13 December 2024"),
        ("", None, None, ""),
    ],
)
def test_bounds_and_words(
    edtf: str, earliest: date | None, latest: date | None, words: str
) -> None:
    assert days(edtf) == (earliest, latest)
    assert in_words(edtf) == words


@pytest.mark.parametrize(
    "refused",
    [
        "2024-12-15/2024-12-13", "[2023-06-09..2023-06-08]", "2023-21", "2023-22", "y170000002",
        "-0044", "0999", "2023-06-31", "2023-02-29", "2023-06-08\n", " 2023", "[..]", "..",
        "8-9 June 2023", "2023-06?", "20２3", "2023-6-8", "10000", "2023-00", "/2023", "2023/",
    ],
)  # fmt: skip
def test_what_cannot_be_filtered_by_is_refused_with_a_sentence(refused: str) -> None:
    with pytest.raises(DateError, match=r"\."):
        days(refused)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        bounds = days(text)
    except DateError:
        return
    assert text == "" or bounds != (None, None)


def test_many_threads_may_read_dates_at_once() -> None:
    dates = [
        f"[20{year:02}-02-25..20{year:02}-06-{day:02}]" for year in range(30) for day in (7, 8)
    ]
    for _ in range(3):
        days.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            for bounds in pool.map(days, dates):
                assert bounds.earliest < bounds.latest


@pytest.mark.parametrize("year", [1000, 1900, 2000, 2023, 2024, 9999])
def test_single_dates_have_the_bounds_that_the_library_gives(year: int) -> None:
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    for single in (f"{year}", *months, *(f"{month}-28" for month in months)):
        # Only intervals are read by the library.
        assert days(single) == days(f"{single}/{single}")


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("2024-12-12", "2024-12-13/2024-12-15", True),
        ("2024-12-16", "2024-12-13/2024-12-15", True),
        ("[..2024-12-12]", "2024-12-13/2024-12-15", True),
        ("[2024-12-16..]", "2024-12-13/2024-12-15", True),
        ("2024-12-15/2024-12-20", "2024-12-13/2024-12-15", False),
        ("2024-12", "2024-12-13", False),
        ("2024~", "2024-12-13", False),
        ("[..2024-12-13]", "2024-12-13", False),
        ("", "2024-12-13", False),
        ("2023", "", False),
    ],
)
def test_dates_are_apart_that_surely_have_no_day_in_common(one, other, are):
    assert are_disjoint(one, other) is are_disjoint(other, one) is are
