"""Walks by cursor: where they begin, how they go on, and what is no cursor."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.test import Client

from quotes import editorial
from quotes.models import ArchiveState, Speaker, Topic
from tests.api.conftest import Ask, Walk

pytestmark = pytest.mark.django_db
LISTS = ["speakers", "events", "interviews", "sources", "topics", "utterances"]


def ids(answers: Any) -> list[str]:
    return [each["id"] for answer in answers for each in answer["results"]]


def paged(ask: Ask, address: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows of a list, by page."""
    answer = ask(address, parameters)
    rows = answer["results"]
    while answer["next"]:
        answer = ask(answer["next"])
        rows = [*rows, *answer["results"]]
    assert len(rows) == answer["count"]
    return rows


@pytest.mark.parametrize("search", [{}, {"q": "kazakhstan"}, {"topic": "russia", "year": "2023"}])
def test_a_walk_meets_all_hits_once(
    ask: Ask, walk: Walk, opening_archive: None, search: dict[str, Any]
):
    answers = list(walk("passages", {**search, "per_page": 10}))
    everything = [each["id"] for each in paged(ask, "passages", search)]
    assert sorted(ids(answers)) == sorted(everything)
    assert {answer["count"] for answer in answers} == {len(everything)}


@pytest.mark.parametrize("sort", ["newest", "oldest", "changed"])
def test_a_walk_goes_in_the_order_asked_for(ask: Ask, walk: Walk, opening_archive: None, sort: str):
    search = {"q": "kazakhstan", "sort": sort, "per_page": 9}
    assert ids(walk("passages", search)) == [each["id"] for each in paged(ask, "passages", search)]


def test_an_answer_has_the_fields_of_a_page(ask: Ask, opening_archive: None):
    page, part = ask("passages", {"q": "yurt"}), ask("passages", {"q": "yurt", "cursor": "*"})
    assert set(part) == set(page)
    assert part["query"] == page["query"]
    assert part["count"] == page["count"]
    absent = ("page", "pages", "facets", "deepest_row", "next", "previous")
    assert [part[name] for name in absent] == [None] * 6


@pytest.mark.parametrize("name", LISTS)
def test_a_walk_through_a_list_meets_all_rows_once(
    ask: Ask, walk: Walk, opening_archive: None, name: str
):
    everything = paged(ask, name, {})
    walked = [each for answer in walk(name, {"per_page": 1}) for each in answer["results"]]
    assert len(walked) == len(everything) > 0
    assert all(each in walked for each in everything)


@pytest.mark.parametrize(("name", "noun"), [("speakers", Speaker), ("topics", Topic)])
def test_a_row_that_gets_another_address_is_still_a_place(
    ask: Ask, opening_archive: None, name: str, noun: Any
):
    first = ask(name, {"cursor": "*", "per_page": 1})
    found = noun.objects.get(slug=first["results"][0]["slug"])
    found.slug = "moved-meanwhile"
    editorial.save_noun(found, editor=None)
    rest = ask(first["next"])["results"]
    assert rest
    assert "moved-meanwhile" not in [each["slug"] for each in rest]


