"""The quotation check: a pasted text in, a result for each quotation out, within a time limit.

Everything stays in memory: nothing of the text is stored or logged.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from quotes.checking.extract import Quotation, quotations, single
from quotes.checking.matching import Finding, OutOfTimeError, examined, keep_time
from quotes.checking.request import CheckRequest
from quotes.checking.results import Claim, Result, results
from quotes.checking.sentences import in_sentences
from quotes.checking.verdict import DISTANCE, Verdict
from quotes.models.names import names, public_nouns
from quotes.search.alternatives import Coverage, coverage
from quotes.search.catch_up import PreparingError
from quotes.search.index import DamagedIndexError, reading
from quotes.search.lookup import Lookup
from quotes.search.open_index import open_index
from quotes.text.interface import message

# What is to be shown of the findings is loaded when most of the time is over.
SECONDS, SECONDS_TO_SHOW = 2.0, 0.8
UNLIKE = (Verdict.ALTERED, Verdict.SPLICED, Verdict.NOT_FOUND)


class UnknownSpeakerError(ValueError):
    """No published passage is in the name of a speaker with this slug."""


@dataclass(frozen=True)
class Checked:
    """What was found; ``searched`` is the whole archive, as far as the index has it."""

    results: list[Result]
    searched: Coverage
    is_lagging: bool
    notes: Sequence[str] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the time was enough for all quotations."""
        return all(result.verdict != Verdict.NOT_REACHED for result in self.results)


def check(asked: CheckRequest, seconds: float | None = None) -> Checked:
    """Check the text as one quotation, or every quotation in it, within so many seconds.

    Raises UnknownSpeakerError, and PreparingError while there is no index.
    """
    deadline = time.monotonic() + (SECONDS if seconds is None else seconds) - SECONDS_TO_SHOW
    claim = _claim(asked.speaker)
    found: list[Finding] = []
    try:
        index = open_index()
        with reading():
            searched = coverage(index.snapshot)
        lookup = Lookup(index.snapshot, partial(keep_time, deadline))
        for quotation in quotations(asked.text) if asked.is_article else [single(asked.text)]:
            found += _found(quotation, lookup, claim.pk, deadline)
    except DamagedIndexError as error:
        raise PreparingError from error
    claims = [claim if claim.name else Claim(each.quotation.speaker) for each in found]
    notes = _notes(asked, found)
    return Checked(results(found, claims), searched, index.is_lagging, notes)


def _claim(slug: str) -> Claim:
    if not slug:
        return Claim()
    found = public_nouns({"speaker": [slug]}).get(("speaker", slug))
    if found is None:
        raise UnknownSpeakerError
    return Claim(names({"speaker": [found.pk]})["speaker", found.pk].name, found.pk)


def _found(
    quotation: Quotation, lookup: Lookup, claimed: int | None, deadline: float
) -> list[Finding]:
    """The finding; of a quotation whose parts were two after all, one for each."""
    try:
        found = _closest(quotation, lookup, claimed, deadline)
        if quotation.may_skip and found.verdict in UNLIKE:
            return [examined(part, lookup, claimed, deadline) for part in quotation.parted()]
        if found.verdict in UNLIKE:
            with suppress(OutOfTimeError):
                found = in_sentences(quotation, found, lookup, claimed, deadline) or found
    except OutOfTimeError:
        found = Finding(quotation, Verdict.NOT_REACHED)
    return [found]


def _closest(quotation: Quotation, lookup: Lookup, claimed: int | None, deadline: float) -> Finding:
    """The finding, with or without what seems to be “he said” inside of the marks."""
    if not quotation.asides:
        return examined(quotation, lookup, claimed, deadline)
    found = examined(quotation.without_asides(), lookup, claimed, deadline)
    if DISTANCE.get(found.verdict, 0) <= DISTANCE[Verdict.ELIDED]:
        return found
    whole = examined(replace(quotation, asides=()), lookup, claimed, deadline)
    is_closer = DISTANCE.get(whole.verdict, 0) < DISTANCE.get(found.verdict, 0)
    return whole if is_closer else found


def _notes(asked: CheckRequest, found: list[Finding]) -> list[str]:
    """What has to be told about the whole answer."""
    late = sum(each.verdict == Verdict.NOT_REACHED for each in found)
    notes = []
    if asked.is_article and not found:
        notes.append(message("There are no quotation marks in this text that enclose anything."))
    several = [] if asked.is_article else quotations(asked.text)
    if len(several) > 1:
        notes.append(
            message(
                "This has {several} quotations in quotation marks, and was checked as one. "
                "To check each of them, send it as a text.",
                several=len(several),
            )
        )
    if late:
        notes.append(
            message(
                "The time for one request was over before {late} of {found} quotations had "
                "their turn. Check these by themselves.",
                late=late,
                found=len(found),
            )
        )
    return notes
