"""The download, its parts, and the checkpoint of this moment."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from quotes import editorial
from quotes.copies import latest_export
from quotes.copies.exporting import export
from quotes.editorial.checkpoint import Checkpoint, NoCheckpointError, current_checkpoint
from quotes.editorial.expunging import expunge
from quotes.models import (
    ArchiveState,
    Passage,
    PassageRevision,
    RevisionWords,
    VersionToken,
    append_only,
)
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESSES = ["/data/on-record.zip", "/data/checkpoint.txt", "/data/datapackage.json"]


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_without_an_export_the_page_says_so(client: Client):
    page = client.get("/data/")
    assert page.status_code == 200
    assert "No export has been made yet" in page.text
    assert "on-record.zip</a>" not in page.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_an_export_there_is_nothing_to_download(address: str, client: Client):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "No export has been made yet" in answer.text


def test_the_page_shows_the_last_export_as_soon_as_it_is_there(client: Client):
    factories.published()
    assert "No export" in client.get("/data/").text
    call_command("export_archive", verbosity=0)
    page = client.get("/data/").text
    assert latest_export.part("checkpoint.txt").decode().strip() in page
    assert "on-record.zip</a>, " in page
    factories.published()
    call_command("export_archive", verbosity=0)
    assert "records: 2\n" in client.get("/data/").text


def test_what_is_downloaded_is_the_export(client: Client):
    factories.published("Said and kept.")
    export(latest_export.path())
    answer = client.get("/data/on-record.zip")
    assert (answer["Content-Type"], answer.streaming) == ("application/zip", True)
    assert answer["Content-Disposition"] == 'attachment; filename="on-record.zip"'
    content = body(answer)
    assert int(answer["Content-Length"]) == len(content) == latest_export.path().stat().st_size
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"Said and kept." in packed.read("passages.jsonl")


@pytest.mark.parametrize("address", ["/data/", *ADDRESSES, "/data/verify_export.py"])
def test_a_reader_who_has_it_is_not_sent_it_again(address: str, client: Client):
    export(latest_export.path())
    first = client.get(address)
    body(first)
    assert not first.cookies
    assert first["Cache-Control"].startswith("public")
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    factories.published()
    export(latest_export.path())
    anew = client.get(address, headers={"if-none-match": first["ETag"]})
    assert anew.status_code == 200
    body(anew)


def test_asked_for_its_size_alone_the_download_is_not_opened(client: Client):
    export(latest_export.path())
    answer = client.head("/data/on-record.zip")
    assert (answer.status_code, answer.streaming) == (200, False)
    assert int(answer["Content-Length"]) == latest_export.path().stat().st_size


@pytest.mark.parametrize(
    "name",
    ["..%2Fdb.sqlite3", "%2e%2e", "passages.jsonl", "on-record.zip.partial", "checkpoint.txt%00",
     "..%5C..%5Cetc", ".on-record.zip.partial", "CHECKPOINT.TXT"],
)  # fmt: skip
def test_no_other_file_can_be_named(name: str, client: Client):
    export(latest_export.path())
    assert client.get(f"/data/{name}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"no zip file", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_download_is_not_offered(content: bytes, client: Client):
    latest_export.path().parent.mkdir()
    latest_export.path().write_bytes(content)
    assert "No export has been made yet" in client.get("/data/").text
    assert client.get("/data/checkpoint.txt").status_code == 404


def test_the_package_is_json(client: Client):
    export(latest_export.path())
    answer = client.get("/data/datapackage.json")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["export_format"] == 2


def test_the_checkpoint_tells_how_the_log_ends(client: Client):
    assert client.get("/checkpoint.txt").text == (
        "On Record checkpoint 1\nrecords: 0\nroot: -\ndate: -\nchange: 0\n"
    )
    passage = factories.published()
    last = PassageRevision.objects.get()
    answer = client.get("/checkpoint.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text == (
        f"On Record checkpoint 1\nrecords: 1\nroot: {last.sha256}\n"
        f"date: {last.created_at.isoformat()}\nchange: 1\n"
    )
    editorial.withdraw(passage, reason="An error.", editor=None)
    assert "records: 2\n" in client.get("/checkpoint.txt").text
    assert "change: 2\n" in client.get("/checkpoint.txt").text


def test_a_checkpoint_is_read_back():
    factories.published()
    checkpoint = current_checkpoint()
    assert Checkpoint.parse(str(checkpoint)) == checkpoint


@pytest.mark.parametrize("text", ["", "x", "On Record checkpoint 1\nrecords: x", "records: 1"])
def test_what_is_no_checkpoint_is_refused(text: str):
    with pytest.raises(NoCheckpointError, match="This is no checkpoint"):
        Checkpoint.parse(text)


def test_the_archive_is_compared_with_a_kept_checkpoint(client: Client, tmp_path: Path, capsys):
    factories.published()
    kept = tmp_path / "kept.txt"
    kept.write_text(client.get("/checkpoint.txt").text)
    call_command("verify_archive", checkpoint=kept)
    assert "the log of records, up to 1." in capsys.readouterr().out
    kept.write_text(str(export(tmp_path / "export")))
    call_command("verify_archive", checkpoint=kept)
    assert "all that is public" in capsys.readouterr().out


def _withdraw(passage: Passage) -> None:
    editorial.withdraw(passage, reason="An error.", editor=None)


def _merge(passage: Passage) -> None:
    editorial.merge_passages(passage, factories.published(), reason="Twice.", editor=None)


def _expunge(passage: Passage) -> None:
    expunge([passage.identifier_id], reason="Order.", editor=User.objects.create(username="c"))


def _expunge_an_older_version(passage: Passage) -> None:
    editor = User.objects.create(username="c")
    expunge([passage.identifier_id], reason="Order.", editor=editor, versions=[1])


@pytest.mark.parametrize("remove", [_withdraw, _merge, _expunge, _expunge_an_older_version])
def test_a_download_from_before_words_went_is_withdrawn_until_the_next(remove, client: Client):
    why = editorial.CitedChange("typo", "Too long.")
    passage = factories.published("Said and taken back. Yes.")
    editorial.revise(passage, {"spans": [[21, 25]]}, why=why, editor=None)
    factories.published("Said and kept.")
    export(latest_export.path())
    first = client.get("/data/on-record.zip")
    assert body(first)
    remove(passage)
    page = client.get("/data/")
    assert "has been withdrawn" in page.text
    assert "on-record.zip</a>" not in page.text
    for address in (*ADDRESSES, "/data/verify_export.py"):
        for method in (client.get, client.head):
            answer = method(address, headers={"if-none-match": first["ETag"]})
            assert answer.status_code == 410
            assert not answer.streaming
        assert "This export has been withdrawn" in client.get(address).text
    export(latest_export.path())
    again = client.get("/data/on-record.zip")
    assert again.status_code == 200
    with zipfile.ZipFile(io.BytesIO(body(again))) as packed:
        texts = {each["text"] for each in map(json.loads, packed.open("passages.jsonl"))}
    assert "Said and kept." in texts
    assert "Said and taken back." not in str(texts)


def test_a_download_stays_while_nothing_is_taken_back(client: Client):
    passage = factories.published("Said.")
    export(latest_export.path())
    editorial.withdraw(factories.published(), reason="An error.", editor=None)
    export(latest_export.path())
    factories.published("Said since.")
    why = editorial.CitedChange("typo", "A letter.")
    editorial.revise(passage, {"note": "A note."}, why=why, editor=None)
    answer = client.get("/data/on-record.zip")
    assert (answer.status_code, bool(body(answer))) == (200, True)


def _renew() -> None:
    with editorial.locked_archive() as state:
        state.renew()


def _restore_to_before(change: int) -> None:
    """As the database's own tools do: the state of a backup, and what was done since is lost."""
    ArchiveState.objects.update(version=change, removed_in=0)
    VersionToken.objects.filter(number__gt=change).delete()


