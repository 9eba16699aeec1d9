"""Validators and the page cache: what answers, and from which state of the archive."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = [
    "/", "/search/", "/search/?q=words", "/search.json?q=words", "/search.csv?q=words",
    "/search.atom?q=words", "/suggest/?q=wo", "/suggest.json?q=wo", "/opensearch.xml", "/topics/",
    "/speakers/", "/feed.atom", "/corrections.atom", "/unapi",
]  # fmt: skip


@pytest.fixture
def passage() -> Passage:
    return factories.published("Some words.", topics=[factories.topic()])


@pytest.mark.parametrize("address", [*PAGES, "permalink", "permalink.json"])
def test_a_conditional_get_costs_one_query(
    client: Client,
    passage: Passage,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    address = address.replace("permalink", passage.get_absolute_url())
    first = client.get(address)
    assert first.status_code == 200
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    etag = first["ETag"].removeprefix("W/")
    with django_assert_num_queries(1):
        weak = client.get(address, headers={"If-None-Match": f'"x", W/{etag}'})
    assert weak.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=words", "/search.json?q=nothing", "/search/?q=nothing", "/suggest/?q=wo",
        "/api/v1/passages?cursor=*", "/api/v1/speakers?cursor=*", "/api/v1/", "permalink",
    ],
)  # fmt: skip
def test_the_version_is_read_once_before_a_page_and_compared_once_behind_it(
    client: Client, passage: Passage, address: str
) -> None:
    client.get("/search/")
    forget_kept_pages()
    with CaptureQueriesContext(connection) as queries:
        assert (
            client.get(address.replace("permalink", passage.get_absolute_url())).status_code == 200
        )
    read = ["quotes_archivestate" in query["sql"] for query in queries]
    assert (read.count(True), read[0], read[-1]) == (2, True, True)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_seen_before_costs_one_query(
    client: Client,
    passage: Passage,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = client.get(address)
    with django_assert_num_queries(1):
        second = client.get(address)
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    assert second["ETag"] == first["ETag"]


def test_every_public_change_gives_every_page_a_new_validator(
    client: Client, passage: Passage
) -> None:
    first = client.get("/search/?q=words")
    editorial.withdraw(passage, reason="An error.", editor=None)
    second = client.get("/search/?q=words", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert "Some words" not in second.content.decode()


def test_a_draft_changes_no_validator(client: Client, passage: Passage) -> None:
    first = client.get("/")
    factories.draft("Hidden words.")
    assert client.get("/")["ETag"] == first["ETag"]


def test_a_validator_is_of_one_address_alone(client: Client, passage: Passage) -> None:
    etag = client.get("/")["ETag"]
    assert client.get("/topics/", headers={"If-None-Match": etag}).status_code == 200
    hidden = client.get("/speakers/nobody/", headers={"If-None-Match": etag})
    assert hidden.status_code == 404


def test_a_withdrawn_passage_is_gone_for_those_who_had_it(client: Client, passage: Passage) -> None:
    address = passage.get_absolute_url()
    etag = client.get(address)["ETag"]
    editorial.withdraw(passage, reason="An error.", editor=None)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 410


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_set_no_cookie_and_vary_by_none(
    client: Client, passage: Passage, address: str
) -> None:
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"].startswith("public")


def test_an_editors_session_changes_no_public_page(
    client: Client, admin_client: Client, passage: Passage
) -> None:
    for address in PAGES:
        seen = client.get(address).content
        forget_kept_pages()
        assert admin_client.get(address).content == seen


def test_release_and_archive_are_part_of_the_validator(
    client: Client, passage: Passage, settings: object
) -> None:
    first = client.get("/")["ETag"]
    settings.RELEASE = "another"
    assert client.get("/")["ETag"] != first


def test_a_page_of_another_checkout_of_one_release_is_another_page(
    client: Client, passage: Passage, settings: Settings
) -> None:
    address = passage.get_absolute_url()
    first = client.get(address)["ETag"]
    settings.CODE_DIGEST = "another"
    again = client.get(address, headers={"If-None-Match": first})
    assert (again.status_code, again["ETag"] == first) == (200, False)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_are_only_read(client: Client, passage: Passage, method: str) -> None:
    for address in (*PAGES, passage.get_absolute_url()):
        assert getattr(client, method)(address).status_code == 405


def test_a_page_in_another_language_is_another_page(
    client: Client, passage: Passage, settings: Settings
) -> None:
    english = client.get(passage.get_absolute_url())["ETag"]
    settings.INTERFACE_LANGUAGE = "ru"
    again = client.get(passage.get_absolute_url(), headers={"If-None-Match": english})
    assert (again.status_code, again["ETag"] == english) == (200, False)
