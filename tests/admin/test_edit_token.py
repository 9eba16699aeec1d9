"""Nobody saves over what another has done: every page, however its rows came in."""

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.urls import reverse

from quotes import editorial
from quotes.admin.editing import EditInline, EditTokenAdmin
from quotes.admin.forms import EditForm
from quotes.models import (
    Interview,
    Participation,
    Passage,
    Role,
    Speaker,
    SpeakerName,
    Topic,
    TopicAlias,
    Turn,
    Utterance,
    UtteranceMember,
)
from tests import factories
from tests.admin.forms import errors, fields, save
from tests.admin.one_of_each import EDITED, INLINES, one_of_each, text_fields

pytestmark = pytest.mark.django_db


def page_of(thing, page="change"):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[thing.pk])


def resent(page):
    """What the refused form would send, as a browser fills it in."""
    address = page.request["PATH_INFO"]

    class Shown:
        def get(self, _):
            return page

    return address, fields(Shown(), address)


def without_history(thing):
    """As if it had come in by a bulk load or an import."""
    if hasattr(thing, "history"):
        thing.history.all().delete()


def changed_field(thing, sent):
    """A field of the form in which two editors may write, with three values of it."""
    model = type(thing)
    if model is Passage:
        return "note", "", "A’s note", "B’s note"
    if model.__name__ == "Utterance":
        pytest.skip("An utterance has no field of its own that can be edited: its members have.")
    texts = text_fields(model, sent)
    name = next((f.name for f in texts if f.name not in ("slug", "language", "country")), "")
    return name, getattr(thing, name), "A-wrote", "B-wrote"


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_a_save_from_an_older_state_is_refused_and_keeps_what_was_typed(boss, model):
    thing = one_of_each(published=model in (Passage, Speaker))[model]
    without_history(thing)
    address = page_of(thing)
    opened = fields(boss, address)
    name, _, theirs, ours = changed_field(thing, opened)
    model._base_manager.filter(pk=thing.pk).update(**{name: theirs})
    page = boss.post(address, opened | {name: ours})
    assert theirs in errors(page)
    thing.refresh_from_db()
    assert getattr(thing, name) == theirs
    again = resent(page)[1]
    assert again[name] == [ours]
    why = {"why_kind": "attribution", "why_reason": "So said.", "why_seen": "on"}
    assert boss.post(address, again | why).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, name) == ours


def test_a_save_without_a_token_is_refused(boss):
    rows = one_of_each()
    for model in EDITED:
        sent = fields(boss, page_of(rows[model]))
        del sent["edit_token"]
        page = boss.post(page_of(rows[model]), sent)
        assert "doesn’t say from which state" in errors(page), model


def test_a_save_with_a_token_that_is_not_of_its_page_is_refused(boss):
    rows = one_of_each()
    address = page_of(rows[Speaker])
    sent = fields(boss, address)
    [own] = sent["edit_token"]
    [others] = fields(boss, page_of(rows[Passage]))["edit_token"]
    for token in ("", "forged", own[:-1], f"{own}x", others):
        page = boss.post(address, sent | {"edit_token": token, "name": "Other"})
        assert "doesn’t say from which state" in errors(page)
        assert Speaker.objects.get().name == "Ada Lovelace"


@pytest.mark.parametrize(("model", "inline"), INLINES)
def test_a_save_from_before_a_row_of_an_inline_changed_is_refused(boss, model, inline):
    thing = one_of_each()[model]
    address = page_of(thing)
    opened = fields(boss, address)
    rows = inline.model.objects.all()
    text = (
        "state"
        if inline.model is UtteranceMember
        else text_fields(inline.model, ("name", "title", "role_as_printed", "text", "note"))[0].name
    )
    value = "rejected" if text == "state" else "Changed meanwhile"
    rows.update(**{text: value})
    page = boss.post(address, opened)
    assert page.status_code == 200
    assert errors(page)
    assert set(rows.values_list(text, flat=True)) == {value}
    again = resent(page)[1]
    assert boss.post(address, again).status_code == 302
    assert set(rows.values_list(text, flat=True)) == {value}


