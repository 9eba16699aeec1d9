"""The figures as tables on the screen."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from benchmarks.dialects import GROUPS
from benchmarks.goals import MEGABYTE, Goal, told_for

SYSTEMS = {
    "find": "find()", "page": "page", "empty": "empty view",
    "postgresql": "PostgreSQL", "datasette": "Datasette",
}  # fmt: skip


def lines(result: dict[str, Any]) -> Iterator[str]:
    """The report: one block for each size, then what was to be reached."""
    machine = result["machine"]
    yield f"{machine['cores']} cores, {machine['cpu']}, {machine['memory']}, {result['date']}"
    yield "load average " + ", ".join(map(str, machine["load_average"]))
    for size, measured in result["sizes"].items():
        yield from _size(int(size), measured)
    for size, larger in pairwise(result["sizes"]):
        yield from _growth(result["sizes"], size, larger)
    yield from _reached(result["goals"], told_for(result["sizes"]))


def _size(size: int, measured: dict[str, Any]) -> Iterator[str]:
    yield f"\n{size:,} passages: median / 95th percentile over the queries, in ms"
    yield from _latencies(measured)
    for name, why in measured["skipped"].items():
        yield f"  {SYSTEMS[name]} skipped: {why}."
    yield from _rates(measured)
    for edits in measured["edits"].values():
        yield from _edits(edits)
    yield from _made(measured)


def _latencies(measured: dict[str, Any]) -> Iterator[str]:
    shown = [name for name in SYSTEMS if name in measured["latency"]]
    heads = [*(SYSTEMS[name] for name in shown), "page, 16 conn."]
    yield f"  {'':10}{'hits':>16}" + "".join(f"{head:>18}" for head in heads)
    for group in (*GROUPS, "all"):
        hits = [n for key, some in measured["hits"].items() if group in (key, "all") for n in some]
        if not hits:
            continue
        cells = [_figures(measured["latency"][name], group) for name in shown]
        cells.append(_figures(measured["sixteen"], group))
        span = f"{min(hits):,}–{max(hits):,}"
        yield f"  {group:10}{span:>16}" + "".join(f"{cell:>18}" for cell in cells)


def _figures(latency: dict[str, Any], group: str) -> str:
    found = _of(latency, group)
    if not found or found["median"] is None:
        return "–"
    return f"{found['median']:.1f} / {found['p95']:.1f}"


def _of(latency: dict[str, Any], group: str) -> dict[str, Any] | None:
    return latency["all"] if group == "all" else latency["groups"].get(group)


def _growth(sizes: dict[str, Any], size: str, larger: str) -> Iterator[str]:
    """How many times as long the same classes of query take in the larger archive."""
    yield f"\n{int(larger):,} passages against {int(size):,}: median / 95th percentile, times"
    small, large = (sizes[each]["latency"] for each in (size, larger))
    shown = [name for name in SYSTEMS if name in small and name in large]
    yield f"  {'':10}" + "".join(f"{SYSTEMS[name]:>18}" for name in shown)
    for group in (*GROUPS, "all"):
        cells = [_times(_of(small[name], group), _of(large[name], group)) for name in shown]
        yield f"  {group:10}" + "".join(f"{cell:>18}" for cell in cells)


def _times(small: dict[str, Any] | None, large: dict[str, Any] | None) -> str:
    if not small or not large or None in (small["median"], large["median"]):
        return "–"
    return " / ".join(f"{large[which] / small[which]:.1f}" for which in ("median", "p95"))


def _rates(measured: dict[str, Any]) -> Iterator[str]:
    yield f"  16 connections, pages made anew: {measured['sixteen']['rate']:.0f} a second"
    for name, rate in measured["rates"].items():
        said = name.replace("_", " ")
        yield f"  {said}: {rate['rate']:,.0f} a second, {rate['of_empty']:.2f} × an empty view"
    yield _alone(measured["rates"]["permalink_made"])


def _alone(made: dict[str, Any]) -> str:
    alone, empty = _pair(made["alone"]), _pair(made["empty_alone"])
    return f"  permalink made, one connection: {alone} ms; an empty view {empty} ms"


def _edits(edits: dict[str, Any]) -> Iterator[str]:
    yield _unchanged(edits["unchanged"])
    one, many = edits["catch_up_one"], edits["catch_up_many"]
    yield (
        f"  {edits['engine']}: first search after one edit {_pair(one)} ms, "
        f"after {many['edits']:,} {many['ms']:,.0f} ms"
    )
    yield (
        f"  {edits['engine']}, {edits['editors']} editors and {edits['searchers']} searchers "
        f"({edits['edits_per_second']:.0f} edits "
        f"and {edits['searches_per_second']:.0f} searches a second): one edit until its editor "
        f"finds it {_pair(edits['found_by_editor'])} ms, until all do "
        f"{_pair(edits['found_by_all'])} ms, never in time {edits['found_by_all']['never']}, until "
        f"all searchers do {_pair(edits['found_by_searchers'])} ms; search "
        f"{_pair(edits['busy'])} ms, without editors {_pair(edits['quiet'])} ms"
    )


def _unchanged(found: dict[str, Any]) -> str:
    return (
        f"  permalinks unchanged while {found['published']} others were published: "
        f"{found['not_modified']:.2%} answered 304, {found['rate']:,.0f} a second, "
        f"{found['of_empty']:.2f} × an empty view"
    )


def _pair(found: dict[str, Any]) -> str:
    return "–" if found["median"] is None else f"{found['median']:.1f} / {found['p95']:.1f}"


def _made(measured: dict[str, Any]) -> Iterator[str]:
    made, memory = measured["made"], measured["memory"]
    load, rebuild, size = made["load"], made["rebuild"], made["bytes"]
    yield (
        f"  loaded at {load['rate']:,.0f} passages a second ({_memory(load)}), index "
        f"rebuilt at {rebuild['rate']:,.0f} ({_memory(rebuild)})"
    )
    yield f"  on disk: database {_mb(size['database'])}, index {_mb(size['index'])}"
    workers = ", ".join(map(_mb, memory["workers"])) or "unknown"
    yield f"  resident at most: web workers {workers}"


def _memory(made: dict[str, Any]) -> str:
    return f"{_mb(made['peak_bytes'])}, {_mb(made['own_bytes'])} without mapped files"


def _mb(size: float) -> str:
    return f"{size / MEGABYTE:,.0f} MB"


def _reached(goals: list[dict[str, Any]], size: int) -> Iterator[str]:
    yield f"\nTo reach, at {size:,} passages"
    for row in goals:
        goal = Goal(**{key: row[key] for key in row if key != "reached"})
        mark = {True: "✓", False: "✗", None: "–"}[goal.reached]
        sign = "≥" if goal.at_least else "≤"
        found = "not measured" if goal.measured is None else f"{goal.measured:,.2f}"
        yield f"  {mark} {goal.what:66} {sign} {goal.wanted:>6,g} {found:>14} {goal.unit}"
