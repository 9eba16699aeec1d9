"""Addresses as mail and chat programs leave them, and requests that no page takes."""

import pytest
from django.test import Client

from quotes import editorial
from quotes.editorial import CitedChange
from tests import factories
from tests.views.room import Room

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
ENDINGS = [
    ".",
    ")",
    ",",
    ";",
    "”",
    ">",
    "'",
    "*",
    "]",
    "…",
    "%29",
    "%2529",
    ").",
    "&gt;",
    "%E2%80%A6",
]
BELOW = [
    "", ".json", ".bib", ".csl.json", "/v/1", "/v/1.txt", "/history", "/context", "/embed", "/card.png",
    "/v/1/card.png",
]  # fmt: skip
REFUSED = ["post", "put", "patch", "delete", "options", "trace"]


def led(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.get("Location", "")


def test_what_stands_behind_a_permalink_is_taken_off(client):
    identifier = factories.published().identifier_id
    for ending in [*ENDINGS, "/", "/.", "_"]:
        assert led(client, f"/q/{identifier}{ending}") == (301, f"/q/{identifier}"), ending


@pytest.mark.parametrize("opening", ["(", "“", "'", '"', "[", "«", "(“", "%28", "&quot;"])
def test_what_opens_before_an_identifier_is_taken_off(opening, client):
    identifier = factories.published().identifier_id
    for ending in ("", ")", "”.", "/", "//"):
        assert led(client, f"/q/{opening}{identifier}{ending}") == (301, f"/q/{identifier}")
    assert led(client, f"/q/{opening}{identifier}/v/1") == (301, f"/q/{identifier}/v/1")


def test_the_page_about_the_api_loses_it_too(client):
    for ending in (".", ")", "/.", "//", "/)."):
        assert led(client, f"/api{ending}") == (301, "/api/")


def test_no_redirect_leads_to_an_address_where_nothing_stands(client):
    identifier = factories.published().identifier_id
    typed = f"{identifier[:4]}-{identifier[4:]}".upper()
    for below in ("/v/1.json.", "/v/1.json", "/v/9.", "/v/9.txt)", "/v/0/", ".xyz.", "/nothing."):
        for start in (identifier, typed, f"({identifier}"):
            assert led(client, f"/q/{start}{below}") == (404, ""), (start, below)
    for path in (
        "/speakers/nobody.",
        "/topics/none)",
        "/data/none.txt.",
        "/q/b0000000.",
        "/q/B000-0000",
    ):
        status, _ = led(client, path)
        assert status == 404, path


def test_what_is_no_format_of_a_version_is_not_named_as_one(client):
    url = factories.published().get_absolute_url()
    assert ".json, " not in client.get(f"{url}/v/1.json").text.replace(".csl.json, ", "")
    assert ".json" in client.get(f"{url}.xyz").text.replace(".csl.json", "")


@pytest.mark.parametrize("below", BELOW)
def test_the_same_below_a_permalink_in_capitals_and_with_hyphens(below, client):
    identifier = factories.published().identifier_id
    typed = f"{identifier[:4]}-{identifier[4:]}".upper()
    for ending in (".", ")”", "/"):
        clean = f"/q/{identifier}{below}"
        assert led(client, f"/q/{identifier}{below}{ending}") == (301, clean)
        assert led(client, f"/q/{typed}{below}{ending}") == (301, clean)


def test_the_way_to_the_clean_address_is_one_step_and_keeps_the_parameters(client):
    passage = factories.published()
    url = passage.get_absolute_url()
    assert led(client, f"{url}).?q=door") == (301, f"{url}?q=door")
    assert client.get(f"{url}).?q=door", follow=True).status_code == 200


@pytest.mark.parametrize("ending", [".", ")", "/", "/v/1.", ".json)", "/embed,"])
def test_a_wrong_check_character_stays_mistyped(ending, client):
    response = client.get(f"/q/zzzzzzzz{ending}")
    assert response.status_code == 404
    assert "This permalink is mistyped" in response.text


def test_pages_of_nouns_and_lists_lose_it_too(room: Room, client):
    nouns = ["/speakers/ms-keeper", "/events/forum-1", "/interviews/panel", "/sources/transcript",
             "/topics/doors", "/speakers", "/search", "/check", "/about/wording", "/data"]  # fmt: skip
    for noun in nouns:
        for ending in (".", "/.", ")", "/)", "%E2%80%9D", "/&gt;"):
            assert led(client, f"{noun}{ending}") == (301, f"{noun}/"), (noun, ending)
        assert led(client, noun) == (301, f"{noun}/")
    files = ["/feed.atom", "/corrections.atom", "/search.json", "/search.csv", "/sitemap.xml",
             "/speakers/ms-keeper/feed.atom", "/robots.txt", "/checkpoint.txt"]  # fmt: skip
    for file in files:
        for ending in (".", "/", ">", ")."):
            assert led(client, f"{file}{ending}") == (301, file)


def test_capitals_lead_to_the_address_in_small_letters(room: Room, client):
    assert led(client, "/Speakers/Ms-Keeper/") == (301, "/speakers/ms-keeper/")
    assert led(client, "/SPEAKERS/MS-KEEPER.") == (301, "/speakers/ms-keeper/")


@pytest.mark.parametrize("path", ["/nothing.", "/speakers/nobody/x.", "/q/", "/q/.", "/.", "/é."])
def test_what_has_no_clean_address_is_missing(path, client):
    assert client.get(path).status_code in (301, 404)
    assert client.get(path, follow=True).status_code in (200, 404)


@pytest.mark.parametrize(
    "written", ["%0d%0aX", "%00", "%E2%80%A8", "%ED%A0%80", "ж", "%0a", "a%0d"]
)
@pytest.mark.parametrize(
    "accept", ["application/json", "text/plain", "application/x-bibtex", "*/*"]
)
def test_no_header_is_made_of_what_was_written(written, accept, client):
    for ending in ("", ".", "/v/1", ".json", "/embed"):
        response = client.get(f"/q/{written}{ending}", headers={"Accept": accept})
        assert response.status_code in (301, 303, 404)
        assert response.get("Location", "").isascii()
        assert "=?" not in response.get("Location", "")


def test_a_mistyped_identifier_is_json_for_who_asks_for_json(client):
    response = client.get("/q/ж", headers={"Accept": "application/json"})
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert "Accept" in response["Vary"]


def test_an_identifier_typed_in_capitals_leads_to_its_record_at_once(client):
    passage = factories.published()
    response = client.get(
        f"/q/{passage.identifier_id.upper()}", headers={"Accept": "application/json"}
    )
    assert (response.status_code, response["Location"]) == (
        303,
        f"{passage.get_absolute_url()}.json",
    )


@pytest.mark.parametrize("name", ["mc_cid", "yclid", "ref", "UTM_x"])
def test_what_follows_readers_changes_neither_page_nor_validator(name, room: Room, read):
    for page in (room.first.get_absolute_url(), "/search/?q=door", "/speakers/?q=k", "/search.json?q=door",
                 "/corrections.atom", f"/oembed?url={SITE}{room.first.get_absolute_url()}",
                 "/api/v1/speakers?q=k", "/suggest/?q=do", "/data/", "/api/v1/changes?since=0"):  # fmt: skip
        plain = read(page)
        followed = read(f"{page}{'&' if '?' in page else '?'}{name}=abc")
        assert (followed.status_code, followed.content) == (200, plain.content), page
        assert followed["ETag"] == plain["ETag"]


def test_oembed_takes_the_address_of_a_version(client):
    passage = factories.published("We kept it open.")
    url = f"{SITE}{passage.get_absolute_url()}"
    same = client.get("/oembed", {"url": url}).json()
    assert client.get("/oembed", {"url": f"{url}/v/1"}).json() == same
    editorial.revise(passage, {"note": "To whom."}, why=CitedChange("typo", "A slip."), editor=None)
    for ending in ("", "/", ")", "?utm_source=x"):
        older = client.get("/oembed", {"url": f"{url}/v/1{ending}"}).json()
        assert "/embed?since=1" in older["html"]
    assert (
        "Changed since version 1" in client.get(f"{passage.get_absolute_url()}/embed?since=1").text
    )
    assert "since" not in client.get("/oembed", {"url": f"{url}/v/2"}).json()["html"]
    assert client.get("/oembed", {"url": f"{url}/v/3"}).status_code == 404
    assert client.get("/oembed", {"url": f"{url}/v/0"}).status_code == 404


def test_an_embedded_version_of_a_merged_passage_leads_on(client):
    from tests.views.test_permalinks import merge

    passage, into = factories.published(), factories.published()
    merge(passage, into)
    response = client.get("/oembed", {"url": f"{SITE}{passage.get_absolute_url()}/v/1"})
    assert response.status_code == 301
    assert response["Location"].endswith(into.identifier_id)


@pytest.mark.parametrize("method", REFUSED)
def test_a_page_takes_nothing_and_says_so(method, room: Room):
    client = Client(enforce_csrf_checks=True)
    for page in ("/", "/search/", room.first.get_absolute_url(), "/speakers/ms-keeper/", "/about/",
                 f"{room.first.get_absolute_url()}/embed", "/robots.txt", "/data/on-record.zip"):  # fmt: skip
        response = getattr(client, method)(page)
        assert response.status_code == 405, page
        assert response["Allow"].replace(" ", "") == "GET,HEAD"
        assert "does not take that method" in response.text
    problem = getattr(client, method)(f"{room.first.get_absolute_url()}.json")
    assert (problem.status_code, problem["Content-Type"]) == (405, "application/problem+json")


def test_the_check_takes_what_is_sent_and_names_what_else_it_takes():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/check/", {"text": "x"}).status_code != 405
    response = client.put("/check/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
    assert "GET, HEAD, POST" in response.text
