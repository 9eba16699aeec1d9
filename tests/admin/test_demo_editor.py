import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command


def test_the_demonstrations_editor_logs_in_and_is_no_superuser(db, client):
    call_command("demo_editor")
    user = User.objects.get()
    assert client.login(username="editor", password="on-record")
    assert client.get("/admin/quotes/passage/").status_code == 200
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["Chief editors"]


def test_it_says_how_to_log_in(db, capsys, settings):
    settings.SITE_URL = "http://127.0.0.1:8123"
    call_command("demo_editor")
    assert capsys.readouterr().out == (
        "Editors log in at http://127.0.0.1:8123/admin/ as editor, password on-record.\n"
    )


def test_a_second_run_leaves_a_changed_password(db, capsys):
    call_command("demo_editor")
    user = User.objects.get()
    user.set_password("another one")
    user.save()
    capsys.readouterr()
    call_command("demo_editor")
    assert User.objects.get().check_password("another one")
    assert "on-record" not in capsys.readouterr().out


def test_it_refuses_on_a_public_archive(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for a public archive"):
        call_command("demo_editor")
    assert not User.objects.exists()


def test_without_the_group_it_says_what_to_do(db):
    Group.objects.all().delete()
    with pytest.raises(CommandError, match=r"run manage\.py migrate first"):
        call_command("demo_editor")
    assert not User.objects.exists()
