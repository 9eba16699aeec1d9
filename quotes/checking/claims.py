"""Dates and outlets named beside a quotation, to be compared with where the archive has it. Pure.

Only what the quotation's own sentence names is read. A date or an outlet beside a quotation may
belong to something else, so what differs is told and changes no verdict.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quotes.text.dates import DateError, are_disjoint, days
from quotes.text.words import fold

MONTHS = {
    fold(name): number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sept oct nov dec",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    )
    for number, name in enumerate(names.split(), 1)
}
WORD = r"[^\W\d_]{3,10}"
YEAR = r"(?:19|20)\d{2}"
DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
DATES = re.compile(
    rf"\b(?P<iso>{YEAR}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?P<day>{DAY})\s+(?:of\s+|de\s+)?(?P<month>{WORD})\.?,?(?:\s+(?:de\s+|del\s+)?(?P<year>{YEAR}))?\b"
    rf"|\b(?P<month_first>{WORD})\.?\s+(?P<day_behind>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year_behind>{YEAR})\b)?"
    rf"|\b(?P<month_alone>{WORD})\s+(?:de\s+|del\s+)?(?P<year_of_month>{YEAR})\b"
    rf"|\b(?:in|en|im\s+Jahr|в)\s+(?P<year_alone>{YEAR})\b"
)
# The words of an outlet's name begin with a capital or a digit, small ones between aside.
CAPITALISED = re.compile(
    r"(?:[^\W\d_a-zа-яёәғқңөұүһі]|\d)[\w’'.&-]*"
    r"(?:\s+(?:(?:of|the|and|für|der|die|das|de|la|le|du|di)\s+){0,2}"
    r"(?:[^\W\d_a-zа-яёәғқңөұүһі]|\d|&)[\w’'.&-]*){0,6}"
)
HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,6}\b")
MAX_WORDS, MAX_NAMES = 6, 60
# Months that are other words with a small letter.
WITH_CAPITAL = frozenset({"may", "march", "mar", "mai", "ocak"})


class ClaimedDate(NamedTuple):
    """A date as a text prints it, and in EDTF; without a year, ``month_day`` alone."""

    printed: str
    edtf: str = ""
    month_day: str = ""


def dates_in(words: str) -> list[ClaimedDate]:
    """The dates that words name: days, months with their year, and years behind “in”."""
    return [date for match in DATES.finditer(words) if (date := _date(match))]


def _date(match: re.Match[str]) -> ClaimedDate | None:
    printed = match.group()
    month = _month(match["month"] or match["month_first"] or match["month_alone"] or "")
    day = int(re.sub(r"\D", "", match["day"] or match["day_behind"] or "") or 0)
    year = match["year"] or match["year_behind"] or match["year_of_month"] or match["year_alone"]
    if match["iso"]:
        return _in_calendar(ClaimedDate(printed, match["iso"]))
    if not month:
        # “20 people in 2023” names no month, and still a year.
        return ClaimedDate(year, year) if year else None
    month_day = f"{month:02}" + (f"-{day:02}" if day else "")
    if year:
        return _in_calendar(ClaimedDate(printed, f"{year}-{month_day}"))
    return _in_calendar(ClaimedDate(printed, month_day=month_day))


def _month(name: str) -> int:
    folded = fold(name)
    is_other_word = folded in WITH_CAPITAL and name[0].islower()
    return 0 if is_other_word else MONTHS.get(folded, 0)


def _in_calendar(date: ClaimedDate) -> ClaimedDate | None:
    try:
        days(date.edtf or f"2024-{date.month_day}")
    except DateError:
        return None
    return date


def fits(date: ClaimedDate, known: Iterable[str]) -> bool:
    """Whether a date may be one of the ``known`` ones, in EDTF; their own year is taken for none.

    An unknown date may be any.
    """
    return any(not are_disjoint(claimed, each) for each in known for claimed in _read(date, each))


def _read(date: ClaimedDate, known: str) -> Iterator[str]:
    if date.edtf:
        yield date.edtf
        return
    earliest, latest = days(known)
    years = {day.year for day in (earliest, latest) if day}
    if not years:
        yield ""
    for year in years:
        if _in_calendar(ClaimedDate(date.printed, f"{year}-{date.month_day}")):
            yield f"{year}-{date.month_day}"


def names_in(words: str) -> list[str]:
    """What may be the name or the host of an outlet: runs of capitalised words, and their parts."""
    found: dict[str, None] = {}
    for run in CAPITALISED.finditer(words):
        parts = run.group().rstrip(".’'").split()
        for first in range(len(parts)):
            for end in range(len(parts), first, -1):
                if end - first <= MAX_WORDS:
                    found.setdefault(_bare(" ".join(parts[first:end])))
    found |= dict.fromkeys(HOST.findall(words))
    return [name for name in found if len(name) > 1][:MAX_NAMES]


def _bare(name: str) -> str:
    return re.sub(r"[’']s?\Z", "", name).rstrip(".,")
