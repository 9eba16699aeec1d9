"""A quotation of several sentences, some of which are here and others not: each by itself."""

import re
from collections.abc import Iterator
from dataclasses import replace

from quotes.checking.differing import Difference
from quotes.checking.evidence import outweighs
from quotes.checking.extract import Quotation
from quotes.checking.matching import Finding, Match, examined
from quotes.checking.verdict import Verdict
from quotes.search.lookup import Lookup

# Behind a sentence, where the next one begins; a point behind one letter ends none.
BETWEEN = re.compile(
    r"(?<=[^\W_][^\W_][.!?…])[”’\"']?\s+(?=[^\W_a-z]|[“‘\"'])|(?<=[。！？؟।])\s*(?=\w)"
)
MAX_SENTENCES = 8
# Shorter ones are a piece of text rather than some sentences.
MIN_WORDS = 12
# Of these is told where they stand.
HERE = (
    Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.ELIDED, Verdict.OMISSION, Verdict.ALTERED,
    Verdict.OTHER_SPEAKER, Verdict.PARAPHRASE,
)  # fmt: skip


def in_sentences(
    quotation: Quotation, lookup: Lookup, claimed: int | None, deadline: float
) -> Finding | None:
    """The finding on a quotation of which some sentences are here; None if none or all are.

    Raises OutOfTimeError at the ``deadline``.
    """
    parts = list(_sentences(quotation))
    is_long = len(quotation.quoted.split()) >= MIN_WORDS
    if not is_long or not 1 < len(parts) <= MAX_SENTENCES:
        return None
    findings = [examined(part, lookup, claimed, deadline) for part in parts]
    here = [each for each in findings if _is_here(each, lookup)]
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
    is_found = finding.verdict in HERE and finding.match is not None
    return is_found and outweighs(finding.quotation.read(), lookup.weight, lookup.total)


def _sentences(quotation: Quotation) -> Iterator[Quotation]:
    """The sentences of all parts of a quotation, without the space between them."""
    for start, end in quotation.spans:
        reached = start
        for match in BETWEEN.finditer(quotation.text, start, end):
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
