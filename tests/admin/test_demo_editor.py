import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command


@pytest.mark.parametrize(("name", "group"), [("editor", "Chief editors"), ("author", "Editors")])
def test_the_demonstrations_editors_log_in_and_are_no_superusers(db, client, name, group):
    call_command("demo_editor")
    user = User.objects.get(username=name)
    assert client.login(username=name, password="on-record")
    assert client.get("/admin/quotes/passage/").status_code == 200
    assert not user.is_superuser
    assert [each.name for each in user.groups.all()] == [group]


def test_it_says_how_to_log_in(db, capsys, settings):
    settings.SITE_URL = "http://127.0.0.1:8123"
    call_command("demo_editor")
    assert capsys.readouterr().out == (
        "Editors log in at http://127.0.0.1:8123/admin/ as editor, password on-record; or, to "
        "write what the other one publishes, as author, password on-record.\n"
    )


def test_a_second_run_leaves_a_changed_password(db, capsys):
    call_command("demo_editor")
    user = User.objects.get(username="editor")
    user.set_password("another one")
    user.save()
    capsys.readouterr()
    call_command("demo_editor")
    assert User.objects.get(username="editor").check_password("another one")
    assert "as editor, password the one you set" in capsys.readouterr().out


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
