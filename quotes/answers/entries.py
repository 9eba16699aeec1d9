"""Hits as entries of a page: reports of one statement together, and a question over its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from quotes.answers.query_marks import Marks, Reason
from quotes.checking.explanations import differs_by
from quotes.models.result_rows import OtherReport, QuestionRow, ResultRow
from quotes.search.hits import WHOLE_UP_TO, WINDOW, Span, Window, best_window
from quotes.text.gaps import Gap, stretch
from quotes.text.interface import all_of

# Characters shown of a hit in one line of a wide screen, and how much more is shown whole.
LINE_WINDOW, LINE_WHOLE_UP_TO = 100, 1.2


@dataclass(frozen=True)
class Hit(Marks):
    """A passage that was found, and the part of its words that shows why."""

    passage: ResultRow
    size: int = WINDOW
    whole_up_to: float = WHOLE_UP_TO
    # Why it was found, where its words alone don't show it.
    reasons: Sequence[Reason] = ()

    @property
    def reason(self) -> str:
        """The reasons in words."""
        return all_of([each.in_words for each in self.reasons])

    @cached_property
    def window(self) -> Window:
        """The stretch of the words with most of the hits."""
        return best_window(self.passage.text, self.found, self.size, whole_up_to=self.whole_up_to)

    @property
    def text(self) -> str:
        """The words inside the window."""
        return self.passage.text[self.window.start : self.window.end]

    @property
    def opening(self) -> str:
        """The first words, as much as goes on a line."""
        text = self.passage.text
        end = best_window(text, [], LINE_WINDOW, whole_up_to=LINE_WHOLE_UP_TO).end
        shown = stretch(text, 0, end, self.passage.gaps_at)
        return shown if end == len(text) else f"{shown} …"

    @property
    def hits(self) -> list[Span]:
        """Places of the hits in the window's words."""
        start = self.window.start
        return [(a - start, b - start) for a, b in self.window.hits]

    @property
    def gaps_at(self) -> dict[int, Gap]:
        """What stands between two parts in the window's words, by the offset of the second."""
        start, end = self.window.start, self.window.end
        gaps = self.passage.gaps_at
        return {joint - start: gap for joint, gap in gaps.items() if start < joint < end}

    @property
    def is_cut(self) -> bool:
        """Whether only a part of the words is shown."""
        return self.is_cut_before or self.is_cut_after

    @property
    def is_cut_before(self) -> bool:
        """Whether words stand before the window."""
        return self.window.start > 0

    @property
    def is_cut_after(self) -> bool:
        """Whether words stand behind the window."""
        return self.window.end < len(self.passage.text)


@dataclass(frozen=True)
class Entry:
    """A hit with the other reports of the same words.

    ``question`` is what it answers, at the first of consecutive entries that answer it; ``answers``
    is how many of them there are.
    """

    hit: Hit
    others: Sequence[OtherReport] = ()
    question: QuestionRow | None = None
    answers: int = 1
    found_in_question: list[Span] = field(default_factory=list)

    @property
    def is_one_of_several(self) -> bool:
        """Whether entries beside it answer the same question."""
        return self.answers > 1


def entries(
    hits: Sequence[Hit],
    statements: Mapping[int, int],
    others: Mapping[int, Sequence[OtherReport]],
) -> list[Entry]:
    """The hits of a page in order, of each statement the first report alone.

    ``statements`` has the utterances of passages, ``others`` their other reports, by primary key.
    """
    made = []
    for question, several in groupby(_one_of_each(hits, statements), key=_question_of):
        together = list(several)
        marked = next((hit.found_in_question for hit in together if hit.found_in_question), [])
        made += [
            Entry(
                hit,
                [_told_beside(hit.passage, each) for each in others.get(hit.passage.pk, ())],
                hit.passage.question if place == 0 else None,
                len(together) if question is not None else 1,
                marked if place == 0 else [],
            )
            for place, hit in enumerate(together)
        ]
    return made


def _told_beside(passage: ResultRow, report: OtherReport) -> OtherReport:
    """The other report, and whether it denies what the passage says, or has another number."""
    return replace(report, differs_by=differs_by(report.text, passage.text, passage.language))


def statements_among(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The statements of which several records, or one of several reports, are among these.

    Each has its address, the number of its ``reports`` in the archive, and the identifiers of those
    among the ``results``, in their order.
    """
    found: dict[str, dict[str, Any]] = {}
    for record in records:
        if statement := record["utterance"]:
            number = len(statement["variants"])
            made = {"url": statement["url"], "reports": number, "results": []}
            found.setdefault(statement["url"], made)["results"].append(record["id"])
    return list(found.values())


def _question_of(hit: Hit) -> int | None:
    return hit.passage.question.pk if hit.passage.question else None


def _one_of_each(hits: Sequence[Hit], statements: Mapping[int, int]) -> list[Hit]:
    first: dict[int, Hit] = {}
    for hit in hits:
        # Below zero where no other report is known, so that each stands for itself.
        first.setdefault(statements.get(hit.passage.pk, -hit.passage.pk), hit)
    return list(first.values())
