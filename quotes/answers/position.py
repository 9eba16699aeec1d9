"""What somebody has said on a topic, in order, and where they said nearly the same again."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from quotes.models import Passage, UtteranceMember
from quotes.models.passage import PassageQuerySet
from quotes.text.differences import WordDifference, differences
from quotes.text.repeats import near_repeats

# Passages that are compared with each other, the first in time; and what is shown beside one.
MAX_COMPARED, MAX_BESIDE = 500, 4


class NearRepeat(NamedTuple):
    """A passage with nearly the same words; ``parts`` lead from the earlier to the later one."""

    passage: Passage
    parts: list[WordDifference]
    is_same_statement: bool
    is_earlier: bool


class SaidPassage(NamedTuple):
    """A passage with its near repeats, in order."""

    passage: Passage
    repeats: list[NearRepeat]


def with_repeats(passages: Sequence[Passage], whole: PassageQuerySet) -> list[SaidPassage]:
    """The passages of a page, loaded for display; ``whole`` is what the page is one of."""
    texts = dict(whole.values_list("pk", "text")[:MAX_COMPARED])
    beside: dict[int, list[int]] = defaultdict(list)
    for one, other, _ in near_repeats(texts):
        beside[one].append(other)
        beside[other].append(one)
    wanted = {pk for each in passages for pk in beside[each.pk][:MAX_BESIDE]}
    others = {each.pk: each for each in Passage.public.for_display().in_order(list(wanted))}
    statements = UtteranceMember.objects.statements([*wanted, *(each.pk for each in passages)])
    order = {pk: place for place, pk in enumerate(texts)}
    return [
        SaidPassage(
            each,
            [
                _repeat(each, others[pk], order, statements)
                for pk in sorted(beside[each.pk][:MAX_BESIDE], key=order.__getitem__)
                if pk in others
            ],
        )
        for each in passages
    ]


def _repeat(
    passage: Passage, other: Passage, order: dict[int, int], statements: dict[int, int]
) -> NearRepeat:
    is_earlier = order[other.pk] < order[passage.pk]
    first, last = (other, passage) if is_earlier else (passage, other)
    statement = statements.get(passage.pk)
    is_same = statement is not None and statement == statements.get(other.pk)
    return NearRepeat(other, differences(first.text, last.text), is_same, is_earlier)
