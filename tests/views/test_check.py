"""The page of the quotation check: the form, results in words and marks, the ways to it."""

import json
import logging
import re

import pytest
from django.conf import settings
from django.test import Client

from quotes.checking import check as checking
from quotes.search.catch_up import PreparingError
from quotes.views import check as view
from tests import factories
from tests.views.room import Room, furnish
from tests.views.test_every_page import HOSTILE, Tags

pytestmark = pytest.mark.django_db
ARTICLE = (
    "“We kept the door open,” Ms Keeper said. She called it a “side”. “We would not do it again,” "
    "said Asker. “The moon is made of cheese and butter,” they said. “We kept the door open!”"
)


def send(client: Client, text: str, **more: str):
    return client.post("/check/", {"text": text, **more})


def test_the_form_is_a_public_page_that_caches_keep(client: Client, room: Room):
    page = client.get("/check/")
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert page["ETag"]
    assert not page.cookies
    [form] = [f for f in Tags(page.text).all("form") if "large" in f.get("class", "")]
    assert (form["method"], form["action"]) == ("post", "/check/")


def test_results_are_kept_by_nobody_and_indexed_by_nobody(client: Client, room: Room):
    page = send(client, "We kept the door open.")
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "ETag" not in page
    assert not page.cookies
    assert '<meta name="robots" content="noindex">' in page.text


def test_it_needs_no_token(room: Room):
    page = Client(enforce_csrf_checks=True).post("/check/", {"text": "We kept the door open."})
    assert page.status_code == 200


def test_the_page_tells_verdict_passage_and_what_else_there_is(client: Client, room: Room):
    page = send(client, "We kept the door open.", speaker="Ms Keeper").text
    assert "The archive has these words exactly as quoted." in page
    assert f'id="q-{room.first.identifier_id}"' in page
    assert "✓ as claimed" in page
    assert "the same statement" in page
    assert f'href="{room.first.get_absolute_url()}#cite"' in page


def test_differences_are_marked_on_both_sides_and_named(client: Client, room: Room):
    factories.published("The long bridge over the river was opened in the spring by the minister.")
    page = send(client, "The long bridge over the lake was never opened in the spring").text
    assert "Two words differ, among them a negation" in page
    assert '<del class="is-differs">lake </del>' in page
    assert '<ins class="is-differs">river </ins>' in page
    assert '<del class="is-differs">never </del><span class="check-signal">negation</span>' in page


def test_what_is_only_written_otherwise_is_marked_too(client: Client, room: Room):
    page = send(client, "we kept the door open!").text
    assert '<del class="is-spelling">we</del>' in page
    assert '<ins class="is-spelling">We</ins>' in page


def test_the_words_can_be_copied_as_the_archive_has_them(client: Client, room: Room):
    page = send(client, "we kept the door open!").text
    copied = re.search(r'data-copied="quotation as the archive has it"[^>]*>([^<]*)</p>', page)
    assert copied
    assert copied[1].startswith("“We kept the door open.”\n— Ms Keeper")
    assert room.first.get_absolute_url() in copied[1]


def test_nothing_to_copy_stands_beside_what_is_absent(client: Client, room: Room):
    page = send(client, "The moon is made of cheese and butter").text
    assert "Not in this archive: look for another source" in page
    assert "data-copied" not in page


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_a_checked_text_can_be_had_as_a_file(client: Client, room: Room, form: str):
    response = send(client, ARTICLE + HOSTILE, article="1", format=form)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"] == f'attachment; filename="checked-quotations.{form}"'
    assert settings.SITE_URL + room.first.get_absolute_url() in response.text
    if form != "json":
        assert "<script>" not in response.text
        assert "look for another source" in response.text


def test_the_file_of_a_text_needs_nothing_from_elsewhere(client: Client, room: Room):
    tags = Tags(send(client, ARTICLE, article="1", format="html").text).found
    assert [tag for tag, a in tags if tag in ("script", "img", "link") or "src" in a] == []
    ids = {a["id"] for _, a in tags if a.get("id")}
    inner = {a["href"][1:] for _, a in tags if (a.get("href") or "").startswith("#")}
    assert inner <= ids


def test_the_file_for_programs_is_the_answer_of_the_api(client: Client, room: Room):
    file = json.loads(send(client, ARTICLE, article="1", format="json").text)
    body = json.dumps({"text": ARTICLE, "article": True})
    answer = client.post("/api/v1/check", body, content_type="application/json").json()
    assert file == {"text": ARTICLE, **answer}


def test_a_file_of_another_form_is_refused(client: Client, room: Room):
    page = send(client, "We kept the door open.", format="pdf")
    assert page.status_code == 400
    assert "The result can be had as html, md, json." in page.text


def test_another_speaker_is_told_apart_from_the_words(client: Client, room: Room):
    page = send(client, "We kept the door open.", speaker="asker").text
    assert "from Ms Keeper, not from Asker" in page
    assert "≠ claimed: Asker" in page


def test_what_is_not_found_says_what_was_searched_and_leads_to_the_search(client, room: Room):
    page = send(client, "The moon is made of <cheese> and butter").text
    assert "Absent is not false" in page
    assert "Searched: 4 quotations of 2 speakers, said in 2023." in page
    assert 'name="q" value="cheese OR butter OR moon OR made OR the"' in page
    assert client.get("/search/?q=cheese+OR+butter").status_code == 200


