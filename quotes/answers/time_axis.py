"""Years as stretches of a true axis: none between the first and the last left out."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from quotes.search.documents import UNDATED
from quotes.text.interface import message

# Years are stretches of their own up to this number, then decades.
MAX_STRETCHES = 50


class Stretch(NamedTuple):
    """A year, a decade or the undated: its label, and the years in it that have hits."""

    label: str
    years: list[int]

    @property
    def values(self) -> list[str]:
        """The years as values of the parameter ``year``."""
        return [year_value(year) for year in self.years]


def time_axis(years: Collection[int]) -> list[Stretch]:
    """Stretches in order, with the empty ones between; the undated last.

    A stretch has at most ten years. Over five centuries, empty decades are left out.
    """
    dated = sorted(year for year in years if year != UNDATED)
    undated = [Stretch(message("Undated"), [UNDATED])] if UNDATED in years else []
    if not dated:
        return undated
    first, last = dated[0], dated[-1]
    if last - first < MAX_STRETCHES:
        known = set(dated)
        one_by_one = range(first, last + 1)
        return [Stretch(str(y), [y] if y in known else []) for y in one_by_one] + undated
    decades: dict[int, list[int]] = {}
    if last // 10 - first // 10 < MAX_STRETCHES:
        decades = {decade: [] for decade in range(first // 10, last // 10 + 1)}
    for year in dated:
        decades.setdefault(year // 10, []).append(year)
    return [
        Stretch(message("{decade}0s", decade=str(decade)), within)
        for decade, within in decades.items()
    ] + undated


def height_percent(count: int, most: int) -> int:
    """How high a bar is; one that is not empty can be seen."""
    return max(4, round(100 * count / most)) if count else 0


def count_in(stretch: Stretch, counts: Mapping[int, int]) -> int:
    """Hits in a stretch."""
    return sum(counts.get(year, 0) for year in stretch.years)


def year_value(year: int) -> str:
    """A year of the index as a value of the parameter ``year``."""
    return "undated" if year == UNDATED else str(year)
