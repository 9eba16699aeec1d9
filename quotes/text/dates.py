"""Dates as archives know them: partial, uncertain, or lasting; kept as EDTF.

Extended Date/Time Format, Library of Congress, https://www.loc.gov/standards/datetime/. We take

* ``2023``, ``2023-06``, ``2023-06-08``: a year, month or day, each also with ``~`` (about);
* ``2024-12-13/2024-12-15``: lasted from … to …;
* ``[2023-06-08..2023-06-09]``: one of these days; ``[..2023-06-07]`` and ``[2024-12-13..]``: not
  after, not before.

Seasons, other marks of doubt, years before 1000 or of more than four digits, and intervals that run
backwards are refused: their bounds are not certain enough to filter by.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from edtf import EDTFParseException, parse_edtf

from quotes.text.interface import joined, message

DATE = r"[1-9][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?"
ACCEPTED = re.compile(
    rf"(?P<single>{DATE})(?P<about>~?)"
    rf"|(?P<start>{DATE})/(?P<end>{DATE})"
    rf"|\[(?P<first>{DATE})?\.\.(?P<last>{DATE})?\]"
)
MONTHS = (
    message("January"), message("February"), message("March"), message("April"),
    message("May"), message("June"), message("July"), message("August"),
    message("September"), message("October"), message("November"), message("December"),
)  # fmt: skip
# The same behind a day or a preposition, where other languages decline them.
DECLINED_MONTHS = (
    message("January", context="declined"), message("February", context="declined"),
    message("March", context="declined"), message("April", context="declined"),
    message("May", context="declined"), message("June", context="declined"),
    message("July", context="declined"), message("August", context="declined"),
    message("September", context="declined"), message("October", context="declined"),
    message("November", context="declined"), message("December", context="declined"),
)  # fmt: skip


# The library's parser keeps its state in the module: two threads spoil each other's dates.
_parsing = Lock()


class DateError(ValueError):
    """A text that is not a date of the accepted forms."""


class Days(NamedTuple):
    """The earliest and the latest day a date can mean; None where it is open."""

    earliest: date | None
    latest: date | None


@lru_cache(maxsize=4096)
def days(edtf: str) -> Days:
    """Strict bounds of an EDTF date; both None for the empty text, raises DateError for others."""
    if not edtf:
        return Days(None, None)
    accepted = ACCEPTED.fullmatch(edtf)
    if not accepted or edtf == "[..]":
        raise DateError(
            f"“{edtf[:40]}” is not a date the archive can keep. Write 2023, 2023-06, 2023-06-08, "
            "2024-12-13/2024-12-15 (lasted) or [2023-06-08..2023-06-09] (one of these days)."
        )
    try:
        # The library takes 5 ms for a date, and nearly all are of this form.
        bounds = _single(edtf) if accepted["single"] == edtf else _parsed(edtf)
    except (EDTFParseException, ValueError) as error:
        raise DateError(f"“{edtf}” names a day that is not in the calendar.") from error
    if bounds.earliest and bounds.latest and bounds.earliest > bounds.latest:
        raise DateError(f"“{edtf}” ends before it begins.")
    return bounds


def are_disjoint(one: str, other: str) -> bool:
    """Whether two EDTF dates surely have no day in common; an unknown one may be any day."""
    first, second = days(one), days(other)
    ends_before = first.latest and second.earliest and first.latest < second.earliest
    begins_after = first.earliest and second.latest and first.earliest > second.latest
    return bool(ends_before or begins_after)


def extends_beyond(one: str, other: str) -> bool:
    """Whether an EDTF date has no day in common with another, or has days outside it.

    A single date that is less exact, as a month for a day in it, may be the same day.
    """
    if not one or not other or are_disjoint(one, other):
        return bool(one and other)
    match = ACCEPTED.fullmatch(one)
    return not (match and match["single"]) and not _is_within(days(one), days(other))


def _is_within(inner: Days, outer: Days) -> bool:
    begins = not outer.earliest or (inner.earliest and inner.earliest >= outer.earliest)
    ends = not outer.latest or (inner.latest and inner.latest <= outer.latest)
    return bool(begins and ends)


def _single(written: str) -> Days:
    year, month, day = (*map(int, written.split("-")), 0, 0)[:3]
    last_day = day or monthrange(year, month or 12)[1]
    return Days(date(year, month or 1, day or 1), date(year, month or 12, last_day))


def _parsed(edtf: str) -> Days:
    with _parsing:
        parsed = parse_edtf(edtf)
    return Days(_day(parsed.lower_strict()), _day(parsed.upper_strict()))


def _day(bound: object) -> date | None:
    return None if isinstance(bound, float) else date(*bound[:3])  # type: ignore[index]


@lru_cache(maxsize=4096)
def in_words(edtf: str) -> str:
    """An accepted EDTF date as a reader would say it; the empty text for the empty text."""
    match = ACCEPTED.fullmatch(edtf)
    if not match:
        return ""
    if match["single"]:
        if match["about"]:
            return message("about {date}", date=_say(match["single"], is_declined=True))
        return _say(match["single"])
    if match["start"]:
        return _between(match["start"], match["end"])
    if match["first"] and match["last"]:
        return _one_of(match["first"], match["last"])
    if match["last"]:
        return message("not after {date}", date=_say(match["last"], is_declined=True))
    return message("not before {date}", date=_say(match["first"], is_declined=True))


def edge_in_words(edtf: str, *, is_declined: bool = False) -> str:
    """The same for the edge of a stretch; of an open date only the day that is known.

    It is declined behind a preposition that asks for it.
    """
    match = ACCEPTED.fullmatch(edtf)
    if match and match["single"] and not match["about"]:
        return _say(match["single"], is_declined=is_declined)
    if match and bool(match["first"]) != bool(match["last"]):
        return _say(match["first"] or match["last"], is_declined=is_declined)
    return in_words(edtf)


def _say(single: str, *, is_declined: bool = False) -> str:
    return joined(" ", _words(single, is_declined=is_declined))


def _words(single: str, *, is_declined: bool = False) -> list[str]:
    year, *rest = single.split("-")
    if rest and (is_declined or len(rest) == 2):
        day = [str(int(rest[1]))] if len(rest) == 2 else []
        return [*day, DECLINED_MONTHS[int(rest[0]) - 1], year]
    return [MONTHS[int(rest[0]) - 1], year] if rest else [year]


def _between(start: str, end: str) -> str:
    first, last = _words(start), _words(end)
    if start == end:
        return _say(start)
    if len(first) == len(last) == 3 and first[1:] == last[1:]:
        return joined(" ", [f"{first[0]}–{last[0]}", *last[1:]])
    if len(first) == len(last) > 1 and first[-1] == last[-1]:
        return joined(" – ", [joined(" ", first[:-1]), _say(end)])
    return joined(" – ", [_say(start), _say(end)])


def _one_of(first: str, last: str) -> str:
    start, end = _words(first), _words(last)
    if len(start) == len(end) == 3 and start[1:] == end[1:] and int(end[0]) - int(start[0]) == 1:
        return message("{day} or {date}", day=start[0], date=_say(last))
    if len(start) == len(end) == 3 and start[2] == end[2]:
        shared = 2 if start[1] == end[1] else 1
        return message(
            "between {start} and {end}", start=joined(" ", start[: 3 - shared]), end=_say(last)
        )
    return message("between {start} and {end}", start=_say(first), end=_say(last))
