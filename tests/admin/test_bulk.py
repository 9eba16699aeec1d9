"""Bulk actions on many passages: short steps, told exactly, stopped, gone on with and undone."""

import re
import time

import pytest
from django.contrib.auth.models import Group

from quotes import editorial
from quotes.admin import bulk as pages
from quotes.editorial import bulk, version
from quotes.models import BulkJob, Passage, Topic, current_version
from tests import factories

LIST = "/admin/quotes/passage/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of two passages, and one step a request."""
    monkeypatch.setattr(bulk, "SIZES", dict.fromkeys(bulk.SIZES, 2))
    monkeypatch.setattr(pages, "SECONDS", 0)


def drafts(number):
    source, speaker = factories.source(), factories.speaker()
    return [factories.draft(source=source, speaker=speaker) for _ in range(number)]


def choose(client, action, passages, **more):
    chosen = [passage.pk for passage in passages]
    data = {"action": action, "_selected_action": chosen, "index": "0", **more}
    return client.post(LIST, data)


def go_through(client, address):
    """Follow the page as its own refresh does; the texts of all pages."""
    texts = []
    while True:
        texts.append(client.get(address).content.decode())
        if 'http-equiv="refresh"' not in texts[-1]:
            return texts


def press(client, address, button):
    return client.post(address, {"do": button})


def states():
    return list(Passage.objects.order_by("pk").values_list("state", flat=True))


def tags():
    return [sorted(t.name for t in p.topics.all()) for p in Passage.objects.order_by("pk")]


def test_publishing_asks_with_the_number_and_publishes_nothing_before(chief):
    address = choose(chief, "publish", drafts(5))["location"]
    page = chief.get(address).content.decode()
    assert "Publish: 5 passages" in page
    assert "cannot be undone" in page
    assert states() == ["draft"] * 5


def test_publishing_goes_on_step_by_step_and_tells_how_far_it_is(chief):
    address = choose(chief, "publish", drafts(5))["location"]
    press(chief, address, "begin")
    assert states().count("published") == 2
    *_, before_last, last = go_through(chief, address)
    assert "4 of 5: running" in before_last
    assert "5 passages published." in last
    assert "5 of 5: done" in last
    assert states() == ["published"] * 5


def test_what_is_chosen_stays_chosen_when_the_list_has_grown_meanwhile(chief):
    few = drafts(2)
    data = {"action": "publish", "_selected_action": few[0].pk, "select_across": "1", "index": "0"}
    address = chief.post(LIST, data)["location"]
    late = factories.draft()
    press(chief, address, "begin")
    assert Passage.objects.get(pk=late.pk).state == "draft"
    assert states().count("published") == 2


def test_a_step_is_published_whole_or_not_and_all_refusals_are_told(chief):
    five = drafts(5)
    editorial.publish([five[3]], editor=None)
    address = choose(chief, "publish", five)["location"]
    press(chief, address, "begin")
    last = go_through(chief, address)[-1]
    assert "3 passages published. 2 stayed as they were." in last
    assert f"{five[3]}</a>: It is published already." in last
    assert f"{five[2]}</a>: It was held back" in last
    assert states() == ["published", "published", "draft", "published", "published"]


def test_those_held_back_are_tried_again_when_asked(chief):
    five = drafts(5)
    editorial.publish([five[3]], editor=None)
    address = choose(chief, "publish", five)["location"]
    press(chief, address, "begin")
    go_through(chief, address)
    again = press(chief, address, "again")["location"]
    assert "Publish: 1 passage" in chief.get(again).content.decode()
    press(chief, again, "begin")
    assert states() == ["published"] * 5


def test_a_passage_deleted_meanwhile_is_told(chief):
    three = drafts(3)
    address = choose(chief, "publish", three)["location"]
    Passage.objects.filter(pk=three[2].pk).delete()
    press(chief, address, "begin")
    last = go_through(chief, address)[-1]
    assert f"Passage number {three[2].pk}: It is no longer in the archive." in last
    assert states() == ["published", "published"]


def test_a_job_is_stopped_and_gone_on_with(chief):
    address = choose(chief, "publish", drafts(6))["location"]
    press(chief, address, "begin")
    press(chief, address, "stop")
    page = chief.get(address).content.decode()
    assert "refresh" not in page
    assert "2 of 6: stopped" in page
    assert states().count("published") == 2
    assert f'href="{address}"' in chief.get(LIST).content.decode()
    press(chief, address, "begin")
    go_through(chief, address)
    assert states() == ["published"] * 6


def test_what_was_published_in_bulk_cannot_be_undone_and_says_why(chief):
    address = choose(chief, "publish", drafts(1))["location"]
    press(chief, address, "begin")
    page = chief.get(address).content.decode()
    assert 'value="undo"' not in page
    assert "can be withdrawn, with a reason" in page
    press(chief, address, "undo")
    assert states() == ["published"]


def test_tags_given_to_many_are_undone_but_not_what_was_changed_since(editor):
    old, new, other = factories.topic("Old"), factories.topic("New"), factories.topic("Other")
    five = drafts(5)
    for draft in five:
        draft.topics.set([old])
    address = choose(editor, "add_topics", five, tagged="yes", topics=[new.pk])["location"]
    go_through(editor, address)
    assert tags() == [["New", "Old"]] * 5
    editorial.tag([five[1]], add=[other], editor=None)
    undoing = press(editor, address, "undo")["location"]
    last = go_through(editor, undoing)[-1]
    assert "4 passages changed back. 1 stayed as they were." in last
    assert tags() == [["Old"], ["New", "Old", "Other"], ["Old"], ["Old"], ["Old"]]


