"""Damages an index at random, and looks in fresh processes at what is answered then.

``prepare`` leaves an index to be damaged, ``answers`` tells what is found, ``FAULTS SEED`` does so
many faults, each to a whole index; ``interrupt KILLS SEED`` kills processes that make it anew,
``fill`` lets no file grow. Run by test_damage on an archive that holds something; the
processes are forked before anything of the index is open.
"""

import json
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.db import connection

from quotes import editorial
from quotes.models import Passage, current_version
from quotes.search import index
from quotes.search.catch_up import PreparingError, catch_up, rebuild
from quotes.search.compile import IndexFilters
from quotes.search.find import Request, find
from quotes.search.index import DamagedIndexError, directory
from quotes.search.open_index import open_index
from quotes.search.query import parse
from quotes.search.similar import similar
from quotes.search.suggest import matching_nouns
from quotes.search.verify import differences
from tests import factories

VOCABULARY = [
    "peace",
    "war",
    "sanction",
    "corridor",
    "side",
    "law",
    "trade",
    "the",
    "of",
    "only",
    "middle",
    "power",
    "said",
    "yurt",
]
QUERIES = ["", "sanctions", "war OR peace", '"the only"', "question:why", "-the", "co*",
           '"middle power"~3', "speaker"]  # fmt: skip
DATED = IndexFilters(include={"language": ("en",)}, after=738_000)
# A search that meets damage puts it aside; the next one, at the latest, is answered.
REQUESTS = 3
# To compare an index with the database takes longer than to make it.
VERIFIED_EACH = 7


def flip(chance: random.Random, path: Path) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 8])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def flip_at_the_old_time(chance: random.Random, path: Path) -> None:
    """As a disk does, of which nobody knows."""
    found = path.stat()
    flip(chance, path)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def truncate(chance: random.Random, path: Path) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def zero(chance: random.Random, path: Path) -> None:
    content = bytearray(path.read_bytes())
    start = chance.randrange(len(content))
    length = min(chance.choice([16, 512, 4096]), len(content) - start)
    content[start : start + length] = bytes(length)
    path.write_bytes(content)


def lengthen(chance: random.Random, path: Path) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(16))


def delete(chance: random.Random, path: Path) -> None:
    path.unlink()


def swap(chance: random.Random, path: Path) -> None:
    """With another one, rather of its kind: that of another segment."""
    others = [other for other in path.parent.iterdir() if other != path and other.is_file()]
    alike = [other for other in others if other.suffix == path.suffix] or others
    other, aside = chance.choice(alike), path.with_name("aside")
    path.rename(aside)
    other.rename(path)
    aside.rename(other)


def put_an_older_one_back(chance: random.Random, path: Path) -> None:
    """All files of an earlier state that have this ending, as a careless restore does."""
    for older in (path.parent.parent / "older").glob(f"*{path.suffix}"):
        shutil.copy2(older, path.parent / older.name)


KINDS: list[Callable[[random.Random, Path], None]] = [
    flip, flip, flip_at_the_old_time, truncate, zero, lengthen, delete, swap, put_an_older_one_back,
]  # fmt: skip


def answers() -> list[Any]:
    """What search tells of everything; raises PreparingError."""
    asked = [Request(parse(query), rows=50, values=0) for query in QUERIES]
    asked += [Request(parse("the"), DATED, sort=sort, rows=50) for sort in ("newest", "oldest")]
    found: list[Any] = []
    for request in asked:
        result = find(request)
        found.append([result.pks, result.count, result.keys, _listed(result.facets)])
    passage = Passage.public.for_record().order_by("pk")[3]
    try:
        snapshot = open_index().snapshot
        found.append(similar(passage, snapshot, limit=5))
        found.append(_listed(matching_nouns(snapshot.searcher, ["s"])))
    except DamagedIndexError as error:
        raise PreparingError from error
    return found


def _listed(counts: dict[str, dict[Any, int]]) -> list[Any]:
    return [[name, list(values.items())] for name, values in sorted(counts.items())]


def in_a_fresh_process(task: Callable[[], Any]) -> Any:
    """What a task gives in a process of its own; None where it is being prepared."""
    come, go = os.pipe()
    connection.close()
    child = os.fork()
    if not child:
        os.close(come)
        try:
            said = task()
        except PreparingError:
            said = None
        with os.fdopen(go, "w") as file:
            json.dump(said, file)
        os._exit(0)
    os.close(go)
    with os.fdopen(come) as file:
        said = file.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, f"the process ended with {status}"
    return json.loads(said)


