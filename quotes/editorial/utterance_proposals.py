"""Passages that may report the same words, proposed to editors as utterances.

Proposed are passages of one interview, of the same speaker, in different sources, that share a run
of rare words and stand in each other to a good part. An editor confirms or rejects; two passages
that are members of one utterance, in whatever state, are never proposed together again.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from quotes.editorial.version import utterance_change
from quotes.models import Interview, MemberState, Passage, State, Utterance, UtteranceMember
from quotes.text.repeats import SAME_OCCASION, near_repeats


class ProposedPair(NamedTuple):
    """Two passages of different sources; ``share`` of the shorter one stands in the other."""

    one: Passage
    other: Passage
    share: float


def propose_utterances(interview: Interview, *, is_dry_run: bool = False) -> list[ProposedPair]:
    """Propose the utterances of an interview that nobody has decided on; the pairs, best first.

    With ``is_dry_run`` nothing is written.
    """
    pairs = []
    decided = _decided(interview)
    for pair in _pairs(interview):
        keys = frozenset((pair.one.pk, pair.other.pk))
        if keys in decided:
            continue
        if is_dry_run or _propose(interview, pair):
            pairs.append(pair)
        decided = decided if is_dry_run else _decided(interview)
    return pairs


def _pairs(interview: Interview) -> Iterator[ProposedPair]:
    """What may be the same words, the closest first."""
    rows = Passage.objects.filter(turn__source__interview=interview)
    rows = rows.exclude(state=State.WITHDRAWN).select_related("turn__source__outlet", "speaker")
    passages = {each.pk: each for each in rows}
    texts = {pk: each.text for pk, each in passages.items()}
    for one, other, share in near_repeats(texts, SAME_OCCASION):
        pair = ProposedPair(passages[one], passages[other], share)
        is_same_source = pair.one.turn.source_id == pair.other.turn.source_id
        if pair.one.speaker_id == pair.other.speaker_id and not is_same_source:
            yield pair


def _decided(interview: Interview) -> set[frozenset[int]]:
    """Pairs of passages that are members of one utterance, whatever is said of them."""
    together: dict[int, list[int]] = {}
    members = UtteranceMember.objects.filter(utterance__interview=interview)
    for utterance, passage in members.values_list("utterance", "passage"):
        together.setdefault(utterance, []).append(passage)
    return {frozenset(pair) for passages in together.values() for pair in combinations(passages, 2)}


def _propose(interview: Interview, pair: ProposedPair) -> bool:
    """Put the pair into the utterance that has one of them, or into a new one.

    Not if each is in one already: which of the two is right, is for an editor to see.
    """
    found = {pk: _utterance_of(pk) for pk in (pair.one.pk, pair.other.pk)}
    if all(found.values()):
        return False
    utterance = next(filter(None, found.values()), None)
    utterance = utterance or Utterance.objects.create(interview=interview)
    with utterance_change(utterance):
        UtteranceMember.objects.bulk_create(
            UtteranceMember(utterance=utterance, passage_id=pk, state=MemberState.PROPOSED)
            for pk, own in found.items()
            if own is None
        )
    return True


def _utterance_of(passage: int) -> Utterance | None:
    """The utterance that a passage is in, or proposed to be in."""
    members = UtteranceMember.objects.filter(passage=passage).exclude(state=MemberState.REJECTED)
    member = members.select_related("utterance").order_by("pk").first()
    return member.utterance if member else None
