"""What readers see of a public noun is changed by chief editors alone, on every noun's page."""

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.urls import reverse

from quotes import editorial
from quotes.admin.nouns import NounAdmin
from quotes.editorial.authorship import nouns, rows_of
from quotes.models import Event, Passage, Source, Speaker, SpeakerName, Topic, Turn, current_version
from tests import factories
from tests.admin.forms import errors, fields, save
from tests.admin.one_of_each import EDITED, INLINES, one_of_each, text_fields

pytestmark = pytest.mark.django_db
NOUNS = [model for model in EDITED if isinstance(site.get_model_admin(model), NounAdmin)]
# Each noun by itself, and by a row of each inline of it.
PARTS = [
    *((model, None) for model in NOUNS),
    *((model, row.model) for model, row in INLINES if model in NOUNS and row.model not in EDITED),
]


def change(thing):
    return reverse(f"admin:quotes_{thing._meta.model_name}_change", args=[thing.pk])


def stored(model):
    return list(model._base_manager.order_by("pk").values())


def everything():
    """All that the pages of nouns show, rows of inlines included."""
    inlines = [inline.model for model in NOUNS for inline in site.get_model_admin(model).inlines]
    return {model: stored(model) for model in [*NOUNS, *inlines]}


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_an_editor_changes_nothing_that_readers_see(editor, chief, model):
    thing = one_of_each(published=True)[model]
    full = fields(chief, change(thing))
    before, version = everything(), current_version()
    own = fields(editor, change(thing))
    assert not {f.name for f in model._meta.concrete_fields if f.editable} & set(own)
    # As if the form had been opened before the noun became public, or were forged.
    forged = {name: ["Other"] for name in full if not name.endswith("_FORMS")} | {
        f"{prefix}-0-DELETE": "on" for prefix in ("names", "roles", "participations", "aliases")
    }
    forged |= own | {
        "why_reason": "So.",
        "why_seen": "on",
    }
    editor.post(change(thing), forged)
    assert everything() == before
    assert current_version() == version


def test_an_editor_is_told_who_changes_it(editor, chief):
    rows = one_of_each(published=True)
    for model in NOUNS:
        page = editor.get(change(rows[model])).content.decode()
        assert "chief editors change it" in page, model
    assert "chief editors change it" not in chief.get(change(rows[Event])).content.decode()


def test_what_readers_do_not_see_an_editor_changes(editor):
    rows = one_of_each()
    for thing in map(rows.get, NOUNS):
        name = next(
            each
            for each in ("description", "scope_note", "basis", "url", "speaker_as_printed")
            if hasattr(thing, each)
        )
        value = "https://example.org/" if name == "url" else "Changed."
        save(editor, change(thing), **{name: value})
        thing.refresh_from_db()
        assert getattr(thing, name) == value


def test_other_names_of_a_public_speaker_are_not_added_by_an_editor(editor, chief):
    speaker = factories.published().speaker
    row = {"names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "0", "names-0-name": "Ада",
           "names-0-speaker": speaker.pk}  # fmt: skip
    editor.post(change(speaker), fields(editor, change(speaker)) | row)
    assert not SpeakerName.objects.exists()
    save(chief, change(speaker), **row)
    assert SpeakerName.objects.get().name == "Ада"


def test_a_topic_above_a_public_one_is_public(editor):
    topic = factories.topic("Engines")
    factories.published(topics=[topic])
    editor.post(change(topic.parent), fields(editor, change(topic.parent)) | {"name": "Other"})
    assert Topic.objects.get(pk=topic.parent_id).name == "Themes"


def test_a_question_that_readers_see_is_not_reworded_by_an_editor(editor):
    question = factories.turn("Why?", kind="question")
    factories.published("Because.", source=question.source, answers=question)
    editor.post(change(question), fields(editor, change(question)) | {"question_rewritten": "true"})
    assert Turn.objects.get(pk=question.pk).question_rewritten is None


