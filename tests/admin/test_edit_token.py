"""Nobody saves over what another has done: every page, however its rows came in."""

import re

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.urls import reverse

from quotes import editorial
from quotes.models import (
    Participation,
    Passage,
    Role,
    Speaker,
    SpeakerName,
    TopicAlias,
    Turn,
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
@pytest.mark.parametrize("published", [False, True])
def test_a_save_from_an_older_state_is_refused_and_keeps_what_was_typed(
    admin_client, model, published
):
    thing = one_of_each(published=published)[model]
    without_history(thing)
    address = page_of(thing)
    opened = fields(admin_client, address)
    name, _, theirs, ours = changed_field(thing, opened)
    model._base_manager.filter(pk=thing.pk).update(**{name: theirs})
    page = admin_client.post(address, opened | {name: ours})
    assert theirs in errors(page)
    thing.refresh_from_db()
    assert getattr(thing, name) == theirs
    again = resent(page)[1]
    assert again[name] == [ours]
    why = {"why_kind": "attribution", "why_reason": "So said.", "why_seen": "on"}
    assert admin_client.post(address, again | why).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, name) == ours


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("token", [None, "", "forged", "other page"])
def test_a_save_without_a_token_of_its_page_is_refused(admin_client, model, token):
    rows = one_of_each()
    thing, other = rows[model], rows[Speaker if model is not Speaker else Passage]
    address = page_of(thing)
    sent = fields(admin_client, address)
    strange = fields(admin_client, page_of(other))["edit_token"]
    if token is None:
        del sent["edit_token"]
    else:
        sent["edit_token"] = strange if token == "other page" else [token]
    page = admin_client.post(address, sent)
    assert "doesn’t say from which state" in errors(page)


@pytest.mark.parametrize(("model", "inline"), INLINES)
def test_a_save_from_before_a_row_of_an_inline_changed_is_refused(admin_client, model, inline):
    thing = one_of_each()[model]
    address = page_of(thing)
    opened = fields(admin_client, address)
    rows = inline.model.objects.all()
    text = (
        "state"
        if inline.model is UtteranceMember
        else text_fields(inline.model, ("name", "title", "role_as_printed", "text", "note"))[0].name
    )
    value = "rejected" if text == "state" else "Changed meanwhile"
    rows.update(**{text: value})
    page = admin_client.post(address, opened)
    assert page.status_code == 200
    assert errors(page)
    assert set(rows.values_list(text, flat=True)) == {value}
    again = resent(page)[1]
    assert admin_client.post(address, again).status_code == 302
    assert set(rows.values_list(text, flat=True)) == {value}


ROWS = [
    (Speaker, "names", SpeakerName, "name"),
    (Speaker, "roles", Role, "title"),
    ("Interview", "participations", Participation, "role_as_printed"),
    ("Topic", "aliases", TopicAlias, "name"),
]


def of_model(rows, model):
    return next(row for kind, row in rows.items() if model in (kind, kind.__name__))


@pytest.mark.parametrize(("model", "prefix", "kind", "field"), ROWS)
def test_a_row_that_another_removed_does_not_come_back_by_itself(
    admin_client, model, prefix, kind, field
):
    thing = of_model(one_of_each(), model)
    address = page_of(thing)
    opened = fields(admin_client, address)
    kind.objects.all().delete()
    page = admin_client.post(address, opened)
    assert "1 of the" in errors(page)
    assert admin_client.post(address, resent(page)[1]).status_code == 302
    assert not kind.objects.exists()


@pytest.mark.parametrize(("model", "prefix", "kind", "field"), ROWS)
def test_what_was_typed_into_a_removed_row_stands_as_a_new_one(
    admin_client, model, prefix, kind, field
):
    thing = of_model(one_of_each(), model)
    address = page_of(thing)
    opened = fields(admin_client, address)
    kind.objects.all().delete()
    page = admin_client.post(address, opened | {f"{prefix}-0-{field}": "Typed"})
    assert "stands as a new row" in errors(page)
    assert not kind.objects.exists()
    assert admin_client.post(address, resent(page)[1]).status_code == 302
    assert getattr(kind.objects.get(), field) == "Typed"


