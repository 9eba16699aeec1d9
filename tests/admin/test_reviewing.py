"""The desk: what waits for whom, sending back, assigning, and a second person who publishes."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from quotes import editorial
from quotes.models import (
    DocumentImport,
    Passage,
    ReviewEvent,
    Turn,
    Utterance,
    UtteranceMember,
)
from tests import factories
from tests.admin.forms import fields, save

LIST = "/admin/quotes/passage/"
pytestmark = pytest.mark.django_db


def change(passage):
    return f"{LIST}{passage.pk}/change/"


def entered_by(client, text="They agreed to meet again.", **more):
    """A draft as its author enters it."""
    turn = factories.turn(text, speaker=factories.speaker())
    add = f"{LIST}add/?turn={turn.pk}"
    client.post(add, fields(client, add) | {"turn": turn.pk, "words": text} | more)
    return Passage.objects.latest("pk")


def state(passage):
    return Passage.objects.get(pk=passage.pk).state


def choose(client, action, passages, **more):
    chosen = [passage.pk for passage in passages]
    return client.post(LIST, {"action": action, "_selected_action": chosen, "index": "0", **more})


def numbers(client):
    page = client.get("/admin/").content.decode()
    found = re.findall(r'<a href="([^"]+)"><strong>(\S+)</strong> ([^<]+)</a>', page)
    return {label: (number, address) for address, number, label in found}


def test_a_reviewer_publishes_what_others_sent_to_review_and_nothing_else(editor, reviewer):
    others, own = entered_by(editor), entered_by(reviewer, "We wait.")
    for passage, client in ((others, editor), (own, reviewer)):
        assert "_publish" not in reviewer.get(change(passage)).content.decode()
        save(client, change(passage), _review="1")
    assert "_publish" not in reviewer.get(change(own)).content.decode()
    address = choose(reviewer, "publish", [others, own])["location"]
    page = reviewer.post(address, {"do": "begin"}, follow=True).content.decode()
    assert "It is your own work: somebody else publishes it." in page
    assert (state(others), state(own)) == ("in_review", "in_review")
    save(reviewer, change(others), _publish="1", cautions_seen="yes")
    save(reviewer, change(own), _publish="1", cautions_seen="yes")
    assert (state(others), state(own)) == ("published", "in_review")


def test_whoever_rewrote_the_words_is_their_author_too(editor, reviewer):
    passage = entered_by(editor, "They agreed. They met.")
    save(editor, change(passage), _review="1")
    save(reviewer, change(passage), note="Whom they met is unknown.")
    assert editorial.own_work([passage.pk], reviewer.user) == {passage.pk}
    passage.refresh_from_db()
    assert "somebody else" in editorial.why_not_reviewed_by(passage, reviewer.user)


def test_clocks_of_nodes_do_not_tell_whose_words_they_are(editor, reviewer):
    passage = entered_by(editor, "They agreed. They met.")
    save(editor, change(passage), _review="1")
    save(reviewer, change(passage), note="Whom they met is unknown.")
    save(editor, change(passage), topics=[factories.topic("Rivers").pk])
    # The reviewer's node is a minute ahead: the row that came last seems to come first.
    for row in Passage.history.filter(id=passage.pk, history_user=reviewer.user):
        row.history_date += timedelta(minutes=1)
        row.save()
    assert editorial.own_work([passage.pk], reviewer.user) == {passage.pk}


def test_tagging_makes_nobody_an_author(editor, reviewer):
    passage = entered_by(editor)
    save(reviewer, change(passage), topics=[factories.topic("Rivers").pk])
    assert editorial.own_work([passage.pk], reviewer.user) == set()


def test_a_chief_editor_publishes_own_work_and_it_is_marked(chief, editor):
    own, others = entered_by(chief), entered_by(editor, "We wait.")
    for passage in (own, others):
        save(chief, change(passage), _publish="1", cautions_seen="yes")
    assert list(Passage.objects.published_by_author()) == [own]
    assert "Published without a second person by clara" in chief.get(change(own)).content.decode()
    assert numbers(chief)["published without a second person"][0] == "1"


def test_a_passage_is_sent_back_with_a_comment_that_its_author_sees(editor, reviewer):
    passage = entered_by(editor)
    save(editor, change(passage), _review="1")
    address = f"{LIST}{passage.pk}/send_back/"
    page = reviewer.post(address, {"decided": "yes", "comment": " "}).content.decode()
    assert "Say what has to be changed" in page
    reviewer.post(address, {"decided": "yes", "comment": "Who are they?"})
    assert state(passage) == "draft"
    assert "rita: Who are they?" in editor.get("/admin/").content.decode()
    assert "Who are they?" in editor.get(change(passage)).content.decode()
    assert "Who are they?" not in reviewer.get("/admin/").content.decode()
    save(editor, change(passage), _review="1")
    assert not Passage.objects.sent_back().exists()
    assert "Who are they?" not in editor.get("/admin/").content.decode()


def test_an_editor_sends_nothing_back(editor, chief):
    passage = entered_by(chief)
    save(chief, change(passage), _review="1")
    address = f"{LIST}{passage.pk}/send_back/"
    assert editor.post(address, {"decided": "yes", "comment": "No."}).status_code == 403
    assert choose(editor, "send_back_selected", [passage], comment="No.").status_code == 403


def test_several_are_assigned_and_stand_on_the_reviewers_desk(editor, reviewer):
    two = [entered_by(editor), entered_by(editor, "We wait.")]
    editorial.send_to_review(two, editor=editor.user)
    choose(editor, "assign_selected", two, decided="yes", reviewer=reviewer.user.pk)
    assert numbers(reviewer)["assigned to me"][0] == "2"
    choose(editor, "assign_selected", two[:1], decided="yes", reviewer="")
    assert list(Passage.objects.assigned_to(reviewer.user)) == two[1:]


def test_nobody_is_asked_to_review_what_they_wrote_or_may_not_publish(editor, reviewer):
    own = entered_by(reviewer)
    with pytest.raises(editorial.NotPossibleError, match="wrote some of it"):
        editorial.assign([own], reviewer=reviewer.user, editor=editor.user)
    with pytest.raises(editorial.NotPossibleError, match="may not review"):
        editorial.assign([own], reviewer=editor.user, editor=editor.user)
    assert not ReviewEvent.objects.exists()


def test_what_waited_longest_in_review_comes_first(editor, reviewer):
    first, second = entered_by(editor), entered_by(editor, "We wait.")
    editorial.send_to_review([second], editor=editor.user)
    editorial.send_to_review([first], editor=editor.user)
    page = reviewer.get(f"{LIST}?queue=in_review").content.decode()
    assert page.index(f"/{second.pk}/change/") < page.index(f"/{first.pk}/change/")


def test_every_number_on_the_desk_is_the_length_of_the_list_that_it_leads_to(editor):
    tagged = factories.draft(topics=[factories.topic()], role_as_printed="Minister")
    double = factories.draft(tagged.text, speaker=tagged.speaker)
    entered_by(editor)
    DocumentImport.objects.create(
        source=double.source, file_name="a", file_sha256="0", format="txt", shape="labelled",
        confidence=1, flags=[{"turn": 1, "position": 1, "passages": [double.pk], "reason": "x"}],
    )  # fmt: skip
    utterance = Utterance.objects.create(interview=double.interview)
    UtteranceMember.objects.create(utterance=utterance, passage=double)
    found = numbers(editor)
    told = {label: number for label, (number, _) in found.items()}
    assert told | {"imports to review": "1", "my drafts": "1", "words entered twice": "2"} == told
    assert told["words gone from their source"] == "1"
    for label, (number, address) in found.items():
        if "queue=" in address:
            listed = editor.get(address).context["cl"].result_count
            assert str(listed) == number, label


def test_whoever_corrected_the_turn_rewrote_the_words_too(editor, reviewer):
    passage = entered_by(editor, "They did not agree.")
    save(editor, change(passage), _review="1")
    # As many letters, so that the passage stands at the same place.
    turn = Turn.objects.get()
    save(reviewer, f"/admin/quotes/turn/{turn.pk}/change/", text="They did now agree.")
    assert Passage.objects.get().text == "They did now agree."
    assert "somebody else" in editorial.why_not_reviewed_by(Passage.objects.get(), reviewer.user)


def test_whoever_put_the_same_words_into_another_source_is_their_author_too(editor, reviewer):
    passage = entered_by(editor)
    save(editor, change(passage), _review="1")
    other = factories.turn(passage.text, speaker=passage.speaker, source=factories.source("B"))
    save(reviewer, change(passage), turn=other.pk)
    passage.refresh_from_db()
    assert (passage.turn, passage.state) == (other, "in_review")
    assert "somebody else" in editorial.why_not_reviewed_by(passage, reviewer.user)


def test_a_draft_cut_in_two_by_somebody_else_stays_its_authors_work(editor, reviewer):
    passage = entered_by(reviewer, "They agreed. They met.")
    second = editorial.split_draft(passage, 13, editor=editor.user)
    assert second.text == "They met."
    for user in (reviewer.user, editor.user):
        assert editorial.own_work([passage.pk, second.pk], user) == {passage.pk, second.pk}
    assert set(Passage.objects.made_by(reviewer.user)) == {passage, second}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads a plan of SQLite")
def test_what_authors_published_is_found_without_looking_at_every_passage(db):
    plan = Passage.objects.published_by_author().order_by().explain()
    assert "SCAN quotes_passage" not in plan, plan
