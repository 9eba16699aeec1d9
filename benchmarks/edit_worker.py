"""A process that edits or searches a copy of an archive; run with Django set up.

``catch-up EDITS`` measures what the first search after edits costs; ``links NUMBER`` draws
permalinks. ``editor SECONDS``, ``searcher SECONDS`` and ``publisher SECONDS`` say “ready”, wait for a line, work, and print what they saw as JSON. The
questions stand in the file that BENCH_QUESTIONS names.
"""

import itertools
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from django.db import transaction

from archive.collector import spare_what_stays
from benchmarks.engine import request_for
from quotes import editorial
from quotes.models import Passage, Source, Turn
from quotes.search.catch_up import PreparingError
from quotes.search.find import Found, find

# People pause; without pauses it is only the number of cores that is measured.
EDITOR_PAUSE, SEARCHER_PAUSE, PUBLISHER_PAUSE = 0.05, 0.02, 1.0
ONE_BY_ONE = 20
AFTERWARDS_SECONDS = 2.0
_numbers = itertools.count(1)
# When a search ended, how long it took, and the version of the data that answered.
Answers = list[tuple[float, float, int]]


def catch_up(edits: str) -> dict[str, Any]:
    """Seconds of the first search after one edit, several times, and after many."""
    source = _own_source()
    _ask("")
    one = []
    for _ in range(min(ONE_BY_ONE, int(edits))):
        word, _ = _publish(source)
        one.append(_ask(word, must_find=True)[1])
    started = time.perf_counter()
    for _ in range(int(edits)):
        word, _ = _publish(source)
    editing = time.perf_counter() - started
    return {"one": one, "many": _ask(word, must_find=True)[1], "editing": editing}


def editor(seconds: str) -> dict[str, Any]:
    """Publish one passage after another, look for each; then look on, so that none is missed."""
    source, answers, edits, word = _own_source(), [], [], ""
    # A process reads the whole index once, to compare it with its seal.
    _ask("")
    ends = _start(float(seconds))
    while time.monotonic() < ends:
        word, number = _publish(source)
        committed = time.monotonic()
        answers += _until_found(word)
        edits.append((committed, number, answers[-1][0]))
        time.sleep(EDITOR_PAUSE)
    while time.monotonic() < ends + AFTERWARDS_SECONDS:
        answers += _until_found(word)
        time.sleep(EDITOR_PAUSE)
    return {"edits": edits, "answers": answers, "ends": ends}


def links(number: str) -> list[str]:
    """Permalinks of passages drawn at random."""
    pks = list(Passage.public.order_by("pk").values_list("pk", flat=True))
    drawn = random.Random(0).sample(pks, min(int(number), len(pks)))
    found = Passage.public.filter(pk__in=drawn).values_list("identifier", flat=True)
    return [f"/q/{identifier}" for identifier in found]


def publisher(seconds: str) -> dict[str, Any]:
    """Publish a passage every second; how many."""
    source, published = _own_source(), 0
    ends = _start(float(seconds))
    while time.monotonic() < ends:
        _publish(source)
        published += 1
        time.sleep(PUBLISHER_PAUSE)
    return {"published": published}


def searcher(seconds: str) -> dict[str, Any]:
    """Ask the benchmark's questions, a little longer than the editors edit."""
    questions = json.loads(Path(os.environ["BENCH_QUESTIONS"]).read_text("utf-8"))
    chance = random.Random(os.getpid())
    requests = [request_for(each["parameters"]) for each in questions]
    find(requests[0])
    answers: Answers = []
    ends = _start(float(seconds))
    while time.monotonic() < ends + AFTERWARDS_SECONDS:
        started = time.monotonic()
        found = find(chance.choice(requests))
        ended = time.monotonic()
        answers.append((ended, ended - started, found.version.number))
        time.sleep(SEARCHER_PAUSE)
    return {"edits": [], "answers": answers, "ends": ends}


def _start(seconds: float) -> float:
    spare_what_stays()
    print("ready", flush=True)
    sys.stdin.readline()
    return time.monotonic() + seconds


def _own_source() -> Source:
    """A source like one that is there, for this process's passages."""
    source = Source.objects.order_by("pk")[0]
    source.pk, source.slug = None, f"bench-{os.getpid()}-{time.time_ns()}"
    source._state.adding = True
    source.save()
    return source


def _publish(source: Source) -> tuple[str, int]:
    """Publish a passage; the word that it alone has, and the archive's version that has it."""
    number = next(_numbers)
    word = f"benchword{os.getpid()}x{number}"
    text = f"They said {word} aloud, and nobody else did."
    with transaction.atomic():
        turn = Turn.objects.create(source=source, kind="statement", position=number, text=text)
        draft = Passage(
            turn=turn, spans=[[0, len(text)]], wording="verbatim", speaker=_SPEAKERS[source.pk]
        )
        draft.fill_from_turn()
        draft.save()
    return word, editorial.publish([draft], editor=None)[0].changed_in_version


class _Speakers(dict):
    def __missing__(self, source: int) -> Any:
        self[source] = Passage.public.order_by("pk").select_related("speaker")[0].speaker
        return self[source]


_SPEAKERS = _Speakers()


def _until_found(word: str) -> Answers:
    answers: Answers = []
    while True:
        found, seconds = _ask(word)
        answers.append((time.monotonic(), seconds, found.version.number))
        if found.count:
            return answers


def _ask(word: str, *, must_find: bool = False) -> tuple[Found, float]:
    asked = request_for(f"q={word}")
    while True:
        started = time.perf_counter()
        try:
            found = find(asked)
        except PreparingError:
            continue
        if must_find and found.count != 1:
            raise RuntimeError(f"{word} was published and {found.count} passages have it.")
        return found, time.perf_counter() - started


if __name__ == "__main__":
    roles = {
        "catch-up": catch_up, "editor": editor, "searcher": searcher, "publisher": publisher,
        "links": links,
    }  # fmt: skip
    print(json.dumps(roles[sys.argv[1]](*sys.argv[2:])), flush=True)
