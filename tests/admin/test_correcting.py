"""Corrections seen before they are saved, versions restored, and duplicates compared."""

import pytest

from quotes import editorial
from quotes.models import Passage, Speaker, current_version
from tests import factories
from tests.admin.forms import errors, save

pytestmark = pytest.mark.django_db
WHY = editorial.CitedChange("typo", "A slip.")


def change(thing):
    return f"/admin/quotes/{thing._meta.model_name}/{thing.pk}/change/"


@pytest.fixture
def corrected(db):
    """A passage with a second version that is shorter and has a note."""
    passage = factories.published("We met. We talked.", role_as_printed="Guest")
    fields = {"spans": [[0, 7]], "note": "Cut.", "role_as_printed": "Host"}
    editorial.revise(passage, fields, why=WHY, editor=None)
    return Passage.objects.get()


def test_a_correction_is_seen_word_by_word_before_it_is_saved(chief):
    passage = factories.published("We met. We talked.", spans=[[0, 7]])
    page = save(
        chief, change(passage), words="We talked.", note="New.", _preview="1", why_reason=""
    )
    told = errors(page)
    assert "We <del>met</del><ins>talked</ins>." in told
    assert "<dt>note</dt><dd><ins>New.</ins></dd>" in told
    assert page.context["adminform"].form["note"].value() == "New."
    assert Passage.objects.get().version == 1


def test_a_typing_error_of_a_turn_is_reached_from_the_passage_and_previewed(chief):
    passage = factories.published("We mett. We talked.", spans=[[0, 8]])
    assert change(passage.turn) in chief.get(change(passage)).content.decode()
    before = current_version()
    page = save(chief, change(passage.turn), text="We met. We talked.", _preview="1")
    assert (
        f"<dt>passage {passage.identifier_id}</dt><dd>We <del>mett</del><ins>met</ins>.</dd>"
        in (errors(page))
    )
    assert (Passage.objects.get().text, current_version()) == ("We mett.", before)


def test_a_preview_of_a_noun_changes_nothing(chief):
    speaker = factories.published().speaker
    told = errors(save(chief, change(speaker), description="A guide.", _preview="1"))
    assert "<dt>description</dt><dd><ins>A guide.</ins></dd>" in told
    assert Speaker.objects.get(pk=speaker.pk).description == ""


def test_an_earlier_version_is_restored_as_a_new_one(chief, corrected):
    listed = chief.get(f"/admin/quotes/passage/{corrected.pk}/versions/").content.decode()
    assert "Restore version 1" in listed
    page = f"/admin/quotes/passage/{corrected.pk}/versions/1/"
    assert "We met.<ins> We talked.</ins>" in chief.get(page).content.decode()
    assert "Give the reason" in chief.post(page, {"kind": "typo"}).content.decode()
    chief.post(page, {"kind": "source_correction", "reason": "It was whole."})
    restored = Passage.objects.get()
    assert (restored.version, restored.text, restored.note) == (3, "We met. We talked.", "")
    assert restored.role_as_printed == "Guest"
    assert restored.latest_revision.reason == "It was whole."
    assert [r.words.text for r in restored.revisions.order_by("number")] == [
        "We met. We talked.", "We met.", "We met. We talked.",
    ]  # fmt: skip


def test_words_that_the_turn_no_longer_has_are_not_guessed(chief, corrected):
    turn = corrected.turn
    turn.text = "We met. We spoke."
    editorial.save_turn(turn, why=WHY, editor=None)
    page = f"/admin/quotes/passage/{corrected.pk}/versions/1/"
    assert "do not stand in the turn as it is now" in chief.get(page).content.decode()
    chief.post(page, {"kind": "typo", "reason": "Back."})
    assert Passage.objects.get().text == "We met."


def test_restoring_is_for_those_who_correct(editor, reviewer, corrected):
    for client in (editor, reviewer):
        page = f"/admin/quotes/passage/{corrected.pk}/versions/1/"
        assert client.get(page).status_code == 403


def test_both_are_seen_in_full_before_they_are_merged(chief):
    one = factories.published("We met at dawn.", topics=[factories.topic("Dawn")])
    other = factories.published("We met at dusk.", topics=[factories.topic("Dusk")])
    chosen = {"action": "merge", "_selected_action": [one.pk, other.pk], "index": "0"}
    page = chief.post("/admin/quotes/passage/", chosen).content.decode()
    for shown in (one.identifier_id, other.identifier_id, one.source.title, "Dawn", "Dusk"):
        assert shown in page
    assert "<del>dawn</del><ins>dusk</ins>" in page or "<del>dusk</del><ins>dawn</ins>" in page
    editorial.merge_passages(other, one, reason="The same.", editor=chief.user)
    assert {topic.name for topic in Passage.objects.get(pk=one.pk).tags} == {"Dawn", "Dusk"}
    back = chief.get(change(other)).content.decode()
    assert "This cannot be reinstated." in back


@pytest.mark.parametrize("model", ["speaker", "turn", "passage"])
def test_a_preview_asked_of_a_new_row_is_answered_and_saves_none(chief, model):
    turn = factories.turn("We met.", speaker=factories.speaker())
    given = {
        "speaker": {"name": "Ada", "sort_name": "Ada"},
        "turn": {"source": turn.source.pk, "position": 2, "kind": "statement", "text": "We left."},
        "passage": {"turn": turn.pk, "words": "We met."},
    }[model]
    add = f"/admin/quotes/{model}/add/" + (f"?turn={turn.pk}" if model == "passage" else "")
    page = save(chief, add, _preview="1", **given)
    assert "Nothing would change." in page.content.decode()
    assert (Speaker.objects.count(), turn.source.turns.count(), Passage.objects.count()) == (
        1,
        1,
        0,
    )
