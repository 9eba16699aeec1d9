"""A node starts from another node's index: the same answers, and nothing foreign or damaged."""

import json
import shutil
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quotes import editorial
from quotes.models import Passage
from quotes.search import catch_up, index
from quotes.search.find import Request, find
from quotes.search.query import parse
from quotes.search.seal import Seal
from quotes.search.snapshots import ABOUT, SnapshotError, start_from_snapshot, take_snapshot
from tests import factories

pytestmark = pytest.mark.django_db


def found(text: str) -> list[int]:
    return sorted(find(Request(parse(text))).pks)


@pytest.fixture
def passages() -> list[Passage]:
    made = [factories.published(f"Words of number {n}.") for n in range(6)]
    found("words")
    return made


@pytest.fixture
def snapshot(passages: list[Passage], tmp_path: Path) -> Path:
    call_command("index_snapshot", str(tmp_path / "snapshot"), verbosity=0)
    return tmp_path / "snapshot"


@pytest.fixture
def new_node(settings, tmp_path: Path) -> Path:
    settings.SEARCH_INDEX_DIR = tmp_path / "new" / "index"
    return settings.SEARCH_INDEX_DIR


def test_a_new_node_starts_from_a_snapshot_and_catches_up(
    passages, snapshot, new_node, monkeypatch, capsys
):
    editorial.withdraw(passages[0], reason="An error.", editor=None)
    factories.published("Words that are new.")
    applied = []
    small_change = catch_up._small_change
    monkeypatch.setattr(
        catch_up, "_small_change", lambda meta: applied.append(small_change(meta)) or applied[-1]
    )
    call_command("reindex", "--from", str(snapshot))
    assert [len(each) for each in applied] == [2]
    assert "Started from version 6." in capsys.readouterr().out
    assert len(found("words")) == 6
    assert passages[0].pk not in found("words")
    call_command("reindex", "--verify")


def test_what_is_searched_next_takes_nothing_from_the_snapshot(passages, snapshot, new_node):
    start_from_snapshot(snapshot)
    for number in range(12):
        factories.published(f"More words {number}.")
        found("words")
    again = snapshot.with_name("again")
    take_snapshot(again)
    shutil.rmtree(snapshot)
    shutil.rmtree(again)
    assert len(found("words")) == 18
    call_command("reindex", "--verify")


def test_the_snapshot_is_of_one_state_while_others_write(passages, tmp_path):
    index_of_node, done = index.directory(), threading.Event()

    def write() -> None:
        while not done.is_set():
            with index.write_lock(wait_seconds=5), index.writing(index_of_node) as writer:
                meta = index.reader(index_of_node).snapshot(fresh=True).meta
                writer.commit(meta)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        taken = [take_snapshot(tmp_path / f"s{number}") for number in range(5)]
    finally:
        done.set()
        thread.join()
    assert {about.version for about in taken} == {6}
    start_from_snapshot(tmp_path / "s4")
    assert len(found("words")) == 6
    left = [path.name for path in index_of_node.parent.iterdir() if "held" in path.name]
    assert left == []


def test_every_damaged_file_is_refused_and_the_index_in_use_stays(passages, snapshot):
    before = index.reader().snapshot(fresh=True).meta
    files = sorted(p for p in snapshot.iterdir() if p.name not in ("meta.json", ".managed.json"))
    assert len(files) > 5
    for path in files:
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if whole else b"more")
        with pytest.raises(CommandError, match=r"damaged|no snapshot"):
            call_command("reindex", "--from", str(snapshot))
        path.unlink()
        with pytest.raises(CommandError, match=r"damaged|no snapshot|cannot be copied"):
            call_command("reindex", "--from", str(snapshot))
        path.write_bytes(whole)
        assert not index.build_directory().exists()
    assert index.reader().snapshot(fresh=True).meta == before
    call_command("reindex", "--from", str(snapshot))


def changed(snapshot: Path, **values: object) -> None:
    about = json.loads((snapshot / ABOUT).read_text())
    (snapshot / ABOUT).write_text(json.dumps(about | values))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"archive_id": "0123456789abcdef"}, "of another archive"),
        ({"index": "schema1-analysis1-tantivy0.22.0"}, "for another release"),
        ({"format": 2}, "for another release"),
        ({"version": 99}, "changes that this database does not have"),
        ({"token": "0123456789abcdef"}, "changes that this database does not have"),
        ({"more": 1}, "no snapshot"),
    ],
)
def test_a_foreign_snapshot_is_refused_with_the_reason(snapshot, values, said):
    changed(snapshot, **values)
    with pytest.raises(SnapshotError, match=said):
        start_from_snapshot(snapshot)


def test_a_snapshot_that_names_files_elsewhere_is_refused(
    passages, snapshot, tmp_path, monkeypatch
):
    (tmp_path / "secret").write_text("words")
    monkeypatch.setattr("quotes.search.snapshots._digest_of_seal", lambda _: "same")
    changed(snapshot, sha256="same")
    sealed = Seal.read(snapshot)
    Seal(sealed.meta, {**sealed.files, "../secret": "0"}).write(snapshot)
    with pytest.raises(SnapshotError, match=r"\.\./secret is not what was written"):
        start_from_snapshot(snapshot)


def test_where_there_is_no_index_or_no_room_the_reason_is_told(passages, snapshot, tmp_path):
    with pytest.raises(CommandError, match="is there already"):
        call_command("index_snapshot", str(snapshot))
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("index_snapshot", str(tmp_path / "file" / "snapshot"))
    index.remove(index.directory())
    with pytest.raises(CommandError, match="run reindex"):
        call_command("index_snapshot", str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()
