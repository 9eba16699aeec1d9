"""The validator of a passage's pages: it moves with what they print, and with nothing else."""

import re
from typing import Any

import pytest
from django.test import Client

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import Passage, Utterance, UtteranceMember
from tests import factories
from tests.api.edits import WHY, Editor, enter_turn, report_again
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
PAGES = ["", ".json", ".bib", "/history", "/embed", "/v/1", "/v/1.bib"]
SIMILAR = re.compile(r'<section aria-labelledby="similar">.*?</section>', re.DOTALL)
EDITS = 10


def pages(client: Client) -> dict[str, tuple[str, str]]:
    """Validator and content of all pages of all passages, each made anew; without similar ones."""
    forget_kept_pages()
    found = {}
    for identifier in Passage.public.values_list("identifier", flat=True):
        addresses = [f"/q/{identifier}{page}" for page in PAGES]
        for address in (*addresses, f"/api/v1/passages/{identifier}"):
            answer = client.get(address)
            if answer.status_code == 200:
                found[address] = answer["ETag"], SIMILAR.sub("", answer.content.decode())
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(EFFORT))
def test_equal_validators_are_of_equal_pages_whatever_is_edited(client: Client, seed: int) -> None:
    editor = Editor(seed)
    for _ in range(2):
        enter_turn(editor)
    report_again(editor)
    before, kept = pages(client), 0
    for _ in range(EDITS):
        way = editor.edit()
        after = pages(client)
        for address in before.keys() & after.keys():
            if before[address][0] == after[address][0]:
                kept += 1
                assert before[address][1] == after[address][1], (way, address)
        before = after
    assert kept > 0


@pytest.mark.parametrize("page", [*PAGES, "/card.png", "/v/1/card.png"])
def test_edits_elsewhere_leave_the_validator(client: Client, page: str) -> None:
    passage, other = factories.published("We kept the door."), factories.published("The sea rose.")
    address = f"/q/{passage.identifier_id}{page}"
    first = client.get(address)
    assert first.status_code == 200
    editorial.revise(other, {"note": "The sea fell."}, why=WHY, editor=None)
    factories.published("A third one.")
    factories.draft(turn=passage.turn, spans=[[0, 2]])
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])


def test_another_report_and_a_neighbour_are_printed_and_so_move_it(client: Client) -> None:
    turn = factories.turn("We kept the door. Nobody came in.")
    first = factories.published(turn=turn, spans=[[0, 17]])
    address = first.get_absolute_url()
    seen = [client.get(address)["ETag"]]
    second = factories.published(turn=turn, spans=[[18, 33]])
    seen.append(client.get(address)["ETag"])
    editorial.revise(second, {"wording": "edited"}, why=WHY, editor=None)
    seen.append(client.get(address)["ETag"])
    report = factories.published(source=factories.source(interview=first.interview))
    utterance = Utterance.objects.create(interview=first.interview)
    for each in (first, report):
        UtteranceMember.objects.create(utterance=utterance, passage=each, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)
    seen.append(client.get(address)["ETag"])
    editorial.revise(report, {"wording": "edited"}, why=WHY, editor=None)
    seen.append(client.get(address)["ETag"])
    assert len(set(seen)) == len(seen)


def test_words_taken_from_the_public_are_in_no_kept_page_that_showed_them_as_similar(
    client: Client,
) -> None:
    words = "The caravan of camels crossed the frozen river at dawn"
    passage = factories.published(f"{words}, they said.")
    other = factories.published(f"{words} again.")
    client.get("/search/?q=caravan")
    first = client.get(passage.get_absolute_url())
    assert f"{words} again." in first.text
    editorial.withdraw(other, reason="An error.", editor=None)
    again = client.get(passage.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert f"{words} again." not in again.text


@pytest.mark.parametrize("page", ["", ".json", ".bib", "/history", "/embed", "/v/1", "/card.png"])
def test_what_no_passage_can_have_is_not_asked_of_the_database(
    client: Client, django_assert_max_num_queries: Any, page: str
) -> None:
    with django_assert_max_num_queries(1) as asked:
        assert client.get(f"/q/%00{page}").status_code == 404
    assert not any("quotes_passage" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize("page", ["/v/1", "/v/1.bib", "/v/1/card.png", ".bib", ".mla.txt"])
def test_pages_of_a_version_print_no_other_report_and_stay(client: Client, page: str) -> None:
    first = factories.published("We kept the door.")
    report = factories.published(source=factories.source(interview=first.interview))
    utterance = Utterance.objects.create(interview=first.interview)
    for each in (first, report):
        UtteranceMember.objects.create(utterance=utterance, passage=each, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)
    address = f"{first.get_absolute_url()}{page}"
    etag = client.get(address)["ETag"]
    editorial.revise(report, {"wording": "edited"}, why=WHY, editor=None)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    editorial.revise(first, {"wording": "edited"}, why=WHY, editor=None)
    is_fixed = page in ("/v/1.bib", "/v/1/card.png")
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.status_code == (304 if is_fixed else 200)
    editorial.withdraw(first, reason="An error.", editor=None)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 410


NOUNS = [
    "/speakers/", "/speakers/{0.speaker.slug}/", "/events/{0.event.slug}/",
    "/interviews/{0.interview.slug}/", "/sources/{0.source.slug}/",
    "/api/v1/speakers/{0.speaker.slug}", "/api/v1/interviews", "/coverage/",
]  # fmt: skip


@pytest.mark.parametrize("address", NOUNS)
def test_the_page_of_a_noun_is_the_same_while_another_is_edited(
    client: Client, address: str
) -> None:
    passage, other = factories.published("We kept the door."), factories.published("The sea rose.")
    address = address.format(passage)
    etag = client.get(address)["ETag"]
    editorial.revise(other, {"note": "The sea fell."}, why=WHY, editor=None)
    factories.draft(turn=passage.turn, spans=[[0, 2]])
    for _ in range(2):  # made, and kept
        again = client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again["ETag"], again.content) == (304, etag, b"")


def test_the_page_of_a_noun_changes_with_what_it_prints(client: Client) -> None:
    passage = factories.published("We kept the door.")
    address = passage.speaker.get_absolute_url()
    etag = client.get(address)["ETag"]
    factories.published("And the window.", speaker=passage.speaker)
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "And the window." in again.text
