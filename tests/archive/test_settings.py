"""The three modes, tried as an operator would: in a process of its own."""

import ast
import json
import os
import re
import secrets
import shutil
import stat
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from archive.startup import CODE, digest_of_code, local_secret_key, refuse_weak_key

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "false",
    "SITE_URL": "https://archive.example",
    "ALLOWED_HOSTS": "archive.example, www.archive.example",
    "SECRET_KEY": "$a-key-that-begins-with-a-dollar-0123456789-abcdefghij",
    "DATABASE_URL": "sqlite:///:memory:",
    "SEARCH_INDEX_DIR": "/srv/on-record/index",
}

# The table of users is enough of a database for who asks for one of them.
DEMO_EDITOR = """
from django.contrib.auth.models import User
from django.db import connection
with connection.schema_editor() as schema:
    schema.create_model(User)
User.objects.create_user("editor", password="on-record")
"""


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with ``command``, in an environment of these variables only."""
    # With PYTEST_VERSION set, a .env in this checkout is not read.
    clean = {"PATH": os.environ["PATH"], "PYTEST_VERSION": "any", **environment}
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean,
        timeout=60,
    )


def settings(**environment: str) -> dict:
    """The settings that a process with these variables starts with."""
    code = (
        "import json; from archive import settings as s; print(json.dumps("
        "{k: v for k, v in vars(s).items() if k.isupper()}, default=str))"
    )
    done = run("-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def without(name: str, **changes: str) -> dict[str, str]:
    return {k: v for k, v in {**PRODUCTION, **changes}.items() if k != name}


# --- Start-up sentences ---


@pytest.mark.parametrize("name", [n for n in PRODUCTION if n != "DEBUG"])
def test_production_names_the_setting_it_lacks(name):
    done = run("manage.py", "check", **without(name))
    assert done.returncode == 1
    assert done.stderr == (
        f"A public archive needs {name}: set what is missing in the environment or in "
        ".env, as .env.example explains.\n"
    )


def test_production_names_all_it_lacks_in_one_sentence():
    done = run("manage.py", "check", DEBUG="false", SECRET_KEY="")
    assert "needs SECRET_KEY, SITE_URL, ALLOWED_HOSTS, DATABASE_URL, SEARCH_" in (done.stderr)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"DEBUG": "true"}, "DEBUG=true would show this program's source"),
        ({"DEBUG": "perhaps"}, "DEBUG must be true or false"),
        ({"PORT": "http"}, "PORT must be a number"),
        ({"SITE_URL": "archive.example"}, "SITE_URL is 'archive.example': write it as"),
        ({"SITE_URL": "https://a.example/x"}, "SITE_URL is 'https://a.example/x'"),
        (
            {"SITE_URL": "https://a.example:port"},
            "SITE_URL is 'https://a.example:port'",
        ),
        ({"SITE_URL": "http://archive.example"}, "passwords could be read on the way"),
        ({"DATABASE_URL": "mysql://u:hush@h/n"}, "DATABASE_URL is not an address of"),
        ({"DATABASE_URL": "postgres://u:hu#sh@h/n"}, "DATABASE_URL is not an address"),
        ({"DATABASE_URL": "hush"}, "DATABASE_URL is not an address of"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has an asterisk"),
        ({"ALLOWED_HOSTS": "archive.example,*"}, "ALLOWED_HOSTS has an asterisk"),
        ({"ALLOWED_HOSTS": "*.example"}, "ALLOWED_HOSTS has an asterisk"),
        ({"COSTLY_REQUESTS": "many"}, "COSTLY_REQUESTS and COSTLY_REQUESTS_PER_CLIENT must be"),
        ({"FORWARDED_ALLOW_IPS": "proxy"}, "FORWARDED_ALLOW_IPS must list addresses"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_sentence(change, words):
    done = run("manage.py", "check", **{**PRODUCTION, **change})
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "hush" not in done.stderr


def test_gunicorn_shows_the_sentence_and_stops():
    gunicorn = ("-m", "gunicorn", "archive.wsgi", "--no-control-socket")
    done = run(*gunicorn, "--bind", "127.0.0.1:0", **without("SECRET_KEY"))
    assert done.returncode == 3
    assert "A public archive needs SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("a", "has fewer than 40 characters"),
        ("change-me", "has fewer than 40 characters"),
        ("0123456789" * 3 + "hush", "has fewer than 40 characters"),
        ("a" * 80, "repeats itself or counts up"),
        ("hush-hush" * 8, "repeats itself or counts up"),
        ("0123456789" * 6, "repeats itself or counts up"),
        (string.ascii_letters, "repeats itself or counts up"),
        ("django-insecure-z9$k2v!u7p@x4q#r8w^m1n&t6y*c3b(h5j)", "that Django made for development"),
        ("change-me-change-me-please-this-is-a-key-ok", "a word of those that stand in examples"),
        ("Replace.it.2026.before.you.open.the.archive", "a word of those that stand in examples"),
        ("correct horse battery staple, correct horse battery", "is made of words"),
        ("qwertyuiopasdfghjklzxcvbnm1234567890QWERTYUIOP", "has keys in the order of a keyboard"),
        ("7!mnbvcxz-LKJHGFDSA_0987654321-poiuytrewq#R2d", "has keys in the order of a keyboard"),
        ("wer-das-liest-ist-doof-und-sollte-gehen-über-Los", "is made of words"),
        ("python -c 'import secrets; print(secrets.token_urlsafe(50))'", "printed in the docum"),
    ],
)
def test_a_key_that_can_be_guessed_is_refused_without_repeating_it(key, reason):
    done = run("manage.py", "check", **{**PRODUCTION, "SECRET_KEY": key})
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY ")
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert "hush" not in done.stderr


@pytest.mark.parametrize(
    ("key", "hosts", "status"),
    [
        ("a" * 80, "127.0.0.1", 0),
        ("a", "127.0.0.1", 1),
        ("a" * 80, "127.0.0.1,archive.example", 1),
        ("a" * 80, ".example", 1),
    ],
)
def test_a_trial_of_production_that_nobody_else_reaches_takes_any_long_key(key, hosts, status):
    here = {"SITE_URL": "http://127.0.0.1:8000", "ALLOWED_HOSTS": hosts, "SECRET_KEY": key}
    assert run("manage.py", "check", **{**PRODUCTION, **here}).returncode == status


@pytest.mark.parametrize("make", [secrets.token_urlsafe, secrets.token_hex])
def test_keys_made_by_chance_are_taken(make):
    # As long as the documentation has them: of those, one in 90,000 has letters alone.
    for _ in range(20):
        refuse_weak_key(make(50))
        refuse_weak_key(get_random_secret_key())


def test_no_file_that_is_published_has_a_key_that_would_be_taken():
    for example in (ROOT / ".env.example", ROOT / "Makefile"):
        for value in re.findall(r"SECRET_KEY=(\S+)", example.read_text()):
            with pytest.raises(ImproperlyConfigured):
                refuse_weak_key(value)


@pytest.mark.parametrize("hosts", ["archive.example", "*", ".example", "127.0.0.1,10.0.0.7"])
@pytest.mark.parametrize("debug", ["", "true"])
def test_an_archive_for_this_machine_answers_to_no_name_of_others(hosts, debug):
    more = {"DEBUG": debug} if debug else {}
    done = run("manage.py", "check", ALLOWED_HOSTS=hosts, **more)
    assert done.returncode == 1
    assert "by which others can reach this archive: set SITE_URL" in done.stderr


def test_names_of_this_machine_are_its_own_business():
    assert settings(ALLOWED_HOSTS="localhost,.localhost,127.0.0.2,[::1]")["PRODUCTION"] is False


def test_gunicorn_does_not_serve_the_demonstrations_editor_to_the_public(tmp_path):
    url = {"DATABASE_URL": f"sqlite:///{tmp_path / 'a.sqlite3'}"}
    assert run("manage.py", "shell", "-v0", "-c", DEMO_EDITOR, **url).returncode == 0
    done = run("-c", "import archive.wsgi", **{**PRODUCTION, **url})
    assert done.returncode == 3
    assert "Set another with manage.py changepassword editor" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_archive_starts_while_its_database_is_out_of_reach():
    nowhere = {"DATABASE_URL": "postgres://archive@127.0.0.1:9/archive"}
    assert run("-c", "import archive.wsgi", **{**PRODUCTION, **nowhere}).returncode == 0


def test_one_file_says_how_gunicorn_serves_wherever_it_is_started():
    """Options at one place only would leave the others without."""
    for where in ("Makefile", "docs/how-to/run-in-production.md"):
        text = (ROOT / where).read_text()
        assert "gunicorn archive.wsgi" in text
        assert not re.search(r"--(workers|threads|worker-class|header|forward)", text), where


# --- What each mode sets ---


def test_local_mode_needs_nothing():
    found = settings()
    assert (found["DEBUG"], found["PRODUCTION"]) == (False, False)
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["ALLOWED_HOSTS"] == [".localhost", "127.0.0.1", "[::1]"]
    assert found["DATABASES"]["default"]["NAME"] == str(ROOT / "var/archive.sqlite3")
    assert found["SEARCH_INDEX_DIR"] == str(ROOT / "var/index")
    assert found["STATIC_ROOT"] is None


@pytest.mark.parametrize("url", ["http://localhost:9", "http://[::1]", "http://127.1.2.3"])
def test_a_loopback_address_stays_local(url):
    assert settings(SITE_URL=url)["PRODUCTION"] is False


def test_the_port_is_part_of_the_default_address():
    assert settings(PORT="8123")["SITE_URL"] == "http://127.0.0.1:8123"


def test_development_shows_error_pages():
    assert settings(DEBUG="true")["DEBUG"] is True


def test_a_public_address_alone_means_production():
    assert settings(**without("DEBUG"))["PRODUCTION"] is True


def test_production_takes_every_value_as_given():
    found = settings(**PRODUCTION, PORT="8123")
    assert found["SITE_URL"] == "https://archive.example"
    assert found["SECRET_KEY"] == PRODUCTION["SECRET_KEY"]
    assert found["ALLOWED_HOSTS"] == ["archive.example", "www.archive.example"]
    assert found["DATABASES"]["default"]["NAME"] == ":memory:"
    assert found["SEARCH_INDEX_DIR"] == "/srv/on-record/index"


def test_production_by_https_is_hardened():
    found = settings(**PRODUCTION)
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000


def test_production_can_be_tried_on_loopback_by_http():
    found = settings(**{**PRODUCTION, "SITE_URL": "http://127.0.0.1:8000/"})
    assert found["PRODUCTION"] is True
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["SECURE_SSL_REDIRECT"] is False


def test_postgresql_gets_deadlines_and_keeps_the_urls_own_options():
    url = "postgresql://u:p%40ss@h:5433/n?sslmode=require&connect_timeout=9"
    found = settings(DATABASE_URL=url)["DATABASES"]["default"]
    assert found["PASSWORD"] == "p@ss"
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["OPTIONS"]["options"] == "-c statement_timeout=15000"
    assert found["OPTIONS"]["tcp_user_timeout"] == 5000
    assert found["OPTIONS"]["sslmode"] == "require"
    assert int(found["OPTIONS"]["connect_timeout"]) == 9


# --- Key, .env and its example ---


def test_the_local_key_is_made_once_even_by_many_at_once(tmp_path):
    path = tmp_path / "var" / "secret_key"
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(local_secret_key, [path] * 16))
    assert keys == {path.read_text()}
    assert len(path.read_text()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret_key"]


def test_dot_env_is_read_and_the_real_environment_wins(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in ("archive", "quotes"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / ".env").write_text("PORT=8001\nSEARCH_INDEX_DIR='/from env'\n")
    code = "from archive.settings import *; print(SITE_URL, SEARCH_INDEX_DIR)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PORT": "8002"},
        timeout=60,
    )
    assert done.stdout == "http://127.0.0.1:8002 /from env\n", done.stderr


def test_the_example_names_exactly_the_variables_that_are_read():
    sources = [ROOT / "archive/settings.py", ROOT / "gunicorn.conf.py"]
    read = {
        node.args[0].value
        for source in sources
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.func.attr != "read_env"
    }
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == read
    assert len(read) == 16


def test_the_interface_speaks_english_unless_told_otherwise():
    found = settings()
    assert (found["INTERFACE_LANGUAGE"], found["LANGUAGE_CODE"]) == ("en", "en-gb")
    assert not found["USE_I18N"]


def test_the_interface_speaks_a_language_that_has_a_catalogue():
    found = settings(INTERFACE_LANGUAGE="ru")
    assert (found["LANGUAGE_CODE"], found["USE_I18N"]) == ("ru", True)


def test_a_language_without_a_catalogue_is_refused_with_those_that_there_are():
    done = run("-c", "import archive.settings", INTERFACE_LANGUAGE="tlh")
    assert "INTERFACE_LANGUAGE is 'tlh': the pages can be had in en, ru." in done.stderr


def test_another_checkout_of_one_release_has_another_digest(tmp_path):
    for folder in CODE:
        (tmp_path / folder).mkdir()
    template = tmp_path / "templates/base.html"
    template.write_text("<p>One</p>")
    first = digest_of_code(tmp_path)
    (tmp_path / "quotes/models.cpython-311.pyc").write_bytes(b"made while running")
    assert digest_of_code(tmp_path) == first
    template.write_text("<p>Two</p>")
    changed = digest_of_code(tmp_path)
    template.rename(template.with_name("other.html"))
    assert len({first, changed, digest_of_code(tmp_path)}) == 3


def test_the_digest_of_the_code_is_that_of_this_checkout(settings):
    assert settings.CODE_DIGEST == digest_of_code()
