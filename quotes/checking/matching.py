"""One quotation against the archive: what it is compared with, and which comparison answers."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise

from quotes.checking.evidence import is_long, is_telling
from quotes.checking.extract import Quotation, quotations
from quotes.checking.reading import Reading, is_long_enough, read
from quotes.checking.verdict import DISTANCE, Comparison, QuotationPart, Verdict, compare, parts
from quotes.models import Passage, Turn, TurnKind, Wording
from quotes.models.passage_queries import ComparedRow
from quotes.search.lookup import Lookup
from quotes.text.gaps import Gap, gaps_by_place
from quotes.text.spans import JOINT, interruptions
from quotes.text.words import folded

# Candidates that are laid word by word over the quotation; the others share too few pairs of words.
MAX_COMPARED, MAX_OF_CLAIMED = 7, 3
MIN_PAIRS_OF_BEST, MIN_PAIRS_OF_OTHERS = 0.6, 0.2
# And such as have pairs of words that those don't have: the other places of a spliced one.
MAX_COVERING, MIN_PAIRS = 4, 3
# Of what is not found, passages with so much of its words are shown.
NEAR_SHARE, MAX_NEAREST = 0.25, 3
# So much of the words the one claimed to have said them must have, to go before somebody else who
# has them as they are.
SURE_SHARE = 0.75
RANKS = {wording.value: wording.rank for wording in Wording}
WORD = re.compile(r"\w")
# Of a turn with more passages, only what was found is compared.
MAX_OF_A_TURN = 60


class OutOfTimeError(Exception):
    """The time for the request is over."""


@dataclass(frozen=True)
class Place:
    """Passages that stand together, in order, and their words as one text.

    Either one passage, or several of one turn with no word between them. An editor may cut one
    statement into two passages; a quotation that reaches over the cut is still whole.
    """

    rows: tuple[ComparedRow, ...]

    @cached_property
    def reading(self) -> Reading:
        """The words of all, parted where the archive leaves some out."""
        text, gaps, begins = "", [], 0
        for row in self.rows:
            gaps += [(begins + at, begins + at + len(JOINT)) for at in _left_out(row)]
            text += row.text + JOINT
            begins = len(text)
        return read(
            text.removesuffix(JOINT), tuple(gaps), skips_at_cuts=True,
            language=self.rows[0].language,
        )  # fmt: skip

    def rows_in(self, start: int, end: int) -> list[tuple[ComparedRow, tuple[int, int]]]:
        """The passages that have characters of ``start … end``, and where in each, in order."""
        found, begins = [], 0
        for row in self.rows:
            own = max(start - begins, 0), min(end - begins, len(row.text))
            if own[0] < own[1]:
                found.append((row, own))
            begins += len(row.text) + len(JOINT)
        return found


@dataclass(frozen=True)
class Match:
    """The quotation laid over the words of a passage, or of the question that it answers."""

    row: ComparedRow
    comparison: Comparison
    # The passages in which the words stand, in order.
    rows: tuple[ComparedRow, ...]
    # Where they stand in the passage, in characters.
    span: tuple[int, int] = (0, 0)
    is_question: bool = False

    @cached_property
    def is_quoted(self) -> bool:
        """Whether the passage has them in quotation marks, as somebody else's."""
        start, end = self.span
        return (
            self.comparison.is_found
            and start < end
            and any(
                quotation.start <= start + 1 and end - 1 <= quotation.end
                for quotation in quotations(self.row.text)
            )
        )


@dataclass(frozen=True)
class Finding:
    """What is to say of a quotation; ``others`` are further matches, or the nearest passages.

    ``parts`` are the places of a quotation that stands in several, as offsets from its start.
    """

    quotation: Quotation
    verdict: Verdict
    match: Match | None = None
    others: tuple[Match, ...] = ()
    parts: tuple[tuple[int, int, Match], ...] = ()
    # Some sentences are here, and others are not.
    is_partly: bool = False
    # The words are common ones: that others say them accuses nobody.
    is_commonplace: bool = False


def _left_out(row: ComparedRow) -> list[int]:
    """Where a joint of the passage stands for words that it leaves out."""
    gaps = gaps_by_place(interruptions(row.spans), row.gaps)
    return [at - len(JOINT) for at, gap in gaps.items() if Gap(gap).leaves_words_out]


