"""An archive that is set back to an earlier state, as by the restore of an older backup."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def lost_changes() -> Iterator[None]:
    """What is changed within is gone behind it; indexes, caches and readers have seen it."""
    block = transaction.atomic()
    # Search does not catch up inside a transaction, those of the test suite aside.
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
