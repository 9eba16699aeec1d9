"""The years of a search as a table, for whoever can't see or use the bars."""

import re
from html import unescape

import pytest
from django.test import Client

from quotes.answers import time_axis
from quotes.answers.facets import Bar
from quotes.templatetags.macros import years as drawn
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]
ROW = re.compile(r'<th scope="row"><a href="([^"]+)"([^>]*)>([^<]+)</a></th><td>([^<]+)</td>')


def bars(client: Client, url: str) -> list[Bar]:
    return client.get(url).context["result"].years


def table(years: list[Bar]) -> list[tuple[str, ...]]:
    return ROW.findall(drawn(years))


def test_a_year_stands_with_its_number_and_leads_to_its_passages(client: Client) -> None:
    assert table(bars(client, "/search/")) == [
        ("/search/?year=2023", "", "2023", "86"),
        ("/search/?year=2024", "", "2024", "27"),
    ]


def test_a_chosen_year_is_marked_and_leads_back(client: Client) -> None:
    assert table(bars(client, "/search/?year=2024"))[1] == (
        "/search/", ' aria-current="true"', "2024", "27",
    )  # fmt: skip


def test_the_table_says_the_same_as_the_bars(client: Client) -> None:
    years = bars(client, "/search/?q=sanctions")
    shown = [(unescape(url), label, count) for url, _, label, count in table(years)]
    assert shown == [(year.url, year.label, str(year.count)) for year in years]


def test_where_years_are_many_a_bar_is_a_decade_and_leads_to_just_its_passages(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_axis, "MAX_STRETCHES", 0)
    (decade,) = bars(client, "/search/?q=sanctions")
    assert decade.label == "2020s"
    page = client.get(decade.url)
    assert page.context["result"].count == decade.count
    (chosen,) = page.context["result"].years
    assert chosen.selected
    assert chosen.url == "/search/?q=sanctions"


def test_years_without_hits_between_others_are_on_the_axis_and_lead_nowhere(
    client: Client,
) -> None:
    for year in ("1999", "2002"):
        factories.published(f"Axial words of {year}.", said_on=year)
    page = client.get("/search/?q=axial")
    years = page.context["result"].years
    assert [(year.label, year.count) for year in years] == [
        ("1999", 1), ("2000", 0), ("2001", 0), ("2002", 1),
    ]  # fmt: skip
    assert "year=2000" not in page.content.decode()
    assert [label for _, _, label, _ in table(years)] == ["1999", "2002"]


def test_a_single_year_has_no_axis_unless_it_is_chosen(client: Client) -> None:
    assert 'class="years"' not in client.get("/search/?q=sanctions").content.decode()
    assert 'class="years"' in client.get("/search/?q=sanctions&year=2023").content.decode()


def test_the_form_of_days_keeps_the_search(client: Client) -> None:
    content = client.get("/search/?q=kazakhstan&wording=edited&after=2023-06").content.decode()
    form = content[content.index('<form class="facets-inner"') :]
    form = form[: form.index("</form>")]
    assert 'name="wording" value="edited" aria-label="Edited" checked>' in form
    assert '<input type="hidden" name="q" value="kazakhstan">' in form
    assert 'name="after" value="2023-06"' in form
    assert form.count('name="after"') == 1