ROWS = [
    (Speaker, "names", SpeakerName, "name"),
    (Speaker, "roles", Role, "title"),
    (Interview, "participations", Participation, "role_as_printed"),
    (Topic, "aliases", TopicAlias, "name"),
]


def test_a_row_that_another_removed_does_not_come_back_by_itself(boss):
    rows = one_of_each()
    for model, _, kind, _ in ROWS:
        address = page_of(rows[model])
        opened = fields(boss, address)
        kind.objects.all().delete()
        page = boss.post(address, opened)
        assert "1 of the" in errors(page)
        assert boss.post(address, resent(page)[1]).status_code == 302
        assert not kind.objects.exists()


def test_what_was_typed_into_a_removed_row_stands_as_a_new_one(boss):
    rows = one_of_each()
    for model, prefix, kind, field in ROWS:
        address = page_of(rows[model])
        opened = fields(boss, address)
        kind.objects.all().delete()
        page = boss.post(address, opened | {f"{prefix}-0-{field}": "Typed"})
        assert "stands as a new row" in errors(page)
        assert not kind.objects.exists()
        assert boss.post(address, resent(page)[1]).status_code == 302
        assert getattr(kind.objects.get(), field) == "Typed"


def test_a_row_that_another_added_is_shown_and_stays(boss):
    rows = one_of_each()
    for model, prefix, kind, field in ROWS:
        address = page_of(rows[model])
        opened = fields(boss, address)
        row = kind.objects.get()
        row.pk = None
        setattr(row, field, "Added meanwhile")
        if kind is Participation:
            row.speaker = factories.speaker("Bea")
        row.save()
        page = boss.post(address, opened | {f"{prefix}-0-{field}": "Typed"})
        assert "has been added" in errors(page)
        again = resent(page)[1]
        assert again[f"{prefix}-INITIAL_FORMS"] == ["2"]
        assert boss.post(address, again).status_code == 302
        assert set(kind.objects.values_list(field, flat=True)) == {"Added meanwhile", "Typed"}


def test_a_row_ticked_for_deletion_is_not_deleted_over_anothers_change(boss):
    thing = one_of_each()[Speaker]
    address = page_of(thing)
    opened = fields(boss, address)
    Role.objects.update(title="Mathematician")
    page = boss.post(address, opened | {"roles-0-DELETE": "on"})
    assert "is now “Mathematician”" in errors(page)
    assert Role.objects.get().title == "Mathematician"


def test_a_field_left_as_it_was_takes_over_what_another_saved(chief):
    thing = one_of_each()[Speaker]
    address = page_of(thing)
    opened = fields(chief, address)
    save(chief, address, name="Ada King", description="A countess.")
    page = chief.post(address, opened | {"sort_name": "King, Ada", "description": "Typed."})
    assert "clara saved this on" in errors(page)
    again = resent(page)[1]
    assert (again["name"], again["description"]) == (["Ada King"], ["Typed."])
    assert again["sort_name"] == ["King, Ada"]


def test_topics_that_another_gave_are_not_taken_away(editor):
    rows = one_of_each()
    passage = rows[Passage]
    opened = fields(editor, page_of(passage))
    passage.topics.add(factories.topic("Weaving"))
    page = editor.post(page_of(passage), opened | {"note": "Typed."})
    assert "Weaving" in errors(page)
    editor.post(page_of(passage), resent(page)[1])
    assert sorted(topic.name for topic in passage.topics.all()) == ["Engines", "Weaving"]
    assert Passage.objects.get(pk=passage.pk).note == "Typed."


def test_a_turn_opened_before_words_were_expunged_does_not_bring_them_back(boss):
    turn = factories.turn("Words that had to go.")
    opened = fields(boss, page_of(turn))
    Turn.objects.filter(pk=turn.pk).update(text="█████ that had to go.")
    boss.post(page_of(turn), opened)
    assert Turn.objects.get(pk=turn.pk).text == "█████ that had to go."


