"""What every address of the API does as the web expects: methods, validators, headers, errors."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.page_cache import PageCache
from quotes import editorial
from quotes.answers.kept import REMOVAL
from quotes.editorial.kept_pages import forget_kept_pages
from tests import factories
from tests.api.conftest import Ask
from tests.views.room import Room

pytestmark = pytest.mark.django_db
LISTS = [
    "passages", "passages?cursor=*", "passages?q=door", "speakers", "events", "interviews",
    "sources", "topics", "utterances", "utterances?cursor=*", "changes", "changes?since=1",
]  # fmt: skip
ONES = [
    "speakers/ms-keeper", "events/forum-1", "events/forum-1-series", "interviews/panel",
    "sources/transcript", "topics/doors",
]  # fmt: skip
MISSING = ["nothing", "speakers/nobody", "passages/zzzzzzzz", "topics?page=99", "a/b/c", "changesx"]
REFUSED = ["passages?x=1", "changes?since=x", "topics?per_page=x"]


def addresses(room: Room) -> list[str]:
    """Every address of the API that answers."""
    own = [f"passages/{room.first.identifier_id}", f"utterances/{room.first.identifier_id}"]
    return [f"/api/v1/{each}" for each in ["", *LISTS, *ONES, *own]] + ["/api/v1/openapi.yaml"]


def database_down(execute: Callable[..., Any], *arguments: Any) -> Any:
    raise OperationalError("the server closed the connection unexpectedly")


def test_a_conditional_get_costs_one_query(
    client: Client, room: Room, django_assert_num_queries: DjangoAssertNumQueries
):
    for address in addresses(room):
        first = client.get(address)
        assert first["Cache-Control"] == "public, max-age=0, must-revalidate", address
        with django_assert_num_queries(1):
            again = client.get(address, headers={"If-None-Match": f"W/{first['ETag']}"})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Access-Control-Allow-Origin"] == "*"


def test_every_public_change_gives_a_new_validator_and_a_draft_gives_none(
    client: Client, room: Room
):
    before = {address: client.get(address)["ETag"] for address in addresses(room)}
    factories.draft(turn=room.first.turn, spans=[[23, 42]], speaker=room.first.speaker)
    assert {address: client.get(address)["ETag"] for address in before} == before
    contents = {address: client.get(address).content for address in before}
    editorial.withdraw(room.third, reason="No.", editor=None)
    for address, etag in before.items():
        response = client.get(address, headers={"If-None-Match": etag})
        # Records of nouns that print nothing of it are the same.
        is_same = "/passages" not in address and client.get(address).content == contents[address]
        is_same = is_same and address not in ("/api/v1/", "/api/v1/openapi.yaml")
        expected = (304, True) if is_same else (200, False)
        assert (response.status_code, response["ETag"] == etag) == expected, address


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What has been put into the page cache."""
    keep, found = PageCache.set, []

    def noted(cache: PageCache, key: str, value: object, *more: object) -> None:
        if key != REMOVAL:
            found.append(value)
        keep(cache, key, value, *more)

    monkeypatch.setattr(PageCache, "set", noted)
    return found


def test_an_answer_seen_before_costs_one_query_unless_it_is_walked_through(
    client: Client,
    room: Room,
    django_assert_num_queries: DjangoAssertNumQueries,
    kept: list[object],
):
    first = client.get("/api/v1/speakers")
    with django_assert_num_queries(1):
        assert client.get("/api/v1/speakers").content == first.content
    assert len(kept) == 1
    for address in ("passages?cursor=*", "topics?cursor=*", "changes?since=0"):
        client.get(f"/api/v1/{address}")
    assert len(kept) == 1  # nothing pushes out pages that are asked for again


def test_a_very_long_answer_is_not_kept(
    client: Client, room: Room, monkeypatch: pytest.MonkeyPatch, kept: list[object]
):
    monkeypatch.setattr("quotes.answers.public.MAX_CACHED_BYTES", 1_000)
    response = client.get("/api/v1/passages")
    assert len(response.content) > 1_000
    assert response["ETag"]
    assert not kept


def test_it_is_only_read(client: Client, room: Room):
    for address in addresses(room)[:-1]:
        for method in ("post", "put", "patch", "delete", "trace"):
            response = getattr(client, method)(address)
            assert response.status_code == 405, (method, address)
            assert response["Allow"] == "GET, HEAD, OPTIONS"
            assert response["Content-Type"] == "application/problem+json"
            assert response.json()["status"] == 405


def test_a_form_with_anything_in_it_is_not_read_either(client: Client, room: Room):
    response = client.post("/api/v1/passages", b"{", content_type="application/json")
    assert response.status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/api/v1/passages", {"a": "b"}).status_code == 405


def test_head_has_the_headers_of_get(client: Client, room: Room):
    for address in addresses(room):
        whole, head = client.get(address), client.head(address)
        assert head.content == b""
        assert dict(head.headers) == dict(whole.headers), address