@pytest.mark.parametrize(("model", "prefix", "kind", "field"), ROWS)
def test_a_row_that_another_added_is_shown_and_stays(admin_client, model, prefix, kind, field):
    thing = of_model(one_of_each(), model)
    address = page_of(thing)
    opened = fields(admin_client, address)
    row = kind.objects.get()
    row.pk = None
    setattr(row, field, "Added meanwhile")
    if kind is Participation:
        row.speaker = factories.speaker("Bea")
    row.save()
    page = admin_client.post(address, opened | {f"{prefix}-0-{field}": "Typed"})
    assert "has been added" in errors(page)
    again = resent(page)[1]
    assert again[f"{prefix}-INITIAL_FORMS"] == ["2"]
    assert admin_client.post(address, again).status_code == 302
    assert set(kind.objects.values_list(field, flat=True)) == {"Added meanwhile", "Typed"}


def test_a_row_ticked_for_deletion_is_not_deleted_over_anothers_change(admin_client):
    thing = one_of_each()[Speaker]
    address = page_of(thing)
    opened = fields(admin_client, address)
    Role.objects.update(title="Mathematician")
    page = admin_client.post(address, opened | {"roles-0-DELETE": "on"})
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


def test_a_turn_opened_before_words_were_expunged_does_not_bring_them_back(admin_client):
    turn = factories.turn("Words that had to go.")
    opened = fields(admin_client, page_of(turn))
    Turn.objects.filter(pk=turn.pk).update(text="█████ that had to go.")
    admin_client.post(page_of(turn), opened)
    assert Turn.objects.get(pk=turn.pk).text == "█████ that had to go."


def test_what_was_typed_is_told_where_the_field_cannot_be_edited_any_more(editor):
    rows = one_of_each()
    opened = fields(editor, page_of(rows[Passage]))
    editorial.publish([rows[Passage]], editor=None)
    page = editor.post(page_of(rows[Passage]), opened | {"note": "Long thoughts."})
    assert "can no longer be changed here; you typed “Long thoughts.”" in errors(page)
    assert Passage.objects.get().note == ""


def test_saving_what_another_saved_alike_is_no_conflict(editor):
    thing = one_of_each()[Speaker]
    opened = fields(editor, page_of(thing))
    Speaker.objects.filter(pk=thing.pk).update(changed_in=7)
    assert editor.post(page_of(thing), opened).status_code == 302


def test_a_version_that_a_renamed_speaker_gave_a_passage_is_no_conflict(chief):
    passage = one_of_each(published=True)[Passage]
    opened = fields(chief, page_of(passage))
    speaker = passage.speaker
    speaker.name = "Ada King"
    why = editorial.CitedChange("attribution", "Married.")
    editorial.save_noun(speaker, editor=None, why=why)
    assert chief.post(page_of(passage), opened).status_code == 302


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_nothing_is_deleted_that_has_changed_since_the_question(admin_client, model):
    one_of_each()
    thing = {
        "Speaker": factories.speaker, "Topic": factories.topic, "Event": factories.event,
        "Outlet": factories.outlet, "Interview": factories.interview, "Source": factories.source,
        "Passage": factories.draft, "Turn": lambda: factories.turn("Alone."),
    }.get(model.__name__, lambda: model._base_manager.last())()  # fmt: skip
    address = page_of(thing, "delete")
    page = admin_client.get(address)
    if page.status_code == 403 or "edit_token" not in page.content.decode():
        pytest.skip("Something leans on it.")
    token = re.search(r'name="edit_token" value="([^"]+)"', page.content.decode())[1]
    field = (
        next(
            f.name
            for f in model._meta.concrete_fields
            if f.get_internal_type() in ("CharField", "TextField")
        )
        if model.__name__ != "Utterance"
        else ""
    )
    if not field:
        UtteranceMember.objects.update(state="rejected")
    else:
        model._base_manager.filter(pk=thing.pk).update(**{field: "other"})
    answer = admin_client.post(address, {"post": "yes", "edit_token": token}, follow=True)
    assert "changed since you were asked" in answer.content.decode()
    assert model._base_manager.contains(thing)


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
    from quotes.admin.editing import EditInline, EditTokenAdmin

    for model in EDITED:
        pages = site.get_model_admin(model)
        assert isinstance(pages, EditTokenAdmin)
        assert not pages.list_editable
    assert all(issubclass(inline, EditInline) for _, inline in INLINES)


def test_a_user_whose_rights_were_taken_does_not_get_them_back(admin_client):
    user = one_of_each()[User]
    opened = fields(admin_client, page_of(user))
    user.is_active = False
    user.save()
    admin_client.post(page_of(user), opened | {"first_name": "Olga"})
    user.refresh_from_db()
    assert not user.is_active