def test_a_narrower_topic_in_place_of_a_broader_is_undone_too(editor):
    broad = factories.topic("Broad")
    narrow = factories.topic("Narrow", broad)
    three = drafts(3)
    for draft in three:
        draft.topics.set([broad])
    address = choose(editor, "add_topics", three, tagged="yes", topics=[narrow.pk])["location"]
    go_through(editor, address)
    assert tags() == [["Narrow"]] * 3
    go_through(editor, press(editor, address, "undo")["location"])
    assert tags() == [["Broad"]] * 3


def test_removed_topics_come_back_unless_the_topic_has_gone(editor):
    one, two = factories.topic("One"), factories.topic("Two")
    three = drafts(3)
    for draft, topic in zip(three, [one, one, two], strict=True):
        draft.topics.set([topic])
    chosen = [one.pk, two.pk]
    address = choose(editor, "remove_topics", three, tagged="yes", topics=chosen)["location"]
    go_through(editor, address)
    assert tags() == [[], [], []]
    Topic.objects.filter(pk=two.pk).delete()
    press(editor, address, "undo")
    go_through(editor, pages.address_of(BulkJob.objects.latest("pk")))
    assert tags() == [["One"], ["One"], []]


def test_sending_to_review_is_undone_but_for_what_was_published_since(editor):
    five = drafts(5)
    address = choose(editor, "send_to_review", five)["location"]
    go_through(editor, address)
    editorial.publish([five[0]], editor=None)
    last = go_through(editor, press(editor, address, "undo")["location"])[-1]
    assert states() == ["published", "draft", "draft", "draft", "draft"]
    assert f"{five[0]}</a>: It is published." in last


def test_nothing_is_undone_twice_or_gone_on_with_behind_its_undoing(editor):
    address = choose(editor, "send_to_review", drafts(4))["location"]
    press(editor, address, "stop")
    press(editor, address, "undo")
    assert states() == ["draft"] * 4
    press(editor, address, "begin")
    editor.get(address)
    press(editor, address, "undo")
    assert states() == ["draft"] * 4
    assert BulkJob.objects.count() == 2


def test_a_job_is_its_editors_alone(editor, chief):
    address = choose(editor, "send_to_review", drafts(4))["location"]
    assert chief.get(address).status_code == 403
    assert press(chief, address, "stop").status_code == 403
    assert "2 of 4: stopped" not in editor.get(address).content.decode()


def test_the_right_is_looked_at_for_each_step(chief):
    address = choose(chief, "publish", drafts(4))["location"]
    press(chief, address, "begin")
    job = BulkJob.objects.get()
    chief.user.groups.set([Group.objects.get(name="Editors")])
    assert chief.get(address).status_code == 403
    with pytest.raises(pages.PermissionDenied):
        bulk.run(job, seconds=0)
    assert states().count("published") == 2


def test_a_job_waits_for_its_button_and_no_head_request_goes_on_with_it(chief):
    address = choose(chief, "publish", drafts(4))["location"]
    chief.get(address)
    assert states() == ["draft"] * 4
    press(chief, address, "begin")
    chief.head(address)
    assert states().count("published") == 2
    assert chief.put(address).status_code == 405


@pytest.mark.parametrize("number", ["999", "9" * 30, "0"])
def test_jobs_that_are_none_are_not_found(chief, number):
    assert chief.get(f"{LIST}bulk/{number}/").status_code == 404


def test_a_topic_that_goes_while_a_job_runs_stops_it_with_a_sentence(editor):
    topic = factories.topic("A")
    address = choose(editor, "add_topics", drafts(4), tagged="yes", topics=[topic.pk])["location"]
    for passage in Passage.objects.all():
        passage.topics.clear()
    Topic.objects.filter(pk=topic.pk).delete()
    page = editor.get(address).content.decode()
    assert "One of the topics is no longer there" in page
    assert "2 of 4: stopped" in page


def test_drafts_tagged_in_bulk_move_no_public_version(editor):
    factories.published()
    before = current_version()
    choose(editor, "add_topics", drafts(2), tagged="yes", topics=[factories.topic("A").pk])
    assert tags()[1:] == [["A"], ["A"]]
    assert current_version() == before


def test_no_step_holds_the_archive_for_long(chief, monkeypatch):
    monkeypatch.undo()
    held: list[float] = []
    lock = version.locked_archive

    def timed():
        return _Timed(lock(), held)

    many = drafts(60)
    monkeypatch.setattr(bulk, "locked_archive", timed)
    address = choose(chief, "publish", many)["location"]
    press(chief, address, "begin")
    go_through(chief, address)
    assert states() == ["published"] * 60
    steps = BulkJob.objects.get().steps.count()
    assert steps == 4
    assert max(held) < 1, held


class _Timed:
    def __init__(self, lock, held):
        self.lock, self.held = lock, held

    def __enter__(self):
        self.began = time.thread_time()
        return self.lock.__enter__()

    def __exit__(self, *error):
        self.held.append(time.thread_time() - self.began)
        return self.lock.__exit__(*error)


def test_more_than_can_be_looked_at_are_not_deleted_at_once(editor, monkeypatch):
    monkeypatch.setattr("quotes.admin.base.MAX_DELETED_AT_ONCE", 2)
    choose(editor, "delete_selected", drafts(3), post="yes")
    assert len(states()) == 3
    page = re.sub(r"\s+", " ", editor.get(LIST).content.decode())
    assert "Choose at most 2 of them: 3 were chosen." in page