def _published_instead() -> None:
    _restore_to_before(1)
    append_only.remove()
    for model in (RevisionWords, PassageRevision):
        model.objects.filter(pk=model.objects.latest("pk").pk).delete()
    append_only.install()
    Passage.objects.filter(identifier=None).delete()
    factories.published("Said instead.")


@pytest.mark.parametrize(
    "restored",
    [
        lambda: (factories.published(), _renew()),
        lambda: _restore_to_before(1),
        _published_instead,
    ],
    ids=["under another id", "to a state before it", "and gone on otherwise"],
)
def test_a_download_of_a_state_that_is_lost_is_refused(restored, client: Client):
    factories.published("Said before.")
    factories.published("Said and lost.")
    export(latest_export.path())
    assert body(client.get("/data/on-record.zip"))
    restored()
    for address in (*ADDRESSES, "/data/verify_export.py"):
        assert client.get(address).status_code == 410
    assert "the archive was restored" in client.get("/data/").text
    export(latest_export.path())
    assert body(client.get("/data/on-record.zip"))


def test_whoever_renews_the_id_deletes_the_download(client: Client):
    factories.published()
    export(latest_export.path())
    call_command("restore_archive_id", verbosity=0)
    assert not latest_export.path().exists()
    assert client.get("/data/on-record.zip").status_code == 404
