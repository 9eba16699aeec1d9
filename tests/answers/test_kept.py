"""What is kept between requests goes when words are taken from the public."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from archive.page_cache import PageCache
from quotes import editorial
from quotes.answers import kept
from quotes.answers.responses import is_undecided
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import ArchiveState, Passage
from tests import factories
from tests.api.edits import WHY

pytestmark = pytest.mark.django_db
WORDS = "A canary nobody else ever sang"
PAGES = ["", ".json", ".mla.txt", "/history", "/v/1", "/embed"]


@pytest.fixture(autouse=True)
def _new_process() -> None:
    """As in a process that has answered nothing: other tests' removals were rolled back."""
    kept._noticed.clear()


@pytest.fixture
def passage() -> Passage:
    return factories.published(f"{WORDS}.")


def files_with_words() -> list[Path]:
    files = [path for path in Path(settings.PAGES_DIR).rglob("*") if path.is_file()]
    return [path for path in files if WORDS.encode() in path.read_bytes()]


def show(client: Client, passage: Passage) -> None:
    """Look at what prints its words."""
    for page in PAGES:
        assert client.get(f"{passage.get_absolute_url()}{page}").status_code == 200
    assert client.get("/search/?q=canary").status_code == 200
    assert files_with_words()


def test_withdrawing_deletes_every_kept_page(
    client: Client,
    passage: Passage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    show(client, passage)
    with django_capture_on_commit_callbacks(execute=True):
        editorial.withdraw(passage, reason="An error.", editor=None)
    assert not files_with_words()


def test_the_first_page_after_a_removal_elsewhere_deletes_them_too(
    client: Client, passage: Passage
) -> None:
    show(client, passage)
    editorial.withdraw(passage, reason="An error.", editor=None)  # its commit is not seen here
    assert files_with_words()
    client.get("/topics/")
    assert not files_with_words()


def test_a_process_that_starts_behind_a_removal_deletes_them(
    client: Client, passage: Passage
) -> None:
    show(client, passage)
    editorial.withdraw(passage, reason="An error.", editor=None)
    kept._noticed.clear()  # as a new process
    client.get("/topics/")
    assert not files_with_words()


def test_a_process_that_starts_without_one_finds_what_was_kept(
    client: Client, passage: Passage
) -> None:
    show(client, passage)
    kept._noticed.clear()  # as a new process
    client.get("/topics/")
    assert files_with_words()


def test_a_database_that_lags_behind_empties_nothing(client: Client, passage: Passage) -> None:
    other = factories.published("Other words.")
    editorial.withdraw(other, reason="An error.", editor=None)
    show(client, passage)
    removed_in = ArchiveState.objects.get().removed_in
    ArchiveState.objects.update(removed_in=removed_in - 1)
    client.get("/topics/")
    assert files_with_words()
    ArchiveState.objects.update(removed_in=removed_in)
    client.get("/topics/")
    assert files_with_words()


def test_words_removed_while_their_page_is_made_are_not_kept(
    client: Client, passage: Passage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was read before; what is kept of it is written behind the removal."""
    keep = PageCache.set

    def keep_late(*arguments: object) -> None:
        monkeypatch.setattr(PageCache, "set", keep)
        editorial.withdraw(passage, reason="An error.", editor=None)
        forget_kept_pages()
        keep(*arguments)

    client.get("/topics/")
    monkeypatch.setattr(PageCache, "set", keep_late)
    assert client.get(passage.get_absolute_url()).status_code == 410
    assert not files_with_words()


def test_citations_are_made_once_for_the_same_words_and_again_for_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = factories.source()
    turn = factories.turn("First words. Second words.", source=source)
    first = factories.published(turn=turn, spans=[[0, 12]])
    address = first.get_absolute_url()
    before = client.get(address)
    monkeypatch.setattr("quotes.answers.citing._written", lambda about: {"mla": "Made again"})
    # Its page prints a neighbour now, and is made anew; its citations are the same.
    factories.published(turn=turn, spans=[[13, 26]])
    after = client.get(address)
    assert before["ETag"] != after["ETag"]
    assert "Made again" not in after.text
    editorial.revise(first, {"role_as_printed": "Another role"}, why=WHY, editor=None)
    assert "Made again" in client.get(address).text


def test_what_a_reader_typed_is_on_no_disk(client: Client, passage: Passage) -> None:
    for address in ("/search/?q=zebrafish", "/speakers/?q=zebrafish", "/suggest.json?q=zebrafish"):
        first = client.get(address)
        assert client.get(address).content == first.content
    files = [path for path in Path(settings.PAGES_DIR).rglob("*") if path.is_file()]
    assert not any(b"zebrafish" in path.read_bytes() for path in files)


def test_from_a_standby_that_has_not_heard_of_a_removal_no_page_is_made_or_kept(
    client: Client, passage: Passage, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.published("Other words.")
    editorial.withdraw(other, reason="An error.", editor=None)
    client.get("/topics/")
    ArchiveState.objects.update(removed_in=0)
    monkeypatch.setattr("quotes.answers.public.is_standby", lambda: True)
    page = client.get(passage.get_absolute_url())
    assert (page.status_code, is_undecided(page)) == (503, True)
    assert "cannot be confirmed" in page.text
    assert not files_with_words()
    monkeypatch.setattr("quotes.answers.public.is_standby", lambda: False)
    assert client.get(passage.get_absolute_url()).status_code == 200
