"""What a run of the benchmark measures, with what, and where it keeps its archives."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
# Linux's file system in memory.
MEMORY = Path("/dev/shm")  # noqa: S108  a folder with a name of its own is made in it
SMALL, LARGE = (10_000,), (10_000, 100_000, 1_000_000)


class PlanError(ValueError):
    """A variable of the benchmark can't be used; the message says which, and what it takes."""


@dataclass(frozen=True)
class Plan:
    """One run. ``seconds`` is the length of each round under load, and of the editors' work."""

    sizes: tuple[int, ...] = SMALL
    corpus: Path | None = None
    folder: Path = PROJECT / "var" / "bench"
    out: Path = PROJECT / "var" / "bench" / "result.json"
    rebuild: bool = False
    postgresql: str = ""
    postgresql_up_to: int = 100_000
    datasette: str = ""
    # Where a copy of an index stands in memory; None where the system has no such folder.
    memory: Path | None = None
    seed: int = 2026
    queries: int = 6
    repeats: int = 5
    seconds: float = 2.0
    rounds: int = 3
    permalinks: int = 300
    editors: int = 4
    searchers: int = 4
    editing_seconds: float = 10.0
    edits: int = 1_000

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Plan":
        """The run that the environment's variables ask for; raises PlanError."""
        plain = cls()
        corpus = Path(given["CORPUS"]).resolve() if given.get("CORPUS") else None
        if corpus and not corpus.is_file():
            raise PlanError(f"CORPUS names no file: {corpus}")
        folder = Path(given.get("BENCH_DIR") or plain.folder).resolve()
        return cls(
            sizes=_sizes(given.get("SIZES", "")) or (LARGE if corpus else SMALL),
            corpus=corpus,
            folder=folder,
            out=Path(given.get("OUT") or folder / "result.json").resolve(),
            rebuild=bool(given.get("REBUILD")),
            postgresql=given.get("BENCH_DATABASE_URL", ""),
            postgresql_up_to=_number(given, "BENCH_POSTGRESQL_UP_TO", plain.postgresql_up_to),
            datasette=given.get("DATASETTE", ""),
            memory=MEMORY if MEMORY.is_dir() else None,
            seed=_number(given, "SEED", plain.seed),
        )


@dataclass(frozen=True)
class Place:
    """One scratch archive: its folder, its database and its size; ``index`` may lie elsewhere."""

    folder: Path
    database_url: str
    size: int
    index_elsewhere: Path | None = None

    @classmethod
    def on_sqlite(cls, folder: Path, size: int) -> "Place":
        """An archive with everything in its folder."""
        return cls(folder, f"sqlite:///{folder / 'archive.sqlite3'}", size)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "archive.sqlite3"

    @property
    def index(self) -> Path:
        """The folder of the search index."""
        return self.index_elsewhere or self.folder / "index"

    def environment(self, **more: str) -> dict[str, str]:
        """What a program needs to work on this archive and on no other."""
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "PYTEST_VERSION": "1",  # keeps the .env of the checkout out
            "SECRET_KEY": "only-for-the-benchmark",
            "DATABASE_URL": self.database_url,
            "SEARCH_INDEX_DIR": str(self.index),
            **more,
        }


def _sizes(text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(int(part.replace("_", "")) for part in text.split(",") if part.strip())
    except ValueError:
        sizes = (0,)
    if any(size < 1 for size in sizes):
        raise PlanError("SIZES takes numbers of passages with commas between: SIZES=10000,100000")
    return tuple(sorted(set(sizes)))


def _number(given: Mapping[str, str], name: str, otherwise: int) -> int:
    try:
        return int(given.get(name) or otherwise)
    except ValueError:
        raise PlanError(f"{name} takes a whole number.") from None
