"""Choosing by typing, and what is made in a window of its own for a choice."""

import re

import pytest
from django.urls import reverse

from quotes.models import Topic, TopicAlias
from tests import factories
from tests.admin.forms import errors, save

pytestmark = pytest.mark.django_db


def offered(client, model, field, term):
    asked = {"app_label": "quotes", "model_name": model, "field_name": field, "term": term}
    answer = client.get(reverse("admin:autocomplete"), asked)
    return [row["text"].partition(" — ")[0] for row in answer.json()["results"]]


@pytest.mark.parametrize("term", ["a", "", "\0a"])
@pytest.mark.parametrize(
    ("model", "field"),
    [("outlet", "sources"), ("event", "interviews"), ("passage", "revisions"), ("turn", "text"),
     ("identifier", "passage"), ("speaker", "no_field")],
)  # fmt: skip
def test_what_is_no_choice_of_a_form_offers_nothing(editor, model, field, term):
    asked = {"app_label": "quotes", "model_name": model, "field_name": field, "term": term}
    assert editor.get(reverse("admin:autocomplete"), asked).status_code == 403


def test_speakers_are_offered_by_how_well_they_are_called_so(editor):
    factories.speaker("Zed Rober").names.create(name="Anna, the younger")
    for name in ("Anna Z", "Joanna A", "Maria Anna", "Anna", "Annabel"):
        factories.speaker(name)
    assert offered(editor, "passage", "speaker", "anna") == [
        "Anna", "Anna Z", "Annabel", "Maria Anna", "Zed Rober", "Joanna A",
    ]  # fmt: skip


def test_names_in_other_scripts_are_ranked_too(editor):
    for name in ("Иван Роман", "Роман", "Романов", "Цероманов"):
        factories.speaker(name, slug=f"s{len(name)}-{ord(name[0])}")
    assert offered(editor, "passage", "speaker", "роман")[:3] == ["Роман", "Романов", "Иван Роман"]


def test_an_event_named_so_comes_before_one_of_a_series_named_so(editor):
    series = factories.event("Astana Forum").series
    factories.event("A year later", series=series)
    factories.event("Astana")
    assert offered(editor, "interview", "event", "astana") == [
        "Astana", "Astana Forum", "A year later",
    ]  # fmt: skip


def test_a_topic_named_so_comes_before_one_with_such_an_alias(editor):
    aliased = factories.topic("Atoms")
    TopicAlias.objects.create(topic=aliased, name="War")
    for name in ("Civil war", "Warsaw", "War", "Postwar order"):
        factories.topic(name)
    assert offered(editor, "passage", "topics", "war") == [
        "War", "Warsaw", "Civil war", "Atoms", "Postwar order",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("model", "field", "make"),
    [("source", "outlet", factories.outlet), ("source", "interview", factories.interview),
     ("turn", "source", factories.source), ("event", "series", None)],
)  # fmt: skip
def test_the_same_name_comes_first_whatever_is_chosen(editor, model, field, make):
    if make is None:
        for name in ("A later Times", "Times"):
            factories.event(f"Of {name}").series.__class__.objects.create(
                name=name, short_name=name, slug=name.lower().replace(" ", "-")
            )
    else:
        for name in ("A later Times", "Times"):
            make(name)
    assert offered(editor, model, field, "times")[0] == "Times"


def test_the_best_match_is_offered_however_many_there_are(editor, monkeypatch):
    monkeypatch.setattr("quotes.admin.base.MAX_RANKED", 5)
    for number in range(9):
        factories.speaker(f"A{number} Smith")
    factories.speaker("Smith")
    assert offered(editor, "passage", "speaker", "smith")[0] == "Smith"


@pytest.mark.parametrize("term", ["", "  ", "…", "\x00", "%", "(", "[a", "a" * 3000])
def test_any_text_can_be_looked_for(editor, term):
    factories.speaker("Anna")
    assert isinstance(offered(editor, "passage", "speaker", term), list)


NEW = "/admin/quotes/topic/add/"


def link(client, address, field):
    """Where the “+” beside a field leads."""
    page = client.get(address).content.decode()
    [found] = re.findall(rf'id="add_id_{field}"[^>]*?href="([^"]+)"', page, re.DOTALL)
    return found.replace("&amp;", "&")


@pytest.mark.parametrize("address", ["link", f"{NEW}?_popup=1", NEW])
def test_a_topic_made_for_a_passage_says_that_its_parent_is_missing(editor, address):
    if address == "link":
        address = link(editor, "/admin/quotes/passage/add/", "topics")
    page = editor.post(
        address,
        {"name": "Trade", "slug": "trade", "scope_note": "Long thoughts.", "_popup": "1",
         "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"},
    )  # fmt: skip
    assert "The parent is missing" in errors(page)
    assert "Long thoughts." in page.content.decode()
    assert not Topic.objects.exists()


def test_a_topic_made_as_the_parent_of_another_may_be_a_root(editor):
    address = link(editor, NEW, "parent")
    save(editor, address, name="Places", slug="places")
    assert Topic.objects.get().parent is None


def test_a_question_made_for_an_answer_has_to_be_one(editor):
    turn = factories.turn("Because.")
    address = link(editor, reverse("admin:quotes_turn_change", args=[turn.pk]), "answers")
    given = {"source": turn.source_id, "position": 7, "text": "Why?"}
    page = save(editor, address, kind="answer", **given)
    assert "Choose “Question”" in errors(page)
    save(editor, address, kind="question", **given)
    assert turn.source.turns.count() == 2


@pytest.mark.parametrize(
    "made_for", ["x", "quotes.Passage", "quotes.Passage.nope", "auth.User.password", "%00",
                 "quotes.Turn.answers", "quotes.Topic.passages", "quotes.Passage.changed_in_version"],
)  # fmt: skip
def test_what_a_row_is_made_for_may_be_anything(editor, made_for):
    save(editor, f"{NEW}?_popup=1&_made_for={made_for}", name="Places", slug="places")
    assert Topic.objects.get().name == "Places"
