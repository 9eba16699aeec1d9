"""Addresses for machines, and errors."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError, connection
from django.http import UnreadablePostError
from django.test import Client

from quotes import editorial
from quotes.answers.public import MAX_CACHED_BYTES
from quotes.models import current_version
from quotes.search import index
from quotes.sitemaps import LIMIT
from quotes.views.service import healthz
from tests import factories
from tests.views.room import Room

pytestmark = pytest.mark.django_db


def database_down(execute: Callable[..., Any], *arguments: Any) -> Any:
    raise OperationalError("the server closed the connection unexpectedly")


def test_healthz_tells_that_all_is_well(client: Client):
    response = client.get("/healthz")
    assert response.json() == {"status": "ok", "version": project.RELEASE}
    assert response["Cache-Control"] == "no-store"


def test_healthz_tells_that_the_database_is_down(client: Client):
    with connection.execute_wrapper(database_down):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("url", ["/", "/speakers/", "/q/t90s1618", "/search/"])
def test_a_page_without_a_database_says_try_again(url, client: Client):
    client.raise_request_exception = False
    with connection.execute_wrapper(database_down):
        response = client.get(url)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "out of reach for a moment" in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_database_that_fails_outside_of_the_views_says_so_too(
    admin_client, settings, monkeypatch, method
):
    """As where a session is saved behind the page."""
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", database_down)
    settings.SESSION_SAVE_EVERY_REQUEST = True
    admin_client.raise_request_exception = False
    response = getattr(admin_client, method)("/admin/")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert ("look whether it was saved" in response.text) is (method == "post")


def test_a_reader_who_leaves_while_sending_is_no_fault_of_ours(client, monkeypatch):
    def leave(*_: object) -> None:
        raise UnreadablePostError

    monkeypatch.setattr("django.http.HttpRequest._load_post_and_files", leave)
    client.raise_request_exception = False
    assert client.post("/check/", {"text": "words"}).status_code == 400


def test_a_file_of_the_sitemap_is_kept_as_pages_are(
    room: Room, client: Client, settings, django_assert_num_queries
):
    """Its longest as well, at an address of usual length."""
    settings.SITE_URL = "https://quotations-on-record.archive.example.org"
    first = client.get("/sitemap-passages.xml")
    with django_assert_num_queries(1):
        assert client.get("/sitemap-passages.xml").content == first.content
    entry = next(line for line in first.text.splitlines() if line.startswith("<url>"))
    assert len(entry) * LIMIT < MAX_CACHED_BYTES


def test_the_icon_is_found_where_icons_used_to_be(client: Client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith(".svg")


def test_robots_find_the_sitemap_on_the_archives_site(client: Client, settings):
    settings.SITE_URL = "https://archive.example"
    lines = client.get("/robots.txt").text.splitlines()
    assert "Sitemap: https://archive.example/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines


def test_the_sitemap_lists_public_things_alone(room: Room, client: Client, settings):
    settings.SITE_URL = "https://archive.example"
    draft = factories.draft(topics=[factories.topic("Secret")])
    sections = ["passages", "speakers", "events", "interviews", "sources", "topics"]
    pages = "".join(client.get(f"/sitemap-{section}.xml").text for section in sections)
    site = "https://archive.example"
    assert f"<loc>{site}{room.first.get_absolute_url()}</loc>" in pages
    assert f"<loc>{site}/speakers/ms-keeper/</loc>" in pages
    for hidden in (draft.speaker, draft.source, draft.interview, *draft.topics.all()):
        assert f"/{hidden.slug}/<" not in pages


def test_a_withdrawn_passage_leaves_the_sitemap(room: Room, client: Client):
    editorial.withdraw(room.first, reason="Retracted.", editor=None)
    assert room.first.identifier_id not in client.get("/sitemap-passages.xml").text


def test_the_sitemap_index_names_every_file(room: Room, client: Client, monkeypatch):
    monkeypatch.setattr("quotes.sitemaps.PassageSitemap.limit", 2)
    index = client.get("/sitemap.xml").text
    assert index.count("<loc>") == 9
    assert "/sitemap-passages.xml?p=2</loc>" in index
    assert client.get("/sitemap-passages.xml?p=2").text.count("<url>") == 2


@pytest.mark.parametrize("query", ["?p=0", "?p=x", "?p=99", "?p=" + "9" * 5000])
def test_a_sitemap_page_that_does_not_exist_is_not_found(query, client: Client):
    assert client.get(f"/sitemap-passages.xml{query}").status_code == 404
    assert client.get("/sitemap-secrets.xml").status_code == 404


def test_an_unknown_address_is_a_page_with_ways_out(client: Client):
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert 'href="/search/"' in response.text
    assert 'rel="canonical"' not in response.text


def test_healthz_brings_the_index_up_to_date_and_says_nothing_of_it(client: Client):
    factories.published("Words that nobody has searched for yet.")
    assert client.get("/healthz").json() == {"status": "ok", "version": project.RELEASE}
    assert index.reader().snapshot().meta.version == current_version().number


def test_healthz_tells_how_far_the_index_is_behind_and_for_how_long(client, monkeypatch):
    factories.published()
    client.get("/healthz")

    def full_disk(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    now = [1000.0]
    with monkeypatch.context() as broken:
        broken.setattr("quotes.search.catch_up.catch_up", full_disk)
        broken.setattr("quotes.search.open_index.time.monotonic", lambda: now[0])
        factories.published()
        first = client.get("/healthz")
        now[0] += 61
        then = client.get("/healthz")
    assert (first.status_code, first.json()["status"]) == (200, "ok")
    assert first.json()["index"] == {"versions_behind": 1, "seconds_behind": 0}
    assert (then.status_code, then["Retry-After"]) == (503, "10")
    assert then.json()["status"] == "the search index is too far behind"
    assert then.json()["index"] == {"versions_behind": 1, "seconds_behind": 61}
    assert client.get("/healthz").json()["status"] == "ok"


def test_healthz_tells_that_there_is_no_index_yet(client, monkeypatch):
    monkeypatch.setattr("quotes.search.catch_up.catch_up", lambda **_: True)
    monkeypatch.setattr("quotes.search.catch_up.WAIT_SECONDS", 0.05)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["index"]["versions_behind"]) == (200, None)


@pytest.mark.parametrize(
    ("can_be_read", "status", "said"),
    [(True, 200, "the archive can only be read"), (False, 503, "the database does not answer")],
)
def test_healthz_tells_whether_pages_remain_without_the_primary(rf, can_be_read, status, said):
    request = rf.get("/healthz")
    request.databases = {"can_be_read": can_be_read, "primary": "does not answer", "replicas": []}
    with connection.execute_wrapper(database_down):
        answer = healthz(request)
    assert answer.status_code == status
    assert json.loads(answer.content)["status"] == said
    assert json.loads(answer.content)["primary"] == "does not answer"
