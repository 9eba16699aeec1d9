"""Hits of a filter by date whose own dates are not exact enough to be sure."""

import csv
import io

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
PERHAPS = "perhaps said outside these dates"
DATES = {
    "the year": "2024",
    "the month": "2024-06",
    "the day": "2024-06-15",
    "one of two": "[2024-05-31..2024-06-01]",
    "lasted": "2024-06-10/2024-06-12",
    "another year": "2023",
}


@pytest.fixture
def said(db: None) -> None:
    for words, day in DATES.items():
        factories.published(f"A pontoon, {words}.", said_on=day)


def unsure(client: Client, query: str) -> set[str]:
    """The dates of the hits that are marked, of those that are found."""
    result = client.get(f"/search/?{query}&per_page=100").context["result"]
    return {hit.passage.said for hit in result.hits if PERHAPS in hit.reason}


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("after=2024-06&before=2024-06", {"2024", "[2024-05-31..2024-06-01]"}),
        ("q=pontoon&after=2024-06&before=2024-06", {"2024", "[2024-05-31..2024-06-01]"}),
        ("q=after:2024-06+before:2024-06", {"2024", "[2024-05-31..2024-06-01]"}),
        ("q=pontoon+after:2024-06-01&before=2024-06-12",
         {"2024", "2024-06", "[2024-05-31..2024-06-01]"}),
        ("after=2024-06", {"2024", "[2024-05-31..2024-06-01]"}),
        ("before=2024-06-11", {"2024", "2024-06", "2024-06-10/2024-06-12"}),
        ("after=2024&before=2024", set()),
        ("q=pontoon", set()),
        ("year=2024", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_a_hit_that_only_may_have_been_said_then_says_so(
    client: Client, said: None, query: str, marked: set[str]
) -> None:
    assert unsure(client, query) == marked


@pytest.mark.parametrize("view", ["compact", "cards"])
def test_it_stands_on_the_hit_behind_what_else_it_is_found_by(
    client: Client, said: None, view: str
) -> None:
    html = client.get(f"/search/?after=2024-06&before=2024-06&view={view}").content.decode()
    assert html.count(PERHAPS) == 2
    factories.published("Nothing of it.", speaker=factories.speaker("Ada Quay"), said_on="2024")
    html = client.get(f"/search/?q=quay&after=2024-06&view={view}").content.decode()
    assert f"matches the speaker’s name and {PERHAPS}" in html


def test_lines_and_their_table_mark_the_doubt(client: Client, db: None) -> None:
    factories.published("Nothing of gold.", said_on="2024")
    factories.published("All of gold.", said_on="2024-07-01")
    asked = "?q=gold&after=2024-06&view=lines"
    html = client.get(f"/search/{asked}").content.decode()
    doubtful = [row for row in html.split("<tr ") if f'aria-label="({PERHAPS})"' in row]
    assert ["Nothing of" in row for row in doubtful] == [True]
    for table in ("/search.csv", "/search/all.csv"):
        text = b"".join(client.get(f"{table}{asked}")).decode("utf-8-sig")
        told = {row["before"]: row["reasons"] for row in csv.DictReader(io.StringIO(text))}
        assert told == {"Nothing of": PERHAPS, "All of": ""}
    assert PERHAPS not in client.get("/search/?q=gold&view=lines").content.decode()
