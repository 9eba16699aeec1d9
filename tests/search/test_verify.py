"""Each way in which an index can differ from the database has its sentence."""

from io import StringIO

import pytest
import tantivy
from django.core.management import CommandError, call_command

from quotes import editorial
from quotes.models import Passage, Speaker
from quotes.search import index, verify
from quotes.search.catch_up import catch_up
from quotes.search.documents import Documents
from quotes.search.schema import schema
from quotes.search.verify import differences
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def passages() -> list[Passage]:
    speaker = factories.speaker("Roman Vassilenko")
    made = [factories.published(f"Sentence {n}.", speaker=speaker) for n in range(5)]
    with index.write_lock(wait_seconds=1):
        catch_up()
    return made


def meddle(pk: int, *, times: int) -> None:
    """Put a passage into the index this often, without the archive's knowledge."""
    found = index.reader().snapshot(fresh=True)
    with index.writing() as writer:
        writer.remove(pk)
        row = next(Documents().rows([pk]), {"pk": pk, "digest": 0})
        for _ in range(times):
            writer.add(tantivy.Document.from_dict(row, schema()))
        writer.commit(found.meta)


def test_a_sound_index_agrees(passages: list[Passage]) -> None:
    assert list(differences()) == []


def test_an_index_that_lags_is_brought_up_to_date_first(passages: list[Passage]) -> None:
    factories.published("One more.")
    editorial.withdraw(passages[0], reason="An error.", editor=None)
    assert list(differences()) == []


def test_a_missing_passage_is_named(passages: list[Passage]) -> None:
    meddle(passages[1].pk, times=0)
    assert list(differences()) == [
        f"Passage {passages[1].identifier_id} is missing from the index."
    ]


def test_a_passage_that_stands_twice_is_named(passages: list[Passage]) -> None:
    meddle(passages[2].pk, times=2)
    assert list(differences()) == [f"Passage {passages[2].identifier_id} is in the index 2 times."]


def test_a_superfluous_passage_is_named(passages: list[Passage]) -> None:
    editorial.withdraw(passages[3], reason="An error.", editor=None)
    assert list(differences()) == []
    meddle(passages[3].pk, times=1)
    assert list(differences()) == [
        f"Passage {passages[3].identifier_id} is superfluous: "
        "the index has it, but it is not published."
    ]


def test_a_draft_in_the_index_is_named_behind_the_last_passage(passages: list[Passage]) -> None:
    draft = factories.draft("Not for anybody’s eyes.")
    meddle(draft.pk, times=1)
    assert list(differences()) == [
        f"Passage with the key {draft.pk} is superfluous: "
        "the index has it, but it is not published."
    ]


def test_passages_that_print_something_else_now_are_stale(passages: list[Passage]) -> None:
    Speaker.objects.filter(name="Roman Vassilenko").update(name="Another")
    assert list(differences()) == [
        f"Passage {passage.identifier_id} is stale: the index has it as it was."
        for passage in passages
    ]


def test_ranges_that_hold_much_are_divided(
    passages: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "MAX_DOCUMENTS", 1)
    monkeypatch.setattr(verify, "CHUNK", 3)
    assert list(differences()) == []
    meddle(passages[2].pk, times=3)
    meddle(passages[4].pk, times=0)
    assert list(differences()) == [
        f"Passage {passages[2].identifier_id} is in the index 3 times.",
        f"Passage {passages[4].identifier_id} is missing from the index.",
    ]


def test_the_command_says_that_they_agree(passages: list[Passage]) -> None:
    said = StringIO()
    call_command("reindex", "--verify", stdout=said)
    assert said.getvalue() == "Index and database agree on every passage.\n"


def test_the_command_names_the_differences_and_fails(passages: list[Passage]) -> None:
    meddle(passages[0].pk, times=0)
    said = StringIO()
    with pytest.raises(CommandError, match="run reindex"):
        call_command("reindex", "--verify", stderr=said)
    assert said.getvalue() == f"Passage {passages[0].identifier_id} is missing from the index.\n"


@pytest.mark.usefixtures("passages")
def test_the_command_says_that_there_is_no_index() -> None:
    index.set_aside("that is what this test is about")
    said = StringIO()
    with pytest.raises(CommandError, match="run reindex"):
        call_command("reindex", "--verify", stderr=said)
    assert said.getvalue() == "There is no index.\n"


@pytest.mark.usefixtures("passages")
def test_the_command_says_that_the_index_cannot_be_read() -> None:
    (index.directory() / "meta.json").write_text("no longer JSON")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("reindex", "--verify")
