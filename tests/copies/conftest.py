"""One full archive, exported once, with all its pages; tests then meet an empty database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from quotes.copies.exporting import export
from quotes.models import current_version
from tests.copies import full


@dataclass
class Original:
    """An archive that was: its export in a folder, and its pages by address."""

    folder: Path
    pages: dict[str, tuple[int, str, str]]
    change: int
    passages: int


@pytest.fixture(scope="session")
def original(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory
) -> Iterator[Original]:
    """The full archive, made, exported, read and rolled back."""
    place = tmp_path_factory.mktemp("original")
    with (
        django_db_blocker.unblock(),
        override_settings(SEARCH_INDEX_DIR=place / "index", EXPORT_DIR=place / "none"),
    ):
        block = transaction.atomic()
        # Search does not catch up inside a transaction, those of the test suite aside.
        block._from_testcase = True
        with block:
            full.fill()
            export(place / "export")
            pages = full.read(full.addresses())
            made = Original(place / "export", pages, current_version().number, full.passages())
            transaction.set_rollback(True)
    return made
