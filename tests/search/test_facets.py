"""Facets are exact however the index is cut into segments, and a first build leaves one."""

import os
import random
import threading
from collections import Counter
from typing import Any

import pytest
import tantivy

from quotes.models import current_version
from quotes.search import catch_up, facets, index, value_counts
from quotes.search.catch_up import PreparingError, current_snapshot
from quotes.search.compile import IndexFilters, compiled
from quotes.search.facets import run_in_thread
from quotes.search.find import Request, find
from quotes.search.index import Meta
from quotes.search.query import parse
from quotes.search.schema import schema
from tests import factories

MOST = 3
Row = dict[str, int | str]


def written(chance: random.Random, sizes: list[int]) -> list[Row]:
    """Passages in commits of these sizes; values from many to one each, some passages removed."""
    rows: list[Row] = []
    for size in sizes:
        with index.writing() as writer:
            for _ in range(size):
                pk = len(rows) + 1
                row: Row = {"pk": pk, "speaker": int(chance.paretovariate(0.8)), "outlet": pk % 4,
                            "event": chance.randrange(1, 15), "exact": chance.choice("abc")}  # fmt: skip
                rows.append(row)
                writer.add(tantivy.Document.from_dict(row, schema()))
            for row in chance.sample(rows, chance.randrange(3)):
                writer.remove(int(row["pk"]))
                rows[int(row["pk"]) - 1]["exact"] = ""
            writer.commit(Meta("an archive", version=1))
    return [row for row in rows if row["exact"]]


@pytest.mark.parametrize("handed_on", [4, 12, 1_000])
@pytest.mark.parametrize("seed", range(12))
def test_the_commonest_values_are_counted_exactly(
    monkeypatch: pytest.MonkeyPatch, seed: int, handed_on: int
) -> None:
    monkeypatch.setattr(facets, "MAX_SEGMENT_VALUES", handed_on)
    chance = random.Random(seed)
    sizes = [chance.choice([1, 2, 5, 300]) for _ in range(chance.randrange(1, 4))]
    rows = written(chance, [300, *sizes])
    snapshot = index.reader().snapshot(fresh=True)
    assert snapshot
    assert snapshot.outside_largest_segment is not None
    assert snapshot.outside_largest_segment < sum(sizes) + 1 + len(sizes) + 300
    for words in ("a", "b OR c", ""):
        query = compiled(parse(f'"{words}"' if words == "a" else words).tree, IndexFilters(), [])
        hits = [row for row in rows if not words or row["exact"] in words]
        counts = facets._counts(snapshot, query, ["speaker", "event", "outlet"], MOST)
        for name, (found, _) in counts.items():
            true = Counter(row[name] for row in hits)
            assert sorted(found.values()) == sorted(n for _, n in true.most_common(MOST))
            assert all(true[value] == n for value, n in found.items())


