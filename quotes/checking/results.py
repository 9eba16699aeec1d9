"""Findings as pages and API show them: passages, other wordings, the claim compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from quotes.checking.advice import Named, changes, heading
from quotes.checking.claims import Claim, Compared, claimed_names, compared
from quotes.checking.context import NOTHING_LEFT_OFF, LeftOff
from quotes.checking.differing import Difference, Sides, sides
from quotes.checking.explanations import (
    LABELS,
    MARKS,
    OTHER_WORDS,
    claim_differences,
    commonplace,
    contradictions,
    contrary_report,
    explanation,
    listed_signals,
    partly_found,
)
from quotes.checking.extract import Quotation
from quotes.checking.matching import RANKS, Finding
from quotes.checking.reading import read
from quotes.checking.verdict import Comparison, Verdict, compare
from quotes.models import Outlet, Passage
from quotes.models.names import speakers_named, spellings
from quotes.models.result_rows import ResultRow, result_rows
from quotes.text.interface import message
from quotes.text.person_names import is_called, name_words
from quotes.text.words import folded

MAX_OTHERS, MAX_WORDS = 5, 5
# Passages that are shown beside, of all quotations of a text together.
MAX_SHOWN = 1_000
# Where the words are the same, another name beside them is worth a verdict of its own.
SURE = (Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.ELIDED)


@dataclass(frozen=True)
class Alternative:
    """Another passage with these words, or nearly these; the verdict is that on its words alone."""

    passage: ResultRow
    verdict: Verdict
    similarity: float
    is_same_utterance: bool = False
    differences: Sequence[Difference] = ()

    @property
    def label(self) -> str:
        """The verdict in a few words; what is here in other words is not absent."""
        return (
            LABELS[self.verdict] if self.verdict != Verdict.NOT_FOUND else message("In other words")
        )


@dataclass(frozen=True)
class PartResult:
    """Characters ``start … end`` of the pasted text, and the passage that has these words."""

    start: int
    end: int
    passage: ResultRow
    words: str


@dataclass(frozen=True)
class Result:
    """What the check found on one quotation; ``passage`` has what ``for_record`` loads.

    ``span`` is where in the passage the words stand. ``is_partly``: only some sentences are here;
    ``is_turned``: words right beside those quoted may turn their sense.
    """

    quotation: Quotation
    verdict: Verdict
    explanation: str
    passage: Passage | None = None
    similarity: float = 0.0
    differences: Sequence[Difference] = ()
    checks: dict[str, Compared] = field(default_factory=dict)
    alternatives: Sequence[Alternative] = ()
    parts: Sequence[PartResult] = ()
    span: tuple[int, int] = (0, 0)
    is_partly: bool = False
    is_turned: bool = False
    is_cut: bool = False
    left_off: LeftOff = NOTHING_LEFT_OFF
    # Another report of the same, closer to what was said or of this very statement, that has
    # another denial or number.
    contrary: Alternative | None = None

    @property
    def label(self) -> str:
        """The verdict in a few words."""
        return LABELS[self.verdict]

    @property
    def heading(self) -> str:
        """What to do about the quotation."""
        return heading(
            self.verdict,
            self.differences,
            self._named,
            is_partly=self.is_partly,
            is_turned=self.is_turned,
            is_cut=self.is_cut,
            otherwise=listed_signals(contradictions(self.contrary.differences))
            if self.contrary
            else "",
            unlike=self._unlike,
        )

    @property
    def has_warning(self) -> bool:
        """Whether something beside the words is to look at, even if these are right."""
        return self.is_turned or self.contrary is not None or bool(self._unlike)

    @property
    def _unlike(self) -> list[str]:
        points = ("date", "source")
        return [each for each in points if self.checks.get(each, Compared()).matches is False]

    @property
    def changes(self) -> list[str]:
        """Each change that would make the quotation agree with the archive."""
        return changes(self.verdict, self.differences, self._named)

    @property
    def _named(self) -> Named:
        speaker = self.checks.get("speaker", Compared())
        claimed = speaker.claimed if speaker.matches is False else ""
        return Named(speaker.found or "", claimed or "")

    @cached_property
    def sides(self) -> Sides:
        """The quotation and its original side by side, what is unlike marked in both."""
        return sides(self.differences, NOTHING_LEFT_OFF if self.is_cut else self.left_off)

    @property
    def longest_words(self) -> str:
        """A search for any of the quotation's longest words."""
        words = dict.fromkeys(folded(self.quotation.quoted))
        return " OR ".join(sorted(words, key=len, reverse=True)[:MAX_WORDS])

    @property
    def has_differences(self) -> bool:
        """Whether anything is to be seen that is not the same on both sides."""
        is_exact = self.verdict == Verdict.EXACT and not self.is_turned
        return not is_exact and any(each.kind != "same" for each in self.sides.original)

    @property
    def mark(self) -> str:
        """The verdict's sign."""
        return MARKS[self.verdict]


