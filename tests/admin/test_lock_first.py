"""Editors never block each other crosswise: every save begins with the archive's lock."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quotes.models import Passage
from tests import factories
from tests.admin.forms import fields

pytestmark = pytest.mark.django_db


def test_a_save_locks_the_archive_before_it_writes(admin_client: Client) -> None:
    draft = factories.draft("Words of a draft.")
    address = f"/admin/quotes/passage/{draft.pk}/change/"
    form = fields(admin_client, address) | {
        "spans": "[[0, 5]]",
        "_publish": "1",
        "cautions_seen": "yes",
    }
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = admin_client.post(address, form)
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
