"""A database that takes no changes: whatever writes answers with a page that says so."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth import user_logged_in
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from quotes.models import Passage
from tests import factories
from tests.admin.forms import fields


@contextmanager
def read_only() -> Iterator[None]:
    """A standby, or a file that can only be read, as its one connection has it."""
    is_sqlite = connection.vendor == "sqlite"
    on, off = (
        ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
        if is_sqlite
        else (
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)


@pytest.fixture
def boss(transactional_db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client = Client(raise_request_exception=False)
    client.user = User.objects.create_superuser("boss", password="on-paper")
    client.force_login(client.user)
    return client


def is_said(answer):
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "takes no changes at the moment" in answer.content.decode()
    return True


@pytest.mark.django_db(transaction=True)
def test_nobody_logs_in_and_the_page_says_why(boss):
    client = Client(raise_request_exception=False)
    with read_only():
        given = {"username": "boss", "password": "on-paper", "next": "/admin/"}
        assert is_said(client.post("/admin/login/", given))
        assert client.get("/admin/login/").status_code == 200
    assert client.post("/admin/login/", given).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_log_in_that_writes_nothing_but_its_session_is_refused_too(boss, monkeypatch):
    client = Client(raise_request_exception=False)
    receivers, user_logged_in.receivers = user_logged_in.receivers, []
    monkeypatch.setattr(
        "django.contrib.sessions.backends.base.SessionBase.cycle_key", lambda s: None
    )
    try:
        with read_only():
            given = {"username": "boss", "password": "on-paper", "next": "/admin/"}
            assert is_said(client.post("/admin/login/", given))
    finally:
        user_logged_in.receivers = receivers


@pytest.mark.django_db(transaction=True)
def test_whatever_an_editor_sends_is_answered_and_nothing_changes(boss):
    passage, draft = factories.published(), factories.draft()
    speaker = draft.speaker

    def at(name, thing):
        return reverse(f"admin:quotes_{thing._meta.model_name}_{name}", args=[thing.pk])

    sent = [
        (at("change", speaker), {**fields(boss, at("change", speaker)), "name": "Other"}),
        (at("change", draft), {**fields(boss, at("change", draft)), "_publish": "1"}),
        (at("delete", draft), {"post": "yes"}),
        (at("withdraw", passage), {"reason": "An error."}),
        ("/admin/quotes/topic/add/", {**fields(boss, "/admin/quotes/topic/add/"), "name": "A", "slug": "a", "is_root": "on"}),
        ("/admin/quotes/passage/", {"action": "publish", "index": "0", "_selected_action": draft.pk}),
        ("/admin/logout/", {}),
    ]  # fmt: skip
    with read_only():
        for address, data in sent:
            assert is_said(boss.post(address, data)), address
        for address in ("/", "/search/?q=words", f"/q/{passage.identifier_id}", "/healthz",
                        "/admin/", "/admin/quotes/passage/", at("change", draft)):  # fmt: skip
            assert boss.get(address).status_code == 200, address
    assert sorted(Passage.objects.values_list("state", flat=True)) == ["draft", "published"]
