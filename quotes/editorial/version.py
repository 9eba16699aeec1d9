"""The archive's version: every public change locks it first and advances it once."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Exists, OuterRef

from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import ArchiveState, Passage, Turn, Utterance, UtteranceMember
from quotes.models.base import Noun
from quotes.search import behind_edits
from quotes.text.excerpts import excerpt

BATCH = 500


class NotPossibleError(ValueError):
    """An editor asked for something that the state of a passage or noun doesn't allow."""


class RefusedError(NotPossibleError):
    """Some of several passages refuse what was asked; ``reasons`` says why, by primary key.

    The reasons hold no words of passages, so that they can be kept.
    """

    def __init__(self, message: str, reasons: dict[int, str]) -> None:
        self.reasons = reasons
        super().__init__(message)


@contextmanager
def locked_archive() -> Iterator[ArchiveState]:
    """One transaction with the row of the version locked before anything else is written.

    So numbers become visible in order, none is skipped, and editors cannot block each other
    crosswise. Whoever changes what the public sees advances the version; who only touches drafts
    does not, or the public could tell from a validator that there are some.
    """
    with transaction.atomic():
        state = ArchiveState.objects.select_for_update().get()
        before = state.version
        yield state
        if state.version != before:
            transaction.on_commit(behind_edits.edited, robust=True)


@contextmanager
def archive_change() -> Iterator[int]:
    """A locked archive whose version is advanced; gives the number to stamp rows with."""
    with locked_archive() as state:
        yield state.advance()


def record_removal_of_words(number: int) -> None:
    """Record that words were removed in this version: older exports are no longer offered.

    Pages that were kept are deleted as soon as the change is committed.
    """
    ArchiveState.objects.update(removed_in=number)
    transaction.on_commit(forget_kept_pages, robust=True)


def touch(thing: Noun | Turn) -> None:
    """Stamp a noun or turn whose names, roles or aliases have changed."""
    with locked_archive() as state:
        if is_public(thing):
            thing.changed_in_version = state.advance()
            type(thing)._base_manager.filter(pk=thing.pk).update(
                changed_in_version=thing.changed_in_version
            )


@contextmanager
def utterance_change(utterance: Utterance) -> Iterator[None]:
    """Stamp the reports of an utterance if its public reports change inside the block.

    Proposed and rejected members, and drafts, are not public.
    """
    with locked_archive():
        before = utterance.public_report_ids
        yield
        after = utterance.public_report_ids
        if before != after:
            touch_reports(before | after)


def touch_reports(passages: Collection[int]) -> None:
    """Stamp passages that are or were reports of an utterance, by their primary keys."""
    with locked_archive() as state:
        concerned = Passage.objects.ever_published().filter(pk__in=passages)
        if concerned.exists():
            concerned.update(changed_in_version=state.advance())


def stamp_related(passages: Sequence[Passage], number: int, *, turns: bool = True) -> None:
    """Stamp what passages share with others, whose records change with them.

    If a passage is published, withdrawn or moved, records of its neighbours in the turn and of
    other reports of its utterance change, because they name it. The caller holds the lock.
    """
    for start in range(0, len(passages), BATCH):
        pks = [passage.pk for passage in passages[start : start + BATCH]]
        if turns:
            others = (
                Passage.objects.ever_published().filter(turn=OuterRef("pk")).exclude(pk__in=pks)
            )
            shared = Turn.objects.filter(Exists(others), passages__in=pks)
            shared.update(changed_in_version=number)
        utterances = UtteranceMember.objects.confirmed().filter(passage__in=pks)
        reports = UtteranceMember.objects.confirmed().filter(
            utterance__in=utterances.values("utterance")
        )
        Passage.objects.ever_published().filter(pk__in=reports.passages()).update(
            changed_in_version=number
        )


def public_view_of(turn: Turn) -> tuple[object, ...] | None:
    """Everything public about a turn; None if nothing is.

    Of its text: the published words with their gaps, or the whole text of a question with a
    published answer.
    """
    if not is_public(turn):
        return None
    # Whoever asks or answers is public with a withdrawn passage, too.
    known = (turn.source_id, turn.speaker_id, turn.answers_id)
    quoted = list(turn.passages.published().order_by("pk").values_list("pk", "spans"))
    is_asked = Passage.objects.published().filter(turn__answers=turn).exists()
    if not quoted and not is_asked:
        return known
    text = turn.text if is_asked else excerpt(turn.text, [spans for _, spans in quoted])
    printed = (turn.kind, turn.position, turn.speaker_as_printed, turn.question_rewritten)
    return (*known, *printed, text, [pk for pk, _ in quoted])


def is_public(thing: Noun | Turn) -> bool:
    """Whether a published or withdrawn passage prints the thing or is found by it."""
    return type(thing)._default_manager.public().filter(pk=thing.pk).exists()
