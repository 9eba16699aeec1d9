"""The embed page and oEmbed: what other sites may show, and that nothing else may be framed."""

from urllib.parse import quote

import pytest
from django.test import Client

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from tests import factories
from tests.views.room import Room
from tests.views.test_every_page import Tags
from tests.views.test_forms import feed as parsed
from tests.views.test_permalinks import UNKNOWN, merge

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def ask(client: Client, url: str, **more: str):
    return client.get("/oembed", {"url": url, **more})


def policy(response) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_the_embed_page_is_the_only_one_that_may_stand_in_a_frame(room: Room, read):
    framed = read(f"{room.first.get_absolute_url()}/embed")
    assert policy(framed)["frame-ancestors"] == "*"
    assert "X-Frame-Options" not in framed
    for url in room.pages():
        response = read(url)
        assert policy(response)["frame-ancestors"] == "'none'", url
        assert response["X-Frame-Options"] == "DENY", url


@pytest.mark.parametrize("way", ["fresh", "kept", "conditional"])
def test_the_embed_page_may_be_framed_however_it_is_answered(way, room: Room, client):
    url = f"{room.first.get_absolute_url()}/embed"
    response = client.get(url)
    if way == "kept":
        response = client.get(url)
    elif way == "conditional":
        response = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert policy(response)["frame-ancestors"] == "*"
    assert "X-Frame-Options" not in response


def test_the_embed_page_runs_nothing_and_sends_nothing(room: Room, read):
    response = read(f"{room.first.get_absolute_url()}/embed")
    tags = Tags(response.text)
    assert not tags.all("script")
    assert not tags.all("form")
    assert not response.cookies
    rules = policy(response)
    assert rules["script-src"] == rules["connect-src"] == rules["form-action"] == "'none'"


def test_an_editors_session_changes_no_byte_of_the_embed_page(room: Room, client, admin_client):
    url = f"{room.first.get_absolute_url()}/embed"
    seen = client.get(url).content
    forget_kept_pages()
    assert admin_client.get(url).content == seen


def test_the_embed_page_has_the_words_with_attribution_wording_and_question(room: Room, read):
    page = read(f"{room.first.get_absolute_url()}/embed").text
    for part in ("We kept the door open.", "Ms Keeper", "Minister", "Gazette", "verbatim",
                 "Did you keep the door open?", "Note"):  # fmt: skip
        assert part in page
    tags = Tags(page)
    assert tags.all("base") == [{"target": "_blank"}]
    assert [len(tags.all(name)) for name in ("h1", "title", "main")] == [1, 1, 1]
    canonical = [link["href"] for link in tags.all("link") if link["rel"] == "canonical"]
    assert canonical == [SITE + room.first.get_absolute_url()]


def test_a_withdrawn_passage_says_so_in_its_frame(client):
    passage = factories.published("Words nobody said.")
    editorial.withdraw(passage, reason="Retracted.", editor=None)
    response = client.get(f"{passage.get_absolute_url()}/embed")
    assert (response.status_code, policy(response)["frame-ancestors"]) == (410, "*")
    assert "Retracted." in response.text
    assert "Words nobody said" not in response.text
    assert not Tags(response.text).all("script")