def examined(quotation: Quotation, lookup: Lookup, claimed: int | None, deadline: float) -> Finding:
    """The finding on a quotation that is said to be of the speaker with the key ``claimed``.

    Raises OutOfTimeError at the ``deadline`` (``time.monotonic``).
    """
    reading = quotation.read()
    if not is_long_enough(reading):
        return Finding(quotation, Verdict.TOO_SHORT)
    check_deadline(deadline)
    stand = _places(reading, lookup, claimed)
    matches = list(_matches(reading, stand, lookup, claimed, deadline))
    matches += _questions(reading, lookup, deadline)
    matches.sort(key=lambda match: _rank(match, claimed))
    if _may_be_spliced(matches):
        in_time = partial(check_deadline, deadline)
        if spliced := _spliced(quotation, reading, stand, lookup, in_time):
            return spliced
    if not matches or not matches[0].comparison.is_found:
        return Finding(quotation, Verdict.NOT_FOUND, others=_nearest(matches))
    best = matches[0]
    others = tuple(match for match in matches[1:] if match.comparison.is_found)
    verdict = _verdict(best, claimed)
    tells = is_telling(reading, lookup.weight, lookup.total, best.row.language)
    is_commonplace = not tells or _is_of_several(matches)
    accuses = not is_commonplace and (best.comparison.is_same_words or is_long(reading))
    if verdict == Verdict.OTHER_SPEAKER and not accuses:
        return Finding(quotation, Verdict.NOT_FOUND, others=(best, *others))
    return Finding(quotation, verdict, best, others, is_commonplace=is_commonplace)


def _is_of_several(matches: list[Match]) -> bool:
    """Whether several speakers say the very words, so that one more may have said them."""
    return len({match.row.speaker for match in matches
                if match.comparison.is_same_words
                and not match.is_question and not match.is_quoted}) > 1  # fmt: skip


def _places(reading: Reading, lookup: Lookup, claimed: int | None) -> list[Place]:
    """Where the words may stand, the likeliest first."""
    found = Passage.public.compared(lookup.passages(reading.words, claimed))
    return places(_likeliest(reading, found, claimed))


def _likeliest(reading: Reading, rows: list[ComparedRow], claimed: int | None) -> list[ComparedRow]:
    """The passages that share most pairs of words, and such as have what those don't have.

    Where one has most of the pairs, those with few of them are no reports of the same words.
    """
    wanted = set(pairwise(folded(reading.words)))
    shared = {row.pk: wanted & set(pairwise(folded(row.text))) for row in rows}
    rest = sorted((row for row in rows if shared[row.pk]), key=lambda row: -len(shared[row.pk]))
    of_claimed = [row for row in rest if row.speaker == claimed][:MAX_OF_CLAIMED]
    has_most = bool(rest) and len(shared[rest[0].pk]) >= MIN_PAIRS_OF_BEST * len(wanted)
    least = MIN_PAIRS_OF_OTHERS * len(wanted) if has_most else 0
    alike = (row for row in rest if row not in of_claimed and len(shared[row.pk]) >= least)
    chosen = [*of_claimed, *alike][:MAX_COMPARED]
    covered = set().union(*(shared[row.pk] for row in chosen))
    rest = [row for row in rest if row not in chosen]
    while rest and len(chosen) < MAX_COMPARED + MAX_COVERING:
        row = max(rest, key=lambda row: len(shared[row.pk] - covered))
        if len(shared[row.pk] - covered) < MIN_PAIRS:
            break
        chosen.append(row)
        rest.remove(row)
        covered |= shared[row.pk]
    return chosen


def _matches(
    reading: Reading,
    stand: Sequence[Place],
    lookup: Lookup,
    claimed: int | None,
    deadline: float,
) -> Iterator[Match]:
    for place in stand:
        check_deadline(deadline)
        speaker = place.rows[0].speaker
        is_claimed = claimed is not None and speaker == claimed
        comparison = compare(
            reading,
            place.reading,
            lookup.weight,
            passages=lookup.total,
            claimed_among=max(1, lookup.spoken_by(speaker)) if is_claimed else 0,
        )
        if comparison.span[0] < comparison.span[1]:
            yield _match(place, comparison)


def _match(place: Place, comparison: Comparison) -> Match:
    """The passage of the place that has most of the words, and all that have some."""
    inside = place.rows_in(*comparison.span)
    row, span = max(inside, key=lambda found: found[1][1] - found[1][0])
    return Match(row, comparison, tuple(row for row, _ in inside), span)


def _questions(reading: Reading, lookup: Lookup, deadline: float) -> Iterator[Match]:
    """The questions that have the words, each with the first passage that answers it."""
    pks = lookup.questions(reading.words)
    asked: dict[int | None, ComparedRow] = {}
    for row in Passage.public.compared(pks) if pks else ():
        if row.question and row.pk <= asked.get(row.question_turn, row).pk:
            asked[row.question_turn] = row
    for row in asked.values():
        check_deadline(deadline)
        comparison = compare(
            reading,
            read(row.question or "", language=row.language),
            lookup.weight,
            passages=lookup.total,
        )
        if comparison.is_found:
            yield Match(row, comparison, (row,), is_question=True)


