"""Two nodes of the site against one, each of one process on a core of its own.

``python -m benchmarks.with_django benchmarks.nodes QUESTIONS.json`` with DATABASE_URL and
SEARCH_INDEX_DIR of an archive, and the questions that a run has written for it. Every node searches
a copy of the index; the database is one, as are the client and, with PostgreSQL, its server: they
share the two cores, so that two nodes never get quite twice as far. Every page is made.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.client import load, request
from benchmarks.processes import GUNICORN, Server, free_port, serving
from quotes.models import Passage

CORES = (0, 1)
CONNECTIONS = 8
SECONDS, ROUNDS = 8.0, 3
PERMALINKS = 500


@contextmanager
def nodes(folder: Path) -> Iterator[list[Server]]:
    """A node for each core, with a copy of the index in ``folder``."""
    given = Path(os.environ["SEARCH_INDEX_DIR"])
    with ExitStack() as stack:
        started = []
        for core in CORES:
            own = folder / str(core)
            shutil.copytree(given, own)
            port = free_port()
            command = ["taskset", "--cpu-list", str(core), sys.executable, *GUNICORN]
            settings = {
                "DJANGO_SETTINGS_MODULE": "benchmarks.settings_uncached",
                "SEARCH_INDEX_DIR": str(own),
            }
            one = serving(
                [*command, "--workers", "1", "--bind", f"127.0.0.1:{port}"],
                {**os.environ, **settings},
                port,
            )
            started.append(stack.enter_context(one))
        yield started


def rate(servers: Sequence[Server], asked: list[bytes]) -> float:
    """Answers a second of these nodes together."""
    with ThreadPoolExecutor() as clients:
        loads = [
            clients.submit(
                load, one.port, asked, connections=CONNECTIONS, seconds=SECONDS, status=200
            )
            for one in servers
        ]
        return sum(each.result().rate for each in loads)


def measured(servers: Sequence[Server], asked: list[bytes]) -> dict[str, float]:
    """Answers a second of one node and of all, and their ratio; medians of rounds in turn."""
    rate(servers, asked)
    ones, alls = [], []
    for _ in range(ROUNDS):
        ones.append(rate(servers[:1], asked))
        alls.append(rate(servers, asked))
    one, both = statistics.median(ones), statistics.median(alls)
    return {"one": round(one, 1), "two": round(both, 1), "ratio": round(both / one, 2)}


def main(questions: Path) -> None:
    """Measure result pages and permalinks, and print them."""
    asked = [each["parameters"] for each in json.loads(questions.read_text("utf-8"))]
    pages = [request(f"/search/?{parameters}") for parameters in asked]
    some = Passage.public.order_by("-pk").values_list("identifier", flat=True)[:PERMALINKS]
    links = [request(f"/q/{identifier}") for identifier in some]
    with tempfile.TemporaryDirectory() as folder, nodes(Path(folder)) as servers:
        for name, asked in (("result pages", pages), ("permalinks", links)):
            print(name, json.dumps(measured(servers, asked)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
