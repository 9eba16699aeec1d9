"""A page that was opened before words were removed, and is sent afterwards."""

import pytest
from django.db import connection

from quotes import editorial
from quotes.editorial import CitedChange, audit
from quotes.editorial.expunging import expunge
from quotes.models import Passage, Turn
from tests import factories
from tests.admin.forms import fields

TEXT = "Well. He hid the letters under a floor. Really so."
WHY = {"why_kind": "typo", "why_reason": "A letter.", "why_seen": "on"}


@pytest.fixture
def passage(db) -> Passage:
    turn = factories.turn(TEXT)
    factories.published(turn=turn, spans=[[40, 50]])
    found = factories.published(turn=turn, spans=[[6, 39]])
    factories.draft(turn=turn, spans=[[0, 5]])
    return editorial.revise(
        found, {"spans": [[6, 12]]}, why=CitedChange("typo", "Shorter."), editor=None
    )


@pytest.mark.parametrize("versions", [[], [1]])
@pytest.mark.parametrize("page", ["turn", "passage", "draft", "source"])
def test_a_page_from_before_does_not_bring_words_back(chief, passage, page, versions):
    things = {
        "turn": passage.turn, "passage": passage, "source": passage.source,
        "draft": Passage.objects.get(state="draft"),
    }  # fmt: skip
    address = f"/admin/quotes/{things[page]._meta.model_name}/{things[page].pk}/change/"
    opened = fields(chief, address)
    opened |= {"basis": ["A letter"], "language": ["fr"], "speaker_as_printed": ["MR X"]}
    opened |= {name: [value] for name, value in WHY.items()}
    expunge([passage.identifier_id], reason="Order.", editor=chief.user, versions=versions)
    for without_token in (False, True):
        sent = {n: v for n, v in opened.items() if not without_token or n != "opened_at"}
        chief.post(address, sent)
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                assert "the letters under" not in repr(cursor.fetchall()), table
    assert "[removed for legal reasons]" in Turn.objects.get().text
    assert list(audit.faults()) == []