def _rank(match: Match, claimed: int | None) -> tuple[float, ...]:
    """What sorts the best match first.

    First come words of the speaker claimed, if they are about the same. Then, in this order: what a
    speaker says before what one quotes, the closest to the quotation, the closest to the spoken
    words, the newest.
    """
    comparison = match.comparison
    is_sure = DISTANCE[comparison.verdict] < DISTANCE[Verdict.ALTERED] or (
        comparison.is_found and comparison.share >= SURE_SHARE
    )
    speaker = match.row.asker if match.is_question else match.row.speaker
    is_claimed = claimed is None or (is_sure and speaker == claimed)
    distance = DISTANCE[comparison.verdict]
    is_altered = distance >= DISTANCE[Verdict.ELIDED]
    return (
        not comparison.is_found,
        not is_claimed,
        distance if distance >= DISTANCE[Verdict.OMISSION] else 0,
        match.is_quoted,
        distance,
        -round(comparison.similarity, 1) if is_altered else 0,
        match.is_question,
        RANKS[match.row.wording],
        comparison.verdict == Verdict.TYPOGRAPHY,
        -comparison.similarity,
        -match.row.pk,
    )


def _verdict(best: Match, claimed: int | None) -> Verdict:
    row = best.row
    if best.is_question:
        return Verdict.QUESTION
    if claimed is not None and row.speaker != claimed:
        is_asked = row.turn_kind == TurnKind.QUESTION
        return Verdict.QUESTION if is_asked else Verdict.OTHER_SPEAKER
    if row.wording == Wording.PARAPHRASED:
        return Verdict.PARAPHRASE
    return best.comparison.verdict


def _may_be_spliced(matches: list[Match]) -> bool:
    """Whether many words of the quotation stand nowhere near the others."""
    best = matches[0].comparison if matches else None
    return best is not None and (not best.is_found or bool(best.unmatched))


def _spliced(
    quotation: Quotation,
    reading: Reading,
    stand: list[Place],
    lookup: Lookup,
    in_time: Callable[[], None],
) -> Finding | None:
    originals = [place.reading for place in stand]
    found = parts(reading, originals, lookup.weight, check_deadline=in_time)
    if not found:
        return None
    matches = [_match(stand[part.original], part.comparison) for part in found]
    placed = [_placed(reading, part, match) for part, match in zip(found, matches, strict=True)]
    main = max(found, key=lambda part: part.end - part.first)
    match = matches[found.index(main)]
    return Finding(
        quotation, Verdict.SPLICED, _together(match, found, matches), parts=tuple(placed)
    )


def _together(main: Match, found: list[QuotationPart], matches: list[Match]) -> Match:
    """The match of the longest part, with the differences of all."""
    differences = tuple(each for part in found for each in part.comparison.differences)
    comparison = replace(main.comparison, verdict=Verdict.SPLICED, differences=differences)
    rows = {row.pk: row for match in matches for row in match.rows}
    return replace(main, comparison=comparison, rows=tuple(rows.values()))


def _placed(reading: Reading, part: QuotationPart, match: Match) -> tuple[int, int, Match]:
    stretch = reading.part(part.first, part.end)
    return stretch.tokens[0].start, stretch.tokens[-1].end, match


def _nearest(matches: list[Match]) -> tuple[Match, ...]:
    near = [match for match in matches if match.comparison.share >= NEAR_SHARE]
    return tuple(sorted(near, key=lambda match: -match.comparison.share)[:MAX_NEAREST])


def places(rows: Iterable[ComparedRow]) -> list[Place]:
    """The places in which these passages stand, in their order; up to two queries."""
    rows = list(rows)
    by_turn: dict[int, list[ComparedRow]] = {}
    for row in Passage.public.compared_in({row.turn for row in rows}):
        by_turn.setdefault(row.turn, []).append(row)
    shared = [turn for turn, inside in by_turn.items() if 1 < len(inside) <= MAX_OF_A_TURN]
    texts = Turn.objects.texts(shared) if shared else {}
    made: dict[tuple[int, ...], Place] = {}
    for row in rows:
        inside = by_turn.get(row.turn, []) if row.turn in texts else [row]
        for run in _runs(inside, texts.get(row.turn, "")):
            if any(each.pk == row.pk for each in run):
                made[tuple(each.pk for each in run)] = Place(tuple(run))
    return list(made.values())


def _runs(rows: list[ComparedRow], text: str) -> Iterator[list[ComparedRow]]:
    """Passages of a turn, parted where words stand between them or somebody else speaks."""
    run: list[ComparedRow] = []
    for row in rows:
        if run and not _stand_together(run[-1], row, text):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _stand_together(one: ComparedRow, other: ComparedRow, text: str) -> bool:
    between = text[one.spans[-1][1] : other.spans[0][0]]
    is_same = (one.speaker, one.wording) == (other.speaker, other.wording)
    return is_same and not WORD.search(between)


def check_deadline(deadline: float) -> None:
    """Raise OutOfTimeError behind the ``deadline`` (``time.monotonic``)."""
    if time.monotonic() > deadline:
        raise OutOfTimeError
