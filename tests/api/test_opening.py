"""Nouns of the opening archive in the API: order, records, numbers of passages."""

import pytest
from django.test import Client

from tests.api.conftest import Ask

pytestmark = pytest.mark.django_db
NOUNS = ["speakers", "events", "interviews", "sources", "topics"]


@pytest.mark.parametrize("name", NOUNS)
def test_each_row_of_a_list_is_the_record_of_its_address(
    ask: Ask, opening_archive: None, name: str
):
    rows = ask(name, {"per_page": 100})["results"]
    assert rows
    for row in rows:
        assert ask(row["api_url"]) == row


@pytest.mark.parametrize("name", ["speakers", "events", "interviews", "sources"])
def test_rows_stand_in_the_order_of_the_page(
    ask: Ask, client: Client, opening_archive: None, name: str
):
    shown = [noun.slug for noun in client.get(f"/{name}/").context["page"]]
    assert [row["slug"] for row in ask(name)["results"]] == shown


@pytest.mark.parametrize("name", NOUNS)
def test_the_number_of_passages_is_what_their_search_finds(
    ask: Ask, opening_archive: None, name: str
):
    for row in ask(name, {"per_page": 100})["results"]:
        assert ask(row["passages_url"])["count"] == row["passage_count"], row["slug"]
