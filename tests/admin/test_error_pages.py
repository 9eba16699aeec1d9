"""Errors below /admin/ come in the admin's dress, also while the database is down."""

import pytest
from django.test import Client, RequestFactory

from quotes.answers import responses
from quotes.models import Passage
from tests import factories
from tests.admin.forms import fields, save


@pytest.mark.django_db
def test_what_is_missing_or_refused_is_told_in_the_admins_dress(editor):
    for address, status in (("/admin/proposals/99/", 404), ("/admin/quotes/bulk/", 404)):
        answer = editor.get(address)
        assert answer.status_code == status
        assert 'id="site-name"' in answer.content.decode()
    draft = factories.draft()
    refused = save(editor, f"/admin/quotes/passage/{draft.pk}/change/", _publish="1")
    assert refused.status_code == 403
    assert 'id="site-name"' in refused.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_the_admins_dress(editor):
    draft = factories.draft()
    at = f"/admin/quotes/passage/{draft.pk}/change/"
    sent = fields(editor, at) | {"note": "Typed.", "edit_token": "forged"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)
    answer = strict.post(at, sent)
    assert answer.status_code == 403
    assert 'id="site-name"' in answer.content.decode()
    assert Passage.objects.get().note == ""


@pytest.mark.parametrize("status", [500, 503])
def test_a_database_that_is_down_is_not_asked_for_the_page(status):
    request = RequestFactory().post("/admin/quotes/passage/1/change/")
    page = responses.problem(request, status=status, title="Out of reach", detail="Try again.")
    assert page.status_code == status
    text = page.content.decode()
    assert 'id="site-name"' in text
    assert "it is kept in this browser" in text
    assert "Out of reach" in text


def test_public_pages_keep_their_own(client):
    request = RequestFactory().get("/speakers/nobody/")
    assert 'id="site-name"' not in responses.page_not_found(request).content.decode()
