"""The cache that all processes of a machine share: bounded, emptied for good, never a fault."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import lmdb
import pytest

from archive import page_cache
from archive.page_cache import PageCache

ANOTHER = """
import sys
from django.conf import settings
settings.configure()
from archive.page_cache import PageCache
cache = PageCache(sys.argv[1], {"OPTIONS": {"MEGABYTES": 8}})
for line in sys.stdin:
    print(eval(line), flush=True)
"""
Ask = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pages"


@pytest.fixture
def kept(folder: Path) -> PageCache:
    return PageCache(folder, {"OPTIONS": {"MEGABYTES": 8}})


@pytest.fixture
def another(folder: Path) -> Iterator[Ask]:
    """Another process with the same cache; it evaluates what it is sent."""
    command = [sys.executable, "-c", ANOTHER, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def ask(expression: str) -> str:
            process.stdin.write(f"{expression}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield ask


def on_disk(folder: Path, words: bytes) -> bool:
    return any(words in each.read_bytes() for each in folder.rglob("*") if each.is_file())


def test_another_process_finds_what_one_has_kept(kept: PageCache, another: Ask) -> None:
    kept.set("page", (b"words", {"ETag": "x"}))
    assert another("cache.get('page')") == "(b'words', {'ETag': 'x'})"
    another("cache.set('page', 'other')")
    assert kept.get("page") == "other"


def test_what_is_kept_outlives_the_process(folder: Path, another: Ask) -> None:
    another("cache.set('page', 'words')")
    ended = subprocess.run(
        [sys.executable, "-c", ANOTHER, str(folder)],
        input="cache.get('page')\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ended.stdout.strip() == "words"


def test_nothing_is_given_after_its_time(kept: PageCache) -> None:
    kept.set("page", "words", timeout=-1)
    assert kept.get("page", "nothing") == "nothing"
    kept.set("page", "words", timeout=None)
    assert kept.get("page") == "words"
    assert kept.delete("page")
    assert kept.get("page") is None
    assert not kept.delete("page")
    assert kept.add("page", "anew")
    assert not kept.add("page", "again")
    assert kept.touch("page")
    assert kept.get("page") == "anew"


def test_emptying_leaves_no_words_on_the_disk_and_no_process_finds_them(
    kept: PageCache, another: Ask, folder: Path
) -> None:
    kept.set("page", b"canary words")
    another("cache.set('other', b'canary words')")
    assert on_disk(folder, b"canary words")
    kept.clear()
    assert not on_disk(folder, b"canary words")
    assert another("cache.get('page')") == "None"
    # What a process writes that had the old file open goes where all look for it.
    another("cache.set('page', 'new')")
    assert kept.get("page") == "new"


def test_it_grows_no_larger_than_it_may_and_keeps_the_newest(
    kept: PageCache, another: Ask, folder: Path
) -> None:
    page = b"x" * 100_000
    for number in range(200):
        kept.set(f"page-{number}", page)
        assert kept.get(f"page-{number}") == page
    assert another("cache.get('page-199') is not None") == "True"
    assert kept.get("page-0") is None
    assert kept.get("page-180") == page
    assert sum(each.stat().st_size for each in folder.rglob("data.mdb")) <= 8 * 1024 * 1024
    # The one that has filled no file goes on in that of the others.
    another("[cache.set(f'more-{n}', b'x' * 100_000) for n in range(60)] and None")
    assert kept.get("more-59") == page


def test_two_that_fill_it_at_once_find_their_own(kept: PageCache, another: Ask) -> None:
    for number in range(120):
        kept.set(f"mine-{number}", b"x" * 100_000)
        another(f"cache.set('theirs-{number}', b'y' * 100_000)")
        assert kept.get(f"mine-{number}") is not None
        assert another(f"cache.get('theirs-{number}') is not None") == "True"


def test_a_page_larger_than_all_is_not_kept(kept: PageCache) -> None:
    kept.set("page", b"x" * 9_000_000)
    assert kept.get("page") is None
    kept.set("small", "words")
    assert kept.get("small") == "words"


def test_a_damaged_file_is_as_good_as_none(folder: Path, kept: PageCache, another: Ask) -> None:
    another("cache.set('page', 'words')")
    [file] = folder.rglob("data.mdb")
    file.write_bytes(b"\xff" * file.stat().st_size)
    assert kept.get("page") is None
    kept.set("page", "words")
    kept.clear()
    kept.set("page", "anew")
    assert kept.get("page") == "anew"


def test_a_file_from_before_the_machine_started_is_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, another: Ask
) -> None:
    another("cache.set('page', b'canary words')")
    monkeypatch.setattr(page_cache, "_START", "another")
    assert PageCache(folder, {}).get("page") is None
    assert not on_disk(folder, b"canary words")


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = PageCache(tmp_path / "file" / "pages", {})
    kept.set("page", "words")
    assert kept.get("page") is None


def test_a_killed_process_blocks_no_other(kept: PageCache, folder: Path) -> None:
    endless = ANOTHER.replace("for line in sys.stdin:\n    print(eval(line), flush=True)", (
        "print('on', flush=True)\nn = 0\nwhile True:\n    n += 1\n"
        "    cache.set(f'{n % 50}', b'x' * 50_000)"
    ))  # fmt: skip
    for _ in range(5):
        command = [sys.executable, "-c", endless, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"on\n"
            kept.set("mine", "words")
            process.kill()
        kept.set("mine", "words again")
        assert kept.get("mine") == "words again"


@pytest.mark.parametrize("fails", ["mkdir", "open"])
def test_a_full_disk_is_no_reason_to_keep_what_is_to_go(
    kept: PageCache, folder: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    kept.set("page", "a canary nobody else ever sang")

    def full(*_: object, **__: object) -> None:
        raise lmdb.DiskError("no space") if fails == "open" else OSError("no space")

    with monkeypatch.context() as disk:
        disk.setattr(*((lmdb, "open") if fails == "open" else (Path, "mkdir")), full)
        disk.setattr(page_cache._Files, "_folder_locked", nullcontext)
        kept.clear()
        kept.set("page", "another")
        assert kept.get("page") is None
    assert not [path for path in folder.rglob("*.mdb") if b"canary" in path.read_bytes()]
    kept.set("page", "later")
    assert kept.get("page") == "later"
