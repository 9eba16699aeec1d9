"""Every tampering with a database is found by whoever kept a checkpoint.

EFFORT=10 makes ten times as many; the seed is fixed.
"""

import random
from collections.abc import Iterator
from itertools import chain

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoDbBlocker

from quotes.copies.exporting import checkpoint_faults, checkpoint_of_export
from quotes.editorial import audit
from quotes.editorial.checkpoint import Checkpoint
from quotes.models import append_only
from tests.copies import tampering
from tests.effort import EFFORT
from tests.views.room import furnish

pytestmark = pytest.mark.django_db
NUMBER = 80 * EFFORT


@pytest.fixture(scope="module")
def checkpoint(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Checkpoint]:
    """A small archive without guards, and the checkpoint of its export."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        with block:
            furnish()
            append_only.remove()
            yield checkpoint_of_export()
            transaction.set_rollback(True)
        append_only.install()


def test_an_untouched_database_gives_no_alarm(checkpoint: Checkpoint) -> None:
    assert list(chain(audit.faults(), checkpoint_faults(checkpoint))) == []


def test_every_change_to_a_database_is_found(checkpoint: Checkpoint) -> None:
    chance, missed, done = random.Random(4), [], 0
    while done < NUMBER:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    told = tampering.tamper_with_database(chance).told
            except DatabaseError:
                transaction.set_rollback(True)
                continue  # a constraint of the database found it first
            done += 1
            if not _is_found(checkpoint):
                missed.append(told)
            transaction.set_rollback(True)
    assert missed == [], "\n".join(missed)


def _is_found(checkpoint: Checkpoint) -> bool:
    try:
        with transaction.atomic():
            return any(chain(audit.faults(), checkpoint_faults(checkpoint)))
    except (ValueError, LookupError, TypeError, AttributeError):
        return True  # what cannot even be read