def test_an_article_is_shown_with_each_quotation_marked(client: Client, room: Room):
    page = send(client, ARTICLE, article="1")
    assert [row.result.verdict.value for row in page.context["report"].rows] == [
        "typography", "altered", "not-found", "typography",
    ]  # fmt: skip
    assert 'class="check-quotation check-altered" href="#result-2"' in page.text
    assert "<strong>1</strong> × too short to check" in page.text
    assert 'In the same quotation of the archive as <a href="#result-1">result 1</a>' in page.text
    ids = [a["id"] for _, a in Tags(page.text).found if a.get("id")]
    assert sorted(ids) == sorted(set(ids))


def test_the_pasted_text_stands_in_the_page_as_it_was(client: Client, room: Room):
    page = send(client, "a\r\n“We kept the door <b>open</b>,” & she", article="1").text
    assert "We kept the door &lt;b&gt;open&lt;/b&gt;," in page
    assert "<b>open" not in page


@pytest.mark.parametrize("name", ["ms-keeper", "Ms Keeper", "ms keeper", "Keeper", "Хранительница"])
def test_a_speaker_may_be_named_in_any_way(client: Client, room: Room, name: str):
    assert "✓ as claimed" in send(client, "We kept the door open.", speaker=name).text


def test_a_name_that_nobody_or_several_have_is_asked_back(client: Client, room: Room):
    page = send(client, "We kept the door open.", speaker="Nobody")
    assert page.status_code == 400
    assert "Nobody here is called “Nobody”" in page.text
    factories.published("Other words.", speaker=factories.speaker("Lord Keeper"))
    page = send(client, "We kept the door open.", speaker="Keeper").text
    assert "Several are called so" in page
    assert "We kept the door open." in page


def test_a_speaker_of_drafts_alone_is_nobody(client: Client, room: Room):
    factories.draft("Hidden words.", speaker=factories.speaker("Hidden Person"))
    assert send(client, "We kept the door open.", speaker="Hidden Person").status_code == 400


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "x" * 60_000, "%_%", "'; --", "(", " . "])
def test_a_hostile_name_is_no_speaker(client: Client, room: Room, name: str):
    assert send(client, "We kept the door open.", speaker=name).status_code == 400


def test_several_quotations_sent_as_one_are_told(client: Client, room: Room):
    page = send(client, ARTICLE).text
    assert "This has 4 quotations in quotation marks, and was checked as one." in page


@pytest.mark.parametrize("text", ["", "  ", "x" * 20_001, "a\x00b"])
def test_what_cannot_be_checked_is_said_on_the_page(client: Client, room: Room, text: str):
    page = send(client, text)
    assert page.status_code == 400
    assert "This cannot be checked as it was sent" in page.text
    assert page["Cache-Control"] == "no-store"


def test_other_bodies_are_no_fault_of_ours(client: Client, room: Room):
    assert client.post("/check/", b"\xff\xfe", content_type="application/json").status_code == 400
    assert (
        client.post("/check/", b"--x", content_type="multipart/form-data; boundary=x").status_code
        == 400
    )
    assert client.put("/check/").status_code == 405


def test_hostile_text_is_shown_as_text(client: Client, db: None):
    furnish(HOSTILE)
    for text in (
        "We kept the door open",
        f"“We kept the door open”{HOSTILE}",
        f"ab cd ef gh{HOSTILE}",
    ):
        for article in ({}, {"article": "1"}):
            page = send(client, text, **article)
            assert page.status_code == 200
            assert "<script>alert" not in page.text


def test_without_an_index_the_page_says_so(client: Client, room: Room, monkeypatch):
    def none() -> None:
        raise PreparingError

    monkeypatch.setattr(checking, "open_index", none)
    page = send(client, "We kept the door open.")
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert page["Cache-Control"] == "no-store"


def test_a_fault_of_ours_does_not_write_the_text_into_the_log(
    client: Client, room: Room, monkeypatch, caplog
):
    def fault(asked: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(view, "check", fault)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        assert send(client, "These are secret words of mine").status_code == 500
    assert "broken" in caplog.text
    assert "secret words" not in caplog.text


def test_ways_lead_to_the_check(client: Client, room: Room):
    for address in ("/", "/search/?q=zzzz", "/search/?q=dor"):
        forms = [
            f for f in Tags(client.get(address).text).all("form") if f.get("action") == "/check/"
        ]
        assert [form["method"] for form in forms] == ["post"], address
    nothing = client.get("/search/?q=no+such+words").text
    assert '<input type="hidden" name="text" value="no such words">' in nothing
    assert "/check/</loc>" in client.get("/sitemap-pages.xml").text
    assert 'href="/check/">Check</a>' in client.get("/about/").text


def test_the_example_of_the_form_is_of_the_opening_archive(opening_archive: None, client: Client):
    page = send(client, view.EXAMPLE["text"], speaker=view.EXAMPLE["speaker"])
    [row] = page.context["report"].rows
    assert row.result.verdict == "omission"
    assert row.result.alternatives


def test_changes_of_arabic_words_keep_their_order(client: Client, room: Room):
    factories.published("تكلفة الجسر الجديد فوق النهر مليون دينار", language="ar")
    page = send(client, "قال: “تكلفة الجسر الجديد فوق النهر مليار دينار”", article="1").text
    assert re.search(r"<li>\u2068“[^”]*”\u2069 → \u2068“[^”]*”\u2069</li>", page)


def test_only_the_verdicts_that_occur_are_explained_below_a_result(client: Client, room: Room):
    page = send(client, "We kept the door open.").text
    assert 'id="means-exact"' in page
    assert 'id="means-spliced"' not in page
    assert 'id="means-spliced"' in client.get("/check/").text
