"""Passages in the API: the search page for programs, and each passage's record."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import IdentifierEvent, Speaker
from quotes.search import catch_up
from tests import factories
from tests.api.conftest import Ask

pytestmark = pytest.mark.django_db
PAGING = {"per_page", "deepest_row", "next", "previous"}
SEARCHES: list[dict[str, Any]] = [
    {},
    {"q": '"boxing ring"'},
    {"q": "kazakhstan", "sort": "oldest", "per_page": 7, "page": 2},
    {"q": "sanctoins"},
    {"q": "nothing has this", "topic": "sanctions"},
    {"speaker": ["roman-vassilenko", "thierry-de-montbrial"], "exclude_topic": "sanctions"},
    {"event": "wpc", "wording": "verbatim", "year": "2024", "per_page": 100},
]


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_is_that_of_the_page_field_by_field(ask: Ask, opening_archive: None, search: Any):
    answer = ask("passages", search)
    page = ask("/search.json", search)
    assert {name: answer[name] for name in answer if name not in PAGING} == page
    assert PAGING <= set(answer)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "changed"])
def test_hits_stand_in_the_order_of_the_page(
    ask: Ask, client: Client, opening_archive: None, sort: str
):
    for page in (1, 2):
        parameters = {"q": "kazakhstan", "sort": sort, "page": page}
        shown = client.get("/search/", parameters).context["result"].hits
        found = ask("passages", parameters)["results"]
        assert [each["id"] for each in found] == [hit.passage.identifier_id for hit in shown]
        forget_kept_pages()


def test_a_passage_is_the_record_of_its_permalink(ask: Ask, opening_archive: None):
    for record in ask("passages", {"per_page": 100})["results"]:
        assert ask(f"passages/{record['id']}") == record
        assert ask(f"/q/{record['id']}.json") == record


def test_pages_lead_to_their_neighbours(ask: Ask, client: Client, opening_archive: None, settings):
    answer = ask("passages", {"per_page": 50, "page": 2, "wording": "edited", "q": " "})
    site = f"{settings.SITE_URL}/api/v1/passages?wording=edited&per_page=50"
    assert answer["next"] is None
    assert answer["previous"] == site
    assert (answer["count"], answer["page"], answer["pages"]) == (77, 2, 2)
    response = client.get(site.removeprefix(settings.SITE_URL))
    assert response["Link"] == (
        f'<{site}&page=2>; rel="next", <{site}>; rel="first", <{site}&page=2>; rel="last"'
    )


def test_how_deep_pages_lead_is_said_and_kept(ask: Ask, client: Client, opening_archive: None):
    assert ask("passages")["deepest_row"] == 100_000
    assert client.get("/api/v1/passages?per_page=100&page=1000").status_code == 404
    response = client.get("/api/v1/passages?per_page=100&page=1001")
    assert response.status_code == 400
    assert "100,000" in response.json()["detail"]


def test_a_page_beyond_the_end_names_the_last(client: Client, opening_archive: None):
    response = client.get("/api/v1/passages?q=yurt&page=2")
    assert response.status_code == 404
    assert response.json()["parameters"] == [
        {"parameter": "page", "message": "The last page is 1."}
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("speaker", "nobody"), ("topic", "no-topic"), ("event", "wpc-1066"), ("outlet", "x"),
        ("wording", "exact"), ("language", "xx"), ("year", "0"), ("after", "2023-02-30"),
        ("sort", "best"), ("page", "0"), ("page", str(2**63)), ("per_page", "101"),
        ("exclude_topic", "no-topic"), ("topic_all", "no-topic"), ("colour", "red"),
        ("speaker", "a\x00b"), ("cursor", "x"), ("cursor", "a\x00b"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_by_name(
    client: Client, opening_archive: None, name: str, value: str
):
    response = client.get(f"/api/v1/passages?{urlencode({'q': 'yurt', name: value})}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [each["parameter"] for each in response.json()["parameters"]] == [name]


def test_what_cannot_be_read_is_refused_in_a_walk_too(client: Client, opening_archive: None):
    for query in ("cursor=*&q=%00", "cursor=*&sort=best", "cursor=*&topic=nothing"):
        response = client.get(f"/api/v1/passages?{query}")
        assert response.status_code == 400, query


def test_a_former_slug_still_filters(ask: Ask, opening_archive: None):
    speaker = Speaker.objects.get(slug="roman-vassilenko")
    speaker.slug = "vassilenko"
    editorial.save_noun(speaker, editor=None)
    answer = ask("passages", {"speaker": "roman-vassilenko", "per_page": 1})
    assert answer["count"] == 107
    assert "speaker=vassilenko" in answer["next"]


def test_an_identifier_may_be_typed_in_any_way(client: Client):
    identifier = factories.published().identifier_id
    typed = f"{identifier[:4]}-{identifier[4:]}".upper()
    response = client.get(f"/api/v1/passages/{typed}")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/passages/{identifier}")


@pytest.mark.parametrize("written", ["zzzzzzzz", "abc", "%00", "é" * 8, "%ED%A0%80", "9" * 5_000])
def test_a_mistyped_identifier_is_called_mistyped(client: Client, written: str):
    response = client.get(f"/api/v1/passages/{written}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["title"] == "This permalink is mistyped"


def test_a_withdrawn_passage_is_gone_with_its_reason(client: Client):
    passage = factories.published("Words nobody said.")
    editorial.withdraw(passage, reason="Retracted.", editor=None)
    response = client.get(f"/api/v1/passages/{passage.identifier_id}")
    assert response.status_code == 410
    assert response.json()["withdrawn"]["reason"] == "Retracted."
    assert "Words nobody said" not in response.text


def test_a_merged_passage_leads_to_what_it_became(client: Client):
    first, second = factories.published(), factories.published()
    editorial.withdraw(first, reason="the same words", editor=None)
    IdentifierEvent.objects.create(
        identifier_id=first.identifier_id, kind="merged_into", target_id=second.identifier_id,
        reason="the same words",
    )  # fmt: skip
    response = client.get(f"/api/v1/passages/{first.identifier_id}")
    expected = f"/api/v1/passages/{second.identifier_id}"
    assert (response.status_code, response["Location"]) == (301, expected)


@pytest.mark.parametrize("query", ["per_page=1", "per_page=100", "per_page=1&cursor=*",
                                   "per_page=100&cursor=*", "q=sanctions&topic=russia"])  # fmt: skip
def test_a_page_costs_few_queries_however_many_rows(
    client: Client,
    opening_archive: None,
    query: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
):
    client.get("/api/v1/passages?q=yurt")
    with django_assert_max_num_queries(12):
        assert client.get(f"/api/v1/passages?{query}").status_code == 200


@pytest.mark.parametrize("query", ["", "?cursor=*", "?q=yurt"])
def test_while_there_is_no_index_it_says_when_to_come_again(
    client: Client, opening_archive: None, monkeypatch: pytest.MonkeyPatch, query: str
):
    monkeypatch.setattr(catch_up, "_catch_up_or_wait", lambda version: None)
    response = client.get(f"/api/v1/passages{query}")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["", "?cursor=*"])
def test_an_answer_from_a_lagging_index_is_kept_by_nobody(
    client: Client, opening_archive: None, monkeypatch: pytest.MonkeyPatch, query: str
):
    client.get("/api/v1/passages")
    factories.published("Late words.")
    monkeypatch.setattr(catch_up, "_catch_up_or_wait", lambda version: None)
    response = client.get(f"/api/v1/passages{query}")
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert response.json()["query"]["notes"]
