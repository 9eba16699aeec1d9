"""Corrections that an editor proposes, and a second person accepts or declines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes import editorial
from quotes.editorial.expunging import expunge
from quotes.models import Passage, Proposal, Speaker, SpeakerName, current_version
from tests import factories
from tests.admin.forms import save

pytestmark = pytest.mark.django_db
WHY = {"why_kind": "typo", "why_reason": "As the outlet now prints it."}


def change(thing):
    return f"/admin/quotes/{thing._meta.model_name}/{thing.pk}/change/"


def propose(client, thing, **changes):
    save(client, change(thing).replace("change/", "propose/"), **(WHY | changes))
    return Proposal.objects.latest("pk")


def decide(client, proposal, do, decision=""):
    return client.post(f"/admin/proposals/{proposal.pk}/", {"do": do, "decision": decision})


def test_a_proposed_correction_of_a_passage_makes_a_version_once_accepted(editor, reviewer):
    passage = factories.published("We met. We talked.", spans=[[0, 7]])
    proposal = propose(editor, passage, words="We met. We talked.")
    assert Passage.objects.get().version == 1
    page = reviewer.get(f"/admin/proposals/{proposal.pk}/").content.decode()
    assert "We met.<ins> We talked.</ins>" in page
    assert "As the outlet now prints it." in page
    decide(reviewer, proposal, "accept")
    passage = Passage.objects.get()
    assert (passage.version, passage.text) == (2, "We met. We talked.")
    revision = passage.revisions.get(number=2)
    assert (revision.reason, revision.kind) == ("As the outlet now prints it.", "typo")
    assert revision.editor == reviewer.user
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("accepted", reviewer.user)


def test_public_wording_of_a_noun_changes_by_review_with_reason_and_history(editor, chief):
    speaker = factories.published().speaker
    rows = {"names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "0", "names-0-name": "Ада",
            "names-0-speaker": speaker.pk}  # fmt: skip
    before = current_version()
    proposal = propose(editor, speaker, description="A mathematician.", **rows)
    assert (current_version(), Speaker.objects.get(pk=speaker.pk).description) == (before, "")
    labels = {each["label"]: each["after"] for each in proposal.changes}
    assert labels == {"description": "A mathematician.", "speaker name": "Ада"}
    decide(chief, proposal, "accept")
    assert Speaker.objects.get(pk=speaker.pk).description == "A mathematician."
    assert SpeakerName.objects.get().name == "Ада"
    assert speaker.history.latest().history_change_reason == "As the outlet now prints it."
    assert speaker.history.latest().history_user == chief.user
    history = change(speaker).replace("change/", "history/")
    assert "As the outlet now prints it." in chief.get(history).content.decode()


def test_what_passages_print_of_a_noun_gives_each_a_version(editor, reviewer):
    speaker = factories.speaker("Ada Lovelase")
    factories.published(speaker=speaker)
    decide(reviewer, propose(editor, speaker, name="Ada Lovelace"), "accept")
    assert Passage.objects.get().version == 2
    assert Passage.objects.get().latest_revision.printed["speaker"] == "Ada Lovelace"


def test_nobody_accepts_their_own_proposal_and_an_editor_none(editor, reviewer):
    passage = factories.published()
    own = propose(reviewer, passage, note="One.")
    assert decide(reviewer, own, "accept").status_code == 403
    assert decide(editor, own, "accept").status_code == 403
    assert Passage.objects.get().note == ""
    decide(reviewer, own, "take_back")
    assert Proposal.objects.get().state == "taken_back"


def test_declining_needs_a_reason_that_the_editor_sees(editor, chief):
    proposal = propose(editor, factories.published(), note="One.")
    page = decide(chief, proposal, "decline").content.decode()
    assert "Say why it is declined" in page
    decide(chief, proposal, "decline", "The source has it so.")
    assert "The source has it so." in editor.get("/admin/proposals/").content.decode()
    assert Passage.objects.get().note == ""


def test_what_somebody_changed_since_is_not_overwritten(editor, chief):
    passage = factories.published()
    proposal = propose(editor, passage, note="One.")
    why = editorial.CitedChange("typo", "A slip.")
    editorial.revise(passage, {"note": "Two."}, why=why, editor=chief.user)
    page = decide(chief, proposal, "accept").content.decode()
    assert "It has been changed since this was proposed." in page
    assert Passage.objects.get().note == "Two."
    assert Proposal.objects.get().is_open


@pytest.mark.parametrize("missing", ["why_kind", "why_reason"])
def test_a_proposal_says_why(editor, missing):
    passage = factories.published()
    at = change(passage).replace("change/", "propose/")
    page = save(editor, at, **(WHY | {"note": "One.", missing: ""}))
    assert page.status_code == 200
    assert not Proposal.objects.exists()


def test_words_removed_for_legal_reasons_go_from_proposals_and_comments_too(editor, chief):
    words = "Quokka ledgers hid beneath a floor and burned with all their letters."
    passage = factories.published(words)
    propose(editor, passage, note=f"He said: {words}")
    expunge(
        [str(Passage.objects.get().identifier_id)], reason="A court’s order.", editor=chief.user
    )
    stored = Proposal.objects.get()
    assert "ledgers" not in f"{stored.fields}{stored.changes}"


def test_a_chief_editor_says_why_too_also_for_what_passages_do_not_print(chief):
    speaker = factories.published().speaker
    rows = {"names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "0", "names-0-name": "Ада",
            "names-0-speaker": speaker.pk}  # fmt: skip
    for changes in ({"description": "A guide."}, rows):
        page = save(chief, change(speaker), **changes, why_reason="")
        assert "Give the reason" in page.content.decode()
    assert Speaker.objects.get(pk=speaker.pk).description == ""
    assert not SpeakerName.objects.exists()


def test_what_is_gone_takes_no_correction(editor, chief):
    kept, gone = factories.published().speaker, factories.published("We wait.").speaker
    assert kept != gone
    proposal = propose(editor, gone, description="A guide.")
    why = editorial.CitedChange("typo", "One person.")
    editorial.merge_nouns(gone, kept, editor=chief.user, why=why)
    page = decide(chief, proposal, "accept").content.decode()
    assert "no longer there" in page
    assert Proposal.objects.get().is_open


def test_a_change_behind_a_thousand_letters_is_shown_as_it_is(editor, reviewer):
    text = f"{'We met and talked. ' * 80}They did not agree."
    turn = factories.published(text, spans=[[0, 6]]).turn
    proposal = propose(editor, turn, text=text.replace("did not", "did"))
    page = reviewer.get(f"/admin/proposals/{proposal.pk}/").content.decode()
    assert "<del>not " in page or "<del> not" in page
    assert "<ins>" not in page


def test_a_field_that_the_form_has_not_cannot_break_what_is_kept(editor):
    proposal = propose(editor, factories.published(), note="One.", stray="a\0b", **{"c\0": "d"})
    assert "\0" not in str([pair for row in proposal.fields for pair in (row[0], *row[1])])
    assert {"note", "why_reason"} <= {row[0] for row in proposal.fields}
    assert not {"stray", "c\0"} & {row[0] for row in proposal.fields}


def test_a_list_of_proposals_asks_for_their_things_together(editor, chief):
    passage, speaker = factories.published(), factories.published("We wait.").speaker
    propose(editor, passage, note="One.")
    propose(editor, speaker, description="A guide.")
    with CaptureQueriesContext(connection) as few:
        chief.get("/admin/proposals/")
    for n in range(3):
        other = factories.published(f"We wait for {n}.")
        propose(editor, other, note="One.")
        propose(editor, other.speaker, description="A guide.")
    with CaptureQueriesContext(connection) as many:
        chief.get("/admin/proposals/")
    assert len(many) == len(few)


def test_a_form_in_which_nothing_was_changed_proposes_nothing(editor):
    passage = factories.published()
    at = change(passage).replace("change/", "propose/")
    page = save(editor, at, why_reason="")
    assert page.status_code == 200
    assert "Say what kind of change this is" in page.content.decode()
    assert save(editor, at, **WHY).status_code == 302
    assert not Proposal.objects.exists()


def test_the_same_correction_waits_once(editor):
    passage = factories.published()
    proposal = propose(editor, passage, note="One.")
    assert propose(editor, passage, note="One.") == proposal
    assert propose(editor, passage, note="Two.") != proposal
