"""Offices of a speaker over time, as bars on one axis: what is certain of them, and what may be."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from quotes.models import Role

# Units of the axis for the drawing.
WIDTH = 1000


class Office(NamedTuple):
    """A role; the stretch in which it may have been held, and within that the certain one.

    Places are in units of the drawing; the certain stretch is empty where nothing is certain.
    """

    role: Role
    start: int
    end: int
    certain_start: int
    certain_end: int

    @property
    def length(self) -> int:
        """Of the stretch in which it may have been held."""
        return self.end - self.start

    @property
    def certain_length(self) -> int:
        """Of the stretch in which it was held for certain."""
        return max(0, self.certain_end - self.certain_start)

    @property
    def after(self) -> str:
        """The first day on which it may have been held; empty if it may always have been."""
        return _iso(self.role.start_earliest)

    @property
    def before(self) -> str:
        """The last day on which it may have been held; empty if it may still be."""
        return _iso(self.role.end_latest)


class Offices(NamedTuple):
    """Roles in order of their beginning, on an axis of whole years from ``first`` to ``last``."""

    first: int
    last: int
    rows: list[Office]


def offices(roles: Iterable[Role], years: Iterable[int]) -> Offices | None:
    """The dated ones among the roles; ``years`` of statements widen the axis. None if none is."""
    dated = [role for role in roles if _days(role)]
    if not dated:
        return None
    known = [day.year for role in dated for day in _days(role)] + list(years)
    first, last = min(known), max(known)
    rows = [_office(role, first, last) for role in dated]
    return Offices(first, last, sorted(rows, key=lambda row: (row.start, row.end)))


def _days(role: Role) -> list[date]:
    bounds = (role.start_earliest, role.start_latest, role.end_earliest, role.end_latest)
    return [day for day in bounds if day]


def _office(role: Role, first: int, last: int) -> Office:
    begins, ends = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()

    def place(day: date | None, otherwise: int) -> int:
        at = day.toordinal() if day else otherwise
        return round(WIDTH * (min(max(at, begins), ends) - begins) / (ends - begins))

    return Office(
        role,
        start=place(role.start_earliest, begins),
        end=place(role.end_latest, ends),
        certain_start=place(role.start_latest, ends),
        certain_end=place(role.end_earliest, begins),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