def test_scripts_of_any_site_may_read_answers_and_errors(client: Client, room: Room):
    wrong = [f"/api/v1/{each}" for each in (*MISSING, *REFUSED)]
    for address in [*addresses(room), *wrong]:
        response = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert response["Access-Control-Allow-Origin"] == "*", address
        assert "Access-Control-Allow-Credentials" not in response
        assert "ETag" in response["Access-Control-Expose-Headers"]


def test_other_pages_are_not_open_to_scripts(client: Client, room: Room):
    for address in ("/", "/search.json", "/api/", "/admin/login/"):
        assert "Access-Control-Allow-Origin" not in client.get(address), address


def test_a_browser_may_ask_before_it_sends_a_validator(client: Client, room: Room):
    for address in addresses(room)[:-1]:
        response = client.options(
            address,
            headers={
                "Origin": "https://elsewhere.example",
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "if-none-match",
            },
        )
        assert (response.status_code, response.content) == (204, b"")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert response["Access-Control-Allow-Headers"] == "If-None-Match"


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/json", "application/*;q=0.1", "text/html, */*;q=0.1", "", ",", ";;;",
     "application/json; indent=4", "x" * 20_000],
)  # fmt: skip
def test_json_is_given_to_all_who_take_it(client: Client, room: Room, accept: str):
    response = client.get("/api/v1/speakers", headers={"Accept": accept})
    expected = 406 if accept == ";;;" else 200
    assert response.status_code == expected


@pytest.mark.parametrize("accept", ["text/html", "application/xml, text/*;q=0.5", "x", "image/png"])
def test_who_takes_no_json_is_told_so_whatever_the_cache_holds(
    client: Client, room: Room, accept: str
):
    etag = client.get("/api/v1/speakers")["ETag"]
    for headers in ({"Accept": accept}, {"Accept": accept, "If-None-Match": etag}):
        response = client.get("/api/v1/speakers", headers=headers)
        assert response.status_code == 406
        assert response["Content-Type"] == "application/problem+json"
        assert response["Vary"] == "Accept, Accept-Encoding"
    assert client.get("/api/v1/speakers").status_code == 200


def test_a_format_is_a_filter_and_no_media_type(ask: Ask, client: Client, room: Room):
    assert ask("interviews?format=panel")["count"] == 1
    assert client.get("/api/v1/speakers?format=json").status_code == 400


def test_no_answer_sets_a_cookie_or_varies_by_one(client: Client, admin_client: Client, room: Room):
    for address in addresses(room):
        seen = client.get(address)
        assert not seen.cookies
        assert set(seen["Vary"].split(", ")) <= {"Accept", "Accept-Encoding"}
        forget_kept_pages()
        assert admin_client.get(address).content == seen.content


def test_every_address_begins_with_the_archives_site(client: Client, room: Room, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://archive.example", ["elsewhere.example"]
    for address in addresses(room):
        forget_kept_pages()
        response = client.get(address, headers={"host": "elsewhere.example"})
        assert "elsewhere.example" not in response.text + response.get("Link", ""), address
        assert "127.0.0.1" not in response.text + response.get("Link", ""), address


@pytest.mark.parametrize("address", MISSING)
def test_what_is_missing_is_a_problem_document(client: Client, room: Room, address: str):
    response = client.get(f"/api/v1/{address}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["status"] == 404


@pytest.mark.parametrize("address", ["passages", "speakers/ms-keeper", "openapi.yaml", "changes"])
def test_a_slash_too_many_leads_to_the_address_without(client: Client, room: Room, address: str):
    response = client.get(f"/api/v1/{address}/?page=1&q=%C3%A9")
    assert response.status_code == 301
    assert response["Location"] == f"/api/v1/{address}?page=1&q=%C3%A9"


@pytest.mark.parametrize("address", ["/api", "/api/v1"])
def test_the_beginnings_are_found_without_their_slash(client: Client, room: Room, address: str):
    assert client.get(address, follow=True).status_code == 200


def test_without_a_database_it_says_try_again(client: Client):
    client.raise_request_exception = False
    for address in ("", "passages", "speakers/x", "changes?since=0", "openapi.yaml"):
        with connection.execute_wrapper(database_down):
            response = client.get(f"/api/v1/{address}")
        assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
        assert int(response["Retry-After"]) > 0
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "no-store"


def test_a_fault_of_ours_is_a_problem_document(client: Client, room: Room, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("quotes.api.records.speaker", lambda *arguments: 1 // 0)
    response = client.get("/api/v1/speakers")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_too_many_parameters_are_refused(client: Client, room: Room):
    response = client.get("/api/v1/passages?" + "&".join(["q=x"] * 6_000))
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_the_beginning_names_the_archive_and_every_list(ask: Ask, client: Client, room: Room):
    body = ask("")
    assert body["release"] == project.RELEASE
    for url in [*body["endpoints"].values(), body["documentation"], body["openapi"]]:
        assert client.get(url.removeprefix(project.SITE_URL)).status_code == 200
    assert list(body["endpoints"]) == [
        "passages", "speakers", "events", "interviews", "sources", "topics", "utterances", "changes",
    ]  # fmt: skip


def test_robots_leave_it_alone(client: Client, room: Room):
    assert "Disallow: /api/v1/" in client.get("/robots.txt").text
