"""An archive of the release before goes on with a token for the version that it is at."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction

from quotes import editorial
from quotes.models import ArchiveState, Version, VersionToken, current_version
from quotes.models.archive_state import was_at
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_archive_of_the_release_before_keeps_the_token_of_its_version() -> None:
    factories.published("Words.")
    VersionToken.objects.all().delete()
    import_module("quotes.migrations.0008_version_tokens").keep_token(apps, None)
    version = current_version()
    assert was_at(version.number, version.token)
    editorial.withdraw(factories.published("Others."), reason="An error.", editor=None)
    assert VersionToken.objects.count() == current_version().number - version.number + 1


def test_a_transaction_that_is_rolled_back_leaves_neither_number_nor_token() -> None:
    before = current_version(), VersionToken.objects.count()
    with transaction.atomic():
        with editorial.locked_archive() as state:
            state.advance()
        transaction.set_rollback(True)
    assert (current_version(), VersionToken.objects.count()) == before


def test_a_renewed_archive_was_at_no_version_of_before() -> None:
    factories.published("Words.")
    before = current_version()
    with editorial.locked_archive() as state:
        state.renew()
    state = ArchiveState.objects.get()
    assert current_version() == Version(state.archive_id, before.number, state.token)
    assert was_at(state.version, state.token)
    assert not was_at(before.number, before.token)