def results(findings: list[Finding], claims: list[Claim]) -> list[Result]:
    """The result of each finding, whose claim has the same place; a fixed number of queries."""
    loaded = _Loaded(findings, claims)
    return [
        _result(finding, claim, loaded) for finding, claim in zip(findings, claims, strict=True)
    ]


class _Loaded:
    """Everything that the findings show, by primary key."""

    def __init__(self, findings: list[Finding], claims: list[Claim]) -> None:
        pks = dict.fromkeys(finding.match.row.pk for finding in findings if finding.match)
        found = Passage.public.for_record().in_order(list(pks)) if pks else []
        self.passages = {each.pk: each for each in found}
        others = dict.fromkeys(pk for each in findings for pk in _others(each, self.passages))
        self.other_rows = {each.pk: each for each in result_rows(list(others)[:MAX_SHOWN])}
        self.spelled: dict[int, list[str]] = {}
        for each in spellings({"speaker": {each.speaker_id for each in found}}):
            self.spelled.setdefault(each.pk, []).append(each.spelled)
        pairs = zip(findings, claims, strict=True)
        self.known = speakers_named(set(self._surnames(pairs)))
        named = {name for each in findings if each.match for name in claimed_names(each.quotation)}
        self.outlets = set(Outlet.objects.public().names(named)) if named else set()

    def _surnames(self, pairs: Iterable[tuple[Finding, Claim]]) -> Iterator[str]:
        """Of names that the words around give, and that are not those of who is found."""
        for finding, claim in pairs:
            words = name_words(claim.name)
            if finding.match and words and claim.pk is None and not self.is_of(finding, claim):
                yield words[-1]

    def is_of(self, finding: Finding, claim: Claim) -> bool:
        """Whether the passage found is of somebody who may be called as the claim has it."""
        passage = finding.match and self.passages.get(finding.match.row.pk)
        names = self.spelled.get(passage.speaker_id, ()) if passage else ()
        return any(is_called(claim.name, name) for name in names)

    def is_known(self, name: str) -> bool:
        """Whether somebody here may be called so."""
        return any(is_called(name, each) for names in self.known.values() for each in names)


def _others(finding: Finding, loaded: dict[int, Passage]) -> Iterator[int]:
    """Primary keys of all that is shown beside the passage itself."""
    yield from (match.row.pk for match in finding.others[:MAX_OTHERS])
    yield from (match.row.pk for _, _, match in finding.parts)
    if finding.match:
        yield from (row.pk for row in finding.match.rows)
        if finding.match.row.pk in loaded:
            yield from (each.pk for each in loaded[finding.match.row.pk].also_reported)


def _result(finding: Finding, claim: Claim, loaded: _Loaded) -> Result:
    match = finding.match
    passage = loaded.passages.get(match.row.pk) if match else None
    if match is None or passage is None:
        # Not found, or withdrawn between two queries.
        return _without_passage(finding, claim, loaded)
    parts = list(_parts(finding, loaded.other_rows))
    asker = passage.question.asker if match.is_question and passage.question else ""
    spelled = loaded.spelled.get(passage.speaker_id, ())
    checks = compared(
        claim,
        passage,
        spelled,
        asker,
        is_known=loaded.is_known(claim.name),
        sentence=finding.quotation.own_sentence,
        outlets=loaded.outlets,
    )
    verdict = finding.verdict
    is_other = checks["speaker"].matches is False
    if is_other and verdict in SURE:
        if finding.is_commonplace:
            return _commonplace(finding, claim, loaded)
        # Named by the words around, or the verdict would say so already.
        verdict = Verdict.OTHER_SPEAKER
    alternatives = list(_alternatives(finding, passage, loaded.other_rows))[:MAX_OTHERS]
    contrary = _contrary(finding, passage, alternatives)
    return Result(
        finding.quotation,
        verdict,
        _said(finding, verdict, passage, parts, claim, checks, contrary),
        passage,
        match.comparison.similarity,
        match.comparison.differences,
        checks,
        alternatives,
        parts,
        match.span,
        finding.is_partly,
        is_turned=bool(match.comparison.negated_by or any(match.comparison.left_off)),
        is_cut=match.comparison.is_cut,
        left_off=match.comparison.left_off,
        contrary=contrary,
    )


def _contrary(
    finding: Finding, passage: Passage, alternatives: list[Alternative]
) -> Alternative | None:
    """Another report of the same that makes another statement of these words.

    That is one of this very statement; or one of the same speaker on the same occasion that is
    closer to the spoken words.
    """
    if finding.match is None or not finding.match.comparison.is_same_words:
        return None
    for each in alternatives:
        other = each.passage
        is_same_occasion = _occasion(passage) == (other.event.slug, other.said)
        is_closer = RANKS[other.wording] < RANKS[passage.wording]
        is_same = each.is_same_utterance or (
            is_closer and is_same_occasion and other.speaker.slug == passage.speaker.slug
        )
        is_unlike = each.verdict in (Verdict.ALTERED, Verdict.OMISSION)
        if is_same and is_unlike and contradictions(each.differences):
            return each
    return None


