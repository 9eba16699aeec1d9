"""Turns inserted, moved, split and joined, and drafts split: no word changes, and none gets lost.

Positions follow by themselves. Ranges go on tiling the captured text, and passages keep their
words, ids and versions; what would change what a published passage prints is refused.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F

from quotes.editorial.corrections import ReasonNeededError, revise_printing
from quotes.editorial.records import sha256
from quotes.editorial.version import NotPossibleError, is_public, locked_archive
from quotes.models import Passage, Source, Turn, TurnKind
from quotes.text.spans import check_whole_words, uncorrected

# Beyond all positions, while turns change places.
AWAY = 1_000_000
BETWEEN = "\n\n"
SPLIT, JOINED = "the turn was split here", "two turns were joined here"
Mend = dict[str, Any]


def insert_turn(turn: Turn, position: int, *, editor: User | None) -> None:
    """Save a new turn at a position of its source; those from there on move up.

    It has no place in the captured text, because an editor wrote it down.
    """
    with locked_archive():
        others = list(turn.source.turns.order_by("position"))
        at = min(max(position, 1), len(others) + 1)
        turn.position = AWAY
        turn.full_clean(exclude=["position"])
        turn.with_editor(editor).save()
        _put_in_order(turn.source, [*others[: at - 1], turn, *others[at - 1 :]])


def move_turn(turn: Turn, position: int, *, editor: User | None) -> None:
    """Put a turn at another position; refused where an answer would come before its question."""
    with locked_archive():
        turns = list(turn.source.turns.order_by("position"))
        own = next((each for each in turns if each.pk == turn.pk), None)
        if own is None:
            raise NotPossibleError("It has been deleted meanwhile.")
        turns.remove(own)
        turns.insert(min(max(position, 1), len(turns) + 1) - 1, own)
        places = {each.pk: at for at, each in enumerate(turns)}
        for each in turns:
            if each.answers_id and places.get(each.answers_id, -1) > places[each.pk]:
                raise NotPossibleError("A turn answers an earlier turn: move its question first.")
        _put_in_order(turn.source, turns)
        own.refresh_from_db()
        own.with_editor(editor).save_only(["position"])


def split_turn(turn: Turn, at: int, *, editor: User | None) -> Turn:
    """Make two turns of one, the second from character ``at``; gives the second.

    Passages go with their words; one that lies across is refused. What answered a question that is
    split answers its second part. White space at the cut becomes a mend of the first part.
    """
    with locked_archive():
        turn = _whole(turn)
        first = turn.text[:at].rstrip()
        start = at + len(turn.text[at:]) - len(turn.text[at:].lstrip())
        if not first or start >= len(turn.text):
            raise NotPossibleError("Both parts need words: choose another place to split.")
        check_whole_words([[0, len(first)], [start, len(turn.text)]], turn.text)
        moving = _passages_behind(turn, len(first), start)
        second = _second_part(turn, first, start)
        turn.text = first
        turn.with_editor(editor).save_only(["text", "ranges", "range_sha256", "mends"])
        second.with_editor(editor).save()
        order = [each for each in turn.source.turns.order_by("position") if each.pk != second.pk]
        order.insert(order.index(turn) + 1, second)
        _put_in_order(turn.source, order)
        second.refresh_from_db()
        turn.answered_by.exclude(pk=second.pk).update(answers=second)
        _move_passages(moving, second, -start, editor)
        _refuse_other_print(turn, second)
        return second


def join_turns(turn: Turn, *, editor: User | None) -> None:
    """Make one turn of this one and the next, which has to be the same speaker's.

    Between their texts stands a blank line, as a mend.
    """
    with locked_archive():
        turn = _whole(turn)
        following = turn.source.turns.filter(position__gt=turn.position).order_by("position")
        if (after := following.first()) is None:
            raise NotPossibleError("No turn follows it.")
        after = _whole(after)
        if turn.speaker_id != after.speaker_id or bool(turn.ranges) != bool(after.ranges):
            raise NotPossibleError("Only turns of one speaker and of one document are joined.")
        if after.answered_by.exists() and turn.kind != TurnKind.QUESTION:
            raise NotPossibleError("The second is a question that others answer: mend its kind.")
        shift = len(turn.text) + len(BETWEEN)
        _append(turn, after, shift)
        turn.with_editor(editor).save_only(["text", "ranges", "range_sha256", "mends"])
        after.answered_by.update(answers=turn)
        _move_passages(list(after.passages.all()), turn, shift, editor)
        _refuse_other_print(turn)
        after.with_editor(editor).delete()
        _put_in_order(turn.source, list(turn.source.turns.order_by("position")))


def split_draft(draft: Passage, at: int, *, editor: User | None) -> Passage:
    """Make two drafts of one, the second from character ``at`` of the turn; gives the second.

    Both keep speaker, wording and topics, and whose work they are: the second is entered by the
    author of the draft and then cut. Raises SpanError for half a word.
    """
    with locked_archive():
        draft = Passage.objects.select_related("turn__source__interview").get(pk=draft.pk)
        if not draft.is_draft:
            raise NotPossibleError("Only a draft is split: readers may have cited what it says.")
        text = draft.turn.text
        before = _cut(text, draft.spans, 0, at)
        behind = _cut(text, draft.spans, at, len(text))
        if not before or not behind:
            raise NotPossibleError("Both parts need words: choose a place inside the passage.")
        check_whole_words(before, text)
        check_whole_words(behind, text)
        topics = list(draft.topics.all())
        second = Passage.objects.get(pk=draft.pk)
        second.pk, second._state.adding = None, True
        with second.one_history_row(_author(draft) or editor, "+"):
            second.save()
            second.topics.set(topics)
        for part, spans in ((draft, before), (second, behind)):
            part.turn, part.spans = draft.turn, spans
            part.fill_from_turn()
            part.with_editor(editor).save_only(["spans", "text", "first_character", "gaps"])
        return second


def _author(draft: Passage) -> User | None:
    """Who entered a draft, as far as its history knows."""
    entered = draft.history.filter(history_type="+").select_related("history_user").first()
    return entered.history_user if entered else None


def _whole(turn: Turn) -> Turn:
    """The turn as it is stored; refused where it would no longer lead back to the captured text."""
    stored = Turn.objects.select_related("source").filter(pk=turn.pk).first()
    if stored is None:
        raise NotPossibleError("It has been deleted meanwhile.")
    if stored.removed_marks or len(stored.range_sha256) != len(stored.ranges):
        raise NotPossibleError("Words of this turn were removed for legal reasons: it stays whole.")
    return stored


def _passages_behind(turn: Turn, end: int, start: int) -> list[Passage]:
    """The passages that go with the second part; raises NotPossibleError for one across."""
    moving = []
    for passage in turn.passages.all():
        if passage.spans[0][0] >= start:
            moving.append(passage)
        elif passage.spans[-1][1] > end:
            raise NotPossibleError(f"“{passage}” lies across: split or change it first.")
    return moving


def _second_part(turn: Turn, first: str, start: int) -> Turn:
    """The new turn behind a cut; ``turn`` gets the ranges and mends of what is before it."""
    raw_end = len(uncorrected(turn.text[:start], _mends_up_to(turn, start)))
    kept = _mends_up_to(turn, len(first))
    gap = {
        "at": len(first),
        "raw": turn.raw[len(uncorrected(first, kept)) : raw_end],
        "text": "",
        "reason": SPLIT,
    }
    behind = [{**m, "at": m["at"] - start} for m in turn.mends[len(_mends_up_to(turn, start)) :]]
    raw, ranges = turn.raw, turn.ranges
    ahead, rest = _cut_ranges(ranges, raw_end)
    turn.ranges, turn.range_sha256 = ahead, _hashes(raw[:raw_end], ahead)
    second = Turn(
        source=turn.source, position=AWAY, kind=turn.kind, speaker=turn.speaker,
        speaker_as_printed=turn.speaker_as_printed, text=turn.text[start:], ranges=rest,
        range_sha256=_hashes(raw[raw_end:], rest), mends=behind, answers=turn.answers,
        question_rewritten=turn.question_rewritten,
    )  # fmt: skip
    turn.mends = [*kept, gap]
    return second


def _mends_up_to(turn: Turn, at: int) -> list[Mend]:
    """The mends before a place; raises NotPossibleError where one lies across it."""
    for mend in turn.mends:
        if mend["at"] < at < mend["at"] + len(mend["text"]):
            raise NotPossibleError("The text was mended at this place: split a word later.")
    return [mend for mend in turn.mends if mend["at"] + len(mend["text"]) <= at]


def _append(turn: Turn, after: Turn, shift: int) -> None:
    blank = {"at": len(turn.text), "raw": "", "text": BETWEEN, "reason": JOINED}
    moved = [{**mend, "at": mend["at"] + shift} for mend in after.mends]
    turn.mends = [*turn.mends, blank, *moved]
    turn.text = f"{turn.text}{BETWEEN}{after.text}"
    turn.ranges = [*turn.ranges, *after.ranges]
    turn.range_sha256 = [*turn.range_sha256, *after.range_sha256]


def _cut_ranges(
    ranges: Sequence[Sequence[int]], length: int
) -> tuple[list[list[int]], list[list[int]]]:
    """Ranges as those of the first ``length`` characters, and the others."""
    ahead: list[list[int]] = []
    rest: list[list[int]] = []
    for start, end in ranges:
        cut = min(max(start, start + length), end)
        length -= end - start
        ahead += [[start, cut]] if start < cut else []
        rest += [[cut, end]] if cut < end else []
    return ahead, rest


def _hashes(raw: str, ranges: Sequence[Sequence[int]]) -> list[str]:
    edges = accumulate((end - start for start, end in ranges), initial=0)
    return [sha256(raw[start:end]) for start, end in pairwise(edges)]


def _cut(text: str, spans: Sequence[Sequence[int]], low: int, high: int) -> list[list[int]]:
    """The parts of spans between two places, without white space at their ends."""
    parts = []
    for start, end in spans:
        start, end = max(start, low), min(end, high)
        words = text[start:end]
        start, end = (
            start + len(words) - len(words.lstrip()),
            end - len(words) + len(words.rstrip()),
        )
        if start < end:
            parts.append([start, end])
    return parts


def _move_passages(
    passages: Sequence[Passage], turn: Turn, shift: int, editor: User | None
) -> None:
    """Let passages be of another turn; their words, gaps, ids and versions are the same."""
    for passage in passages:
        passage.turn = turn
        passage.spans = [[start + shift, end + shift] for start, end in passage.spans]
        passage.fill_from_turn()
        names = ["turn", "spans", "text", "first_character", "gaps"]
        passage.with_editor(editor).save_only(names)


def _refuse_other_print(*turns: Turn) -> None:
    """Stamp what readers see of these turns; refuse what would give a passage a new version."""
    with locked_archive() as state:
        for turn in turns:
            if not is_public(turn):
                continue
            number = state.advance()
            try:
                revise_printing(turn, number, None, None)
            except ReasonNeededError as error:
                raise NotPossibleError(
                    "A published passage prints this question otherwise then: correct it by itself."
                ) from error
            Turn.objects.filter(pk=turn.pk).update(changed_in_version=number)
            turn.passages.ever_published().update(changed_in_version=number)


def _put_in_order(source: Source, turns: Sequence[Turn]) -> None:
    """Give the turns of a source the positions 1, 2, 3 …; the caller has the lock."""
    stored = dict(source.turns.values_list("pk", "position"))
    moved = [(turn, at) for at, turn in enumerate(turns, 1) if stored[turn.pk] != at]
    if not moved:
        return
    pks = [turn.pk for turn, _ in moved]
    source.turns.filter(pk__in=pks, position__lt=AWAY).update(position=F("position") + AWAY)
    seen = []
    for turn, at in moved:
        turn.position = at
        Turn.objects.filter(pk=turn.pk).update(position=at)
        seen += [turn.pk] if is_public(turn) else []
    if seen:
        with locked_archive() as state:
            Turn.objects.filter(pk__in=seen).update(changed_in_version=state.advance())
