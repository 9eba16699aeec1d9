"""What is claimed of a quotation, compared point by point with where the archive has it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from quotes.checking.claims import dates_in, fits, names_in
from quotes.checking.extract import Quotation
from quotes.models import Passage
from quotes.text.called import is_called


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
    return names_in(quotation.beside)


def compared(
    claim: Claim,
    passage: Passage | None,
    spellings: Iterable[str],
    asker: str = "",
    *,
    is_known: bool = False,
    beside: str = "",
    outlets: Collection[str] = (),
) -> dict[str, Compared]:
    """Speaker, date and source; of words in a question, the speaker is who asked.

    ``spellings`` are all names of the passage's speaker. A name from the words around that fits
    none is another speaker's only if it ``is_known``; else nobody can tell. ``beside`` are the
    words of the quotation's sentence, ``outlets`` the names of outlets that the archive has.
    """
    if passage is None:
        return {
            "speaker": Compared(claim.name or None),
            "date": Compared(_printed_dates(beside)),
            "source": Compared(),
        }
    return {
        "speaker": _speaker(claim, passage, spellings, asker, is_known=is_known),
        "date": _date(passage, beside),
        "source": _source(passage, beside, outlets),
    }


def _speaker(
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


def _date(passage: Passage, beside: str) -> Compared:
    """The dates beside; the day of the report is one that they may mean as well."""
    claimed, found = dates_in(beside), passage.said_in_words or None
    matches = None
    if claimed and passage.said:
        known = [passage.said, *filter(None, [passage.source.published])]
        matches = any(fits(each, known) for each in claimed)
    return Compared(_printed_dates(beside), found, matches)


def _printed_dates(beside: str) -> str | None:
    return ", ".join(each.printed for each in dates_in(beside)) or None


def _source(passage: Passage, beside: str, outlets: Collection[str]) -> Compared:
    """The outlets named beside; another report of the same words may be meant."""
    found = f"{passage.source.outlet.name}: {passage.source.title}"
    named = [name for name in dict.fromkeys(names_in(beside)) if name in outlets]
    if not named:
        return Compared(None, found)
    own = {each.source.outlet.name for each in (passage, *passage.also_reported)}
    return Compared(", ".join(named), found, not own.isdisjoint(named))
