"""Merging from the editors' lists: asked which stays and why, all or none."""

import pytest

from quotes import editorial
from quotes.models import IdentifierEvent, Passage, Speaker
from tests import factories
from tests.admin.test_actions import LIST, said

SPEAKERS = "/admin/quotes/speaker/"


def merge(client, address, chosen, **more):
    data = {"action": "merge", "_selected_action": [each.pk for each in chosen], **more}
    return client.post(address, data, follow=True)


@pytest.fixture
def two(db):
    return [factories.published("One."), factories.published("Two.")]


def test_the_editor_is_asked_which_stays_and_sees_what_prints_them(chief, two):
    speakers = [passage.speaker for passage in two]
    page = merge(chief, SPEAKERS, speakers, index="0")
    assert "printed by 1 published passage" in page.text
    assert {label for _, label in page.context["form"].fields["into"].choices} == {
        speaker.name for speaker in speakers
    }


def test_speakers_are_merged_with_a_version_for_what_they_are_printed_by(chief, two):
    first, second = [passage.speaker for passage in two]
    answers = {"merged": "yes", "into": second.pk, "kind": "attribution", "reason": "One person."}
    page = merge(chief, SPEAKERS, [first, second], **answers)
    assert "1 passage got a new version" in said(page)
    assert not Speaker.objects.filter(pk=first.pk).exists()
    assert Passage.objects.get(pk=two[0].pk).version == 2


def test_passages_are_merged_and_their_identifiers_remember_it(chief, two):
    answers = {"merged": "yes", "into": two[1].pk, "kind": "attribution", "reason": "Twice."}
    assert "1 merged" in said(merge(chief, LIST, two, **answers))
    event = IdentifierEvent.objects.latest("pk")
    assert (event.identifier_id, event.kind) == (two[0].identifier_id, "merged_into")
    assert event.target_id == two[1].identifier_id


@pytest.mark.parametrize("missing", ["into", "reason"])
def test_without_an_answer_nothing_is_merged(chief, two, missing):
    answers = {"merged": "yes", "into": two[1].pk, "kind": "attribution", "reason": "Twice."}
    answers.pop(missing)
    page = merge(chief, LIST, two, **answers)
    assert page.context["form"].errors.keys() == {missing}
    assert Passage.objects.published().count() == 2


def test_a_refusal_says_why_and_merges_none(chief, two):
    draft = factories.draft("Three.")
    answers = {"merged": "yes", "into": two[1].pk, "kind": "attribution", "reason": "Twice."}
    page = merge(chief, LIST, [*two, draft], **answers)
    assert "Nothing was merged" in said(page)
    assert Passage.objects.published().count() == 2


def test_one_alone_is_not_merged(chief, two):
    assert "from two to" in said(merge(chief, LIST, two[:1], index="0"))


def test_who_may_not_merge_has_no_such_action(editor, two):
    assert merge(editor, LIST, two, index="0").status_code == 403


def test_a_merged_passage_is_not_offered_to_be_reinstated(chief, two):
    editorial.merge_passages(*two, reason="Twice.", editor=None)
    address = f"/admin/quotes/passage/{two[0].pk}/"
    page = chief.get(f"{address}change/").text
    assert "Reinstate…" not in page
    assert f"merged into {two[1].identifier_id}" in page
    for answer in (
        chief.get(f"{address}reinstate/", follow=True),
        chief.post(f"{address}reinstate/", {"reason": "Why not."}, follow=True),
    ):
        assert "cannot be reinstated" in said(answer)
    assert Passage.objects.get(pk=two[0].pk).state == "withdrawn"


def test_a_withdrawn_passage_is_offered_to_be_reinstated(chief, two):
    editorial.withdraw(two[0], reason="An error.", editor=None)
    assert "Reinstate…" in chief.get(f"/admin/quotes/passage/{two[0].pk}/change/").text