def test_a_value_that_a_small_segment_lifts_among_the_commonest_is_counted_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the large one it is the fifth and kept back; four more make it one of the first."""
    monkeypatch.setattr(facets, "MAX_SEGMENT_VALUES", 5)
    large = [event for event in range(1, 10) for _ in range(20 - event)]
    for events in (large, [6] * 4):
        with index.writing() as writer:
            for event in events:
                writer.add(tantivy.Document.from_dict({"pk": 1, "event": event}, schema()))
            writer.commit(Meta("an archive", version=1))
    snapshot = index.reader().snapshot(fresh=True)
    assert snapshot
    query = compiled(parse("").tree, IndexFilters(), [])
    found = facets._counts(snapshot, query, ["event"], MOST)["event"].counts
    assert found == {1: 19, 2: 18, 6: 18}


def test_equally_common_values_are_left_out_together_or_told_apart_by_value() -> None:
    """Twelve events have two passages or more, and thirty one each."""
    common = {event: 2 + event % 3 for event in range(101, 113)}
    events = [event for event, number in common.items() for _ in range(number)]
    with index.writing() as writer:
        for event in (*events, *range(330, 300, -1)):
            writer.add(tantivy.Document.from_dict({"pk": 1, "event": event}, schema()))
        writer.commit(Meta("an archive", version=1))
    snapshot = index.reader().snapshot(fresh=True)
    assert snapshot
    query = compiled(parse("").tree, IndexFilters(), [])

    def counted(most: int | None) -> facets.Facet:
        return facets._counts(snapshot, query, ["event"], most)["event"]

    ones = dict.fromkeys(range(301, 331), 1)
    assert counted(20) == (common, True)
    assert counted(12) == (common, True)
    assert counted(42) == counted(None) == (common | ones, False)
    fewer = dict(sorted(common.items(), key=lambda each: (-each[1], each[0]))[:6])
    assert counted(6) == (fewer, True)
    assert list(counted(6).counts) == list(fewer)


def test_while_the_list_of_files_cannot_be_read_all_values_are_handed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = written(random.Random(1), [300])
    monkeypatch.setattr(index.Reader, "_outside_largest_segment", lambda reader: None)
    snapshot = index.reader().snapshot(fresh=True)
    assert snapshot
    query = compiled(parse("").tree, IndexFilters(), [])
    found = facets._counts(snapshot, query, ["event"], MOST)["event"].counts
    true = Counter(row["event"] for row in rows)
    assert sorted(found.values()) == sorted(n for _, n in true.most_common(MOST))


@pytest.mark.django_db
def test_a_first_build_leaves_one_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.published("Words.")
    for number in range(63):
        factories.published(f"Words {number}.")
    for name in ("CHUNK", "MAX_IN_FOREGROUND", "MAX_PER_COMMIT"):
        monkeypatch.setattr(catch_up, name, 1)
    catch_up.rebuild()
    snapshot = index.reader().snapshot(fresh=True)
    assert snapshot
    assert snapshot.searcher.num_segments == 1
    assert snapshot.outside_largest_segment == 0
    assert current_snapshot(current_version()) == snapshot


@pytest.mark.usefixtures("opening_archive")
@pytest.mark.parametrize("query", ["", "kazakhstan", "question:war OR peace"])
@pytest.mark.parametrize("include", [{}, {"year": [2024]}, {"language": ["en"], "year": [2023]}])
def test_two_threads_count_what_one_does(
    monkeypatch: pytest.MonkeyPatch, query: str, include: dict[str, list[Any]]
) -> None:
    request = Request(parse(query), IndexFilters(include=include))
    alone = find(request)
    monkeypatch.setattr(facets, "MANY_HITS", 1)
    asked: list[Any] = []
    monkeypatch.setattr(
        facets, "run_in_thread", lambda task: asked.append(task) or run_in_thread(task)
    )
    assert find(request) == alone
    assert bool(asked) == bool(alone.count and (query or include))


@pytest.mark.django_db
def test_damage_that_the_second_thread_meets_is_told_like_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factories.published("Words.")
    assert find(Request(parse("words"))).count == 1

    def damaged(*_: object, **__: object) -> None:
        raise OSError("no such segment")

    monkeypatch.setattr(facets, "MANY_HITS", 1)
    monkeypatch.setattr(facets, "run_in_thread", lambda task: run_in_thread(damaged))
    with pytest.raises(PreparingError):
        find(Request(parse("words")))


def test_a_task_is_done_by_another_thread() -> None:
    begun = threading.Event()
    ask = run_in_thread(lambda: begun.set() or threading.current_thread())
    assert begun.wait(10)
    assert ask() is not threading.current_thread()


def test_a_task_that_no_thread_had_time_for_is_done_by_who_asks() -> None:
    end = threading.Event()
    others = [run_in_thread(end.wait) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        assert run_in_thread(threading.current_thread)() is threading.current_thread()
    finally:
        end.set()
    assert all(other() for other in others)


def test_what_a_task_raises_reaches_who_asks() -> None:
    def fail() -> None:
        raise OSError("no such segment")

    with pytest.raises(OSError, match="no such segment"):
        run_in_thread(fail)()


def test_a_forked_process_has_threads_of_its_own() -> None:
    assert run_in_thread(os.getpid)() == os.getpid()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        begun = threading.Event()
        run_in_thread(begun.set)
        os.write(writing, b"1" if begun.wait(10) else b"0")
        os._exit(0)
    assert os.read(reading, 1) == b"1"
    os.waitpid(child, 0)


def test_more_values_than_the_engine_counts_at_once_are_counted_exactly() -> None:
    """Speakers in two segments, the commonest of them in both; and a refusal is no damage."""
    with index.writing() as writer:
        for numbers in (range(1, 40_001), range(39_991, 70_001)):
            for number in numbers:
                row = {"pk": 1, "speaker": number, "event": number // 2}
                writer.add(tantivy.Document.from_dict(row, schema()))
            writer.commit(Meta("an archive", version=1))
    snapshot = index.reader().snapshot(fresh=True)
    assert snapshot
    query, twice = (
        compiled(parse("").tree, IndexFilters(), []),
        dict.fromkeys(range(39_991, 40_001), 2),
    )
    assert value_counts.commonest(snapshot.searcher, query, "speaker", 10) == twice
    assert value_counts.commonest(snapshot.searcher, query, "speaker", 12) == {**twice, 1: 1, 2: 1}
    assert value_counts.counts_of(snapshot.searcher, query, "speaker", [40_000, 69_999, 70_001]) == {
        40_000: 2, 69_999: 1,
    }  # fmt: skip
    assert sum(value_counts.all_counts(snapshot.searcher, query, "speaker").values()) == 70_010
    counted = facets._counts(snapshot, query, ["speaker", "event"], None)
    assert (len(counted["event"].counts), counted["event"].is_cut) == (35_001, False)
    assert counted["speaker"].is_cut
    wanted = {
        "all": {
            "terms": {
                "field": "speaker",
                "size": value_counts.ALL_VALUES,
                "segment_size": value_counts.ALL_VALUES,
            }
        }
    }
    with pytest.raises(index.TooManyValuesError), index.reading():
        snapshot.searcher.aggregate(query, wanted)