def verified() -> list[str]:
    """What ``reindex --verify`` finds."""
    try:
        return list(differences())
    except DamagedIndexError as error:
        return [str(error)]


def main(number: int, seed: int) -> None:
    """Each fault, each in another file: never a wrong answer, and all heals."""
    chance = random.Random(seed)
    path = directory()
    whole = path.with_name("whole")
    shutil.rmtree(whole, ignore_errors=True)
    expected = in_a_fresh_process(answers)
    shutil.copytree(path, whole)
    files = sorted(file.name for file in whole.iterdir())
    for turn in range(number):
        shutil.rmtree(path)
        shutil.copytree(whole, path)
        damaged = path / files[turn % len(files)]
        fault = chance.choice(KINDS if damaged.stat().st_size else [delete, swap, lengthen])
        fault(chance, damaged)
        told = f"{fault.__name__} of {damaged.name}, fault {turn} of seed {seed}"
        for request in range(REQUESTS):
            found = in_a_fresh_process(answers)
            assert found in (None, expected), f"A wrong answer to request {request} after {told}"
            if found:
                break
        assert found, f"Not healed after {told}"
        if turn % VERIFIED_EACH == 0:
            assert in_a_fresh_process(verified) == [], f"Not equal after {told}"
    print("done")


def begun(task: Callable[[], Any]) -> int:
    """A process that does a task, by its number."""
    connection.close()
    child = os.fork()
    if not child:
        try:
            task()
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def interrupt(number: int, seed: int) -> None:
    """Kill so many processes while they make the index anew: the one in use answers on."""
    chance, expected = random.Random(seed), in_a_fresh_process(answers)
    started = time.monotonic()
    os.waitpid(begun(rebuild), 0)
    takes = time.monotonic() - started
    for turn in range(number):
        child = begun(rebuild)
        time.sleep(chance.uniform(0, takes * 1.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert in_a_fresh_process(answers) == expected, f"after kill {turn} of seed {seed}"
    several = [begun(rebuild) for _ in range(3)]
    assert in_a_fresh_process(answers) == expected, "while three make it anew"
    assert [os.waitpid(child, 0)[1] for child in several] == [0, 0, 0]
    assert in_a_fresh_process(verified) == []
    with index.write_lock(wait_seconds=1):
        catch_up()
    assert sorted(path.name for path in directory().parent.glob(f"{directory().name}*")) == [
        directory().name, f"{directory().name}.lock",
    ]  # fmt: skip
    print("done")


def fill_the_disk() -> None:
    """No file may grow: neither is the index made anew, nor an edit taken up; then all is."""

    def on_a_full_disk(task: Callable[[], Any]) -> int:
        def limited() -> None:
            # The database has to be open: it has files of its own.
            current_version()
            resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))
            task()

        return os.waitpid(begun(limited), 0)[1]

    expected = in_a_fresh_process(answers)
    assert on_a_full_disk(rebuild) != 0
    assert in_a_fresh_process(answers) == expected
    passage = Passage.public.order_by("pk")[0]
    editorial.withdraw(passage, reason="An error.", editor=None)
    assert on_a_full_disk(lambda: find(Request(parse("the"))).is_lagging or 1 / 0) == 0
    assert not in_a_fresh_process(lambda: passage.pk in find(Request(parse(""), rows=500)).pks)
    assert in_a_fresh_process(verified) == []
    print("done")


def prepare() -> None:
    """Leave an index in several segments, with passages deleted, and an older state of it."""
    chance = random.Random(1)
    speakers = [factories.speaker(f"Speaker {letter}") for letter in "ABC"]
    question = factories.turn("Why, they said, the war?", kind="question")
    for turn in range(4):
        drafts = [
            factories.draft(
                f"{' '.join(chance.choices(VOCABULARY, k=chance.randint(4, 20)))}.",
                speaker=chance.choice(speakers),
                answers=question if number % 3 == 0 else None,
                said_on=f"202{chance.randrange(6)}",
                topics=[factories.topic()] if number % 5 == 0 else [],
            )
            for number in range((40, 9, 4, 2)[turn])
        ]
        published = editorial.publish(drafts, editor=None)
        editorial.withdraw(published[0], reason="An error.", editor=None)
        with index.write_lock(wait_seconds=1):
            catch_up()
        if turn == 1:
            shutil.copytree(directory(), directory().with_name("older"))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    elif sys.argv[1] == "answers":
        print(json.dumps(answers()))
    elif sys.argv[1] == "interrupt":
        interrupt(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "fill":
        fill_the_disk()
    else:
        main(int(sys.argv[1]), int(sys.argv[2]))