def _occasion(passage: Passage) -> tuple[str, str]:
    event = passage.turn.source.interview.event
    return event.slug if event else "", passage.said


def _said(
    finding: Finding,
    verdict: Verdict,
    passage: Passage,
    parts: list[PartResult],
    claim: Claim,
    checks: dict[str, Compared],
    contrary: Alternative | None,
) -> str:
    """The verdict in sentences."""
    speaker = checks["speaker"]
    match, name = finding.match, passage.speaker.name
    comparison = match.comparison if match else Comparison(verdict)
    asker = speaker.found if match and match.is_question and speaker.found else ""
    also = []
    if finding.is_partly:
        also.append(partly_found(finding.parts, finding.quotation.quoted))
    elif verdict == Verdict.OTHER_SPEAKER and not comparison.is_same_words:
        also.append(OTHER_WORDS)
    elif verdict != Verdict.OTHER_SPEAKER and speaker.matches is False and speaker.found:
        also.append(
            message("It is from {found}, not from {name}.", found=speaker.found, name=claim.name)
        )
    elif verdict in SURE and claim.name and speaker.matches is None:
        also.append(
            message(
                "It is from {name}; nobody here is known as {claimed}.",
                name=name,
                claimed=claim.name,
            )
        )
    if contrary:
        outlet, wording = contrary.passage.source.outlet.name, contrary.passage.grade.label
        also.append(contrary_report(outlet, wording, contrary.differences))
    also += claim_differences(checks["date"].as_claimed, checks["source"].as_claimed)
    return explanation(
        verdict,
        comparison.differences,
        names=[part.passage.speaker.name for part in parts] or [name],
        by=asker or passage.words_by or name,
        claimed=claim.name,
        negated_by=comparison.negated_by,
        quoted_by=name if match and match.is_quoted else "",
        left_off=comparison.left_off,
        is_cut=comparison.is_cut,
        also=also,
    )


def _commonplace(finding: Finding, claim: Claim, loaded: _Loaded) -> Result:
    """Common words, which the one claimed has not said here: what others said accuses nobody."""
    others = tuple(filter(None, (finding.match, *finding.others)))
    finding = replace(finding, verdict=Verdict.NOT_FOUND, match=None, others=others)
    return _without_passage(finding, claim, loaded)


def _without_passage(finding: Finding, claim: Claim, loaded: _Loaded) -> Result:
    verdict = Verdict.NOT_FOUND if finding.match else finding.verdict
    return Result(
        finding.quotation,
        verdict,
        explanation(verdict, also=_said_by(finding, loaded)),
        checks=compared(claim, None, ()),
        alternatives=list(_alternatives(finding, None, loaded.other_rows))[:MAX_OTHERS],
    )


def _said_by(finding: Finding, loaded: _Loaded) -> list[str]:
    """Who here says common words, if the quotation is nothing but them."""
    same = [match.row.pk for match in finding.others if match.comparison.is_same_words]
    names = {loaded.other_rows[pk].speaker.name for pk in same if pk in loaded.other_rows}
    return [commonplace(sorted(names))] if names else []


def _parts(finding: Finding, other_rows: dict[int, ResultRow]) -> Iterator[PartResult]:
    """The places of the words, where they are several."""
    start = finding.quotation.start
    for first, end, match in finding.parts:
        if match.row.pk in other_rows:
            words = finding.quotation.quoted[first:end]
            yield PartResult(start + first, start + end, other_rows[match.row.pk], words)


def _alternatives(
    finding: Finding, passage: Passage | None, other_rows: dict[int, ResultRow]
) -> Iterator[Alternative]:
    """Other reports of the same utterance first, then other passages; each once."""
    seen = {row.pk for row in finding.match.rows} if finding.match else set()
    seen |= {passage.pk} if passage else set()
    found = {match.row.pk: match for match in reversed(finding.others) if not match.is_question}
    reports = [each.pk for each in passage.also_reported] if passage else []
    for pk in [*reports, *(match.row.pk for match in finding.others)]:
        if pk in seen or pk not in other_rows:
            continue
        seen.add(pk)
        comparison = (
            found[pk].comparison if pk in found else _compared(finding.quotation, other_rows[pk])
        )
        yield Alternative(
            other_rows[pk],
            comparison.verdict,
            comparison.similarity,
            pk in reports,
            comparison.differences,
        )


def _compared(quotation: Quotation, passage: ResultRow) -> Comparison:
    original = read(passage.text, language=passage.language)
    return compare(quotation.read(), original, lambda _: 1.0)
