"""A quotation laid over the words of one original, or of several: verdict, differences. Pure.

Similarity is told and ranks; no verdict comes from it. A verdict says which words are the same,
which were left out, put in or changed, and whether what was left out is marked.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, product

from quotes.checking.alignment import Step, Stretch, chained, steps
from quotes.checking.context import NOTHING_LEFT_OFF, Cut, LeftOff, cuts, left_off, negation_before
from quotes.checking.differing import (
    Difference,
    differences_between,
    end_of_word,
    has_negation,
    start_of_word,
)
from quotes.checking.evidence import (
    Weigh,
    covers,
    has_enough,
    longest_run,
    share,
    singles_out,
    weight,
)
from quotes.checking.reading import SKIP, STAGE, Reading, Token, is_rewritten, is_same, same_words
from quotes.text.exact import exact_form, stands_exactly_in
from quotes.text.spans import BRACKETED

AT_ENDS = re.compile(rf"\A\s*(?:{SKIP})|(?:{SKIP})\s*\Z")
OUTLETS = re.compile(rf"{STAGE}|{BRACKETED.pattern}", re.IGNORECASE)
# In stretches of so many words that have no counterpart, another original is looked for.
MIN_UNMATCHED = 5
# A quotation may be joined from places that do not stand together.
MAX_PARTS = 6
# A part has to have nearly all of its words there, and so many in one run: a few words that two
# statements share are no part.
MIN_SHARE, MIN_RUN = 0.8, 5
# So much of the whole quotation's weight its parts must have together.
MIN_TOGETHER = 0.8


class Verdict(StrEnum):
    """What the check says of a quotation, as the contract names it."""

    EXACT = "exact"
    TYPOGRAPHY = "typography"
    ELIDED = "elided"
    OMISSION = "omission"
    ALTERED = "altered"
    SPLICED = "spliced"
    QUESTION = "question"
    OTHER_SPEAKER = "other-speaker"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not-found"
    TOO_SHORT = "too-short"
    NOT_REACHED = "not-reached"


# The closer the words, the lower.
DISTANCE = {
    Verdict.EXACT: 0, Verdict.TYPOGRAPHY: 0, Verdict.ELIDED: 1, Verdict.OMISSION: 2,
    Verdict.ALTERED: 3, Verdict.SPLICED: 4, Verdict.NOT_FOUND: 9,
}  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """How a quotation stands to one original.

    ``share`` of its words, by their weight, and ``similarity`` are from 0 to 1; ``span`` is where
    it stands in the original, in characters; ``unmatched`` are runs of its words ``[first, end)``
    without counterpart; ``longest`` is the number of words in its longest run that has one.
    ``negated_by`` is a negation right before what is quoted, ``left_off`` what else turns its sense
    right beside it; ``is_cut``: so that a part of a sentence is printed as one.
    """

    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    similarity: float = 0.0
    share: float = 0.0
    span: tuple[int, int] = (0, 0)
    unmatched: tuple[tuple[int, int], ...] = ()
    longest: int = 0
    negated_by: str = ""
    left_off: LeftOff = NOTHING_LEFT_OFF
    is_cut: bool = False

    @property
    def is_found(self) -> bool:
        """Whether the words stand there, changed or not."""
        return self.verdict != Verdict.NOT_FOUND

    @property
    def is_same_words(self) -> bool:
        """Whether nothing is unlike but typography, what is marked, and what is cut off."""
        return self.is_cut or DISTANCE.get(self.verdict, 9) <= DISTANCE[Verdict.ELIDED]


@dataclass(frozen=True)
class QuotationPart:
    """Words ``first … end`` of a quotation, and the number of the original they stand in."""

    first: int
    end: int
    original: int
    comparison: Comparison


def compare(
    quoted: Reading,
    original: Reading,
    weigh: Weigh,
    *,
    passages: int = 0,
    claimed_among: int = 0,
) -> Comparison:
    """The verdict on ``quoted`` against ``original``; ``weigh`` says how telling a word is.

    ``passages`` is the number of those among which the original was found: the more, the more has
    to speak for it. ``claimed_among`` is that of the speaker whose the original is, if the words
    are said to be this speaker's.
    """

    def is_alike(at: int, place: int) -> bool:
        return is_same(quoted.tokens[at], original.tokens[place], original.language)

    chain = chained(quoted.keys, original.keys, quoted.skips, is_alike)
    if not chain:
        return Comparison(Verdict.NOT_FOUND)
    laid = steps(quoted.keys, original.keys, chain)
    found = [part for step in laid for part in _as_written(step, quoted, original)]
    of = share(found, quoted, original, weigh)
    first, last = found[0].original_from, found[-1].original_to
    differences = tuple(differences_between(found, quoted, original))
    longest = max(*(each.length for each in chain), longest_run(found, quoted, original))
    verdict = _verdict(differences, quoted, original)
    size = sum(not token.is_bracketed for token in quoted.tokens)
    is_found = has_enough(of, longest, size, is_claimed=claimed_among > 0) or covers(
        found, of, longest
    )
    if DISTANCE[verdict] > DISTANCE[Verdict.ELIDED]:
        is_found = is_found and singles_out(
            found,
            quoted,
            original,
            weigh,
            passages,
            longest=longest,
            claimed_among=claimed_among,
        )
    comparison = Comparison(
        verdict if is_found else Verdict.NOT_FOUND,
        differences,
        _similarity(found),
        of,
        (start_of_word(original, first), end_of_word(original, last)),
        tuple(_unmatched(chain, found, quoted)),
        longest,
        negation_before(original, first),
        left_off(original, first, last),
    )
    if not comparison.is_same_words:
        return comparison
    return _with_cuts(comparison, cuts(quoted, original, first, last), original)


def _with_cuts(comparison: Comparison, found: list[Cut], original: Reading) -> Comparison:
    """The same words as a sentence cut so that its sense turns: they lack what is cut off."""
    if not found:
        return comparison
    differences, (start, stop) = comparison.differences, comparison.span
    for cut in found:
        first, end = start_of_word(original, cut.first), end_of_word(original, cut.end)
        signals = (cut.signal,)
        if first < start:
            missing = Difference("missing", "", original.text[first:start], signals=signals)
            differences, start = (missing, *differences), first
        else:
            missing = Difference("missing", "", original.text[stop:end], signals=signals)
            differences, stop = (*differences, missing), end
    return replace(
        comparison, verdict=Verdict.OMISSION, differences=differences, span=(start, stop),
        is_cut=True,
    )  # fmt: skip


def _as_written(step: Step, quoted: Reading, original: Reading) -> Iterator[Step]:
    """What the keys have in common, looked at as it is written.

    A change of spelling alone is none; another accent, or another value of a number, is one, and so
    is to take words out of the outlet's brackets. Words that the original leaves out are missing,
    unless both have a mark of omission there.
    """
    _, a, b, c, d = step
    ours, theirs = quoted.tokens[a:b], original.tokens[c:d]
    if step.kind != "same":
        is_taken = any(each.is_bracketed for each in theirs) and not any(
            each.is_bracketed for each in ours
        )
        is_spelling = step.kind == "changed" and _is_spelling(step, quoted, original)
        yield Step("same", a, b, c, d) if is_spelling and not is_taken else step
        return
    at = 0
    printed = original.skips - original.skips_at_cuts
    gaps = original.skips - {c + skip - a for skip in quoted.skips if c + skip - a in printed}
    # A number in another writing is shown by itself; words part where the original leaves some out.
    ways = (
        (
            _is_changed(*pair, original.language),
            is_rewritten(*pair),
            sum(c < gap <= place for gap in gaps),
        )
        for place, pair in enumerate(zip(ours, theirs, strict=True), c)
    )
    for (is_changed, *_), run in groupby(ways):
        end = at + len(list(run))
        if at and c + at in gaps:
            yield Step("missing", a + at, a + at, c + at, c + at)
        yield Step("changed" if is_changed else "same", a + at, a + end, c + at, c + end)
        at = end


def _is_spelling(step: Step, quoted: Reading, original: Reading) -> bool:
    """Whether what differs there is spelled otherwise and says the same: no “not” in one alone."""
    ours = quoted.tokens[step.quoted_from : step.quoted_to]
    theirs = original.tokens[step.original_from : step.original_to]
    before, behind = (
        original.keys[at] if 0 <= at < len(original.keys) else ""
        for at in (step.original_from - 1, step.original_to)
    )
    is_same_run = same_words(ours, theirs, original.language, before=before, behind=behind)
    return is_same_run and has_negation(ours) == has_negation(theirs)


def _is_changed(ours: Token, theirs: Token, language: str) -> bool:
    is_taken = theirs.is_bracketed and not ours.is_bracketed
    return is_taken or not is_same(ours, theirs, language)


def _similarity(found: list[Step]) -> float:
    same = sum(s.quoted_to - s.quoted_from for s in found if s.kind == "same")
    ours = sum(s.quoted_to - s.quoted_from for s in found)
    theirs = sum(s.original_to - s.original_from for s in found)
    return min(1.0, 2 * same / (ours + theirs)) if ours + theirs else 0.0


def _unmatched(
    chain: list[Stretch], found: list[Step], quoted: Reading
) -> Iterator[tuple[int, int]]:
    """Runs of the quotation's words that have no counterpart but for scattered words."""
    same = [0] * len(quoted.tokens)
    for step in found:
        if step.kind == "same":
            same[step.quoted_from : step.quoted_to] = [1] * (step.quoted_to - step.quoted_from)
    edges = [0, *(e for s in chain for e in (s.quoted, s.quoted + s.length)), len(same)]
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        if end - first >= MIN_UNMATCHED and 2 * sum(same[first:end]) < end - first:
            yield first, end


