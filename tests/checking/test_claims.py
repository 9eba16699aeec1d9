"""Dates and outlets named beside a quotation."""

import pytest
from django.test import Client

from quotes.checking.check import CheckRequest, check
from quotes.checking.claims import dates_in, fits, outlet_names_in
from quotes.models import Utterance, UtteranceMember
from tests import factories


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("he said on 7 June 2023", ["2023-06-07"]),
        ("he said on June 7th, 2023,", ["2023-06-07"]),
        ("he said in June 2023", ["2023-06"]),
        ("he said in 2023", ["2023"]),
        ("sagte er am 3. März 2021", ["2021-03-03"]),
        ("a-t-il dit le 1er août 2022", ["2022-08-01"]),
        ("dijo el 5 de mayo de 2020", ["2020-05-05"]),
        ("сказал он 9 мая 2019 года", ["2019-05-09"]),
        ("on 2021-11-30 she wrote", ["2021-11-30"]),
        ("on 31 February 2021", []),
        ("they may 10 times over", []),
        ("2,500 people and 20 ships", []),
    ],
)
def test_dates_are_read_in_words(words: str, found: list[str]) -> None:
    assert [date.edtf for date in dates_in(words)] == found


@pytest.mark.parametrize(
    ("words", "known", "is_fit"),
    [
        ("on 7 June 2023", ["2023-06-07"], True),
        ("on 7 June 2023", ["[2023-06-07..2023-06-09]"], True),
        ("on 8 June 2023", ["2023-06-07"], False),
        ("on 8 June 2023", ["2023-06-07", "2023-06-08"], True),
        ("on 7 June", ["2023-06-07"], True),
        ("on 8 June", ["2023-06-07"], False),
        ("on 29 February", ["2023-02-28"], False),
        ("in 2022", ["2023-06-07"], False),
    ],
)
def test_a_date_fits_a_known_one(words: str, known: list[str], is_fit: bool) -> None:
    [date] = dates_in(words)
    assert fits(date, known) is is_fit


def test_names_of_outlets_are_runs_of_capitals_and_their_parts() -> None:
    found = outlet_names_in("Ines Roth told The Valley Times in March")
    assert {"The Valley Times", "Valley Times", "Ines Roth"} <= set(found)
    assert "Bureau of Land and Sea" in outlet_names_in("wrote to the Bureau of Land and Sea’s desk")


@pytest.fixture
def reports(db: None):
    talk = factories.interview("Talk", dates="2023-06-07")
    roth = factories.speaker("Ines Roth")
    made = []
    for outlet in ("Valley Times", "Harbour Post"):
        source = factories.source(interview=talk, outlet=factories.outlet(outlet))
        made.append(
            factories.published(
                "The ferry will run on Sundays again from next spring.",
                turn=factories.turn(
                    "The ferry will run on Sundays again from next spring.", source=source
                ),
                speaker=roth,
            )
        )
    return made


def checks_of(text: str):
    [result] = check(CheckRequest(text, is_article=True)).results
    return result


QUOTED = "“The ferry will run on Sundays again from next spring,”"


@pytest.mark.django_db
def test_date_and_outlet_beside_are_compared_and_change_no_verdict(reports) -> None:
    factories.published("Other words.", turn=factories.turn(
        "Other words.", source=factories.source(outlet=factories.outlet("Night Wire"))))  # fmt: skip
    found = checks_of(f"{QUOTED} Ines Roth told Night Wire on 9 June 2022.")
    assert found.verdict == "typography"
    assert found.checks["date"].matches is False
    assert found.checks["source"].matches is False
    assert "name 9 June 2022; the archive has 7 June 2023" in found.explanation
    assert "name Night Wire" in found.explanation


@pytest.mark.django_db
def test_what_is_named_beside_rightly_is_told_as_right(reports) -> None:
    utterance = Utterance.objects.create(interview=reports[0].interview)
    for each in reports:
        UtteranceMember.objects.create(utterance=utterance, passage=each, state="confirmed")
    for outlet in ("Valley Times", "Harbour Post"):
        found = checks_of(f"{QUOTED} Ines Roth told {outlet} on 7 June.")
        assert found.checks["date"].matches is True
        assert found.checks["source"].matches is True


@pytest.mark.django_db
def test_an_outlet_that_is_not_here_accuses_nobody(reports) -> None:
    found = checks_of(f"{QUOTED} Ines Roth told the Evening Courier.")
    assert found.checks["source"].matches is None
    assert found.checks["source"].claimed is None


@pytest.mark.django_db
def test_the_page_shows_what_was_named_beside(reports, client: Client) -> None:
    text = f"{QUOTED} Ines Roth told Harbour Post on 9 June 2022. "
    page = client.post("/check/", {"text": text, "article": "1"}).text
    assert "≠ named beside it: 9 June 2022" in page.replace("\n", "")