def test_a_withdrawn_passage_leaves_its_nouns_to_the_chief_editors(editor):
    passage = factories.published()
    editorial.withdraw(passage, reason="An error.", editor=None)
    event = passage.interview.event
    editor.post(change(event), fields(editor, change(event)) | {"organiser": "Other"})
    assert Event.objects.get(pk=event.pk).organiser == ""


def test_drafts_and_turns_are_added_by_editors_below_what_is_public(editor):
    turn = factories.turn("Yes. No.", speaker=factories.speaker("Bea"))
    factories.published("x", turn=turn, spans=[[0, 4]])
    added = {"passages-TOTAL_FORMS": "2", "passages-1-words": "No.", "passages-1-turn": turn.pk}
    save(editor, change(turn), **added)
    assert Passage.objects.get(state="draft").text == "No."
    added = {"turns-TOTAL_FORMS": "2", "turns-1-position": "2", "turns-1-kind": "answer",
             "turns-1-text": "Maybe.", "turns-1-source": turn.source_id}  # fmt: skip
    save(editor, change(turn.source), **added)
    assert Turn.objects.count() == 2


def test_what_an_editor_typed_before_it_was_public_is_not_dropped_in_silence(editor):
    draft = factories.draft()
    opened = fields(editor, change(draft.speaker))
    editorial.publish([draft], editor=None)
    page = editor.post(change(draft.speaker), opened | {"description": "Long thoughts."})
    assert page.status_code == 200
    assert "you typed “Long thoughts.”" in page.content.decode()


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_an_editor_is_not_told_that_something_was_saved(editor, model):
    thing = one_of_each(published=True)[model]
    page = save(editor, change(thing), name="Other", title="Other", text="Other")
    assert "chief editors change it" in errors(page)
    assert "Nothing has been saved" in errors(page)
    assert "was changed successfully" not in page.content.decode()


def change_something(client, model, thing, row):
    """Change a text of a noun, or of a row of one of its inlines, as an editor does."""
    if row is None:
        [text, *_] = text_fields(model, fields(client, change(thing)))
        return save(client, change(thing), **{text.name: f"{getattr(thing, text.name)} anew"})
    [prefix] = [
        each.get_accessor_name()
        for each in model._meta.related_objects
        if each.related_model is row
    ]
    [text, *_] = text_fields(row, {field.name for field in row._meta.concrete_fields})
    return save(client, change(thing), **{f"{prefix}-0-{text.name}": "Anew"})


@pytest.mark.parametrize(("model", "row"), PARTS, ids=str)
def test_nobody_lets_readers_see_what_they_alone_made_of_a_noun(reviewer, chief, model, row):
    rows = one_of_each()
    passage = rows[Passage]
    editorial.send_to_review([passage], editor=None)
    passage.refresh_from_db()
    assert editorial.why_not_reviewed_by(passage, reviewer.user) == ""
    assert change_something(reviewer, model, rows[model], row).status_code == 302
    assert "somebody else" in editorial.why_not_reviewed_by(passage, reviewer.user)
    with pytest.raises(editorial.RefusedError, match="somebody else"):
        editorial.publish_reviewed([passage], editor=reviewer.user)
    editorial.publish_reviewed([passage], editor=chief.user)
    other = factories.draft("Then.", source=rows[Source], speaker=rows[Speaker])
    editorial.send_to_review([other], editor=None)
    other.topics.add(rows[Topic])
    if model is not Turn:
        assert editorial.own_nouns([other.pk], reviewer.user) == {}


def test_every_model_with_a_history_is_a_noun_a_part_of_one_or_a_passage():
    with_history = {
        each
        for each in apps.get_models()
        if hasattr(each._meta, "simple_history_manager_attribute")
    }
    parts = {rows for noun in nouns() for rows, _ in rows_of(noun)}
    assert with_history == {*nouns(), *parts, Passage}
