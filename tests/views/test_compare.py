"""Comparisons: each column equals its own search, and bad addresses say what to do."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from quotes.models import Speaker
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]
BOTH = "speaker=roman-vassilenko&speaker=thierry-de-montbrial"


def columns(client: Client, query: str) -> list[Any]:
    response = client.get(f"/compare/?{query}")
    assert response.status_code == 200
    return response.context["columns"]


@pytest.mark.parametrize(
    ("kind", "values", "more"),
    [
        ("speaker", ["roman-vassilenko", "thierry-de-montbrial"], {"q": "kazakhstan"}),
        ("topic", ["sanctions", "russia", "brics"], {}),
        ("outlet", ["al-jazeera", "avim", "specialeurasia", "wpc-ifri"], {"q": "policy"}),
        ("year", ["2023", "2024"], {"q": "kazakhstan", "wording": "edited"}),
    ],
)
def test_each_column_is_its_own_search(
    client: Client, kind: str, values: list[str], more: dict[str, str]
) -> None:
    query = urlencode({kind: values, **more}, doseq=True)
    found = columns(client, query)
    assert [column.value for column in found] == values
    for column in found:
        own = client.get(column.url).context["result"]
        assert own.count == column.result.count
        shown = [hit.passage.pk for hit in column.result.hits]
        assert shown == [hit.passage.pk for hit in own.hits][: len(shown)]
        assert sum(count for _, count in column.wordings) == own.count
        assert sum(column.result.year_counts.values()) == own.count


def test_a_column_without_hits_says_so_and_leads_on(client: Client) -> None:
    page = client.get(f"/compare/?{BOTH}&q=sanctions")
    assert [column.result.count > 0 for column in page.context["columns"]] == [True, False]
    assert "The archive has nothing here." in page.content.decode()


def test_the_role_held_then_and_the_span_are_told(client: Client) -> None:
    page = client.get(f"/compare/?{BOTH}&q=kazakhstan")
    assert "Deputy Minister of Foreign Affairs" in page.content.decode()
    assert [column.span for column in page.context["columns"]] == ["2023 to 2024", "2024"]


def test_the_grades_stand_closest_first(client: Client) -> None:
    (column, _) = columns(client, f"{BOTH}&q=kazakhstan")
    assert column.wordings == [
        ("Verbatim", 1), ("Edited", 47), ("Reported", 1), ("Paraphrased", 5),
    ]  # fmt: skip


def test_years_without_anything_and_undated_ones_are_told(client: Client) -> None:
    speaker = Speaker.objects.get(slug="thierry-de-montbrial")
    for said_on in ("2001", "2011", "2013", ""):
        factories.published(f"A ring of {said_on}.", speaker=speaker, said_on=said_on)
    page = client.get(f"/compare/?{BOTH}&q=ring")
    column = page.context["columns"][1]
    assert (column.span, column.undated) == ("2001 to 2013", 1)
    assert column.gaps == ["2002 to 2010", "2012"]
    assert "2001 to 2013 (none of 2002 to 2010, 2012), 1 undated" in page.content.decode()
    # A year that is asked for is all there is.
    only = columns(client, f"{BOTH}&q=ring&year=2011")[1]
    assert (only.result.count, only.span, only.gaps, only.undated) == (1, "2011", [], 0)


def test_results_with_several_speakers_lead_to_their_comparison(client: Client) -> None:
    url = client.get("/search/?q=kazakhstan&view=cards").context["result"].comparison.url
    assert [column.value for column in columns(client, url.partition("?")[2])] == [
        "roman-vassilenko", "thierry-de-montbrial",
    ]  # fmt: skip
    assert not client.get("/search/?q=sanctions").context["result"].comparison


@pytest.mark.parametrize("kind", ["topic", "outlet", "year"])
def test_what_is_chosen_leads_to_its_comparison(client: Client, kind: str) -> None:
    values = {
        "topic": ["multivector-policy", "foreign-policy"],
        "outlet": ["al-jazeera", "specialeurasia"],
        "year": ["2024", "2023"],
    }[kind]
    query = urlencode({"q": "kazakhstan", kind: values}, doseq=True)
    comparison = client.get(f"/search/?{query}").context["result"].comparison
    assert comparison.label == f"Compare the {kind}s chosen here, side by side"
    found = columns(client, comparison.url.partition("?")[2])
    assert [column.value for column in found] == values


@pytest.mark.parametrize(
    "chosen",
    ["topic=sanctions&topic=russia&year=2023&year=2024", "speaker=roman-vassilenko",
     "&".join(f"outlet={slug}" for slug in ("al-jazeera", "avim", "specialeurasia", "wpc-ifri", "astana-times"))],
)  # fmt: skip
def test_what_cannot_be_compared_is_not_offered(client: Client, chosen: str) -> None:
    assert client.get(f"/search/?{chosen}").context["result"].comparison is None


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("speaker=roman-vassilenko", "speaker"),
        ("speaker=roman-vassilenko&speaker=roman-vassilenko", "speaker"),
        (f"{BOTH}&speaker=nobody", "speaker"),
        (f"{BOTH}&topic=sanctions&topic=russia", "topic"),
        ("year=2020&year=2021&year=2022&year=2023&year=2024", "year"),
        (f"{BOTH}&page=2", "page"),
        (f"{BOTH}&view=lines", "view"),
        (f"{BOTH}&colour=red", "colour"),
        ("speaker=roman-vassilenko&speaker=%00", "speaker"),
    ],
)
def test_what_cannot_be_compared_says_why(client: Client, query: str, parameter: str) -> None:
    page = client.get(f"/compare/?{query}")
    assert page.status_code == 200
    assert not page.context["columns"]
    assert parameter in {problem.parameter for problem in page.context["problems"]}


def test_words_typed_outlast_sides_that_are_not_there(client: Client) -> None:
    page = client.get(f"/compare/?q=%22boxing+ring%22+war&{BOTH}&speaker=nobody")
    assert 'href="/search/?q=%22boxing%20ring%22%20war">Start without' in page.content.decode()


def test_an_address_without_sides_explains_itself(client: Client) -> None:
    page = client.get("/compare/?q=kazakhstan")
    assert page.status_code == 200
    assert "Two to four speakers" in page.content.decode()
