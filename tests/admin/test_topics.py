"""Topics at hand: found by name or alias, told apart by their path, replaced in bulk."""

import pytest

from quotes.models import BulkJob, Passage, Topic, TopicAlias
from tests import factories
from tests.admin.forms import errors, fields, save

LIST = "/admin/quotes/passage/"
pytestmark = pytest.mark.django_db


def suggested(client, term, model="passage", field="topics"):
    asked = {"app_label": "quotes", "model_name": model, "field_name": field, "term": term}
    return [r["text"] for r in client.get("/admin/autocomplete/", asked).json()["results"]]


def choose(client, action, passages, **more):
    chosen = [passage.pk for passage in passages]
    return client.post(LIST, {"action": action, "_selected_action": chosen, "index": "0", **more})


def tags():
    return [sorted(t.name for t in p.topics.all()) for p in Passage.objects.order_by("pk")]


@pytest.fixture
def tree():
    water = factories.topic("Water")
    rivers = factories.topic("Rivers", water, scope_note="Not lakes.")
    TopicAlias.objects.create(topic=rivers, name="Streams")
    return water, rivers


def test_a_suggestion_says_path_scope_note_and_the_alias_that_matched(editor, tree):
    assert suggested(editor, "riv") == ["Rivers — Themes › Water · Not lakes."]
    assert suggested(editor, "strea") == ["Rivers — also “Streams” · Themes › Water · Not lakes."]


@pytest.mark.parametrize(
    ("model", "field", "make", "told"),
    [
        ("passage", "speaker", lambda: factories.speaker("Jo Twin", description="A painter."),
         "A painter."),
        ("interview", "event", lambda: factories.event("Jo Twin", dates="2023-06"), "June 2023"),
        ("source", "outlet", lambda: factories.outlet("Jo Twin", country="TR"), "TR"),
        ("turn", "source", lambda: factories.source("Jo Twin", published="2023-06-07"),
         "Outlet of Jo Twin · 7 June 2023"),
    ],
)  # fmt: skip
def test_twins_are_told_apart_where_they_are_chosen(editor, model, field, make, told):
    make()
    assert suggested(editor, "jo twin", model, field) == [f"Jo Twin — {told}"]


def test_topics_are_chosen_on_a_page_without_scripts_best_match_first(editor, tree):
    water, rivers = tree
    factories.topic("Over the rivers")
    passage = factories.published(topics=[water])
    page = f"{LIST}{passage.pk}/topics/"
    found = editor.get(page, {"q": "rivers"}).context["found"]
    assert [choice.topic.name for choice in found] == ["Rivers", "Over the rivers"]
    editor.post(page, {"shown": [water.pk], "topics": [rivers.pk]})
    assert tags() == [["Rivers"]]


def test_what_was_not_shown_on_that_page_stays(editor, tree):
    water, _ = tree
    passage = factories.draft(topics=[factories.topic("Since added")])
    editor.post(f"{LIST}{passage.pk}/topics/", {"topics": [water.pk]})
    assert tags() == [["Since added", "Water"]]


def test_a_new_topic_asks_for_its_parent(editor, tree):
    page = "/admin/quotes/topic/add/"
    told = errors(save(editor, page, name="Seas", slug="seas"))
    assert "Which topic does it stand below?" in told
    save(editor, page, name="Seas", slug="seas", parent=tree[0].pk)
    save(editor, page, name="Bodies", slug="bodies", is_root="on")
    assert Topic.objects.get(name="Seas").parent == tree[0]
    assert Topic.objects.get(name="Bodies").parent is None
    assert "is_root" not in fields(editor, f"/admin/quotes/topic/{tree[0].pk}/change/")


def test_topics_are_replaced_where_they_stand_after_a_preview_and_back_again(editor, tree):
    water, rivers = tree
    other = factories.topic("Bridges")
    three = [factories.draft(topics=[water]), factories.draft(topics=[other]), factories.draft()]
    sent = {"tagged": "yes", "replaced": [water.pk], "topics": [rivers.pk]}
    page = choose(editor, "replace_topics", three, **sent, preview="1").content.decode()
    assert "1 of 3 passages would change" in page
    assert "Water → Rivers" in page
    assert tags() == [["Water"], ["Bridges"], []]
    choose(editor, "replace_topics", three, **sent)
    assert tags() == [["Rivers"], ["Bridges"], []]
    assert 'value="undo"' in editor.get(LIST).content.decode()
    editor.post(f"{LIST}bulk/{BulkJob.objects.get().pk}/", {"do": "undo"})
    assert tags() == [["Water"], ["Bridges"], []]
    assert 'value="undo"' not in editor.get(LIST).content.decode()
