"""The published part of a conversation: questions, passages, and gaps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import Any, NamedTuple

from quotes.filters.browse import ConversationPage
from quotes.models import Interview, Passage, Source, Turn
from quotes.models.addresses import address
from quotes.models.passage import PassageQuerySet
from quotes.search.hits import Span, hits, question_hits
from quotes.search.tree import Node
from quotes.text.excerpts import WORD


@dataclass(frozen=True)
class Item:
    """One thing in a conversation: a question, a passage, or, with neither, a gap.

    ``anchor`` is a question's place on the page. ``asked`` is what a passage answers, where that
    does not stand right before it.
    """

    question: Turn | None = None
    passage: Passage | None = None
    found: Sequence[Span] = ()
    anchor: str = ""
    asked: Turn | None = None


class Share(NamedTuple):
    """How much of what a source quotes is one speaker's, in percent of its characters."""

    name: str
    url: str
    percent: int


@dataclass(frozen=True)
class SourceReport:
    """What one source reports of the conversation; ``shares`` of its whole, the largest first."""

    source: Source
    items: list[Item]
    shares: Sequence[Share] = ()

    @property
    def questions(self) -> list[Item]:
        """Its questions, in order."""
        return [item for item in self.items if item.question]


class ShownTurn(NamedTuple):
    """A turn with its published passages."""

    turn: Turn
    is_question: bool
    passages: list[Passage]


GAP = Item()


def spoken_in(found: Interview) -> PassageQuerySet:
    """The published passages of an interview, report by report, the closest to speech first."""
    return Passage.public.said_in(found).for_display().as_reported()


def page_of(passage: Passage) -> int:
    """The page of its interview's conversation on which a passage stands."""
    before = spoken_in(passage.interview).preceding(passage).count()
    return before // ConversationPage.per_page + 1


def conversation(passages: Iterable[Passage], *, from_start: bool = True) -> list[SourceReport]:
    """The reports that these published passages make, which are in the order of their sources.

    Gaps depend on these passages only, not on drafts or unpublished turns. ``from_start``: no
    earlier passage is left out.
    """
    reports: list[SourceReport] = []
    for _, group in groupby(passages, key=lambda passage: passage.turn.source_id):
        spoken = list(group)
        items = _with_far_questions(_one_gap_at_a_time(_items(_shown_turns(spoken))))
        if not from_start and not reports and items[0] == GAP:
            del items[0]
        reports.append(SourceReport(spoken[0].source, items))
    return reports


def with_hits(reports: Iterable[SourceReport], tree: Node) -> list[SourceReport]:
    """The same reports, with the places of a query's words in each question and passage."""
    return [
        replace(each, items=[_with_hits(item, tree, each.source.language) for item in each.items])
        for each in reports
    ]


def with_outline(reports: Iterable[SourceReport], passages: PassageQuerySet) -> list[SourceReport]:
    """The same reports with anchors of questions, and with who speaks how long.

    The latter goes by all ``passages`` of the conversation, whatever the reports show of them.
    """
    by_source: dict[int, list[Any]] = {}
    for row in passages.lengths_by_speaker():
        by_source.setdefault(row["source"], []).append(row)
    number = count(1)
    return [
        replace(
            each,
            items=[
                replace(item, anchor=f"question-{next(number)}") if item.question else item
                for item in each.items
            ],
            shares=_shares(by_source.get(each.source.pk, [])),
        )
        for each in reports
    ]


def _shares(rows: Sequence[Any]) -> list[Share]:
    whole = sum(row["characters"] for row in rows)
    return [
        Share(row["name"], address("speaker", row["slug"]), round(100 * row["characters"] / whole))
        for row in rows
    ]


def _with_hits(item: Item, tree: Node, language: str) -> Item:
    if item.question:
        return replace(item, found=question_hits(tree, item.question.text, language))
    if item.passage:
        words = item.passage.text
        return replace(item, found=hits(tree, words, item.passage.language))
    return item


def _shown_turns(spoken: list[Passage]) -> list[ShownTurn]:
    found = {
        passage.question.pk: ShownTurn(passage.question, True, [])
        for passage in spoken
        if passage.question
    }
    for passage in spoken:
        found.setdefault(passage.turn_id, ShownTurn(passage.turn, False, [])).passages.append(
            passage
        )
    return sorted(found.values(), key=lambda shown: shown.turn.position)


def _items(shown_turns: list[ShownTurn]) -> Iterator[Item]:
    reached = 0
    for shown in shown_turns:
        if shown.turn.position > reached + 1:
            yield GAP
        reached = shown.turn.position
        if shown.is_question:
            yield Item(question=shown.turn)
            yield from (Item(passage=passage) for passage in shown.passages)
        else:
            yield from _inside(shown.turn.text, shown.passages)


def _inside(text: str, passages: list[Passage]) -> Iterator[Item]:
    """Passages of a turn, with gaps where words stand between their spans."""
    reached = 0
    for passage in passages:
        if WORD.search(text, reached, max(reached, passage.first_character)):
            yield GAP
        yield Item(passage=passage)
        reached = max(reached, passage.spans[-1][1])
    if WORD.search(text, reached):
        yield GAP


def _with_far_questions(items: list[Item]) -> list[Item]:
    """The same, passages with what they answer where something stands between."""
    return [
        replace(item, asked=item.passage.question)
        if item.passage and not (before and before.question)
        else item
        for before, item in zip([None, *items], items, strict=False)
    ]


def _one_gap_at_a_time(items: Iterable[Item]) -> list[Item]:
    return [item for item, _ in groupby(items)]
