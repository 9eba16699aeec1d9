"""Findings with what is told and shown of them: passages, other wordings, the claim compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotes.checking.differing import Difference
from quotes.checking.extract import Quotation
from quotes.checking.matching import Finding, Match
from quotes.checking.reading import read
from quotes.checking.saying import LABELS, MARKS, explanation
from quotes.checking.verdict import Comparison, Verdict, compare
from quotes.models import Passage
from quotes.models.names import spellings
from quotes.models.result_rows import ResultRow, result_rows
from quotes.text.words import folded

MAX_OTHERS, MAX_WORDS = 5, 5
# Passages that are shown beside, of all quotations of a text together.
MAX_SHOWN = 1_000
# Where the words are the same, another name beside them is worth a verdict of its own.
SURE = (Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.ELIDED)


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

    claimed: str | None
    found: str | None
    matches: bool | None


@dataclass(frozen=True)
class Alternative:
    """Another passage with these words, or nearly these; the verdict is that on its words alone."""

    passage: ResultRow
    verdict: Verdict
    similarity: float
    is_same_utterance: bool = False

    @property
    def label(self) -> str:
        """The verdict in a few words; what is here in other words is not absent."""
        return LABELS[self.verdict] if self.verdict != Verdict.NOT_FOUND else "In other words"


@dataclass(frozen=True)
class PartResult:
    """Characters ``start … end`` of the pasted text, and the passage that has these words."""

    start: int
    end: int
    passage: ResultRow
    words: str


@dataclass(frozen=True)
class Result:
    """What is told of one quotation; ``passage`` has what ``for_record`` loads.

    ``span`` is where in the passage the words stand.
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

    @property
    def label(self) -> str:
        """The verdict in a few words."""
        return LABELS[self.verdict]

    @property
    def longest_words(self) -> str:
        """A search for any of the quotation's longest words."""
        words = dict.fromkeys(folded(self.quotation.quoted))
        return " OR ".join(sorted(words, key=len, reverse=True)[:MAX_WORDS])

    @property
    def has_differences(self) -> bool:
        """Whether any word is not the same."""
        return any(each.kind != "same" for each in self.differences)

    @property
    def mark(self) -> str:
        """The verdict's sign."""
        return MARKS[self.verdict]


def results(findings: list[Finding], claims: list[Claim]) -> list[Result]:
    """The result of each finding, whose claim has the same place; a fixed number of queries."""
    loaded = _Loaded(findings)
    return [
        _result(finding, claim, loaded) for finding, claim in zip(findings, claims, strict=True)
    ]


class _Loaded:
    """Everything that the findings show, by primary key."""

    def __init__(self, findings: list[Finding]) -> None:
        pks = dict.fromkeys(finding.match.row.pk for finding in findings if finding.match)
        found = Passage.public.for_record().in_order(list(pks)) if pks else []
        self.passages = {each.pk: each for each in found}
        others = dict.fromkeys(pk for each in findings for pk in _others(each, self.passages))
        self.beside = {each.pk: each for each in result_rows(list(others)[:MAX_SHOWN])}
        self.spelled: dict[int, list[str]] = {}
        for each in spellings({"speaker": {each.speaker_id for each in found}}):
            self.spelled.setdefault(each.pk, []).append(each.spelled)


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
    parts = list(_parts(finding, loaded.beside))
    asker = passage.question.asker if match.is_question and passage.question else ""
    checks = compared(claim, passage, loaded.spelled.get(passage.speaker_id, ()), asker)
    verdict = finding.verdict
    if verdict in SURE and checks["speaker"].matches is False:
        # Named by the words around, or the verdict would say so already.
        verdict = Verdict.OTHER_SPEAKER
    return Result(
        finding.quotation,
        verdict,
        _said(verdict, match, passage, asker, parts, claim),
        passage,
        match.comparison.similarity,
        match.comparison.differences,
        checks,
        list(_alternatives(finding, passage, loaded.beside))[:MAX_OTHERS],
        parts,
        match.span,
    )


def _said(
    verdict: Verdict,
    match: Match,
    passage: Passage,
    asker: str,
    parts: list[PartResult],
    claim: Claim,
) -> str:
    """The verdict in sentences."""
    speaker = passage.speaker.name
    return explanation(
        verdict,
        match.comparison.differences,
        names=[part.passage.speaker.name for part in parts] or [speaker],
        by=asker or passage.words_by or speaker,
        claimed=claim.name,
        negated_by=match.comparison.negated_by,
        quoted_by=speaker if match.is_quoted else "",
    )


def _without_passage(finding: Finding, claim: Claim, loaded: _Loaded) -> Result:
    verdict = Verdict.NOT_FOUND if finding.match else finding.verdict
    return Result(
        finding.quotation,
        verdict,
        explanation(verdict),
        checks=compared(claim, None, ()),
        alternatives=list(_alternatives(finding, None, loaded.beside))[:MAX_OTHERS],
    )


def _parts(finding: Finding, beside: dict[int, ResultRow]) -> Iterator[PartResult]:
    """The places of the words, where they are several."""
    start = finding.quotation.start
    for first, end, match in finding.parts:
        if match.row.pk in beside:
            words = finding.quotation.quoted[first:end]
            yield PartResult(start + first, start + end, beside[match.row.pk], words)


def _alternatives(
    finding: Finding, passage: Passage | None, beside: dict[int, ResultRow]
) -> Iterator[Alternative]:
    """Other reports of the same utterance first, then other passages; each once."""
    told = {row.pk for row in finding.match.rows} if finding.match else set()
    told |= {passage.pk} if passage else set()
    found = {match.row.pk: match for match in reversed(finding.others) if not match.is_question}
    reports = [each.pk for each in passage.also_reported] if passage else []
    for pk in [*reports, *(match.row.pk for match in finding.others)]:
        if pk in told or pk not in beside:
            continue
        told.add(pk)
        comparison = (
            found[pk].comparison if pk in found else _compared(finding.quotation, beside[pk])
        )
        yield Alternative(beside[pk], comparison.verdict, comparison.similarity, pk in reports)


def _compared(quotation: Quotation, passage: ResultRow) -> Comparison:
    original = read(passage.text, language=passage.language)
    return compare(quotation.read(), original, lambda _: 1.0)


def compared(
    claim: Claim, passage: Passage | None, spellings: Iterable[str], asker: str = ""
) -> dict[str, Compared]:
    """Speaker, date and source; of words in a question, the speaker is who asked.

    ``spellings`` are all names of the passage's speaker.
    """
    speaker = asker or (passage.speaker.name if passage else None)
    is_known = claim.pk is not None and not asker
    matches = None
    if passage and claim.name:
        names = [asker] if asker else spellings
        matches = passage.speaker_id == claim.pk if is_known else is_named(claim.name, names)
    source = f"{passage.source.outlet.name}: {passage.source.title}" if passage else None
    return {
        "speaker": Compared(claim.name or None, speaker, matches),
        "date": Compared(None, (passage.said_in_words or None) if passage else None, None),
        "source": Compared(None, source, None),
    }


def is_named(name: str, spellings: Iterable[str]) -> bool:
    """Whether all words of ``name`` are in one of the spellings: “Vassilenko” is one of them."""
    wanted = set(folded(name))
    return bool(wanted) and any(wanted <= set(folded(each)) for each in spellings)
