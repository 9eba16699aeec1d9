"""Sessions that end while an editor types, and where a log-in leads."""

import json

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from quotes.models import Passage, Speaker
from tests import factories
from tests.admin.forms import errors, fields
from tests.admin.one_of_each import EDITED, one_of_each, text_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def edda(settings):
    """An editor in a browser that checks tokens; ``.user`` is who."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client = Client(enforce_csrf_checks=True)
    client.user = User.objects.create_user("edda", password="on-paper", is_staff=True)
    client.user.groups.add(Group.objects.get(name="Chief editors"))
    log_in(client)
    return client


class Page:
    """A page that came as the answer to a form, for the helper that reads forms."""

    def __init__(self, answer):
        self.answer = answer

    def get(self, _):
        assert self.answer.status_code in (200, 403)
        self.answer.status_code = 200
        return self.answer


def sent_by(answer):
    return fields(Page(answer), "")


def token(client):
    return {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}


def log_in(client, name="edda", **more):
    client.get("/admin/login/")
    given = {"username": name, "password": "on-paper", "next": "/admin/", **more}
    return client.post("/admin/login/", given | token(client))


def log_in_again(client, page, name="edda"):
    sent = sent_by(page) | {"username": name, "password": "on-paper"} | token(client)
    return client.post("/admin/login/", sent)


def change(thing):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])


def test_a_form_sent_after_the_session_ended_comes_back_filled_in(edda):
    speaker = factories.speaker("Ada")
    sent = fields(edda, change(speaker)) | {"description": "Typed for an hour: “é”,\r\n<b>."}
    Session.objects.all().delete()
    page = edda.post(change(speaker), sent | token(edda))
    assert page.status_code == 403
    assert "nothing has been saved" in page.content.decode()
    page = log_in_again(edda, page)
    assert "You are logged in again" in errors(page)
    assert not Speaker.objects.get().description
    again = sent_by(page)
    assert again["description"] == ["Typed for an hour: “é”,\r\n<b>."]
    assert f'action="{change(speaker)}"' in page.content.decode()
    assert edda.post(change(speaker), again | token(edda)).status_code == 302
    assert Speaker.objects.get().description == "Typed for an hour: “é”,\n<b>."


def test_the_form_of_every_model_comes_back(edda):
    edda.user.is_superuser = True
    edda.user.save()
    rows = one_of_each()
    for model in EDITED:
        address = change(rows[model])
        sent = fields(edda, address)
        name = next((f.name for f in text_fields(model, sent)), "")
        Session.objects.all().delete()
        page = log_in_again(edda, edda.post(address, sent | {name: "Typed."} | token(edda)))
        assert "You are logged in again" in errors(page), model
        assert sent_by(page).get(name, ["Typed."]) == ["Typed."], model


def test_a_new_passage_comes_back(edda):
    turn = factories.turn("One. Two.", speaker=factories.speaker())
    address = "/admin/quotes/passage/add/"
    sent = fields(edda, address) | {"turn": turn.pk, "words": "Two."}
    Session.objects.all().delete()
    page = log_in_again(edda, edda.post(address, sent | token(edda)))
    assert not Passage.objects.exists()
    assert sent_by(page)["words"] == ["Two."]
    assert edda.post(address, sent_by(page) | token(edda)).status_code == 302
    assert Passage.objects.get().text == "Two."


def test_a_wrong_password_loses_nothing(edda):
    speaker = factories.speaker("Ada")
    sent = fields(edda, change(speaker)) | {"description": "Typed."}
    Session.objects.all().delete()
    page = edda.post(change(speaker), sent | token(edda))
    wrong = sent_by(page) | {"username": "edda", "password": "wrong"} | token(edda)
    page = log_in_again(edda, edda.post("/admin/login/", wrong))
    assert sent_by(page)["description"] == ["Typed."]


def test_nobody_else_sees_what_was_typed(edda):
    User.objects.create_superuser("boss", password="on-paper")
    speaker = factories.speaker("Ada")
    sent = fields(edda, change(speaker)) | {"description": "For my eyes only."}
    Session.objects.all().delete()
    page = edda.post(change(speaker), sent | token(edda))
    answer = log_in_again(edda, page, "boss")
    assert (answer.status_code, answer["Location"]) == (302, change(speaker))
    assert "For my eyes only" not in edda.get(change(speaker)).content.decode()


def test_a_reason_sent_after_the_session_ended_can_be_sent_again(edda):
    passage = factories.published()
    address = reverse("admin:quotes_passage_withdraw", args=[passage.pk])
    sent = fields(edda, address) | {"reason": "The speaker asked for it."}
    Session.objects.all().delete()
    page = log_in_again(edda, edda.post(address, sent | token(edda)))
    assert "Nothing has been done yet" in page.content.decode()
    assert "The speaker asked for it." in page.content.decode()
    assert Passage.objects.get().is_published
    edda.post(address, sent_by(page) | token(edda))
    assert Passage.objects.get().state == "withdrawn"


def test_a_form_from_before_a_log_in_in_another_window_comes_back(edda):
    speaker = factories.speaker("Ada")
    sent = fields(edda, change(speaker)) | {"description": "Typed."} | token(edda)
    log_in(edda)
    page = edda.post(change(speaker), sent)
    assert "You are logged in again" in errors(page)
    assert sent_by(page)["description"] == ["Typed."]
    assert not Speaker.objects.get().description


def test_a_log_in_page_from_before_another_log_in_still_takes_the_form_along(edda):
    speaker = factories.speaker("Ada")
    sent = fields(edda, change(speaker)) | {"description": "Typed."}
    Session.objects.all().delete()
    page = edda.post(change(speaker), sent | token(edda))
    old = token(edda)
    log_in(edda)
    sent = sent_by(page) | {"username": "edda", "password": "on-paper"} | old
    page = edda.post("/admin/login/", sent)
    assert sent_by(page)["description"] == ["Typed."]


def test_a_forged_form_is_neither_saved_nor_shown(edda):
    speaker = factories.speaker("Ada")
    forged = {"name": "Forged", "sort_name": "F", "slug": "f", "kind": "person"}
    for given in ("", "x", fields(edda, change(speaker))["edit_token"][0][:-2]):
        page = edda.post(change(speaker), forged | {"edit_token": given})
        assert page.status_code == 403
        assert "Forged" not in page.content.decode()
    assert Speaker.objects.get().name == "Ada"


def test_no_action_of_a_list_is_done_by_a_form_that_came_back(edda):
    draft = factories.draft()
    mine = fields(edda, "/admin/quotes/passage/add/")["edit_token"]
    sent = {"action": "publish", "index": "0", "_selected_action": draft.pk, "edit_token": mine}
    edda.post("/admin/quotes/passage/", sent | {"csrfmiddlewaretoken": "0" * 32})
    assert Passage.objects.get().state == "draft"


def test_passwords_are_not_carried(edda):
    sent = {"old_password": "on-paper", "new_password1": "s3cret", "new_password2": "s3cret"}
    edda.get("/admin/password_change/")
    Session.objects.all().delete()
    page = edda.post("/admin/password_change/", sent | token(edda))
    assert "s3cret" not in page.content.decode()


def test_what_the_log_in_takes_along_may_be_anything(edda):
    strange = ["[", "[" * 9000, "{}", '[["a"]]', '[["edit_token", 5]]', "1", '"x"', "\x00",
               '[["edit_token", ["\\ud800"]]]', '[["edit_token", ["x"]], ["a", [{}]]]']  # fmt: skip
    for sent in strange:
        answer = log_in(edda, sent=sent)
        assert (answer.status_code, answer["Location"]) == (302, "/admin/"), sent


def test_a_foreign_page_to_go_on_to_gives_way_to_the_desk(edda):
    foreign = ["https://evil.example/", "//evil.example/admin/", "javascript:alert(1)", "///evil",
               "\\\\evil", "http:evil", "", "/\t/evil"]  # fmt: skip
    for address in foreign:
        answer = log_in(edda, next=address)
        assert (answer.status_code, answer["Location"]) == (302, "/admin/"), address


def test_a_page_asked_for_is_where_the_log_in_leads(edda):
    assert log_in(edda, next="/admin/quotes/topic/")["Location"] == "/admin/quotes/topic/"


def test_a_stranger_is_not_let_in_by_sending_a_form(client):
    draft = factories.draft()
    answer = client.post(change(draft), {"note": "Forged.", "x": json.dumps([1])})
    assert answer.status_code == 403
    assert Passage.objects.get().note == ""