def test_oembed_describes_a_frame(room: Room, client, settings):
    settings.SITE_URL = "https://archive.example"
    permalink = f"https://archive.example{room.first.get_absolute_url()}"
    response = ask(client, permalink)
    assert response["Content-Type"] == "application/json"
    answer = response.json()
    assert {name: answer[name] for name in ("version", "type", "provider_name", "width")} == {
        "version": "1.0", "type": "rich", "provider_name": "On Record", "width": 600,
    }  # fmt: skip
    assert answer["title"] == "Ms Keeper: “We kept the door open.”"
    assert answer["author_name"] == "Ms Keeper"
    assert answer["author_url"] == "https://archive.example/speakers/ms-keeper/"
    frame = Tags(answer["html"]).all("iframe")[0]
    assert frame["src"] == f"{permalink}/embed"
    assert (frame["width"], frame["height"]) == ("600", str(answer["height"]))
    assert frame["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert answer["thumbnail_url"] == f"{permalink}/v/1/card.png"


def test_oembed_in_xml_says_the_same(room: Room, client):
    url = SITE + room.first.get_absolute_url()
    response = ask(client, url, format="xml")
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    found = {each.tag: each.text for each in parsed(response)}
    assert found == {name: str(value) for name, value in ask(client, url).json().items()}


def test_oembed_keeps_to_the_room_there_is(room: Room, client):
    url = SITE + room.first.get_absolute_url()
    answer = ask(client, url, maxwidth="300", maxheight="120").json()
    assert (answer["width"], answer["height"]) == (300, 120)
    assert "thumbnail_url" not in answer
    assert ask(client, url, maxwidth="5000").json()["width"] == 600


def test_longer_words_get_a_higher_frame(client):
    short, long = (
        SITE + factories.published(text).get_absolute_url() for text in ("W.", "W " * 499 + "W")
    )
    assert ask(client, short).json()["height"] < 330 < ask(client, long).json()["height"]


def test_a_paraphrase_is_the_reporters(client):
    source = factories.source(kind="analysis", default_wording="paraphrased", byline="A. Reporter")
    passage = factories.published("She said that doors matter.", source=source, kind="narration")
    answer = ask(client, SITE + passage.get_absolute_url()).json()
    assert answer["author_name"] == "A. Reporter"
    assert "author_url" not in answer
    assert "as paraphrased by A. Reporter" in answer["title"]
    assert "“" not in answer["title"]


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/q/khms7xrr", f"{SITE}/", f"{SITE}/q/", f"{SITE}/speakers/x/",
        f"{SITE}.evil.example/q/khms7xrr", "http://[", "x", "//", f"{SITE}/q/{UNKNOWN}",
        f"{SITE}/q/zzzzzzzz", f"{SITE}/q/%00", f"{SITE}/q/%FF", f"{SITE}/q/a\r\nb", "javascript:1",
        f"ftp://127.0.0.1:8000/q/{UNKNOWN}", "\ud800",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_no_permalink_is_not_found(url, form, client):
    encoded = quote(url.encode("utf-8", "surrogatepass"), safe="")
    response = client.get(f"/oembed?url={encoded}&format={form}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("form", ["yaml", "JSON", "", "json\r\n"])
def test_another_format_is_not_implemented(form, room: Room, client):
    response = ask(client, SITE + room.first.get_absolute_url(), format=form)
    assert (response.status_code, response.json()["status"]) == (501, 501)


@pytest.mark.parametrize("value", ["0", "-1", "x", "1e3", "9" * 7, "٣", "\x00", "300px", "1\n"])
@pytest.mark.parametrize("parameter", ["maxwidth", "maxheight"])
def test_a_size_that_is_none_is_named(parameter, value, room: Room, client):
    response = ask(client, SITE + room.first.get_absolute_url(), **{parameter: value})
    assert response.status_code == 400
    assert [each["parameter"] for each in response.json()["parameters"]] == [parameter]


def test_oembed_without_a_url_says_what_it_wants(client):
    response = client.get("/oembed")
    assert (response.status_code, response.json()["parameters"][0]["parameter"]) == (400, "url")


def test_what_became_of_a_passage_holds_for_oembed(client):
    gone, merged, into = factories.published(), factories.published(), factories.published()
    editorial.withdraw(gone, reason="Retracted.", editor=None)
    merge(merged, into)
    response = ask(client, SITE + gone.get_absolute_url(), format="xml")
    assert (response.status_code, response.json()["withdrawn"]["reason"]) == (410, "Retracted.")
    moved = ask(client, SITE + merged.get_absolute_url(), maxwidth="300")
    target = quote(SITE + into.get_absolute_url(), safe="")
    assert (moved.status_code, moved["Location"]) == (301, f"/oembed?url={target}&maxwidth=300")


@pytest.mark.parametrize("ending", ["/embed", "/card.png"])
def test_a_merged_passage_leads_on(ending, client):
    merged, into = factories.published(), factories.published()
    merge(merged, into)
    response = client.get(f"{merged.get_absolute_url()}{ending}")
    expected = f"{into.get_absolute_url()}{ending}"
    assert (response.status_code, response["Location"]) == (301, expected)