def test_a_row_that_is_merged_into_another_is_no_place_any_more(
    ask: Ask, client: Client, opening_archive: None
):
    first = ask("topics", {"cursor": "*", "per_page": 40})
    slugs = [each["slug"] for each in first["results"] if not each["below"] and each["above"]]
    double, into = (Topic.objects.get(slug=slug) for slug in (slugs[-1], slugs[0]))
    last = ask("topics", {"cursor": "*", "per_page": 40 - place_behind(first, double.slug)})
    editorial.merge_nouns(double, into, editor=None)
    response = client.get(last["next"].removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 400
    assert "begin again" in response.json()["detail"]


def place_behind(answer: dict[str, Any], slug: str) -> int:
    """How many rows stand behind the one with this slug."""
    return list(reversed([each["slug"] for each in answer["results"]])).index(slug)


def test_a_walk_by_a_slug_goes_on_when_the_slug_changes(ask: Ask, opening_archive: None):
    first = ask("passages", {"cursor": "*", "per_page": 60, "speaker": "roman-vassilenko"})
    speaker = Speaker.objects.get(slug="roman-vassilenko")
    speaker.slug = "vassilenko"
    editorial.save_noun(speaker, editor=None)
    assert len(ask(first["next"])["results"]) == 47


def cursor_of(answer: dict[str, Any]) -> str:
    return parse_qs(urlsplit(answer["next"]).query)["cursor"][0]


def test_a_cursor_holds_no_primary_key(ask: Ask, opening_archive: None):
    for name in ["passages", *LISTS]:
        answer = ask(name, {"cursor": "*", "per_page": 1})
        body = cursor_of(answer).split(":")[0]
        _, *place = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        assert [each for each in place if not isinstance(each, str)] in ([], [0])


def test_a_cursor_may_take_another_number_of_rows(ask: Ask, opening_archive: None):
    first = ask("passages", {"cursor": "*", "per_page": 10})
    rest = ask("passages", {"cursor": cursor_of(first), "per_page": 100})
    assert len(rest["results"]) == 100


@pytest.mark.parametrize(
    "search",
    ["q=sanctions", "topic=russia", "exclude_topic=russia", "sort=newest", "after=2023",
     "topic_all=russia"],
)  # fmt: skip
def test_a_cursor_of_another_search_is_refused(
    ask: Ask, client: Client, opening_archive: None, search: str
):
    cursor = quote(cursor_of(ask("passages", {"cursor": "*", "per_page": 1})))
    response = client.get(f"/api/v1/passages?{search}&cursor={cursor}")
    assert response.status_code == 400
    assert "another search" in response.json()["detail"]


def test_a_cursor_of_another_list_is_refused(ask: Ask, client: Client, opening_archive: None):
    cursor = quote(cursor_of(ask("topics", {"cursor": "*", "per_page": 1})))
    for name in ("passages", "speakers", "changes", "topics?q=a"):
        joint = "&" if "?" in name else "?"
        response = client.get(f"/api/v1/{name}{joint}cursor={cursor}")
        assert response.status_code == 400
        assert [p["parameter"] for p in response.json()["parameters"]] == ["cursor"]


def test_a_cursor_of_another_archive_is_refused(ask: Ask, client: Client, opening_archive: None):
    address = ask("topics", {"cursor": "*", "per_page": 1})["next"]
    ArchiveState.objects.update(archive_id="restored")
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 400


def test_a_cursor_that_was_tampered_with_is_refused(
    ask: Ask, client: Client, opening_archive: None
):
    for name in ["passages", "topics", "changes"]:
        cursor = cursor_of(ask(name, {"cursor": "*", "per_page": 1}))
        for place in (0, 5, len(cursor) // 2, len(cursor) - 1):
            other = "A" if cursor[place] != "A" else "B"
            forged = quote(f"{cursor[:place]}{other}{cursor[place + 1 :]}")
            response = client.get(f"/api/v1/{name}?cursor={forged}")
            assert response.status_code == 400, (name, place)
            assert "cursor=*" in response.json()["detail"]


@pytest.mark.parametrize(
    "cursor", ["x", "**", "a:b", ":", "::", "é", "😀", "\x00", "0", "-1", "A" * 9_000, "bnVsbA:x"]
)
@pytest.mark.parametrize("name", ["passages", "speakers", "utterances", "changes"])
def test_what_is_no_cursor_is_refused(client: Client, room: Any, name: str, cursor: str):
    response = client.get(f"/api/v1/{name}", {"cursor": cursor})
    assert response.status_code == 400
    assert [p["parameter"] for p in response.json()["parameters"]] == ["cursor"]


@pytest.mark.parametrize("name", ["passages", "speakers"])
def test_a_walk_has_no_pages(client: Client, room: Any, name: str):
    response = client.get(f"/api/v1/{name}?cursor=*&page=1")
    assert response.status_code == 400
    assert [p["parameter"] for p in response.json()["parameters"]] == ["page"]


def test_a_walk_does_not_go_by_relevance(client: Client, room: Any):
    response = client.get("/api/v1/passages?q=door&cursor=*&sort=relevance")
    assert response.status_code == 400
    assert [p["parameter"] for p in response.json()["parameters"]] == ["sort"]


def test_an_empty_cursor_counts_as_absent(ask: Ask, room: Any):
    assert ask("passages", {"cursor": " "})["page"] == 1
