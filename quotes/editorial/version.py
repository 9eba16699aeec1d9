"""The archive's version: locked first, moved on once, by every change the public can see."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from quotes.models import ArchiveState, Passage, Turn, UtteranceMember
from quotes.models.cited import Noun

BATCH = 500


class NotPossibleError(ValueError):
    """An editor asked for something that the state of a passage or noun doesn't allow."""


@contextmanager
def locked_archive() -> Iterator[ArchiveState]:
    """One transaction with the row of the version locked before anything else is written.

    So numbers become visible in order, none is skipped, and editors cannot block each other
    crosswise. Whoever changes what the public sees advances the version; who only touches drafts
    does not, or the public could tell from a validator that there are some.
    """
    with transaction.atomic():
        yield ArchiveState.objects.select_for_update().get()


@contextmanager
def archive_change() -> Iterator[int]:
    """A locked archive whose version is advanced; gives the number to stamp rows with."""
    with locked_archive() as state:
        yield state.advance()


def touch(thing: Noun | Turn) -> None:
    """Stamp a noun or turn whose names, roles or aliases have changed."""
    with locked_archive() as state:
        if is_public(thing):
            thing.changed_in = state.advance()
            type(thing)._base_manager.filter(pk=thing.pk).update(changed_in=thing.changed_in)


def touch_reports(passages: Collection[int]) -> None:
    """Stamp passages that were or are told to report the same words, by their primary keys."""
    with locked_archive() as state:
        concerned = Passage.objects.known().filter(pk__in=passages)
        if concerned.exists():
            concerned.update(changed_in=state.advance())


def stamp_beside(passages: Sequence[Passage], number: int, *, turns: bool = True) -> None:
    """Stamp what passages share with others, whose records change with them.

    Where a passage comes, goes or moves, its neighbours in the turn have another before or after;
    other reports of its utterance name it, its wording and its outlet. The caller has the lock.
    """
    for start in range(0, len(passages), BATCH):
        pks = [passage.pk for passage in passages[start : start + BATCH]]
        if turns:
            others = Passage.objects.known().filter(turn=OuterRef("pk")).exclude(pk__in=pks)
            shared = Turn.objects.filter(Exists(others), passages__in=pks)
            shared.update(changed_in=number)
        utterances = UtteranceMember.objects.confirmed().filter(passage__in=pks)
        reports = UtteranceMember.objects.confirmed().filter(
            utterance__in=utterances.values("utterance")
        )
        Passage.objects.known().filter(pk__in=reports.passages()).update(changed_in=number)


def is_public(thing: Noun | Turn) -> bool:
    """Whether a passage that the public knows of prints the thing or is found by it."""
    if isinstance(thing, Turn):
        answers = Passage.objects.known().filter(Q(turn=thing) | Q(turn__answers=thing))
        return answers.exists()
    return type(thing)._default_manager.public().filter(pk=thing.pk).exists()
