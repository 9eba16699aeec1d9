"""The archive's version: locked first, moved on once, by every change the public can see."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from quotes.models import ArchiveState, Turn, Utterance
from quotes.models.cited import Noun


class NotPossibleError(ValueError):
    """An editor asked for something that the state of a passage or noun doesn't allow."""


@contextmanager
def archive_change() -> Iterator[int]:
    """One transaction that changes what the public sees; gives the number to stamp rows with.

    The row of the version is locked before anything else is written: numbers become visible in
    order, none is skipped, and editors cannot block each other crosswise.
    """
    with transaction.atomic():
        state = ArchiveState.objects.select_for_update().get()
        state.version += 1
        state.save(update_fields=["version"])
        yield state.version


def touch(thing: Noun | Turn | Utterance) -> None:
    """Stamp a noun or utterance whose names, roles, aliases or members have changed."""
    with archive_change() as number:
        thing.changed_in = number
        type(thing)._base_manager.filter(pk=thing.pk).update(changed_in=number)
