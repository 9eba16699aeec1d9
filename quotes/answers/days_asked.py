"""Hits of a filter by date that may have been said then, and may not: their dates are not exact."""

from typing import NamedTuple

from quotes.answers.query_marks import Reason
from quotes.filters.search import SearchFilters
from quotes.search.tree import And, Days
from quotes.text import dates
from quotes.text.interface import message

PERHAPS = Reason(message("perhaps said outside these dates"), "", "")


class DaysAsked(NamedTuple):
    """Numbers of the first and the last day of those asked for; None where that is open."""

    first: int | None
    last: int | None

    def doubts(self, said: str) -> tuple[Reason, ...]:
        """What to say of a hit that may have been ``said`` (EDTF) on days not among them."""
        if self.first is None and self.last is None:
            return ()
        earliest, latest = dates.days(said)
        is_after = self.first is None or bool(earliest and earliest.toordinal() >= self.first)
        is_before = self.last is None or bool(latest and latest.toordinal() <= self.last)
        return () if is_after and is_before else (PERHAPS,)


def days_asked(filters: SearchFilters) -> DaysAsked:
    """Those of the parameters, and of what is typed in the box as a condition of its own."""
    tree, chosen = filters.query.tree, filters.form.cleaned_data
    nodes = tree.nodes if isinstance(tree, And) else (tree,)
    typed = [(node.bound, node.day) for node in nodes if isinstance(node, Days)]
    asked = [*typed, *((name, chosen.get(name)) for name in ("after", "before"))]
    firsts = [day for bound, day in asked if bound == "after" and day is not None]
    lasts = [day for bound, day in asked if bound == "before" and day is not None]
    return DaysAsked(max(firsts, default=None), min(lasts, default=None))