def test_what_was_typed_is_told_where_the_field_cannot_be_edited_any_more(editor):
    rows = one_of_each()
    opened = fields(editor, page_of(rows[Passage]))
    editorial.publish([rows[Passage]], editor=None)
    typed = {"note": "Long thoughts.", "words": "It weaves"}
    page = editor.post(page_of(rows[Passage]), opened | typed)
    for text in typed.values():
        assert f"can no longer be changed here; you typed “{text}”" in errors(page)
    assert Passage.objects.get().note == ""


def test_saving_what_another_saved_alike_is_no_conflict(editor):
    thing = one_of_each()[Speaker]
    opened = fields(editor, page_of(thing))
    Speaker.objects.filter(pk=thing.pk).update(changed_in_version=7)
    assert editor.post(page_of(thing), opened).status_code == 302


def test_a_version_that_a_renamed_speaker_gave_a_passage_is_no_conflict(chief):
    passage = one_of_each(published=True)[Passage]
    opened = fields(chief, page_of(passage))
    speaker = passage.speaker
    speaker.name = "Ada King"
    why = editorial.CitedChange("attribution", "Married.")
    editorial.save_noun(speaker, editor=None, why=why)
    assert chief.post(page_of(passage), opened).status_code == 302


DELETED = {
    "speaker": factories.speaker,
    "source": factories.source,
    "passage": factories.draft,
    "utterance": lambda: Utterance.objects.create(interview=factories.interview()),
    "group": lambda: Group.objects.create(name="Guests"),
}


@pytest.mark.parametrize("made", DELETED)
def test_nothing_is_deleted_that_has_changed_since_the_question(boss, made):
    thing = DELETED[made]()
    asked = fields(boss, page_of(thing, "delete"))
    assert asked["post"] == ["yes"]
    if made == "utterance":
        source = factories.source(interview=thing.interview)
        thing.members.create(passage=factories.draft(source=source))
    else:
        name = {"passage": "note", "source": "title"}.get(made, "name")
        type(thing)._base_manager.filter(pk=thing.pk).update(**{name: "Other"})
    answer = boss.post(page_of(thing, "delete"), asked, follow=True)
    assert "changed since you were asked" in answer.content.decode()
    assert type(thing)._base_manager.contains(thing)


def test_chosen_rows_are_not_deleted_if_one_changed_since_the_question(editor):
    drafts = [factories.draft(), factories.draft()]
    chosen = {"action": "delete_selected", "_selected_action": [d.pk for d in drafts]}
    page = editor.post("/admin/quotes/passage/", chosen | {"index": "0"})
    token = page.context["edit_token"]
    assert token in page.content.decode()
    save(editor, page_of(drafts[0]), note="Worked on.")
    sent = chosen | {"post": "yes", "edit_token": token}
    answer = editor.post("/admin/quotes/passage/", sent, follow=True)
    assert "changed since you were asked" in answer.content.decode()
    assert Passage.objects.count() == 2


def test_every_page_that_edits_is_guarded_and_none_edits_in_its_list():
    for model in EDITED:
        pages = site.get_model_admin(model)
        assert isinstance(pages, EditTokenAdmin)
        assert issubclass(pages.form, EditForm)
        assert not pages.list_editable
    assert all(issubclass(inline, EditInline) for _, inline in INLINES)


def test_a_user_whose_rights_were_taken_does_not_get_them_back(boss):
    user = one_of_each()[User]
    opened = fields(boss, page_of(user))
    user.is_active = False
    user.save()
    boss.post(page_of(user), opened | {"first_name": "Olga"})
    user.refresh_from_db()
    assert not user.is_active


def test_what_the_page_does_not_show_is_not_told_of(boss):
    speaker = factories.speaker("Ada")
    opened = fields(boss, page_of(speaker))
    speaker.name = "Ada Keeper"
    speaker.save()
    told = errors(boss.post(page_of(speaker), opened | {"description": "Keeps doors."}))
    assert "“name” is now “Ada Keeper”" in told
    assert "key" not in told
