"""Permalinks: what an identifier in an address leads to."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from quotes import editorial
from quotes.editorial.expunging import expunge
from quotes.models import Identifier, IdentifierEvent, Passage
from quotes.models.identifier import IdentifierQuerySet
from quotes.text.identifiers import check_character
from tests import factories
from tests.views.room import Room

pytestmark = pytest.mark.django_db
UNKNOWN = "0000001" + check_character("0000001")


def merge(passage, into) -> None:
    """What merging leaves behind in the registry."""
    editorial.withdraw(passage, reason="the same words", editor=None)
    IdentifierEvent.objects.create(
        identifier_id=passage.identifier_id,
        kind="merged_into",
        target_id=into.identifier_id,
        reason="the same words",
    )


@pytest.mark.parametrize(
    "ending", ["", ".json", "/context", "/v/1", "/embed", "/card.png", "/v/1/card.png"]
)
def test_case_and_hyphens_lead_to_the_canonical_address(ending, client):
    identifier = factories.published().identifier_id
    typed = f"{identifier[:4]}-{identifier[4:]}".upper()
    response = client.get(f"/q/{typed}{ending}")
    assert (response.status_code, response["Location"]) == (301, f"/q/{identifier}{ending}")


@pytest.mark.parametrize("written", ["zzzzzzzz", "abc", "t90s161l", "%00", "é" * 8, "%ED%A0%80"])
def test_a_mistyped_identifier_is_called_mistyped(written, client):
    response = client.get(f"/q/{written}")
    assert response.status_code == 404
    assert "This permalink is mistyped" in response.text
    assert "symbol" not in response.text


def test_a_mistyped_identifier_offers_what_is_one_symbol_or_swap_away(client):
    found, other = factories.published("We kept the door open."), factories.published()
    identifier = found.identifier_id
    at = next(n for n in range(7) if identifier[n] != identifier[n + 1])
    swapped = f"{identifier[:at]}{identifier[at + 1]}{identifier[at]}{identifier[at + 2 :]}"
    for written in (swapped, f"{identifier[:3]}o{identifier[4:]}", f"{identifier[:-1]}u"):
        page = client.get(f"/q/{written}")
        assert page.status_code == 404
        assert f'href="/q/{identifier}"' in page.text
        assert other.identifier_id not in page.text
    assert client.get(f"/q/{swapped}.json").json()["near"][0]["id"] == identifier
    editorial.withdraw(found, reason="Doubts.", editor=None)
    assert "near" not in client.get(f"/q/{swapped}.json").json()


def test_a_mistyped_identifier_is_a_problem_document_in_json(client):
    response = client.get("/q/zzzzzzzz.json")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["title"] == "This permalink is mistyped"


def test_an_identifier_that_was_never_given_is_unknown(client):
    response = client.get(f"/q/{UNKNOWN}")
    assert response.status_code == 404
    assert "No quotation has this permalink" in response.text


def test_an_identifier_in_the_registry_without_a_passage_is_unknown(client):
    Identifier.objects.create(id=UNKNOWN)
    assert client.get(f"/q/{UNKNOWN}").status_code == 404


@pytest.mark.parametrize("ending", ["", "/v/1", "/context", "/embed", "/card.png", "/v/1/card.png"])
def test_a_withdrawn_passage_is_gone_and_says_when_and_why(ending, client):
    passage = factories.published("Words nobody said.")
    editorial.withdraw(passage, reason="The source has been retracted.", editor=None)
    response = client.get(f"/q/{passage.identifier_id}{ending}")
    assert response.status_code == 410
    assert "The source has been retracted." in response.text
    assert passage.speaker.name in response.text
    assert passage.source.title in response.text
    assert passage.revisions.get().sha256 in response.text
    assert "Words nobody said" not in response.text


def test_a_withdrawn_passage_is_gone_in_json(client):
    passage = factories.published("Words nobody said.")
    editorial.withdraw(passage, reason="Retracted.", editor=None)
    response = client.get(f"/q/{passage.identifier_id}.json")
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json()["withdrawn"]["reason"] == "Retracted."
    assert "Words nobody said" not in response.text


def test_a_reinstated_passage_answers_again(client):
    passage = factories.published("Words after all.")
    editorial.withdraw(passage, reason="Doubts.", editor=None)
    editorial.reinstate(passage, reason="Confirmed.", editor=None)
    assert client.get(f"/q/{passage.identifier_id}").status_code == 200


def test_merged_passages_lead_to_the_last_one_in_one_step(client):
    first, second, third = (factories.published() for _ in range(3))
    merge(first, second)
    merge(second, third)
    response = client.get(f"/q/{first.identifier_id}")
    assert (response.status_code, response["Location"]) == (301, f"/q/{third.identifier_id}")


def test_merges_in_a_circle_end_at_a_page_that_says_unknown(client):
    first, second = factories.published(), factories.published()
    merge(first, second)
    merge(second, first)
    assert client.get(f"/q/{first.identifier_id}").status_code == 404


def test_a_version_of_a_merged_passage_leads_to_the_permalink(client):
    first, second = factories.published(), factories.published()
    merge(first, second)
    response = client.get(f"/q/{first.identifier_id}/v/1")
    assert (response.status_code, response["Location"]) == (301, f"/q/{second.identifier_id}")


def test_an_old_version_keeps_its_words(client):
    passage = factories.published("We kept the door open. Twice.", spans=[[0, 22]])
    why = editorial.CitedChange("source_correction", "The rest belongs to it.")
    editorial.revise(passage, {"spans": [[0, 29]]}, why=why, editor=None)
    old = client.get(f"/q/{passage.identifier_id}/v/1")
    assert "We kept the door open.</p>" in old.text
    assert "This is version 1 of 2" in old.text
    new = client.get(f"/q/{passage.identifier_id}/v/2")
    assert "We kept the door open. Twice.</p>" in new.text
    assert "The rest belongs to it." in new.text


@pytest.mark.parametrize("number", ["0", "2", "01", "-1", "x", "²", "9" * 400, "%00"])
def test_a_version_that_does_not_exist_is_not_found(number, client):
    passage = factories.published()
    answer = client.get(f"/q/{passage.identifier_id}/v/{number}")
    assert answer.status_code == 404
    assert f'href="{passage.get_absolute_url()}"' in answer.text


def test_a_version_without_its_words_says_when_and_why_they_were_removed(client):
    passage = factories.published("Expunged words. Others.")
    why = editorial.CitedChange("typo", "Too long.")
    editorial.revise(passage, {"spans": [[16, 23]]}, why=why, editor=None)
    chief = User.objects.create(username="chief")
    expunge([passage.identifier_id], reason="Order 7.", editor=chief, versions=[1])
    response = client.get(f"/q/{passage.identifier_id}/v/1")
    assert response.status_code == 410
    assert "removed for legal reasons on" in response.text
    assert "Order 7." in response.text
    assert passage.revisions.get(number=1).sha256 in response.text
    assert "Expunged words" not in response.text
    assert client.get(f"/q/{passage.identifier_id}/v/2").status_code == 200


@pytest.mark.parametrize("ending", ["", "/v/1", ".json"])
def test_a_passage_without_its_words_is_gone_and_says_when_and_why(ending, client):
    passage = factories.published("Expunged words.")
    chief = User.objects.create(username="chief")
    expunge([passage.identifier_id], reason="Order 7.", editor=chief)
    response = client.get(f"/q/{passage.identifier_id}{ending}")
    assert response.status_code == 410
    assert "Order 7." in response.text
    assert "chief" not in response.text
    assert "Expunged words" not in response.text
    if ending == ".json":
        assert response.json()["withdrawn"]["removed"]["reason"] == "Order 7."
    else:
        assert "removed for legal reasons on" in response.text


def test_context_leads_to_the_place_in_the_interview(room: Room, client: Client):
    response = client.get(f"{room.third.get_absolute_url()}/context")
    expected = f"/interviews/panel/#q-{room.third.identifier_id}"
    assert (response.status_code, response["Location"]) == (302, expected)


def test_context_of_a_passage_far_down_names_its_page(client):
    source = factories.source(interview=factories.interview("Long"))
    drafts = [factories.draft(source=source) for _ in range(101)]
    last = editorial.publish(drafts, editor=None)[-1]
    response = client.get(f"/q/{last.identifier_id}/context")
    assert response["Location"] == f"/interviews/long/?page=2#q-{last.identifier_id}"


def test_a_draft_has_no_address(client):
    draft = factories.draft()
    assert draft.identifier_id is None


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_permalinks_are_only_read(method, client):
    passage = factories.published()
    response = getattr(client, method)(f"/q/{passage.identifier_id}")
    assert response.status_code == 405


# --- A passage that comes back while it is asked for ---


def test_a_passage_that_is_published_again_meanwhile_is_not_denied(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = factories.published("Words that come back.")
    editorial.withdraw(found, reason="A doubt.", editor=None)
    look_up = IdentifierQuerySet.at_end_of_merges

    def come_back(rows: IdentifierQuerySet, identifier: str) -> object:
        if Passage.objects.get(pk=found.pk).state == "withdrawn":
            editorial.reinstate(found, reason="It was right.", editor=None)
        return look_up(rows, identifier)

    monkeypatch.setattr(IdentifierQuerySet, "at_end_of_merges", come_back)
    page = client.get(found.get_absolute_url())
    assert (page.status_code, "Words that come back." in page.text) == (200, True)
