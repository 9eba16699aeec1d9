"""Scratch archives: loaded once and kept, indexed anew in every run."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import databases
from benchmarks.corpus import corpus_of
from benchmarks.plan import Place, Plan, PlanError
from benchmarks.processes import manage, size_of

Say = Callable[[str], None]
# Written when an archive is loaded whole; one without it is loaded anew, or its rate would be wrong.
NOTE = "loaded.json"


def prepared(plan: Plan, size: int, say: Say) -> tuple[Place, dict[str, Any]]:
    """A loaded and indexed archive on SQLite; how fast it was made and how big it is."""
    place = Place.on_sqlite(plan.folder / str(size), size)
    if plan.rebuild or not (place.folder / NOTE).exists():
        shutil.rmtree(place.folder, ignore_errors=True)
    place.folder.mkdir(parents=True, exist_ok=True)
    loaded = _loaded(place, plan, say)
    return place, {"load": loaded, **_indexed(place, say)}


def prepared_on_postgresql(plan: Plan, size: int, say: Say) -> tuple[Place, dict[str, Any]]:
    """The same on PostgreSQL, in a database of its own."""
    name = f"{database_prefix(plan)}archive_{size}"
    folder = plan.folder / f"{size}-postgresql"
    place = Place(folder, databases.address_of(plan.postgresql, name), size)
    kept = databases.exists(plan.postgresql, name) and (folder / NOTE).exists()
    if plan.rebuild or not kept:
        shutil.rmtree(folder, ignore_errors=True)
        databases.fresh(plan.postgresql, name)
    folder.mkdir(parents=True, exist_ok=True)
    loaded = _loaded(place, plan, say)
    return place, {"load": loaded, **_indexed(place, say)}


def database_prefix(plan: Plan) -> str:
    """How the names of a run's databases begin: two folders don't share any."""
    return "bench_" if plan.folder == Plan().folder else f"bench_{plan.folder.name.lower()}_"


def _loaded(place: Place, plan: Plan, say: Say) -> dict[str, Any]:
    """How the archive was loaded, now or in an earlier run."""
    note = place.folder / NOTE
    corpus = {"corpus": plan.corpus.name if plan.corpus else "generated", "seed": plan.seed}
    if not note.exists():
        say(f"{place.size:,}: loading")
        note.write_text(json.dumps({**corpus, **_load(place, plan)}), "utf-8")
    known = json.loads(note.read_text("utf-8"))
    if {key: known[key] for key in corpus} != corpus:
        raise PlanError(
            f"{place.folder} holds {known['corpus']} with seed {known['seed']}: "
            "run make bench REBUILD=1, or choose another BENCH_DIR."
        )
    return known


def _load(place: Place, plan: Plan) -> dict[str, Any]:
    file = corpus_of(place.size, plan.corpus, plan.folder / "corpora", plan.seed)
    environment = place.environment()
    manage("migrate", "-v0", environment=environment, log=place.folder / "migrate.log")
    load = ["load_corpus", str(file), "--limit", str(place.size)]
    ran = manage(*load, environment=environment, log=place.folder / "load.log")
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(ran.seconds, 1),
        "rate": place.size / ran.seconds,
        "peak_bytes": ran.peak_bytes,
        "own_bytes": ran.own_bytes,
    }


def _indexed(place: Place, say: Say) -> dict[str, Any]:
    say(f"{place.size:,}: building the index")
    # In a folder of its own, so that the one before it isn't kept beside it.
    shutil.rmtree(place.index, ignore_errors=True)
    log = place.folder / "reindex.log"
    ran = manage("reindex", environment=place.environment(), log=log)
    rebuild = {
        "seconds": round(ran.seconds, 1),
        "rate": place.size / ran.seconds,
        "peak_bytes": ran.peak_bytes,
        "own_bytes": ran.own_bytes,
    }
    sizes = {"index": size_of(place.index), "database": _database_bytes(place)}
    return {"rebuild": rebuild, "bytes": sizes}


def _database_bytes(place: Place) -> int:
    if place.database_url.startswith("sqlite:"):
        return sum(size_of(path) for path in _sqlite_files(place.database))
    return databases.bytes_of(place.database_url)


def _sqlite_files(database: Path) -> list[Path]:
    return [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
