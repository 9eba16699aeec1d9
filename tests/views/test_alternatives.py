"""Where little or nothing is found: other spellings, fewer filters, what is covered."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quotes import editorial
from tests import factories

pytestmark = pytest.mark.django_db


def ask(client: Client, **parameters: Any) -> dict[str, Any]:
    answer = client.get("/search.json", parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()


def suggestion(client: Client, q: str) -> str | None:
    return ask(client, q=q)["query"]["suggestion"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sanctoins", "sanctions"),
        ("SANCTOINS", "sanctions"),
        ("asnctions", "sanctions"),
        ("Vassylenko", "vassilenko"),
        ('"boxign ring"', '"boxing ring"'),
        ('"boxign  ring" -war', '"boxing  ring" -war'),
        ("sanctoins OR zzzzz", "sanctions OR zzzzz"),
    ],
)
def test_an_unknown_word_is_offered_in_its_nearest_spelling(
    client: Client, opening_archive: None, typed: str, meant: str
) -> None:
    assert suggestion(client, typed) == meant
    assert ask(client, q=meant)["count"] > ask(client, q=typed)["count"]


@pytest.mark.parametrize(
    "typed",
    ["yurt", "sanction", "zzzz", '"ring boxing"', "sanctions zzzzzz", "2042", "-sanctoins yurt"],
)
def test_words_that_are_found_or_like_nothing_are_left_alone(
    client: Client, opening_archive: None, typed: str
) -> None:
    assert suggestion(client, typed) is None


def test_other_scripts_are_corrected_alike(client: Client) -> None:
    factories.published("Астана не признаёт санкции.", language="ru")
    assert suggestion(client, "санкцаи") == "санкции"
    assert suggestion(client, "санкций") is None  # a form of it, and found


def test_a_word_of_drafts_or_withdrawn_passages_is_never_offered(client: Client) -> None:
    factories.draft("A clandestine meeting.")
    passage = factories.published("A clandestine dinner.")
    factories.published("An open meeting.")
    assert suggestion(client, "clandestyne") == "clandestine"
    editorial.withdraw(passage, reason="An error.", editor=None)
    assert suggestion(client, "clandestyne") is None


def test_the_page_links_to_the_other_spelling(client: Client, opening_archive: None) -> None:
    page = client.get("/search/?q=sanctoins&wording=edited").content.decode()
    assert 'Did you mean <a href="/search/?q=sanctions&amp;wording=edited">sanctions</a>' in page


def test_nothing_found_names_each_filter_with_what_is_found_without_it(
    client: Client, opening_archive: None
) -> None:
    answer = ask(
        client,
        q="yurt",
        speaker=["thierry-de-montbrial"],
        exclude_wording="reported",
        after="2023",
        topic_all=["sanctions", "russia"],
    )
    assert answer["count"] == 0
    found = {(w["parameter"], *w["values"]): w["count"] for w in answer["without"]}
    assert found.keys() == {
        ("q", "yurt"),
        ("speaker", "thierry-de-montbrial"),
        ("exclude_wording", "reported"),
        ("after", "2023"),
        ("topic_all", "sanctions"),
        ("topic_all", "russia"),
    }
    for less in answer["without"]:
        path = less["url"].replace("http://127.0.0.1:8000/search/", "/search.json")
        assert client.get(path).json()["count"] == less["count"]


def test_two_values_of_a_filter_are_taken_away_together(
    client: Client, opening_archive: None
) -> None:
    answer = ask(client, q='"boxing ring"', event=["al-jazeera-2023", "aif-2023"], year="2023")
    rows = {w["parameter"]: (w["values"], w["count"]) for w in answer["without"]}
    assert rows["event"] == (["al-jazeera-2023", "aif-2023"], 0)
    assert rows["year"] == (["2023"], 0)


def test_several_words_are_taken_away_one_by_one(client: Client, opening_archive: None) -> None:
    answer = ask(client, q="sanctions zzzz speaker:vassilenko")
    counts = {w["values"][0]: w["count"] for w in answer["without"]}
    assert counts["zzzz"] == ask(client, q="sanctions speaker:vassilenko")["count"] > 0
    assert counts["sanctions"] == 0


def test_where_something_is_found_nothing_is_taken_away(
    client: Client, opening_archive: None
) -> None:
    answer = ask(client, q='"boxing ring"')
    assert (answer["count"], answer["without"], answer["coverage"]) == (2, [], None)


def test_nothing_found_says_what_is_covered(client: Client, opening_archive: None) -> None:
    assert ask(client, q="zzzz")["coverage"] == {
        "passages": 113,
        "speakers": 2,
        "sources": 5,
        "languages": ["en"],
        "first_year": 2023,
        "last_year": 2024,
    }
    page = client.get("/search/?q=zzzz").content.decode()
    assert "113 quotations of 2 speakers in 5 sources, said from 2023 to 2024" in page


@pytest.mark.parametrize("path", ["/search/", "/search.json"])
def test_a_page_without_hits_costs_few_queries(
    client: Client,
    opening_archive: None,
    path: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get("/search/")
    with django_assert_max_num_queries(12):
        client.get(f"{path}?q=sanctoins+zzzz&speaker=thierry-de-montbrial&year=2023&topic=russia")
    with django_assert_max_num_queries(12):
        client.get(f"{path}?q=speaker:thierry-de-montbrial+topic:brics+wording:reported+zzzz")


@pytest.mark.parametrize("written", ["{}", "https://elsewhere.example/q/{}/context?x=1", "/q/{}"])
def test_the_address_of_a_quotation_leads_to_it_also_from_the_box(
    client: Client, written: str
) -> None:
    passage = factories.published("A caravan came.")
    way = f'<a href="/q/{passage.identifier_id}">a quotation in this archive</a>'
    asked = {"q": written.format(passage.identifier_id)}
    assert way in client.get("/search/", asked).content.decode()
    editorial.withdraw(passage, editor=None, reason="It was not said.")
    assert "a quotation in this archive" not in client.get("/search/", asked).content.decode()
