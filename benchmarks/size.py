"""Everything that is measured on one archive that stands still; run with Django set up.

``python -m benchmarks.with_django benchmarks.size`` reads a JSON object from its standard input
(the plan, with the folder and size of one archive, and how databases' names begin) and writes
``measured.json`` and ``questions.json`` into the folder.
"""

import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import connection

from archive.collector import spare_what_stays
from benchmarks import under_load
from benchmarks.dialects import GROUPS, Question
from benchmarks.engine import Engine
from benchmarks.figures import milliseconds, over_queries
from benchmarks.processes import Server, gunicorn, size_of
from benchmarks.queries import Chooser
from benchmarks.systems import Samples, Yardsticks, interleaved, systems
from benchmarks.yardsticks import datasette, postgresql_tables
from quotes.models import Passage, current_version


def measure(given: dict[str, Any]) -> dict[str, Any]:
    """All figures of one size, by what they measure."""
    spare_what_stays()
    folder = Path(given["folder"])
    questions = _questions(given, folder)
    yardsticks, built = _yardsticks(given, folder)
    environment = {**os.environ, "BENCH_YARDSTICK_URL": yardsticks.postgresql}
    found = {
        "passages": Passage.public.count(),
        "hits": _hits(questions),
        "yardsticks": built,
        "skipped": yardsticks.skipped,
    }
    with gunicorn(environment, "benchmarks.settings_uncached") as server:
        with systems(server, questions, yardsticks, given["datasette"]) as each:
            samples = interleaved(each, questions, given["repeats"], given["seed"])
        found["latency"] = {name: _latency(samples, name) for name in samples}
        found["sixteen"] = under_load.pages(server, questions, seconds=3 * given["seconds"])
        uncached = _rates(server, given, questions, cached=False)
        found["memory"] = {"workers_without_cache": server.peak_bytes()}
    with gunicorn(environment, "benchmarks.settings") as server:
        found["rates"] = {**uncached, **_rates(server, given, questions, cached=True)}
        found["memory"]["workers"] = server.peak_bytes()
    return found


def _questions(given: dict[str, Any], folder: Path) -> list[Question]:
    """The questions, also written down for those who search while others edit."""
    questions = Chooser(given["seed"]).questions(given["queries"])
    rows = [{**each.row(), "parameters": each.parameters} for each in questions]
    (folder / "questions.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    return questions


def _yardsticks(given: dict[str, Any], folder: Path) -> tuple[Yardsticks, dict[str, Any]]:
    """Those that can be had, both built at once, and what they are."""
    archive_id = current_version().archive_id
    builders = {
        "postgresql": lambda: postgresql_tables.build(
            given["postgresql"], f"{given['prefix']}yardstick_{given['size']}", archive_id
        ),
        "datasette": lambda: datasette.build(folder, archive_id),
    }
    missing = {
        "postgresql": "BENCH_DATABASE_URL names no PostgreSQL",
        "datasette": "DATASETTE names no program",
    }
    skipped = {name: why for name, why in missing.items() if not given[name]}
    with ThreadPoolExecutor() as threads:
        started = {
            name: threads.submit(_alone, build)
            for name, build in builders.items()
            if name not in skipped
        }
        made = {name: future.result() for name, future in started.items()}
    found = Yardsticks(made.get("postgresql", ""), made.get("datasette"), skipped)
    return found, _described(found, given["datasette"])


def _alone(build: Callable[[], Any]) -> Any:
    """What ``build`` gives; its thread's connection to the archive is closed."""
    try:
        return build()
    finally:
        connection.close()


def _described(yardsticks: Yardsticks, program: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if yardsticks.postgresql:
        found["postgresql"] = postgresql_tables.described(yardsticks.postgresql)
    if yardsticks.datasette:
        size = size_of(yardsticks.datasette)
        found["datasette"] = {"version": datasette.version(program), "bytes": size}
    return found


def _hits(questions: Sequence[Question]) -> dict[str, list[int]]:
    """How many passages each question finds, by group."""
    ask, found = Engine(questions), defaultdict(list)
    for question in questions:
        found[question.group].append(ask(question))
    return dict(found)


def _latency(samples: Samples, name: str) -> dict[str, Any]:
    """Milliseconds by group and over all questions."""
    taken = samples[name]
    groups = {
        group: over_queries({q: t for q, t in taken.items() if q.group == group})
        for group in GROUPS
    }
    singles = [
        {"group": q.group, "asked": q.parameters, **milliseconds(t)} for q, t in taken.items()
    ]
    return {"all": over_queries(taken), "groups": groups, "questions": singles}


def _rates(
    server: Server, given: dict[str, Any], questions: Sequence[Question], *, cached: bool
) -> dict[str, Any]:
    chance = random.Random(given["seed"])
    pks = list(Passage.public.order_by("pk").values_list("pk", flat=True))
    drawn = chance.sample(pks, min(given["permalinks"], len(pks)))
    links = [
        f"/q/{identifier}"
        for identifier in Passage.public.filter(pk__in=drawn).values_list("identifier", flat=True)
    ]
    rounds = {"seconds": given["seconds"], "rounds": given["rounds"]}
    if not cached:
        return under_load.permalinks_made(server, links, **rounds)
    return under_load.seen_before(server, links, [q.address for q in questions], **rounds)


if __name__ == "__main__":
    plan = json.load(sys.stdin)
    result = Path(plan["folder"]) / "measured.json"
    result.write_text(json.dumps(measure(plan), ensure_ascii=False, indent=1))
