"""Publishing, withdrawing, reinstating: what gives a passage its address or takes its words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from django.contrib.auth.models import User
from django.utils import timezone

from quotes.editorial import records
from quotes.editorial.version import NotPossibleError, archive_change, stamp_beside
from quotes.models import (
    ChangeKind,
    Identifier,
    IdentifierEvent,
    IdentifierEventKind,
    Passage,
    PassageRevision,
    RevisionWords,
    State,
)
from quotes.models.rows import insert, insert_values, new_keys
from quotes.text import identifiers, spans


def publish(
    passages: Iterable[Passage],
    *,
    editor: User | None,
    ids: Mapping[int, str] | None = None,
) -> list[Passage]:
    """Publish drafts, all or none; each gets an identifier and version 1.

    ``ids`` gives identifiers that were minted elsewhere, by primary key. Raises NotPossibleError,
    naming the passage, when one isn't a draft, doesn't fit its turn, or overlaps another.
    """
    with archive_change() as number:
        pks = [passage.pk for passage in passages]
        drafts = Passage.objects.for_display().in_order(pks)
        _check(drafts)
        _make_first_version(drafts, number, [(ids or {}).get(draft.pk, "") for draft in drafts])
        _save(drafts, editor)
        _enter_first_version(drafts, editor)
        stamp_beside(drafts, number)
    return drafts


def publish_new(passages: Sequence[Passage], *, editor: User | None) -> None:
    """Save and publish passages that were never saved, as ``publish`` does, many at once.

    Their turns are saved, and they have what ``for_display`` loads. For loading whole archives:
    history keeps no row of it.
    """
    with archive_change() as number:
        _check(passages)
        _make_first_version(passages, number, [""] * len(passages))
        insert(passages)
        _enter_first_version(passages, editor)


def withdraw(passage: Passage, *, reason: str, editor: User | None) -> None:
    """Take a published passage's words from the public; its address tells when and why."""
    _needs(reason, "Give the reason that readers will see at its address.")
    with archive_change() as number:
        passage = _get(passage, State.PUBLISHED, "Only a published passage can be withdrawn.")
        take_down(passage, number, reason=reason, editor=editor)


def take_down(passage: Passage, number: int, *, reason: str, editor: User | None) -> None:
    """What withdrawing does, for a change of the archive that is being made already."""
    passage.state, passage.changed_in = State.WITHDRAWN, number
    passage.updated_at = timezone.now()
    _save([passage], editor)
    _register([passage], IdentifierEventKind.WITHDRAWN, reason=reason)
    stamp_beside([passage], number)


def reinstate(passage: Passage, *, reason: str, editor: User | None) -> None:
    """Publish a withdrawn passage again, as a new version."""
    _needs(reason, "Give the reason why the passage is reinstated.")
    with archive_change() as number:
        passage = _get(passage, State.WITHDRAWN, "Only a withdrawn passage can be reinstated.")
        _check_words(passage)
        _check_overlaps([passage])
        passage.state, passage.changed_in = State.PUBLISHED, number
        passage.version += 1
        passage.updated_at = timezone.now()
        _save([passage], editor)
        _register([passage], IdentifierEventKind.REINSTATED, reason=reason)
        records.append([passage], kind=ChangeKind.REINSTATED, reason=reason, editor=editor)
        stamp_beside([passage], number)


def register_merge(
    double: Passage, into: Passage, number: int, *, reason: str, editor: User | None
) -> None:
    """Take a published passage out, and enter that its identifier leads to another."""
    double.state, double.changed_in = State.WITHDRAWN, number
    double.updated_at = timezone.now()
    _save([double], editor)
    _register([double], IdentifierEventKind.MERGED, reason=reason, target=str(into.identifier_id))
    stamp_beside([double], number)


def mint(given: Sequence[str]) -> list[Identifier]:
    """New identifiers, one for each of ``given``; an empty text stands for a random one."""
    wanted = [identifiers.canonical(text) if text else identifiers.mint() for text in given]
    while taken := _taken(wanted):
        if fixed := taken.intersection(given):
            raise NotPossibleError(f"The identifier {min(fixed)} has been given before.")
        wanted = [identifiers.mint() if text in taken else text for text in wanted]
    minted = [Identifier(id=text) for text in wanted]
    insert(minted)
    return minted


def _taken(wanted: list[str]) -> set[str]:
    twice = {text for text, times in Counter(wanted).items() if times > 1}
    batches = (wanted[i : i + 500] for i in range(0, len(wanted), 500))
    return twice.union(*map(_known, batches))


def _known(some: list[str]) -> set[str]:
    return set(Identifier.objects.filter(id__in=some).values_list("id", flat=True))


def _check(drafts: Sequence[Passage]) -> None:
    for draft in drafts:
        _check_publishable(draft)
    _check_overlaps(drafts)


def _check_publishable(passage: Passage) -> None:
    if passage.state not in (State.DRAFT, State.IN_REVIEW):
        raise NotPossibleError(f"“{passage}” is {passage.get_state_display().lower()} already.")
    try:
        spans.check_spans(passage.spans, len(passage.turn.text))
    except spans.SpanError as error:
        raise NotPossibleError(f"“{passage}”: {error}") from error
    if passage.text != spans.spanned(passage.turn.text, passage.spans):
        raise NotPossibleError(f"“{passage}” is not what its turn says at its spans.")


def _check_words(passage: Passage) -> None:
    """The words must still be here: a passage that lost them holds a mark in their place."""
    words = RevisionWords.objects.filter(revision__passage=passage).exclude(removed="")
    if lost := words.filter(revision__number=passage.version).first():
        raise NotPossibleError(
            f"Its words are no longer in this archive: {lost.get_removed_display().lower()}."
        )


def _check_overlaps(passages: Sequence[Passage]) -> None:
    by_turn: dict[int, list[Passage]] = {}
    # The state is looked at here: SQLite would go through all published passages for it.
    beside_them = Passage.objects.filter(turn__in={p.turn_id for p in passages})
    others = (other for other in beside_them if other.is_published)
    for passage in chain(others, passages):
        beside = by_turn.setdefault(passage.turn_id, [])
        for other in beside:
            if spans.overlaps(passage.spans, other.spans):
                raise NotPossibleError(
                    f"“{passage}” shares words with “{other}”: change the spans of one of them."
                )
        beside.append(passage)


def _make_first_version(drafts: Sequence[Passage], number: int, ids: Sequence[str]) -> None:
    now = timezone.now()
    for draft, identifier in zip(drafts, mint(ids), strict=True):
        draft.identifier = identifier
        draft.version, draft.state, draft.changed_in = 1, State.PUBLISHED, number
        draft.published_at = draft.updated_at = now


def _enter_first_version(passages: Sequence[Passage], editor: User | None) -> None:
    _register(passages, IdentifierEventKind.PUBLISHED, reason="")
    at = passages[0].published_at if passages else None
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
        passage.signed_by(editor).save()


def _register(
    passages: Sequence[Passage], kind: str, *, reason: str, target: str | None = None
) -> None:
    now = timezone.now()
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
