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
# A sentence of so many words, of which at most this part stands where the others do, is put in.
MIN_PUT_IN, MAX_SAME = 4, 0.4
# Of these is told where they stand.
HERE = (
    Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.ELIDED, Verdict.OMISSION, Verdict.ALTERED,
    Verdict.OTHER_SPEAKER, Verdict.PARAPHRASE,
)  # fmt: skip


def in_sentences(
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
    if whole.match and not any(_is_put_in(part, quotation, whole.match) for part in parts):
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
    if finding.verdict not in HERE or finding.match is None:
        return False
    reading, language = finding.quotation.read(), finding.match.row.language
    return outweighs(reading, lookup.weight, lookup.total, language)


def _is_in(finding: Finding, places_here: set[int]) -> bool:
    match = finding.match
    return match is not None and match.row.pk in places_here and match.comparison.is_same_words


def _is_put_in(sentence: Quotation, quotation: Quotation, match: Match) -> bool:
    """Whether a sentence is one more than the words that the quotation was found in have."""
    start, end = (at - quotation.start for at in (sentence.start, sentence.end))
    same = words = at = 0
    for each in match.comparison.differences:
        inside = each.quoted[max(0, start - at) : max(0, end - at)]
        number = len(inside.split())
        words += number
        same += number if each.kind == "same" else 0
        at += len(each.quoted)
    return words >= MIN_PUT_IN and same <= MAX_SAME * words


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
