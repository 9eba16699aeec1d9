"""Publishing, withdrawing and reinstating passages, and minting identifiers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from quotes.editorial import records
from quotes.editorial.card_files import delete_cards_after_commit
from quotes.editorial.version import (
    NotPossibleError,
    RefusedError,
    archive_change,
    locked_archive,
    record_removal_of_words,
    stamp_related,
)
from quotes.models import (
    ChangeKind,
    Identifier,
    IdentifierEvent,
    IdentifierEventKind,
    Passage,
    PassageRevision,
    ReviewEvent,
    ReviewEventKind,
    RevisionWords,
    State,
)
from quotes.models.bulk_insert import insert, insert_values, new, new_keys
from quotes.text import identifiers, spans

# The only columns that publishing, withdrawing, reinstating and merging change.
STATE_FIELDS = (
    "state",
    "identifier",
    "version",
    "changed_in_version",
    "published_at",
    "updated_at",
)
NOT_THERE = "It is no longer in the archive."


def publish(
    passages: Iterable[Passage],
    *,
    editor: User | None,
    ids: Mapping[int, str] | None = None,
) -> list[Passage]:
    """Publish drafts, all or none; each gets an identifier and version 1.

    ``ids`` gives identifiers that were minted elsewhere, by primary key. Raises RefusedError,
    naming the first passage that isn't a draft, doesn't fit its turn, or overlaps another.
    """
    with locked_archive() as state:
        pks = [passage.pk for passage in passages]
        drafts = Passage.objects.for_display().in_order(pks)
        _check(drafts, pks)
        if not drafts:
            return []
        number = state.advance()
        _make_first_version(drafts, number, [(ids or {}).get(draft.pk, "") for draft in drafts])
        _save(drafts, editor)
        _enter_first_version(drafts, editor)
        stamp_related(drafts, number)
    return drafts


def publish_new(passages: Sequence[Passage], *, editor: User | None) -> None:
    """Save and publish passages that were never saved, as ``publish`` does, many at once.

    Their turns are saved, and they have what ``for_display`` loads. For loading whole archives:
    history keeps no row of it.
    """
    with archive_change() as number:
        _check_new(passages)
        _make_first_version(passages, number, [""] * len(passages))
        insert(passages)
        _enter_first_version(passages, editor)


def send_to_review(passages: Iterable[Passage], *, editor: User | None) -> list[int]:
    """Hand drafts to a reviewer; what is no draft is left as it is. Gives primary keys."""
    pks = [passage.pk for passage in passages]
    return _move(pks, State.DRAFT, State.IN_REVIEW, editor, ReviewEventKind.SENT)


def take_from_review(passages: Iterable[Passage], *, editor: User | None) -> list[int]:
    """Make drafts again of passages in review, leaving others; gives primary keys."""
    pks = [passage.pk for passage in passages]
    return _move(pks, State.IN_REVIEW, State.DRAFT, editor, ReviewEventKind.TAKEN_BACK)


def _move(
    pks: Sequence[int],
    begins_at: State,
    goes_to: State,
    editor: User | None,
    event: ReviewEventKind,
) -> list[int]:
    with locked_archive():
        moved = list(Passage.objects.filter(pk__in=pks, state=begins_at).order_by("pk"))
        for passage in moved:
            passage.state = goes_to
            passage.with_editor(editor).save_only(["state"])
        ReviewEvent.objects.enter([passage.pk for passage in moved], event, editor=editor)
    return [passage.pk for passage in moved]


def withdraw(passage: Passage, *, reason: str, editor: User | None) -> None:
    """Withdraw a published passage; its address answers with date and reason."""
    _needs(reason, "Give the reason that readers will see at its address.")
    with archive_change() as number:
        passage = _get(passage, State.PUBLISHED, "Only a published passage can be withdrawn.")
        take_down(passage, number, reason=reason, editor=editor)


def take_down(passage: Passage, number: int, *, reason: str, editor: User | None) -> None:
    """Withdraw a passage as part of a change of the archive that has begun."""
    passage.state, passage.changed_in_version = State.WITHDRAWN, number
    passage.updated_at = timezone.now()
    _save([passage], editor)
    _register([passage], IdentifierEventKind.WITHDRAWN, reason=reason)
    stamp_related([passage], number)
    record_removal_of_words(number)
    delete_cards_after_commit([passage])


def reinstate(passage: Passage, *, reason: str, editor: User | None) -> None:
    """Publish a withdrawn passage again, as a new version."""
    _needs(reason, "Give the reason why the passage is reinstated.")
    with archive_change() as number:
        passage = _get(passage, State.WITHDRAWN, "Only a withdrawn passage can be reinstated.")
        if refusal := why_not_reinstated(passage):
            raise NotPossibleError(refusal)
        for _, other in _overlaps([passage]):
            raise NotPossibleError(
                f"“{passage}” shares words with {other.identifier_id}: withdraw that one first."
            )
        passage.state, passage.changed_in_version = State.PUBLISHED, number
        passage.version += 1
        passage.updated_at = timezone.now()
        _save([passage], editor)
        at = passage.updated_at
        _register([passage], IdentifierEventKind.REINSTATED, reason=reason, at=at)
        records.append([passage], kind=ChangeKind.REINSTATED, reason=reason, editor=editor, at=at)
        stamp_related([passage], number)


def why_not_reinstated(passage: Passage) -> str:
    """Why a withdrawn passage cannot be reinstated; empty if it can.

    It cannot if its address leads to another passage, or if its words were removed.
    """
    identifier = passage.identifier
    last_event = identifier.last_event if identifier else None
    if last_event and last_event.target_id:
        kind, target = last_event.get_kind_display().lower(), last_event.target_id
        return f"It was {kind} {target}: its address leads there."
    words = RevisionWords.objects.filter(revision__passage=passage).exclude(removed="")
    if lost := words.filter(revision__number=passage.version).first():
        return f"Its words are no longer in this archive: {lost.get_removed_display().lower()}."
    return ""


def register_merge(
    duplicate: Passage, into: Passage, number: int, *, reason: str, editor: User | None
) -> None:
    """Withdraw a duplicate, and register that its identifier leads to another passage."""
    duplicate.state, duplicate.changed_in_version = State.WITHDRAWN, number
    duplicate.updated_at = timezone.now()
    _save([duplicate], editor)
    _register(
        [duplicate], IdentifierEventKind.MERGED, reason=reason, target=str(into.identifier_id)
    )
    stamp_related([duplicate], number)
    record_removal_of_words(number)
    delete_cards_after_commit([duplicate])


def mint(given: Sequence[str]) -> list[Identifier]:
    """New identifiers, one for each of ``given``; an empty text stands for a random one."""
    wanted = [identifiers.canonical(text) if text else identifiers.mint() for text in given]
    while taken := _taken(wanted):
        if fixed := taken.intersection(given):
            raise NotPossibleError(f"The identifier {min(fixed)} has been given before.")
        wanted = [identifiers.mint() if text in taken else text for text in wanted]
    minted = [new(Identifier, id=text) for text in wanted]
    insert(minted)
    return minted


def _taken(wanted: list[str]) -> set[str]:
    twice = {text for text, times in Counter(wanted).items() if times > 1}
    batches = (wanted[i : i + 500] for i in range(0, len(wanted), 500))
    return twice.union(*map(_known, batches))


def _known(some: list[str]) -> set[str]:
    return set(Identifier.objects.filter(id__in=some).values_list("id", flat=True))


def _check(drafts: Sequence[Passage], pks: Iterable[int]) -> None:
    """Raise RefusedError with every reason not to publish these, where there is one."""
    faults = list(_faults(drafts))
    reasons = dict.fromkeys(set(pks) - {draft.pk for draft in drafts}, NOT_THERE)
    for passage, fault in faults:
        reasons.setdefault(passage.pk, f"It {fault}")
    if faults:
        passage, fault = faults[0]
        raise RefusedError(f"“{passage}” {fault}", reasons)
    if reasons:
        raise RefusedError(
            f"{len(reasons)} of the passages {'is' if len(reasons) == 1 else 'are'} no longer in "
            "the archive.",
            reasons,
        )


def _check_new(passages: Sequence[Passage]) -> None:
    for passage, fault in _faults(passages):
        raise NotPossibleError(f"“{passage}” {fault}")


def _faults(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    """Reasons not to publish passages, as predicates: “shares words with …”."""
    for passage in passages:
        if fault := _fault(passage):
            yield passage, fault
    for passage, other in _overlaps(passages):
        name = other.identifier_id or f"the draft number {other.pk}"
        yield passage, f"shares words with {name}: change the spans of one of them."


def _fault(passage: Passage) -> str:
    if not passage.is_draft:
        return f"is {passage.get_state_display().lower()} already."
    try:
        spans.check_spans(passage.spans, len(passage.turn.text))
        spans.check_whole_words(passage.spans, passage.turn.text)
    except spans.SpanError as error:
        return f"has no sound place in its turn. {error}"
    if passage.text != spans.spanned(passage.turn.text, passage.spans):
        return "is not what its turn says at its spans."
    return ""


def _overlaps(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Passage]]:
    """Pairs of passages that share words, the second published or earlier among ``passages``."""
    own = {passage.pk for passage in passages}
    by_turn: dict[int, list[Passage]] = {}
    # The state is checked here: with a condition on it, SQLite would scan all published passages.
    for other in Passage.objects.filter(turn__in={p.turn_id for p in passages}):
        if other.is_published and other.pk not in own:
            by_turn.setdefault(other.turn_id, []).append(other)
    for passage in passages:
        beside = by_turn.setdefault(passage.turn_id, [])
        for other in beside:
            if spans.overlaps(passage.spans, other.spans):
                yield passage, other
                break
        beside.append(passage)


def _make_first_version(drafts: Sequence[Passage], number: int, ids: Sequence[str]) -> None:
    now = timezone.now()
    for draft, identifier in zip(drafts, mint(ids), strict=True):
        draft.identifier = identifier
        draft.version, draft.state, draft.changed_in_version = 1, State.PUBLISHED, number
        draft.published_at = draft.updated_at = now


def _enter_first_version(passages: Sequence[Passage], editor: User | None) -> None:
    at = passages[0].published_at if passages else None
    _register(passages, IdentifierEventKind.PUBLISHED, reason="", at=at)
    records.append(passages, kind=ChangeKind.FIRST, reason="", editor=editor, at=at)


def _get(passage: Passage, state: State, refusal: str) -> Passage:
    current = Passage.objects.for_display().get(pk=passage.pk)
    if current.state != state:
        raise NotPossibleError(refusal)
    return current


def _needs(reason: str, refusal: str) -> None:
    if not reason.strip():
        raise NotPossibleError(refusal)


def _save(passages: Sequence[Passage], editor: User | None) -> None:
    for passage in passages:
        passage.with_editor(editor).save_only(STATE_FIELDS)


def _register(
    passages: Sequence[Passage],
    kind: str,
    *,
    reason: str,
    target: str | None = None,
    at: datetime | None = None,
) -> None:
    """Register an event for each passage's identifier; a version made with it has the same time."""
    now = at or timezone.now()
    after = PassageRevision.objects.order_by("sequence").values_list("sequence", flat=True).last()
    keys = new_keys(IdentifierEvent, len(passages))
    insert_values(
        IdentifierEvent,
        [
            {
                "id": key,
                "identifier_id": passage.identifier_id,
                "kind": kind,
                "target_id": target,
                "reason": reason,
                "created_at": now,
                "after_sequence": after or 0,
            }
            for key, passage in zip(keys, passages, strict=True)
        ],
    )
    if kind in records.ENDS:
        ids = [str(passage.identifier_id) for passage in passages]
        records.append_ends(ids, kind=kind, target=target, reason=reason, at=now)