def _verdict(differences: tuple[Difference, ...], quoted: Reading, original: Reading) -> Verdict:
    unlike = [each for each in differences if each.kind != "same"]
    # To leave out what the outlet put in is to quote the speaker.
    unmarked = [
        each
        for each in unlike
        if not each.is_marked and not (each.kind == "missing" and each.is_editorial_insertion)
    ]
    if any(each.kind != "missing" for each in unmarked):
        return Verdict.ALTERED
    if unmarked:
        return Verdict.OMISSION
    if any(each.is_marked for each in unlike):
        return Verdict.ELIDED
    # An ellipsis before or behind a quotation only says that it is an excerpt.
    own = {exact_form(AT_ENDS.sub("", text)) for text in (quoted.words, quoted.written)}
    texts = (original.text, OUTLETS.sub(" ", original.text)) if unlike else (original.text,)
    is_exact = any(stands_exactly_in(*pair) for pair in product(own, map(exact_form, texts)))
    return Verdict.EXACT if is_exact else Verdict.TYPOGRAPHY


def parts(
    quoted: Reading,
    originals: Sequence[Reading],
    weigh: Weigh,
    *,
    check_deadline: Callable[[], None],
) -> list[QuotationPart]:
    """Where the parts of a quotation stand, in its order; empty unless it is several parts.

    ``check_deadline`` is called before each comparison, and may raise.
    """
    left = [(0, len(quoted.tokens))]
    found: list[QuotationPart] = []
    while left and len(found) < MAX_PARTS:
        first, end = left.pop(0)
        part = _best(quoted, first, end, _in_time(originals, check_deadline), weigh)
        if part is None:
            continue
        found.append(part)
        rest = [(first, part.first), (part.end, end)]
        left += [(a, b) for a, b in rest if b - a >= MIN_UNMATCHED]
    if len(found) < 2 or _weight(quoted, found, weigh) < MIN_TOGETHER:
        return []
    return sorted(found, key=lambda part: part.first)


