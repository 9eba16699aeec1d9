"""Editors never block each other crosswise: every save begins with the archive's lock."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quotes.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_save_locks_the_archive_before_it_writes(admin_client: Client) -> None:
    draft = factories.draft("Words of a draft.")
    form = {
        "turn": draft.turn_id,
        "spans": "[[0, 5]]",
        "speaker": draft.speaker_id,
        "wording": "verbatim",
        "language": "en",
        "_publish": "1",
    }
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = admin_client.post(f"/admin/quotes/passage/{draft.pk}/change/", form)
    assert response.status_code == 302
    assert Passage.objects.get(pk=draft.pk).is_published
    statements = [query["sql"] for query in queries]
    lock = next(i for i, sql in enumerate(statements) if "quotes_archivestate" in sql)
    writes = [
        i
        for i, sql in enumerate(statements)
        if sql.startswith(("UPDATE", "INSERT", "COPY")) and '"quotes_' in sql
    ]
    assert writes
    assert lock < min(writes)
