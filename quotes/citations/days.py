"""Dates in words as different styles write them: order, short months, English and Russian.

``quotes.text.dates.in_words`` is how the archive's own pages say them.
"""

from typing import NamedTuple

from quotes.text.dates import ACCEPTED, MONTHS, days


class Calendar(NamedTuple):
    """How a style writes dates; ``months`` are used with a day, ``bare_months`` without.

    ``after_words`` are the months behind words like “about”, in languages that inflect them.
    """

    months: tuple[str, ...] = MONTHS
    bare_months: tuple[str, ...] = MONTHS
    after_words: tuple[str, ...] = MONTHS
    is_day_first: bool = True
    to: tuple[str, str] = ("–", " – ")
    about: str = "about"
    between: tuple[str, str] = ("between", "and")
    either: str = "or"
    not_after: str = "not after"
    not_before: str = "not before"


MLA_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
AP_MONTHS = (*MLA_MONTHS[:2], *MONTHS[2:7], *MLA_MONTHS[7:])
RUSSIAN = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
OF_RUSSIAN = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
BRITISH = Calendar()
AMERICAN = Calendar(is_day_first=False, to=("–", "–"))
MLA = Calendar(months=MLA_MONTHS, bare_months=MLA_MONTHS, after_words=MLA_MONTHS)
AP = Calendar(months=AP_MONTHS, is_day_first=False, to=("-", "-"))
RUS = Calendar(
    months=OF_RUSSIAN,
    bare_months=RUSSIAN,
    after_words=OF_RUSSIAN,
    about="около",
    between=("не ранее", "и не позднее"),
    either="или",
    not_after="не позднее",
    not_before="не ранее",
)
Parts = list[str]


def in_words(edtf: str, calendar: Calendar) -> str:
    """An accepted EDTF date in a style's words; the empty text for the empty text."""
    match = ACCEPTED.fullmatch(edtf)
    if not match:
        return ""
    if match["single"]:
        single = match["single"].split("-")
        if match["about"]:
            return f"{calendar.about} {_say(single, calendar, is_after_words=True)}"
        return _say(single, calendar)
    if match["start"]:
        return _pair(match["start"], match["end"], calendar, *calendar.to)
    return _one_of(match["first"], match["last"], edtf, calendar)


def _one_of(first: str | None, last: str | None, edtf: str, calendar: Calendar) -> str:
    if first and last:
        bounds = days(edtf)
        if bounds.earliest and bounds.latest and (bounds.latest - bounds.earliest).days == 1:
            return _pair(first, last, calendar, *(2 * [f" {calendar.either} "]))
        opening, joint = calendar.between
        joints = 2 * [f" {joint} "]
        return f"{opening} {_pair(first, last, calendar, *joints, is_after_words=True)}"
    word = calendar.not_before if first else calendar.not_after
    return f"{word} {_say((first or last or '').split('-'), calendar, is_after_words=True)}"


def _say(date: Parts, calendar: Calendar, *, is_after_words: bool = False) -> str:
    year, *rest = date
    if not rest:
        return year
    if len(rest) == 1:
        return f"{_month(date, calendar, is_after_words)} {year}"
    month, day = calendar.months[int(rest[0]) - 1], str(int(rest[1]))
    return f"{day} {month} {year}" if calendar.is_day_first else f"{month} {day}, {year}"


def _month(date: Parts, calendar: Calendar, is_after_words: bool) -> str:
    names = calendar.after_words if is_after_words else calendar.bare_months
    return names[int(date[1]) - 1]


def _pair(
    first: str,
    last: str,
    calendar: Calendar,
    tight: str,
    wide: str,
    *,
    is_after_words: bool = False,
) -> str:
    """Two dates with what they share said once; ``tight`` stands between bare numbers."""
    a, b = first.split("-"), last.split("-")
    if a == b:
        return _say(a, calendar, is_after_words=is_after_words)
    if len(a) == len(b) == 3 and a[0] == b[0]:
        return _days_of_a_year(a, b, calendar, tight, wide)
    if len(a) == len(b) == 2 and a[0] == b[0]:
        months = [_month(each, calendar, is_after_words) for each in (a, b)]
        return f"{wide.join(months)} {a[0]}"
    said = [_say(each, calendar, is_after_words=is_after_words) for each in (a, b)]
    if len(a) == 3 and not calendar.is_day_first and wide.strip().isalpha():
        said[0] += ","  # closes the year that a comma opened
    return (tight if len(a) == len(b) == 1 else wide).join(said)


def _days_of_a_year(a: Parts, b: Parts, calendar: Calendar, tight: str, wide: str) -> str:
    numbers = [str(int(a[2])), str(int(b[2]))]
    names = [calendar.months[int(a[1]) - 1], calendar.months[int(b[1]) - 1]]
    if names[0] == names[1]:
        both = tight.join(numbers)
        if calendar.is_day_first:
            return f"{both} {names[0]} {a[0]}"
        return f"{names[0]} {both}, {a[0]}"
    pairs = zip(numbers, names, strict=True)
    if calendar.is_day_first:
        return f"{wide.join(f'{day} {month}' for day, month in pairs)} {a[0]}"
    return f"{wide.join(f'{month} {day}' for day, month in pairs)}, {a[0]}"