def _in_time(originals: Sequence[Reading], check_deadline: Callable[[], None]) -> Iterator[Reading]:
    for original in originals:
        check_deadline()
        yield original


def _best(
    quoted: Reading, first: int, end: int, originals: Iterable[Reading], weigh: Weigh
) -> QuotationPart | None:
    """The original that has most of some words, and which of them it has."""
    stretch, best, most = quoted.part(first, end), None, 0.0
    for number, original in enumerate(originals):
        comparison = compare(stretch, original, weigh)
        a, b = _matched(comparison, end - first)
        if b - a < MIN_UNMATCHED:
            continue
        if comparison.unmatched:
            comparison = compare(stretch.part(a, b), original, weigh)
        weight_found = comparison.share * sum(weight(token, weigh) for token in stretch.tokens[a:b])
        is_part = comparison.share >= MIN_SHARE and comparison.longest >= MIN_RUN
        if comparison.is_found and is_part and weight_found > most:
            best, most = QuotationPart(first + a, first + b, number, comparison), weight_found
    return best


def _matched(comparison: Comparison, length: int) -> tuple[int, int]:
    """The longest run of words that has a counterpart."""
    edges = [0, *(edge for run in comparison.unmatched for edge in run), length]
    runs = zip(edges[::2], edges[1::2], strict=True)
    return max(runs, key=lambda run: run[1] - run[0])


def _weight(quoted: Reading, found: list[QuotationPart], weigh: Weigh) -> float:
    weights = [weight(token, weigh) for token in quoted.tokens]
    together = sum(sum(weights[part.first : part.end]) for part in found)
    return together / sum(weights) if sum(weights) else 0.0
