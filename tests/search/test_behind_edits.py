"""The web server brings the index up to its own edits, before anybody searches."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from quotes import editorial
from quotes.models import Passage, current_version
from quotes.search import behind_edits, catch_up, index
from quotes.search.find import Request, find
from quotes.search.query import parse
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20


@pytest.fixture
def followed() -> Iterator[None]:
    """As in a worker of the web server."""
    find_all()
    behind_edits.begin()
    yield
    behind_edits.end()


def find_all() -> int:
    """How many passages a search finds."""
    return find(Request(parse(""))).count


def is_indexed() -> bool:
    """Whether the index on disk holds all that is published, without a search."""
    found = index.reader().snapshot(fresh=True)
    return found is not None and found.holds(current_version())


def in_time(is_so: Callable[[], bool]) -> bool:
    """Whether it becomes so."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def draft() -> Passage:
    """One that can be published."""
    return factories.draft("Words.")


def test_without_a_search_the_index_has_what_was_published_and_withdrawn(
    draft: Passage, followed: None
) -> None:
    passage = editorial.publish([draft], editor=None)[0]
    assert in_time(is_indexed)
    editorial.withdraw(passage, reason="Said by another.", editor=None)
    assert in_time(is_indexed)
    assert find_all() == 0


def test_where_nobody_follows_the_next_search_does_it(draft: Passage) -> None:
    find_all()
    editorial.publish([draft], editor=None)
    assert not is_indexed()
    assert find_all() == 1


def test_what_is_rolled_back_or_private_is_not_followed(
    draft: Passage, followed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(behind_edits, "catch_up_in_background", lambda: asked.append(1))
    another = factories.draft("Other words.")
    with transaction.atomic():
        editorial.publish([draft], editor=None)
        transaction.set_rollback(True)
    editorial.send_to_review([draft], editor=None)
    editorial.take_from_review([draft], editor=None)
    time.sleep(0.2)
    assert not asked
    editorial.publish([another], editor=None)
    assert in_time(lambda: asked == [1])


def test_a_failure_is_no_failure_of_the_edit_and_the_next_one_is_followed(
    draft: Passage,
    followed: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    another = factories.draft("Other words.")

    def full(**_: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(catch_up, "catch_up", full)
        editorial.publish([draft], editor=None)
        assert in_time(lambda: "could not be brought up to date" in caplog.text)
    editorial.publish([another], editor=None)
    assert in_time(is_indexed)
    assert find_all() == 2


def test_an_end_waits_for_what_has_begun(
    draft: Passage, followed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, catch_up_now = threading.Event(), behind_edits.catch_up_in_background

    def slowly() -> None:
        begun.set()
        time.sleep(0.3)
        catch_up_now()

    monkeypatch.setattr(behind_edits, "catch_up_in_background", slowly)
    editorial.publish([draft], editor=None)
    assert begun.wait(SECONDS)
    behind_edits.end()
    assert is_indexed()
    editorial.withdraw(draft, reason="Said by another.", editor=None)
    time.sleep(0.2)
    assert not is_indexed()


def test_catching_up_is_done_in_the_block_that_limits_its_waits(draft: Passage) -> None:
    find_all()
    inside: list[str] = []

    @contextmanager
    def block() -> Iterator[None]:
        inside.append("begun")
        yield
        inside.append("indexed" if is_indexed() else "not yet")
        connection.close()

    behind_edits.begin(block)
    editorial.publish([draft], editor=None)
    assert in_time(lambda: inside == ["begun", "indexed"])
    behind_edits.end()
