"""The benchmark as a whole, at a size that tells nothing but that it works."""

import json
import random
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import corpus, report
from benchmarks.__main__ import run
from benchmarks.dialects import GROUPS
from benchmarks.goals import Goal, goals
from benchmarks.plan import Plan, PlanError

TINY = {
    "queries": 1, "repeats": 1, "seconds": 0.1, "rounds": 1, "permalinks": 5,
    "editors": 1, "searchers": 1, "editing_seconds": 1.0, "edits": 3,
}  # fmt: skip


def test_a_tiny_run_measures_everything_and_writes_it_down(tmp_path: Path) -> None:
    plan = Plan(sizes=(300,), folder=tmp_path, out=tmp_path / "result.json", **TINY)
    result = run(plan)
    assert json.loads(plan.out.read_text("utf-8")) == result
    measured = result["sizes"]["300"]
    assert measured["passages"] == 300
    assert set(measured["hits"]) == set(measured["latency"]["find"]["groups"]) == set(GROUPS)
    assert all(count > 0 for some in measured["hits"].values() for count in some)
    assert set(measured["latency"]) == {"find", "page", "empty"}
    assert set(measured["skipped"]) == {"postgresql", "datasette"}
    assert set(measured["rates"]) == {
        "page_kept", "permalink_kept", "permalink_304", "permalink_made",
    }  # fmt: skip
    edits = measured["edits"]["sqlite"]
    assert (edits["catch_up_one"]["n"], edits["catch_up_many"]["edits"]) == (3, 3)
    assert set(measured["made"]) == {"load", "rebuild", "bytes"}
    assert {"machine", "versions", "date", "plan", "repeat", "goals"} <= result.keys()
    printed = "\n".join(report.lines(result))
    assert "300 passages" in printed
    assert "PostgreSQL skipped: BENCH_DATABASE_URL names no PostgreSQL." in printed
    assert "To reach, at 300 passages" in printed
    # Of several sizes it tells the growth too, and what is to be reached at a million.
    slower = json.loads(json.dumps(measured))
    slower["latency"]["find"]["all"] = {
        key: 2 * ms for key, ms in measured["latency"]["find"]["all"].items()
    }
    sizes = {"300": measured, "1000000": measured, "5000000": slower}
    reached = {goal.what: goal.measured for goal in goals(sizes)}
    assert reached["find(): 5,000,000 against 1,000,000, median"] == 2
    assert reached["find(): 1,000,000 against 100,000, median"] is None
    assert reached["find(), median"] == measured["latency"]["find"]["all"]["median"]
    rows = [goal.row() for goal in goals(sizes)]
    grown = "\n".join(report.lines({**result, "sizes": sizes, "goals": rows}))
    assert "5,000,000 passages against 1,000,000" in grown
    assert "2.0 / 2.0" in grown
    assert "To reach, at 1,000,000 passages" in grown


def test_the_same_seed_makes_the_same_corpus() -> None:
    first, second = (list(islice(corpus._invented(random.Random(7)), 20)) for _ in range(2))
    assert first == second
    assert first[0].keys() == {"speaker", "role", "date", "event", "source_url", "lang", "text"}


def test_a_short_corpus_is_filled_up_with_its_own_sentences(tmp_path: Path) -> None:
    given = tmp_path / "two.jsonl"
    lines = [_line("One. Two words."), _line("Three words here.")]
    given.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    made = list(map(json.loads, corpus._read(corpus.corpus_of(6, given, tmp_path, seed=1))))
    assert made[:2] == lines
    assert len(made) == 6
    assert {sentence for line in made for sentence in corpus.SENTENCE.split(line["text"])} <= {
        "One.", "Two words.", "Three words here.",
    }  # fmt: skip


def test_a_long_corpus_is_cut_and_cleaned_of_what_the_archive_refuses(tmp_path: Path) -> None:
    given = tmp_path / "three.jsonl"
    given.write_text((json.dumps(_line("Said\u009dso.")) + "\n") * 3, "utf-8")
    made = list(map(json.loads, corpus._read(corpus.corpus_of(2, given, tmp_path, seed=1))))
    assert made == [_line("Said so.")] * 2


@pytest.mark.parametrize("given", [{"SIZES": "many"}, {"SIZES": "0"}, {"CORPUS": "/no/such/file"}])
def test_a_variable_that_cannot_be_used_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(PlanError, match=next(iter(given))):
        Plan.of(given)


def test_sizes_follow_the_corpus_unless_given(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").touch()
    assert Plan.of({}).sizes == (10_000,)
    assert Plan.of({"CORPUS": str(tmp_path / "c.jsonl")}).sizes == (10_000, 100_000, 1_000_000)
    assert Plan.of({"SIZES": "2_000,500"}).sizes == (500, 2_000)


def test_a_goal_knows_whether_it_is_reached() -> None:
    assert Goal("rate", True, 0.7, 0.7, "×").reached is True
    assert Goal("time", False, 6, 6.1, "ms").reached is False
    assert Goal("time", False, 6, None, "ms").reached is None


def _line(text: str) -> dict[str, str | None]:
    return {
        "speaker": "A. Speaker", "role": None, "date": "2024-05-01", "event": "An event",
        "source_url": "https://outlet.example/1", "lang": "en", "text": text,
    }  # fmt: skip
