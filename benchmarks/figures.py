"""Medians and 95th percentiles."""

import statistics
from collections.abc import Iterable, Mapping
from typing import Any

MS = 1000


def p95(values: Iterable[float]) -> float:
    """The 95th percentile, between the two nearest values; the value itself when there is one."""
    given = list(values)
    return statistics.quantiles(given, n=20, method="inclusive")[-1] if given[1:] else given[0]


def milliseconds(seconds: Iterable[float]) -> dict[str, Any]:
    """Median, 95th percentile and number of some durations, in milliseconds."""
    given = list(seconds)
    if not given:
        return {"median": None, "p95": None, "n": 0}
    return {
        "median": round(statistics.median(given) * MS, 3),
        "p95": round(p95(given) * MS, 3),
        "n": len(given),
    }


def over_queries(samples: Mapping[Any, list[float]]) -> dict[str, Any]:
    """The median of each query's repeats; then median and 95th percentile over the queries."""
    return milliseconds(statistics.median(repeats) for repeats in samples.values() if repeats)
