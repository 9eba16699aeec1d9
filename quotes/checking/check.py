"""The quotation check: a pasted text in, a result for each quotation out, within a time limit.

Everything stays in memory: nothing of the text is stored or logged.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from quotes.checking.claims import Claim
from quotes.checking.differing import Difference
from quotes.checking.evidence import outweighs
from quotes.checking.extract import Quotation, quotations, single
from quotes.checking.matching import Finding, Match, OutOfTimeError, check_deadline, examined
from quotes.checking.results import Result, results
from quotes.checking.verdict import DISTANCE, Verdict
from quotes.models.names import names, public_nouns
from quotes.search.catch_up import PreparingError
from quotes.search.index import DamagedIndexError, reading
from quotes.search.lookup import Lookup
from quotes.search.open_index import open_index
from quotes.search.small_counts import Coverage, coverage
from quotes.text.controls import REFUSED
from quotes.text.interface import grouped, message
from quotes.text.problems import Problem

MAX_CHARACTERS = 20_000
MAX_NAME_LENGTH = 200
FIELDS = ("text", "speaker", "article")
EXAMPLE_TEXT = (
    "In the traditional Kazakh home there are no corners. Therefore, the need to take sides, as "
    "one might in a boxing ring, runs contrary to our mentality."
)
# What is to be shown of the findings is loaded when most of the time is over.
SECONDS, SECONDS_TO_SHOW = 2.0, 0.8
UNLIKE = (Verdict.ALTERED, Verdict.SPLICED, Verdict.NOT_FOUND)
# Behind a sentence, where the next one begins; a point behind one letter ends none.
BETWEEN_SENTENCES = re.compile(
    r"(?<=[^\W_][^\W_][.!?…])[”’\"']?\s+(?=[^\W_a-z]|[“‘\"'])|(?<=[。！？؟।])\s*(?=\w)"
)
MAX_SENTENCES = 8
# Shorter ones are a piece of text rather than some sentences.
MIN_WORDS = 12
# A sentence of so many words, of which at most this part stands where the others do, is put in.
MIN_INSERTED, MAX_SAME = 4, 0.4
# With these verdicts it is known where the words stand.
VERDICTS_OF_FOUND = (
    Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.ELIDED, Verdict.OMISSION, Verdict.ALTERED,
    Verdict.OTHER_SPEAKER, Verdict.PARAPHRASE,
)  # fmt: skip


@dataclass(frozen=True)
class CheckRequest:
    """A text to check; ``speaker`` is a slug, empty where nobody is claimed."""

    text: str
    speaker: str = ""
    is_article: bool = False


def request_problems(body: dict[str, Any]) -> list[Problem]:
    """What keeps ``body`` from being checked; empty when nothing does."""
    unknown = [
        Problem(REFUSED.sub("�", name)[:40], message("There is no such field here."))
        for name in body
        if name not in FIELDS
    ]
    return [*unknown, *_of_text(body.get("text")), *_of_options(body)]


def _of_text(text: Any) -> Iterator[Problem]:
    if not isinstance(text, str):
        yield Problem("text", message("Give the words to check, as a text."))
    elif not text.strip():
        yield Problem("text", message("There are no words to check. Paste a quotation."))
    elif len(text) > MAX_CHARACTERS:
        yield Problem(
            "text",
            message(
                "This has {text} characters; at most {max_characters} are checked at a time. "
                "Send it in parts.",
                text=grouped(len(text)),
                max_characters=grouped(MAX_CHARACTERS),
            ),
        )
    elif found := REFUSED.search(text.replace("\r", " ")):
        yield Problem(
            "text",
            message(
                "Character {start} is U+{group}, a control character or half a character. "
                "Remove it and try again.",
                start=found.start() + 1,
                group=f"{ord(found.group()):04X}",
            ),
        )


def _of_options(body: dict[str, Any]) -> Iterator[Problem]:
    speaker, article = body.get("speaker"), body.get("article")
    is_name = isinstance(speaker, str) and len(speaker) <= MAX_NAME_LENGTH
    if speaker is not None and (not is_name or REFUSED.search(speaker)):
        yield Problem(
            "speaker", message("This names no speaker. Give the slug of one, or leave it out.")
        )
    if article is not None and not isinstance(article, bool):
        yield Problem("article", message("This is true or false."))


def check_request(body: dict[str, Any]) -> CheckRequest:
    """The request that a body without problems makes."""
    return CheckRequest(
        body["text"], (body.get("speaker") or "").strip(), bool(body.get("article"))
    )


def unknown_speaker(slug: str) -> Problem:
    """No published passage is in the name of such a speaker."""
    return Problem("speaker", message("“{slug}” is the slug of no speaker here.", slug=slug[:40]))


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


def check(request: CheckRequest, seconds: float | None = None) -> Checked:
    """Check the text as one quotation, or every quotation in it, within so many seconds.

    Raises UnknownSpeakerError, and PreparingError while there is no index.
    """
    deadline = time.monotonic() + (SECONDS if seconds is None else seconds) - SECONDS_TO_SHOW
    claim = _claim(request.speaker)
    found: list[Finding] = []
    try:
        index = open_index()
        with reading():
            searched = coverage(index.snapshot)
        lookup = Lookup(index.snapshot, partial(check_deadline, deadline))
        for quotation in quotations(request.text) if request.is_article else [single(request.text)]:
            found += _found(quotation, lookup, claim.pk, deadline)
    except DamagedIndexError as error:
        raise PreparingError from error
    claims = [claim if claim.name else Claim(each.quotation.speaker) for each in found]
    notes = _notes(request, found)
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
                found = _sentence_by_sentence(quotation, found, lookup, claimed, deadline) or found
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


def _notes(request: CheckRequest, found: list[Finding]) -> list[str]:
    """Notes on the whole answer."""
    late = sum(each.verdict == Verdict.NOT_REACHED for each in found)
    notes = []
    if request.is_article and not found:
        notes.append(message("There are no quotation marks in this text that enclose anything."))
    several = [] if request.is_article else quotations(request.text)
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


def _sentence_by_sentence(
    quotation: Quotation,
    whole: Finding,
    lookup: Lookup,
    claimed: int | None,
    deadline: float,
) -> Finding | None:
    """The finding on a quotation of which some sentences are here; None if none or all are.

    ``whole`` is that on all of it: where it was found with other words, a sentence is looked at by
    itself only if nearly nothing of it stands there. Raises OutOfTimeError at the ``deadline``.
    """
    parts = list(_sentences(quotation))
    is_long = len(quotation.quoted.split()) >= MIN_WORDS
    if not is_long or not 1 < len(parts) <= MAX_SENTENCES:
        return None
    if whole.match and not any(_is_inserted(part, quotation, whole.match) for part in parts):
        return None
    findings = [examined(part, lookup, claimed, deadline) for part in parts]
    here = [each for each in findings if _is_here(each, lookup)]
    places_here = {each.match.row.pk for each in here if each.match}
    # Short sentences, which single nothing out, stand with the others.
    here = [each for each in findings if each in here or _is_in(each, places_here)]
    if not here or len(here) == len(findings):
        return None
    main = max(here, key=lambda each: each.quotation.end - each.quotation.start)
    places = tuple(
        (each.quotation.start - quotation.start, each.quotation.end - quotation.start, each.match)
        for each in here
        if each.match
    )
    match = _with_all(main, findings, here, quotation)
    return Finding(quotation, Verdict.ALTERED, match, parts=places, is_partly=True)


def _is_here(finding: Finding, lookup: Lookup) -> bool:
    """Whether a sentence stands here by more than chance: short ones may stand anywhere."""
    if finding.verdict not in VERDICTS_OF_FOUND or finding.match is None:
        return False
    reading, language = finding.quotation.read(), finding.match.row.language
    return outweighs(reading, lookup.weight, lookup.total, language)


def _is_in(finding: Finding, places_here: set[int]) -> bool:
    match = finding.match
    return match is not None and match.row.pk in places_here and match.comparison.is_same_words


def _is_inserted(sentence: Quotation, quotation: Quotation, match: Match) -> bool:
    """Whether a sentence is one more than the words that the quotation was found in have."""
    start, end = (at - quotation.start for at in (sentence.start, sentence.end))
    same = words = at = 0
    for each in match.comparison.differences:
        inside = each.quoted[max(0, start - at) : max(0, end - at)]
        number = len(inside.split())
        words += number
        same += number if each.kind == "same" else 0
        at += len(each.quoted)
    return words >= MIN_INSERTED and same <= MAX_SAME * words


def _sentences(quotation: Quotation) -> Iterator[Quotation]:
    """The sentences of all parts of a quotation, without the space between them."""
    for start, end in quotation.spans:
        reached = start
        for match in BETWEEN_SENTENCES.finditer(quotation.text, start, end):
            yield replace(quotation, spans=((reached, match.start()),), asides=(), may_skip=False)
            reached = match.end()
        yield replace(quotation, spans=((reached, end),), asides=(), may_skip=False)


def _with_all(
    main: Finding, findings: list[Finding], here: list[Finding], quotation: Quotation
) -> Match | None:
    """The match of the main part, with the differences of all and what is not here as added."""
    differences: list[Difference] = []
    ends = [*(each.quotation.start for each in findings[1:]), quotation.end]
    for finding, end in zip(findings, ends, strict=True):
        between = finding.quotation.text[finding.quotation.end : end]
        if finding in here and finding.match:
            own = finding.match.comparison.differences
            differences += own[:-1]
            differences.append(replace(own[-1], quoted=own[-1].quoted + between))
        else:
            differences.append(Difference("added", finding.quotation.quoted + between, ""))
    match = main.match
    if match is None:
        return None
    comparison = replace(match.comparison, verdict=Verdict.ALTERED, differences=tuple(differences))
    return replace(match, comparison=comparison)
