"""What the database refuses of passages that were published, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from quotes import editorial
from quotes.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db
SQLITE_ONLY = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="REPLACE is SQLite's own way of deleting"
)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(params=["published", "withdrawn"])
def known(request: pytest.FixtureRequest) -> Passage:
    passage = factories.published()
    if request.param == "withdrawn":
        editorial.withdraw(passage, reason="An error.", editor=None)
    return passage


@pytest.mark.parametrize(
    "change",
    [
        "state = 'draft', identifier_id = NULL, version = 0, published_at = NULL",
        "state = 'in_review', identifier_id = NULL, version = 0",
        "identifier_id = NULL",
        "identifier_id = (SELECT max(id) FROM quotes_identifier WHERE id <> identifier_id)",
        "state = 'draft'",
        "id = id + 1000",
    ],
)
def test_a_known_passage_keeps_its_identifier_and_never_is_a_draft_again(
    known: Passage, change: str
) -> None:
    factories.published()
    with pytest.raises(DatabaseError, match="keeps its identifier"):
        run(f"UPDATE quotes_passage SET {change} WHERE id = {known.pk}")
    assert Passage.objects.get(pk=known.pk).identifier_id == known.identifier_id


def test_a_known_passage_is_not_deleted(known: Passage) -> None:
    with pytest.raises(DatabaseError, match="keeps its identifier"):
        run(f"DELETE FROM quotes_passage WHERE id = {known.pk}")


@SQLITE_ONLY
@pytest.mark.parametrize("key", ["id", "identifier_id"])
def test_a_known_passage_is_not_replaced(known: Passage, key: str) -> None:
    draft = factories.draft()
    columns = [column.column for column in Passage._meta.concrete_fields]
    values = ", ".join(
        f"(SELECT {name} FROM quotes_passage WHERE id = {known.pk})" if name == key else name
        for name in columns
        if name != "id" or key == "id"
    )
    into = ", ".join(name for name in columns if name != "id" or key == "id")
    with pytest.raises(DatabaseError, match="keeps its identifier"):
        run(
            f"INSERT OR REPLACE INTO quotes_passage ({into}) "
            f"SELECT {values} FROM quotes_passage WHERE id = {draft.pk}"
        )


@SQLITE_ONLY
@pytest.mark.parametrize("key", ["id", "identifier_id"])
def test_no_other_row_takes_the_place_of_a_known_passage(known: Passage, key: str) -> None:
    draft = factories.draft()
    value = known.pk if key == "id" else f"'{known.identifier_id}'"
    with pytest.raises(DatabaseError, match="keeps its identifier"):
        run(f"UPDATE OR REPLACE quotes_passage SET {key} = {value} WHERE id = {draft.pk}")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="TRUNCATE is PostgreSQL's")
def test_passages_are_not_truncated(known: Passage) -> None:
    with pytest.raises(DatabaseError, match="keeps its identifier"):
        run("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE quotes_passage CASCADE")


def test_what_was_never_published_goes_between_states_and_is_deleted() -> None:
    draft = factories.draft()
    run(f"UPDATE quotes_passage SET state = 'in_review' WHERE id = {draft.pk}")
    run(f"UPDATE quotes_passage SET state = 'draft' WHERE id = {draft.pk}")
    run(f"DELETE FROM quotes_passage WHERE id = {draft.pk}")
    assert not Passage.objects.exists()
