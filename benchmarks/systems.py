"""What is asked the same questions in turn: the archive and its yardsticks, each warm."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.client import Connection
from benchmarks.dialects import Question
from benchmarks.engine import Engine
from benchmarks.processes import Server
from benchmarks.yardsticks.datasette import datasette

Ask = Callable[[Question], object]
Samples = dict[str, dict[Question, list[float]]]
# A question that takes a yardstick this long in all is not asked it again.
ENOUGH_SECONDS = 2.0


@dataclass(frozen=True)
class Yardsticks:
    """Where the yardsticks' rows are; empty where one is skipped, with the reason."""

    postgresql: str = ""
    datasette: Path | None = None
    skipped: dict[str, str] = field(default_factory=dict)


@contextmanager
def systems(
    server: Server, questions: Sequence[Question], yardsticks: Yardsticks, program: str
) -> Iterator[dict[str, Ask]]:
    """The systems by name; ``server`` serves the site without a page cache."""
    site = Connection(server.port)
    found: dict[str, Ask] = {
        "find": Engine(questions),
        "page": lambda question: site.get(question.address),
        "empty": lambda question: site.get("/bench/empty"),
    }
    with ExitStack() as stack:
        if yardsticks.postgresql:
            found["postgresql"] = lambda question: site.get(question.for_postgresql)
        if yardsticks.datasette:
            served = stack.enter_context(datasette(program, yardsticks.datasette, {}))
            other = Connection(served.port)
            found["datasette"] = lambda question: other.get(question.for_datasette)
        yield found


def interleaved(
    asked: dict[str, Ask], questions: Sequence[Question], repeats: int, seed: int
) -> Samples:
    """Seconds of every answer: question by question, all systems in turn, in a new order each time.

    What disturbs the machine for a while disturbs all of them alike. The archive's first round,
    which warms it, is left out; a yardstick that has had its time is not asked again.
    """
    chance = random.Random(seed)
    samples: Samples = {name: {question: [] for question in questions} for name in asked}
    for turn in range(repeats + 1):
        for question in chance.sample(questions, len(questions)):
            for name in chance.sample(sorted(asked), len(asked)):
                taken = samples[name][question]
                if turn and len(taken) > 1 and sum(taken) > ENOUGH_SECONDS:
                    continue
                started = time.perf_counter()
                asked[name](question)
                seconds = time.perf_counter() - started
                if turn or seconds > ENOUGH_SECONDS / 2:
                    taken.append(seconds)
    return samples
