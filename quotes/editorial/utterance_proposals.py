"""Passages that may report the same words, proposed to editors as utterances.

Proposed are passages of one interview, of the same speaker, in different sources, that share a run
of rare words and stand in each other to a good part. An editor confirms or rejects; two passages
that are members of one utterance, in whatever state, are never proposed together again. An
utterance is of one interview: of two that seem to be one occasion, editors are told, to merge them.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from quotes.editorial.version import locked_archive, utterance_change
from quotes.models import Interview, MemberState, Passage, State, Utterance, UtteranceMember
from quotes.text.repeats import ANYWHERE, SAME_OCCASION, near_repeats

# Passages of other interviews that are compared with those of one; the newest.
MAX_COMPARED = 2_000


class ProposedPair(NamedTuple):
    """Two passages of different sources; ``share`` of the shorter one stands in the other."""

    one: Passage
    other: Passage
    share: float

    @property
    def keys(self) -> frozenset[int]:
        """Primary keys of both."""
        return frozenset((self.one.pk, self.other.pk))


def propose_utterances(interview: Interview, *, is_dry_run: bool = False) -> list[ProposedPair]:
    """Propose the utterances of an interview that nobody has decided on; the pairs, best first.

    With ``is_dry_run`` nothing is written.
    """
    decided = _decided(interview)
    return [
        pair
        for pair in _pairs(interview)
        if pair.keys not in decided and (is_dry_run or _propose(interview, pair))
    ]


def other_occasions(interview: Interview) -> list[ProposedPair]:
    """Pairs with a passage of another interview, at the same event or on the same days.

    The two interviews may be one occasion; the closest pair of each other interview, best first.
    """
    of_interview = Passage.objects.filter(turn__source__interview=interview)
    rows = Passage.objects.filter(
        turn__source__interview__in=Interview.objects.at_same_event(interview),
        speaker__in=of_interview.values("speaker"),
    )
    others = _loaded(rows.order_by("-pk")[:MAX_COMPARED])
    if not others:
        return []
    own = _loaded(of_interview)
    texts = {pk: each.text for pk, each in (own | others).items()}
    groups = {pk: 1 if pk in own else 2 for pk in texts}
    found: dict[int, ProposedPair] = {}
    for one, other, share in near_repeats(texts, ANYWHERE, groups):
        ours, theirs = (one, other) if one in own else (other, one)
        pair = ProposedPair(own[ours], others[theirs], share)
        if pair.one.speaker_id == pair.other.speaker_id:
            found.setdefault(pair.other.source.interview_id, pair)
    return list(found.values())


def _pairs(interview: Interview) -> Iterator[ProposedPair]:
    """What may be the same words, the closest first."""
    if interview.sources.count() < 2:
        return
    passages = _loaded(Passage.objects.filter(turn__source__interview=interview))
    texts = {pk: each.text for pk, each in passages.items()}
    sources = {pk: each.turn.source_id for pk, each in passages.items()}
    for one, other, share in near_repeats(texts, SAME_OCCASION, sources):
        pair = ProposedPair(passages[one], passages[other], share)
        if pair.one.speaker_id == pair.other.speaker_id:
            yield pair


def _loaded(rows: Any) -> dict[int, Passage]:
    """Those that are not withdrawn, by primary key."""
    rows = rows.select_related("turn__source__outlet", "turn__source__interview", "speaker")
    # Whole documents, which would come once for each of their passages.
    rows = rows.defer("turn__source__captured_text", "turn__source__dropped")
    return {each.pk: each for each in rows if each.state != State.WITHDRAWN}


def _decided(interview: Interview) -> set[frozenset[int]]:
    """Pairs of passages that are members of one utterance, whatever is said of them."""
    together: dict[int, list[int]] = {}
    members = UtteranceMember.objects.filter(utterance__interview=interview)
    for utterance, passage in members.values_list("utterance", "passage"):
        together.setdefault(utterance, []).append(passage)
    return {frozenset(pair) for passages in together.values() for pair in combinations(passages, 2)}


def _propose(interview: Interview, pair: ProposedPair) -> bool:
    """Put the pair into the utterance that has one of them, or into a new one.

    Not if each is in one already: which of the two is right, is for an editor to see. What is there
    is looked up under the lock, so that of two runs at once the second sees what the first did.
    """
    with locked_archive():
        found = {pk: _utterance_of(pk) for pk in (pair.one.pk, pair.other.pk)}
        if all(found.values()) or _is_decided(pair):
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


def _is_decided(pair: ProposedPair) -> bool:
    members = UtteranceMember.objects.filter(passage=pair.one)
    return members.filter(utterance__members__passage=pair.other).exists()


def _utterance_of(passage: int) -> Utterance | None:
    """The utterance that a passage is in, or proposed to be in."""
    members = UtteranceMember.objects.filter(passage=passage).exclude(state=MemberState.REJECTED)
    member = members.select_related("utterance").order_by("pk").first()
    return member.utterance if member else None
