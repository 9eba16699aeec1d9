"""Result pages in other forms: CSV and Atom have the hits of the page, in its order."""

import csv
import io
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from quotes import editorial
from quotes.text.controls import REFUSED
from tests import factories
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SEARCHES = [
    "", "?q=kazakhstan", "?q=kazakhstan&page=2&per_page=7", "?speaker=roman-vassilenko&sort=oldest",
    "?sort=changed&per_page=100", '?q="boxing+ring"', "?q=zzzz",
]  # fmt: skip


def rows(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def feed(response: HttpResponse) -> ElementTree.Element:
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def entry_ids(response: HttpResponse) -> list[str]:
    return [entry.findtext(f"{ATOM}id", "") for entry in feed(response).iter(f"{ATOM}entry")]


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in element.findall(f"{ATOM}link")}


@pytest.mark.parametrize("query", SEARCHES)
def test_every_form_has_the_same_hits_in_the_same_order(
    client: Client, opening_archive: None, query: str
) -> None:
    urls = [result["url"] for result in client.get(f"/search.json{query}").json()["results"]]
    assert [row["url"] for row in rows(client.get(f"/search.csv{query}"))] == urls
    assert entry_ids(client.get(f"/search.atom{query}")) == urls


def test_a_table_is_a_file_that_names_its_neighbours(client: Client, opening_archive: None) -> None:
    response = client.get("/search.csv?per_page=50&page=2&q=")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="on-record-search-2.csv"'
    assert response["Link"] == (
        '<http://127.0.0.1:8000/search.csv?per_page=50&page=3>; rel="next", '
        '<http://127.0.0.1:8000/search.csv?per_page=50>; rel="previous"'
    )
    assert "Link" not in client.get('/search.csv?q="boxing+ring"')


def test_the_tables_together_have_every_row_once(client: Client, opening_archive: None) -> None:
    url, ids = "/search.csv?per_page=40", []
    while url:
        response = client.get(url)
        ids += [row["id"] for row in rows(response)]
        following = [link for link in response.get("Link", "").split(", ") if "next" in link]
        url = following[0].split(">")[0].removeprefix("<http://127.0.0.1:8000") if following else ""
    assert len(ids) == len(set(ids)) == 113


def test_a_feed_says_where_it_is_and_when_it_changed(client: Client, settings) -> None:
    settings.SITE_URL = "https://archive.example"
    passage = factories.published("Some zebras.", role_as_printed="Minister")
    found = feed(client.get("/search.atom?page=1&utm_source=x&q=+some++zebras&sort=relevance"))
    assert links(found) == {
        "self": "https://archive.example/search.atom?q=some+zebras",
        "alternate": "https://archive.example/search/?q=some+zebras",
    }
    assert found.findtext(f"{ATOM}id") == "https://archive.example/search.atom?q=some+zebras"
    entry = found.find(f"{ATOM}entry")
    permalink = f"https://archive.example/q/{passage.identifier_id}"
    assert entry.findtext(f"{ATOM}id") == links(entry)["alternate"] == permalink
    changed = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    assert abs(changed - passage.updated_at).total_seconds() < 1
    assert found.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")
    assert "“Some zebras.”" in entry.findtext(f"{ATOM}summary")


def test_the_pages_of_a_feed_share_its_id(client: Client, opening_archive: None) -> None:
    second = feed(client.get("/search.atom?per_page=50&page=2"))
    assert second.findtext(f"{ATOM}id") == "http://127.0.0.1:8000/search.atom?per_page=50"
    assert links(second)["next"] == "http://127.0.0.1:8000/search.atom?per_page=50&page=3"
    assert links(second)["previous"] == "http://127.0.0.1:8000/search.atom?per_page=50"


def test_a_correction_comes_to_the_top_of_the_advertised_feed_under_its_old_id(
    client: Client,
) -> None:
    older, newer = factories.published("Old zebras."), factories.published("New zebras.")
    before = entry_ids(client.get("/search.atom?q=zebras&sort=changed"))
    assert before[0].endswith(newer.identifier_id)
    why = editorial.CitedChange("typo", "A note was due.")
    editorial.revise(older, {"note": "A note."}, why=why, editor=None)
    assert entry_ids(client.get("/search.atom?q=zebras&sort=changed")) == before[::-1]


def test_an_empty_feed_does_not_change_with_the_clock(client: Client) -> None:
    factories.published("Words.")
    found = feed(client.get("/search.atom?q=zzzz"))
    assert datetime.fromisoformat(found.findtext(f"{ATOM}updated")) == datetime(
        1970, 1, 1, tzinfo=UTC
    )


@settings(
    max_examples=20 * EFFORT,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.text(max_size=40), query=st.text(max_size=40))
def test_any_words_are_well_formed_in_every_form(client: Client, words: str, query: str) -> None:
    text = f"Said: {REFUSED.sub('', words)} </summary><script>&]]> done."
    passage = factories.published(text, role_as_printed=REFUSED.sub("", f"Role {words}"))
    found = entry_ids(client.get("/search.atom", {"sort": "changed"}))
    assert found[0].endswith(passage.identifier_id)
    assert rows(client.get("/search.csv", {"sort": "changed"}))[0]["text"] == passage.text
    answer = client.get("/search.atom", {"q": query})
    if answer.status_code == 200:
        feed(answer)


@pytest.mark.parametrize("path", ["/search.csv", "/search.atom"])
def test_what_cannot_be_answered_is_said_in_plain_text(
    client: Client, opening_archive: None, path: str
) -> None:
    wrong = client.get(f"{path}?topic=no-such-topic")
    assert (wrong.status_code, wrong["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "topic: There is no topic “no-such-topic”" in wrong.content.decode()
    beyond = client.get(f"{path}?q=yurt&page=9")
    assert beyond.status_code == 404
    assert "The last page is 1." in beyond.content.decode()


def test_equal_searches_share_one_address(client: Client, opening_archive: None) -> None:
    shared = {
        client.get(f"/search/?{query}").context["result"].shared_url()
        for query in (
            "speaker=thierry-de-montbrial&speaker=roman-vassilenko&q=yurt",
            "q=+yurt+&speaker=roman-vassilenko&page=1&speaker=thierry-de-montbrial&topic=",
            "per_page=20&q=yurt&speaker=roman-vassilenko&speaker=thierry-de-montbrial"
            "&sort=relevance&utm_source=x",
        )
    }
    assert shared == {"/search/?q=yurt&speaker=roman-vassilenko&speaker=thierry-de-montbrial"}


def test_the_page_offers_its_other_forms(client: Client, opening_archive: None) -> None:
    page = client.get("/search/?q=sanctions&page=2&per_page=5").content.decode()
    for url, kind in {
        "/search.json?q=sanctions&amp;per_page=5&amp;page=2": "application/json",
        "/search.csv?q=sanctions&amp;per_page=5&amp;page=2": "text/csv",
        "/search.atom?q=sanctions&amp;sort=changed&amp;per_page=5": "application/atom+xml",
    }.items():
        assert f'<a href="{url}" rel="alternate" type="{kind}">' in page
        assert f'href="http://127.0.0.1:8000{url}"' in page
