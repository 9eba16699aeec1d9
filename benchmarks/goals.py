"""What is to be reached at a million passages, and what was measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MEGABYTE = 1_000_000
# What goals are for; where a run has no such archive, they are told for its largest one.
SIZE = 1_000_000
Measured = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """One thing to reach; ``measured`` is None where the run did not measure it."""

    what: str
    at_least: bool
    wanted: float
    measured: float | None
    unit: str

    @property
    def reached(self) -> bool | None:
        """Whether it is reached; None when unknown."""
        if self.measured is None:
            return None
        difference = self.measured - self.wanted
        return difference >= 0 if self.at_least else difference <= 0

    def row(self) -> dict[str, Any]:
        """For JSON."""
        return {**vars(self), "reached": self.reached}


def goals(sizes: dict[str, Measured]) -> list[Goal]:
    """The goals, with what was measured at SIZE."""
    size = told_for(sizes)
    told = sizes[str(size)]
    up_to = {name: measured for name, measured in sizes.items() if int(name) <= size}
    return [
        *_latencies(told["latency"]),
        *_growths(sizes),
        Goal("pages made anew, 16 connections", True, 220, told["sixteen"]["rate"], "a second"),
        *_rates(told["rates"]),
        *_edits(up_to),
        *_making(told),
    ]


def told_for(sizes: dict[str, Measured]) -> int:
    """The size that goals are told for."""
    return SIZE if str(SIZE) in sizes else max(map(int, sizes))


def _latencies(latency: Measured) -> Iterator[Goal]:
    yield Goal("find(), median", False, 6, latency["find"]["all"]["median"], "ms")
    yield Goal("find(), 95th percentile", False, 20, latency["find"]["all"]["p95"], "ms")
    empty = latency["empty"]["all"]["median"]
    page = latency["page"]["all"]
    yield Goal("page beyond an empty view, median", False, 10, page["median"] - empty, "ms")
    yield Goal("page beyond an empty view, 95th percentile", False, 25, page["p95"] - empty, "ms")
    wanted = (("datasette", "median", 40), ("datasette", "p95", 50), ("postgresql", "p95", 50))
    for name, which, least in wanted:
        other = latency[name]["all"][which] if name in latency else None
        said = "median" if which == "median" else "95th percentile"
        times = other / page[which] if other else None
        yield Goal(f"page against {name}'s, {said}", True, least, times, "×")


def _growths(sizes: dict[str, Measured]) -> Iterator[Goal]:
    small, middle, large = 100_000, SIZE, 5 * SIZE
    wanted = ((middle, small, "median", 4), (large, middle, "median", 3), (large, middle, "p95", 4))
    for size, against, which, most in wanted:
        said = "median" if which == "median" else "95th percentile"
        times = None
        if {str(size), str(against)} <= sizes.keys():
            found, than = (sizes[str(n)]["latency"]["find"]["all"] for n in (size, against))
            times = found[which] / than[which]
        yield Goal(f"find(): {size:,} against {against:,}, {said}", False, most, times, "×")


def _rates(rates: Measured) -> Iterator[Goal]:
    for name, said, least in (
        ("page_kept", "a result page seen before", 0.7),
        ("permalink_304", "a permalink, 304", 0.7),
        ("permalink_kept", "a permalink, 200 from the cache", 0.7),
    ):
        yield Goal(f"{said}, of an empty view's rate", True, least, rates[name]["of_empty"], "×")
    made = rates["permalink_made"]
    yield Goal("a permalink made anew, median", False, 5, made["alone"]["median"], "ms")
    yield Goal("permalinks made anew, 16 connections", True, 250, made["rate"], "a second")


def _edits(sizes: dict[str, Measured]) -> Iterator[Goal]:
    found = {engine for size in sizes.values() for engine in size["edits"]}
    for engine in sorted({"sqlite", "postgresql", *found}):
        measured = [n for n in sizes if engine in sizes[n]["edits"]]
        if not measured:
            yield Goal(f"one edit until all searchers find it, {engine}", False, 150, None, "ms")
            continue
        size = max(measured, key=int)
        edits, where = sizes[size]["edits"][engine], f"{engine}, {int(size):,}"
        # Editors look only when they have edited again.
        until = edits["found_by_searchers"]
        # Percentiles of those that were found say nothing when others never were.
        delay = None if until["never"] else until["p95"]
        yield Goal(f"one edit until all searchers find it, 95th percentile ({where})", False, 150,
                   delay, "ms")  # fmt: skip
        yield Goal(f"search while four edit, 95th percentile ({where})", False, 80,
                   edits["busy"]["p95"], "ms")  # fmt: skip
        yield Goal(f"permalinks unchanged while others are edited: 304 ({where})", True, 0.99,
                   edits["unchanged"]["not_modified"], "of all")  # fmt: skip
        yield Goal(f"the same, of an empty view's rate ({where})", True, 0.7,
                   edits["unchanged"]["of_empty"], "×")  # fmt: skip


def _making(largest: Measured) -> Iterator[Goal]:
    made = largest["made"]
    yield Goal("rebuild of the index", True, 10_000, made["rebuild"]["rate"], "passages/s")
    yield Goal("load_corpus", True, 4_000, made["load"]["rate"], "passages/s")
    peaks = {
        "rebuild": made["rebuild"]["peak_bytes"],
        "load_corpus": made["load"]["peak_bytes"],
        "web worker": max(largest["memory"]["workers"], default=0),
    }
    for name, peak in peaks.items():
        measured = peak / MEGABYTE if peak else None
        yield Goal(f"resident memory, {name}", False, 500, measured, "MB")
