import json

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from quotes import editorial
from quotes.editorial import NotPossibleError
from quotes.editorial.records import canonical, sha256, words_sha256
from quotes.models import (
    Identifier,
    IdentifierEvent,
    Passage,
    PassageRevision,
    current_version,
)
from quotes.text.identifiers import canonical as canonical_id, check_character
from tests import factories

pytestmark = pytest.mark.django_db


def test_publishing_gives_an_identifier_a_version_and_a_record(django_user_model: User) -> None:
    editor = django_user_model.objects.create(username="editor")
    draft = factories.draft("The only side is cooperation.")
    before = current_version().number
    [passage] = editorial.publish([draft], editor=editor)
    passage.refresh_from_db()
    assert passage.state == "published"
    assert canonical_id(passage.identifier_id) == passage.identifier_id
    assert (passage.version, passage.changed_in_version) == (1, before + 1)
    assert current_version().number == before + 1
    assert passage.history.first().history_user == editor
    [event] = passage.identifier.events.all()
    assert event.kind == "published"


def test_a_record_is_canonical_hashed_chained_and_holds_no_words() -> None:
    first = factories.published("Words that nobody has said.")
    second = factories.published("Other words.")
    one, two = PassageRevision.objects.order_by("sequence")
    record = json.loads(one.record)
    assert canonical(record) == one.record
    assert sha256(one.record) == one.sha256
    assert record["words"] == words_sha256(one.words.salt, "Words that nobody has said.")
    assert "nobody" not in one.record
    assert (record["format"], record["sequence"], record["passage"]) == (2, 1, first.identifier_id)
    assert record["printed"]["speaker"] == first.speaker.name
    assert json.loads(two.record)["previous"] == one.sha256
    assert two.passage == second


def test_given_identifiers_are_kept_and_never_given_twice() -> None:
    one, other = factories.draft(), factories.draft()
    identifier = "b00000c"
    identifier += check_character(identifier)
    editorial.publish([one], editor=None, ids={one.pk: identifier})
    assert Passage.objects.get(pk=one.pk).identifier_id == identifier
    with pytest.raises(NotPossibleError, match=identifier):
        editorial.publish([other], editor=None, ids={other.pk: identifier})


def test_all_are_published_or_none() -> None:
    turn = factories.turn("The only side is cooperation.")
    one = factories.draft(turn=turn, spans=[[0, 8]])
    other = factories.draft(turn=turn, spans=[[4, 13]])
    with pytest.raises(NotPossibleError, match="shares words"):
        editorial.publish([one, other], editor=None)
    assert not Passage.objects.published().exists()
    assert not Identifier.objects.exists()
    assert current_version().number == 0


def test_a_passage_that_is_not_its_turn_is_not_published() -> None:
    draft = factories.draft("True words.")
    Passage.objects.update(text="Other words.")
    with pytest.raises(NotPossibleError, match="not what its turn says"):
        editorial.publish([draft], editor=None)


def test_nothing_is_published_twice() -> None:
    passage = factories.published()
    with pytest.raises(NotPossibleError, match="is published already"):
        editorial.publish([passage], editor=None)


def test_withdrawing_needs_a_reason_and_keeps_the_record() -> None:
    passage = factories.published()
    with pytest.raises(NotPossibleError):
        editorial.withdraw(passage, reason=" ", editor=None)
    editorial.withdraw(passage, reason="Misattributed.", editor=None)
    passage.refresh_from_db()
    assert passage.state == "withdrawn"
    assert passage.revisions.count() == 1
    assert IdentifierEvent.objects.latest("pk").reason == "Misattributed."


def test_a_withdrawn_passage_is_reinstated_as_a_new_version() -> None:
    passage = factories.published()
    editorial.withdraw(passage, reason="Doubt.", editor=None)
    editorial.reinstate(passage, reason="The doubt is cleared.", editor=None)
    passage.refresh_from_db()
    assert (passage.state, passage.version) == ("published", 2)
    assert [r.kind for r in passage.revisions.all()] == ["first", "reinstated"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE quotes_passagerevision SET reason = 'x'",
        "DELETE FROM quotes_passagerevision",
        "UPDATE quotes_identifierevent SET reason = 'x'",
        "DELETE FROM quotes_identifier",
        "UPDATE quotes_revisionwords SET text = 'x'",
        "DELETE FROM quotes_revisionwords",
    ],
)
def test_what_was_published_cannot_be_changed_by_sql(statement: str) -> None:
    factories.published()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's")
def test_replacing_a_row_is_refused_too() -> None:
    factories.published()
    columns = "passage_id, number, sequence, kind, reason, created_at, record, sha256"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            f"INSERT OR REPLACE INTO quotes_passagerevision ({columns}) "
            f"SELECT {columns} FROM quotes_passagerevision"
        )
