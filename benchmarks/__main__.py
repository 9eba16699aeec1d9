"""``make bench``: load, measure, print, write JSON."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import edits, machine, report
from benchmarks.archives import database_prefix, prepared, prepared_on_postgresql
from benchmarks.goals import goals
from benchmarks.plan import PROJECT, Place, Plan, PlanError
from benchmarks.processes import ProgramError

CHILD = [sys.executable, "-m", "benchmarks.with_django", "benchmarks.size"]


def run(plan: Plan) -> dict[str, Any]:
    """All figures of one run, also written to ``plan.out``."""
    started = time.monotonic()
    plan.folder.mkdir(parents=True, exist_ok=True)
    result = {**machine.described(), "plan": _row(plan), "repeat": _command(plan), "sizes": {}}
    for size in plan.sizes:
        result["sizes"][str(size)] = _measured(plan, size)
    _edits_on_postgresql(plan, result["sizes"])
    result["goals"] = [goal.row() for goal in goals(result["sizes"])]
    result["seconds"] = round(time.monotonic() - started)
    plan.out.parent.mkdir(parents=True, exist_ok=True)
    plan.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return result


def _measured(plan: Plan, size: int) -> dict[str, Any]:
    place, made = prepared(plan, size, _say)
    _say(f"{size:,}: building the yardsticks, then measuring")
    found = {"made": made, **_standing_still(plan, place)}
    _say(f"{size:,}: editing a copy, searching meanwhile")
    questions = place.folder / "questions.json"
    places = [None, plan.memory] if plan.memory else [None]
    measured = [edits.measure(place, plan, questions, memory=memory) for memory in places]
    found["edits"] = {each["engine"]: each for each in measured}
    return found


def _standing_still(plan: Plan, place: Place) -> dict[str, Any]:
    """What ``benchmarks.size`` measures, in a process of its own."""
    given = {
        **_row(plan),
        "folder": str(place.folder),
        "size": place.size,
        "postgresql": plan.postgresql,
        "prefix": database_prefix(plan),
    }
    environment = place.environment(DJANGO_SETTINGS_MODULE="benchmarks.settings")
    subprocess.run(
        CHILD, input=json.dumps(given), text=True, cwd=PROJECT, env=environment, check=True
    )
    return json.loads((place.folder / "measured.json").read_text("utf-8"))


def _edits_on_postgresql(plan: Plan, sizes: dict[str, Any]) -> None:
    """Editing again with PostgreSQL, at the largest size up to ``plan.postgresql_up_to``."""
    fitting = [size for size in plan.sizes if size <= plan.postgresql_up_to]
    if not plan.postgresql or not fitting:
        return
    size = max(fitting)
    place, made = prepared_on_postgresql(plan, size, _say)
    _say(f"{size:,}: editing a copy on PostgreSQL, searching meanwhile")
    questions = _questions_for(place, plan)
    measured = edits.measure(place, plan, questions, plan.postgresql)
    sizes[str(size)]["edits"]["postgresql"] = measured
    sizes[str(size)]["made_on_postgresql"] = made


def _questions_for(place: Place, plan: Plan) -> Path:
    """The questions of the same archive on SQLite: the same words, the same slugs."""
    return plan.folder / str(place.size) / "questions.json"


def _row(plan: Plan) -> dict[str, Any]:
    """The plan for JSON: without the address of a database, which may hold a password."""
    row = {
        key: str(value) if isinstance(value, Path) else value for key, value in vars(plan).items()
    }
    row |= {"sizes": list(plan.sizes), "corpus": plan.corpus.name if plan.corpus else None}
    return {**row, "postgresql": None}


def _command(plan: Plan) -> str:
    corpus = f" CORPUS={plan.corpus.name}" if plan.corpus else ""
    server = " BENCH_DATABASE_URL=…" if plan.postgresql else ""
    return f"make bench{corpus} SIZES={','.join(map(str, plan.sizes))} SEED={plan.seed}{server}"


def _say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        asked = Plan.of(os.environ)
        print("\n".join(report.lines(run(asked))))
    except (PlanError, ProgramError) as error:
        sys.exit(str(error))
    print(f"\nAll figures: {asked.out}")
