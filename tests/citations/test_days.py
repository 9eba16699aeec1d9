import pytest

from quotes.citations.days import AMERICAN, AP, BRITISH, MLA, RUS, Calendar, in_words
from quotes.text import dates

KINDS = {
    "2023": ("2023", "2023", "2023", "2023"),
    "2023-09": ("September 2023", "Sept. 2023", "September 2023", "сентябрь 2023"),
    "2023-09-08": ("September 8, 2023", "8 Sept. 2023", "Sept. 8, 2023", "8 сентября 2023"),
    "2023-06~": ("about June 2023", "about June 2023", "about June 2023", "около июня 2023"),
    "2024-12-13/2024-12-15": (
        "December 13–15, 2024", "13–15 Dec. 2024", "Dec. 13-15, 2024", "13–15 декабря 2024",
    ),
    "2024-05-30/2024-06-02": (
        "May 30–June 2, 2024", "30 May – 2 June 2024", "May 30-June 2, 2024",
        "30 мая – 2 июня 2024",
    ),
    "2022-11/2023-02": (
        "November 2022–February 2023", "Nov. 2022 – Feb. 2023", "November 2022-February 2023",
        "ноябрь 2022 – февраль 2023",
    ),
    "2021/2023": ("2021–2023", "2021–2023", "2021-2023", "2021–2023"),
    "[2023-06-08..2023-06-09]": (
        "June 8 or 9, 2023", "8 or 9 June 2023", "June 8 or 9, 2023", "8 или 9 июня 2023",
    ),
    "[2023-06-30..2023-07-01]": (
        "June 30 or July 1, 2023", "30 June or 1 July 2023", "June 30 or July 1, 2023",
        "30 июня или 1 июля 2023",
    ),
    "[2024-12-13..2024-12-15]": (
        "between December 13 and 15, 2024", "between 13 and 15 Dec. 2024",
        "between Dec. 13 and 15, 2024", "не ранее 13 и не позднее 15 декабря 2024",
    ),
    "[2022-12-30..2023-01-02]": (
        "between December 30, 2022, and January 2, 2023",
        "between 30 Dec. 2022 and 2 Jan. 2023",
        "between Dec. 30, 2022, and Jan. 2, 2023",
        "не ранее 30 декабря 2022 и не позднее 2 января 2023",
    ),
    "[2023-02..2023-06]": (
        "between February and June 2023", "between Feb. and June 2023",
        "between February and June 2023", "не ранее февраля и не позднее июня 2023",
    ),
    "[..2023-06-07]": (
        "not after June 7, 2023", "not after 7 June 2023", "not after June 7, 2023",
        "не позднее 7 июня 2023",
    ),
    "[2024-12..]": (
        "not before December 2024", "not before Dec. 2024", "not before December 2024",
        "не ранее декабря 2024",
    ),
    "[2023..2023]": ("between 2023",) * 3 + ("не ранее 2023",),
    "": ("", "", "", ""),
    "nonsense": ("", "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("edtf", "expected"), KINDS.items())
def test_a_date_is_said_as_each_style_says_it(edtf: str, expected: tuple[str, ...]) -> None:
    calendars: list[Calendar] = [AMERICAN, MLA, AP, RUS]
    assert tuple(in_words(edtf, calendar) for calendar in calendars) == expected


@pytest.mark.parametrize(
    "edtf", ["2023-06-08", "2024-05-30/2024-06-02", "[2023-06-08..2023-06-09]", "[..2023-06-07]"]
)
def test_british_dates_are_those_of_the_archives_own_pages(edtf: str) -> None:
    assert in_words(edtf, BRITISH) == dates.in_words(edtf)
