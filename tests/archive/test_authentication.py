"""How often one may try to log in, and with which passwords."""

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from archive.authentication import refuse_demo_editor
from archive.startup import networks

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def editor(django_user_model) -> User:
    return django_user_model.objects.create_user("anna", password="sound & long", is_staff=True)


def log_in(client: Client, password: str, *, name: str = "anna", at: str = HERE, **more: str):
    form = {"username": name, "password": password}
    return client.post("/admin/login/?next=/admin/", form, REMOTE_ADDR=at, **more)


def test_who_guesses_is_told_to_stop_and_when_to_come_back(client, editor):
    answers = [log_in(client, f"guess {n}") for n in range(60)]
    assert [answer.status_code for answer in answers] == [200] * 9 + [429] * 51
    assert answers[-1]["Retry-After"] == "900"
    assert answers[-1]["Cache-Control"] == "no-store"
    assert "Too many log-ins have failed" in answers[-1].text
    assert log_in(client, "sound & long").status_code == 429


def test_guessing_many_names_and_by_many_programs_is_the_same(client, editor):
    for n in range(10):
        log_in(client, f"guess {n}", name=f"anna{n}", HTTP_USER_AGENT=f"{n}")
    assert log_in(client, "sound & long").status_code == 429


def test_an_editor_is_not_kept_out_by_who_guesses_elsewhere(client, editor):
    for n in range(20):
        log_in(client, f"guess {n}", at=ELSEWHERE)
    assert log_in(client, "sound & long").status_code == 302


def test_what_a_client_says_of_its_address_helps_it_nothing(client, editor):
    for n in range(20):
        log_in(client, f"guess {n}", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
    assert log_in(client, "sound & long").status_code == 429


def test_behind_a_proxy_each_client_counts_for_itself(client, editor, settings):
    settings.TRUSTED_PROXIES = networks(["127.0.0.1"])
    for n in range(20):
        log_in(client, f"guess {n}", at="127.0.0.1", HTTP_X_FORWARDED_FOR=f"{HERE}, {ELSEWHERE}")
    locked = log_in(client, "sound & long", at="127.0.0.1", HTTP_X_FORWARDED_FOR=ELSEWHERE)
    free = log_in(client, "sound & long", at="127.0.0.1", HTTP_X_FORWARDED_FOR=HERE)
    assert (locked.status_code, free.status_code) == (429, 302)


def test_a_log_in_forgets_the_failures_before_it_and_leaves_no_trace(client, editor):
    for n in range(8):
        log_in(client, f"guess {n}")
    assert log_in(client, "sound & long").status_code == 302
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("wrong", [9, 5, 1])
def test_who_has_an_account_cannot_guess_the_passwords_of_others(client, editor, wrong):
    User.objects.create_user("bert", password="deep & quiet", is_staff=True)
    answers = []
    for n in range(12):
        answers.append(log_in(client, f"guess {n}", name="bert").status_code)
        if n % wrong == wrong - 1:
            answers.append(log_in(client, "sound & long").status_code)
    guesses = [status for status in answers if status != 302]
    assert guesses.count(200) == 9
    assert log_in(client, "deep & quiet", name="bert").status_code == 429


def test_failures_of_a_quarter_of_an_hour_ago_are_deleted_with_the_next(client, editor):
    log_in(client, "guess")
    hour_ago = AccessAttempt.objects.get().attempt_time.replace(year=2020)
    AccessAttempt.objects.update(attempt_time=hour_ago)
    log_in(client, "guess", at=ELSEWHERE)
    assert [attempt.ip_address for attempt in AccessAttempt.objects.all()] == [ELSEWHERE]


def test_readers_are_not_recorded(client):
    for page in ("/", "/search/?q=a", "/check/", "/admin/login/", "/admin/"):
        client.get(page, REMOTE_ADDR=HERE)
    client.post("/check/", {"text": "“Words that were pasted.”"}, REMOTE_ADDR=HERE)
    assert not AccessAttempt.objects.exists()


def test_a_refused_password_is_not_kept(client, editor):
    log_in(client, "sound & almost")
    [attempt] = AccessAttempt.objects.values()
    assert "almost" not in str(attempt)


@pytest.mark.parametrize("password", ["on-record", "ON-RECORD", "password", "Letmein", "123456789"])
def test_a_password_that_everybody_knows_lets_nobody_in_to_a_public_archive(
    client, django_user_model, settings, password
):
    django_user_model.objects.create_user("anna", password=password, is_staff=True)
    assert log_in(client, password).status_code == 302
    settings.PRODUCTION = True
    assert log_in(Client(), password).status_code == 200


@pytest.mark.parametrize("password", ["short & new", "password1234", "on-record", "98765432109876"])
def test_editors_are_given_no_weak_password(client, admin_client, password):
    form = {"username": "new", "password1": password, "password2": password}
    response = admin_client.post("/admin/auth/user/add/", {**form, "usable_password": "true"})
    assert response.status_code == 200
    assert not User.objects.filter(username="new").exists()


# --- The demonstration's editor ---


def test_a_public_archive_does_not_start_with_the_demonstrations_editor(settings):
    call_command("demo_editor")
    refuse_demo_editor()
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="changepassword editor"):
        refuse_demo_editor()
    User.objects.get(username="editor").delete()
    with pytest.raises(ImproperlyConfigured, match="changepassword author"):
        refuse_demo_editor()


def test_it_starts_once_the_password_is_another_or_the_account_is_closed(settings):
    call_command("demo_editor")
    settings.PRODUCTION = True
    User.objects.get(username="author").delete()
    editor = User.objects.get()
    editor.is_active = False
    editor.save()
    refuse_demo_editor()
    editor.set_password("sound & long")
    editor.is_active = True
    editor.save()
    refuse_demo_editor()
