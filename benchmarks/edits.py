"""Editors and searchers at work on a copy of an archive, and what each of them sees when."""

import json
import shutil
import sqlite3
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import databases, under_load
from benchmarks.figures import MS, milliseconds
from benchmarks.plan import PROJECT, Place, Plan
from benchmarks.processes import emptied, gunicorn

WORKER = [sys.executable, "-m", "benchmarks.with_django", "benchmarks.edit_worker"]
# Behind the name of a database: with it, commits of the index wait for no disk.
IN_MEMORY = ", index in memory"
Seen = dict[str, Any]


@contextmanager
def copy_of(place: Place, server: str, memory: Path | None) -> Iterator[Place]:
    """A copy to edit, of database and index, gone at the end; ``server`` for one on PostgreSQL.

    With ``memory``, its index lies in a folder there.
    """
    folder = emptied(place.folder / "copy")
    try:
        with TemporaryDirectory(dir=memory or folder) as elsewhere:
            yield from _copied(place, folder, Path(elsewhere) / "index", server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(place: Place, folder: Path, index: Path, server: str) -> Iterator[Place]:
    if server:
        name = place.database_url.rpartition("/")[2]
        address = databases.fresh(server, f"{name}_copy", template=name)
        copy = Place(folder, address, place.size, index)
    else:
        copy = replace(Place.on_sqlite(folder, place.size), index_elsewhere=index)
        with (
            closing(sqlite3.connect(place.database)) as given,
            closing(sqlite3.connect(copy.database)) as made,
        ):
            given.backup(made, pages=-1)
    shutil.copytree(place.index, copy.index)
    try:
        yield copy
    finally:
        if server:
            databases.drop(server, f"{name}_copy")


def measure(
    place: Place, plan: Plan, questions: Path, server: str = "", memory: Path | None = None
) -> dict[str, Any]:
    """Catching up, one edit until all have found it, and search while nobody and while some edit."""
    with copy_of(place, server, memory) as copy:
        environment = copy.environment(BENCH_QUESTIONS=str(questions))
        caught = _together([["catch-up", str(plan.edits)]], environment, handshake=False)[0]
        searchers = [["searcher", str(plan.editing_seconds)]] * plan.searchers
        editors = [["editor", str(plan.editing_seconds)]] * plan.editors
        quiet = _together(searchers, environment)
        busy = _together(searchers + editors, environment)
        unchanged = _unchanged(copy, plan)
    searching, editing = busy[: plan.searchers], busy[plan.searchers :]
    return {
        "engine": ("postgresql" if server else "sqlite") + (IN_MEMORY if memory else ""),
        "catch_up_one": milliseconds(caught["one"]),
        "catch_up_many": {"edits": plan.edits, "ms": round(caught["many"] * MS, 1)},
        "edits_alone_per_second": plan.edits / caught["editing"],
        "editors": plan.editors,
        "searchers": plan.searchers,
        "quiet": _searches(quiet),
        "busy": (searches := _searches(searching)),
        "unchanged": unchanged,
        "searches_per_second": searches["n"] / plan.editing_seconds,
        "edits_per_second": sum(len(e["edits"]) for e in editing) / plan.editing_seconds,
        "found_by_editor": _until_its_editor_finds_it(editing),
        "found_by_all": _until_all_find_it(editing, busy),
        "found_by_searchers": _until_all_find_it(editing, searching),
    }


def _unchanged(copy: Place, plan: Plan) -> dict[str, Any]:
    """Permalinks that readers have already, while somebody publishes every second."""
    links = _links(copy, plan.permalinks)
    with gunicorn(copy.environment(), "benchmarks.settings") as server, ThreadPoolExecutor() as one:
        under_load.unchanged(server, links, seconds=1)
        publishing = one.submit(
            _together, [["publisher", str(2 * plan.editing_seconds)]], copy.environment()
        )
        found = under_load.unchanged(server, links, seconds=plan.editing_seconds)
        return {**found, **publishing.result()[0]}


def _links(copy: Place, number: int) -> list[str]:
    said = subprocess.run(
        [*WORKER, "links", str(number)],
        cwd=PROJECT, env=copy.environment(), text=True, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return json.loads(said.stdout)


def _together(
    roles: list[list[str]], environment: dict[str, str], *, handshake: bool = True
) -> list[Seen]:
    """Run workers side by side, started at once when all are ready; what each of them saw."""
    workers = [
        subprocess.Popen(
            [*WORKER, *role], cwd=PROJECT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for role in roles
    ]  # fmt: skip
    try:
        if handshake:
            _start(workers)
        said = [worker.communicate()[0] for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    if any(worker.returncode for worker in workers):
        raise RuntimeError("An editor or searcher has failed; see above.")
    return [json.loads(text) for text in said]


def _start(workers: list[subprocess.Popen[str]]) -> None:
    for worker in workers:
        worker.stdout.readline()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()


def _searches(seen: list[Seen]) -> dict[str, Any]:
    """Of the searches that began while the editors were at work."""
    return milliseconds(
        seconds
        for each in seen
        for ended, seconds, _ in each["answers"]
        if ended - seconds <= each["ends"]
    )


def _until_its_editor_finds_it(editing: list[Seen]) -> dict[str, Any]:
    return milliseconds(
        found - committed for each in editing for committed, _, found in each["edits"]
    )


def _until_all_find_it(editing: list[Seen], seen: list[Seen]) -> dict[str, Any]:
    """From each commit to the first answer, in the last of those ``seen``, from data that has it.

    ``never`` counts the edits that somebody had not found when the run ended.
    """
    histories = [(each["edits"], *_history(each["answers"])) for each in seen]
    delays, never = [], 0
    for edit in (edit for each in editing for edit in each["edits"]):
        committed, number, found_there = edit
        found = [
            found_there if edit in own else _first(times, versions, number)
            for own, times, versions in histories
        ]
        never += None in found
        if None not in found:
            delays.append(max(0.0, max(found) - committed))
    return {**milliseconds(delays), "never": never}


def _first(times: list[float], versions: list[int], number: int) -> float | None:
    place = bisect_left(versions, number)
    return times[place] if place < len(times) else None


def _history(answers: list[list[float]]) -> tuple[list[float], list[float]]:
    """When a process first answered from a newer version, and from which."""
    times, versions = [], []
    for ended, _, version in answers:
        if not versions or version > versions[-1]:
            times.append(ended)
            versions.append(version)
    return times, versions
