"""What is claimed of a quotation, compared point by point with where the archive has it. Pure.

The claims are who is said to have said it, and the dates and outlets that the quotation’s own
sentence names. A date or an outlet there may belong to something else. So a difference is reported
and changes no verdict.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from quotes.checking.extract import Quotation
from quotes.models import Passage
from quotes.text.dates import DateError, are_disjoint, days
from quotes.text.person_names import is_called
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


@dataclass(frozen=True)
class Claim:
    """Who is said to have said it: named in the request, with a key, or by the words around."""

    name: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Compared:
    """One point: what was claimed, what the archive has, and whether that is the same.

    None is what was not claimed, or cannot be told.
    """

    claimed: str | None = None
    found: str | None = None
    matches: bool | None = None

    @property
    def as_claimed(self) -> tuple[str, str] | None:
        """Claim and finding, where they differ."""
        return (self.claimed or "", self.found or "") if self.matches is False else None


def claimed_names(quotation: Quotation) -> list[str]:
    """What beside a quotation may be the name of an outlet."""
    return outlet_names_in(quotation.own_sentence)


def compared(
    claim: Claim,
    passage: Passage | None,
    spellings: Iterable[str],
    asker: str = "",
    *,
    is_known: bool = False,
    sentence: str = "",
    outlets: Collection[str] = (),
) -> dict[str, Compared]:
    """Speaker, date and source; of words in a question, the speaker is who asked.

    ``spellings`` are all names of the passage's speaker. A name from the words around that fits
    none is another speaker's only if it ``is_known``; else nobody can tell. ``sentence`` are the
    words of the quotation's sentence, ``outlets`` the names of outlets that the archive has.
    """
    if passage is None:
        return {
            "speaker": Compared(claim.name or None),
            "date": Compared(_printed_dates(sentence)),
            "source": Compared(),
        }
    return {
        "speaker": _compared_speaker(claim, passage, spellings, asker, is_known=is_known),
        "date": _compared_date(passage, sentence),
        "source": _compared_source(passage, sentence, outlets),
    }


def _compared_speaker(
    claim: Claim, passage: Passage, spellings: Iterable[str], asker: str, *, is_known: bool
) -> Compared:
    is_sure = claim.pk is not None and not asker
    matches = None
    if claim.name:
        names = [asker] if asker else spellings
        is_called_so = any(is_called(claim.name, name) for name in names)
        is_other = None if claim.pk is None and not is_known else False
        matches = passage.speaker_id == claim.pk if is_sure else is_called_so or is_other
    return Compared(claim.name or None, asker or passage.speaker.name, matches)


def _compared_date(passage: Passage, sentence: str) -> Compared:
    """The dates beside; the day of the report is one that they may mean as well."""
    claimed, found = dates_in(sentence), passage.said_in_words or None
    matches = None
    if claimed and passage.said:
        known = [passage.said, *filter(None, [passage.source.published])]
        matches = any(fits(each, known) for each in claimed)
    return Compared(_printed_dates(sentence), found, matches)


def _printed_dates(sentence: str) -> str | None:
    return ", ".join(each.printed for each in dates_in(sentence)) or None


def _compared_source(passage: Passage, sentence: str, outlets: Collection[str]) -> Compared:
    """The outlets named beside; another report of the same words may be meant."""
    found = f"{passage.source.outlet.name}: {passage.source.title}"
    named = [name for name in dict.fromkeys(outlet_names_in(sentence)) if name in outlets]
    if not named:
        return Compared(None, found)
    own = {each.source.outlet.name for each in (passage, *passage.also_reported)}
    return Compared(", ".join(named), found, not own.isdisjoint(named))


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


def outlet_names_in(words: str) -> list[str]:
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
