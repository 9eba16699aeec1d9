"""Numbers that were given twice: what an index or a page knows of changes that were lost."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from quotes import editorial
from quotes.models import Passage, VersionToken, current_version
from quotes.search import catch_up, index, open_index as opening
from quotes.search.catch_up import PreparingError
from quotes.search.find import Found, Request, find
from quotes.search.index import Meta, Writer
from quotes.search.query import parse
from tests import factories
from tests.api.edits import WHY
from tests.lost import lost_changes

pytestmark = pytest.mark.django_db


def search(text: str = "", **more: object) -> Found:
    return find(Request(parse(text), **more))


@pytest.fixture
def passages() -> list[Passage]:
    return [factories.published(f"Words number {number}.") for number in range(4)]


def nothing() -> None:
    """The archive is found as it was restored."""


def publish() -> None:
    factories.published("Words afterwards.")


def publish_three() -> None:
    for _ in range(3):
        publish()


def rename() -> None:
    """Another kind of change with the same number: of a noun, which stamps no passage."""
    passage = Passage.public.order_by("pk")[0]
    passage.speaker.names.create(name="Afterwards")
    editorial.touch(passage.speaker)


@pytest.mark.parametrize("afterwards", [nothing, publish, publish_three, rename])
@pytest.mark.parametrize("is_behind", [False, True])
def test_search_tells_what_the_database_has_and_nothing_of_what_was_lost(
    passages: list[Passage], afterwards: Callable[[], None], is_behind: bool
) -> None:
    search("words")
    with lost_changes():
        editorial.withdraw(passages[0], reason="An error.", editor=None)
        factories.published("Words that are lost.")
        assert search("words").count == 4
        if is_behind:
            factories.published("Words that no index has seen.")
    afterwards()
    result = search("words")
    assert not result.is_lagging
    assert set(result.pks) == set(Passage.public.values_list("pk", flat=True))
    assert search("lost").count == 0
    assert search("afterwards").count == Passage.public.count() - 4 + (afterwards is rename)
    assert result.version == current_version()


def test_many_passages_are_made_anew_behind_the_back_of_who_searches(
    passages: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    with lost_changes():
        factories.published("Words that are lost.")
        search("words")
    monkeypatch.setattr(catch_up, "MAX_IN_FOREGROUND", 1)
    monkeypatch.setattr(catch_up, "catch_up_in_background", lambda: None)
    with pytest.raises(PreparingError):
        search("words")
    with index.write_lock(wait_seconds=1):
        catch_up.catch_up()
    assert search("words").count == 4


def test_a_first_build_towards_a_lost_version_begins_anew(
    passages: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CHUNK", "MAX_IN_FOREGROUND", "MAX_PER_COMMIT"):
        monkeypatch.setattr(catch_up, name, 1)
    commit = Writer.commit

    def die_near_the_end(writer: Writer, meta: Meta) -> None:
        if meta.version == meta.target:
            raise KeyboardInterrupt
        commit(writer, meta)

    monkeypatch.setattr(Writer, "commit", die_near_the_end)
    with lost_changes():
        editorial.withdraw(passages[0], reason="An error.", editor=None)
        with pytest.raises(KeyboardInterrupt):
            catch_up.rebuild()
    monkeypatch.setattr(Writer, "commit", commit)
    publish()
    with index.write_lock(wait_seconds=1):
        catch_up.catch_up()
    assert search("words").count == 5


def catch_up_all_but_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process does that is killed before its last commit."""
    commit = Writer.commit

    def die_at_the_end(writer: Writer, meta: Meta) -> None:
        if not meta.cursor:
            raise KeyboardInterrupt
        commit(writer, meta)

    with monkeypatch.context() as patched, index.write_lock(wait_seconds=1):
        patched.setattr(Writer, "commit", die_at_the_end)
        with pytest.raises(KeyboardInterrupt):
            catch_up.catch_up()


def test_work_that_was_begun_towards_a_lost_version_is_no_part_of_any_answer(
    passages: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    search("words")
    for name in ("CHUNK", "MAX_IN_FOREGROUND"):
        monkeypatch.setattr(catch_up, name, 1)

    with lost_changes():
        for passage in passages[:3]:
            editorial.withdraw(passage, reason="An error.", editor=None)
        catch_up_all_but_the_end(monkeypatch)
    monkeypatch.setattr(catch_up, "MAX_IN_FOREGROUND", 100)
    result = search("words")
    assert (result.count, result.is_lagging) == (4, False)


def test_an_index_ahead_of_a_standby_stays_and_its_answers_are_kept_by_nobody(
    client: Client, passages: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    with lost_changes():
        factories.published("Words that are late.")
        search("words")
    for module in (catch_up, opening):
        monkeypatch.setattr(module, "is_standby", lambda: True)
    before = index.reader().snapshot()
    page = client.get("/search/?q=words")
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in page
    assert index.reader().snapshot(fresh=True) == before


@pytest.mark.parametrize("at_first", [False, True])
def test_a_standby_takes_no_work_from_the_index_that_leads_to_what_it_lacks(
    passages: list[Passage], monkeypatch: pytest.MonkeyPatch, at_first: bool
) -> None:
    if not at_first:
        search("words")
    for name in ("CHUNK", "MAX_IN_FOREGROUND", "MAX_PER_COMMIT"):
        monkeypatch.setattr(catch_up, name, 1)

    with lost_changes():
        for passage in passages[: 1 if at_first else 3]:
            editorial.withdraw(passage, reason="An error.", editor=None)
        catch_up_all_but_the_end(monkeypatch)
    place = index.build_directory() if at_first else index.directory()
    before = index.verified_meta(place)
    assert before is not None
    assert before.cursor
    monkeypatch.setattr(catch_up, "is_standby", lambda: True)
    with index.write_lock(wait_seconds=1):
        assert catch_up.catch_up()
        assert index.verified_meta(place) == before


ADDRESSES = ["/", "/search/?q=words", "/search.json?q=words", "/api/v1/passages", "permalink",
             "/feed.atom", "/suggest.json?q=wo", "/api/v1/changes?since=0"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_validator_of_a_lost_state_is_of_no_other(
    client: Client, passages: list[Passage], address: str
) -> None:
    address = address.replace("permalink", passages[0].get_absolute_url())
    with lost_changes():
        factories.published("Words that are lost.")
        editorial.revise(passages[0], {"note": "A note that is lost."}, why=WHY, editor=None)
        lost = client.get(address)
        number = current_version().number
    factories.published("Words afterwards.")
    editorial.revise(passages[0], {"note": "A note afterwards."}, why=WHY, editor=None)
    assert current_version().number == number
    page = client.get(address, headers={"If-None-Match": lost["ETag"]})
    assert (page.status_code, page["ETag"] == lost["ETag"]) == (200, False)
    assert "that are lost" not in page.text


def test_a_renewed_id_ends_what_is_known_of_the_archive(
    client: Client, passages: list[Passage], capsys: pytest.CaptureFixture[str]
) -> None:
    page = client.get("/search/?q=words")
    before = current_version()
    call_command("restore_archive_id")
    after = current_version()
    assert after.archive_id != before.archive_id
    assert after.number == before.number
    assert after.archive_id in capsys.readouterr().out
    assert [*VersionToken.objects.values_list("number", "token")] == [after[1:]]
    assert (
        client.get("/search/?q=words", headers={"If-None-Match": page["ETag"]}).status_code == 200
    )
    assert search("words").version == after
    call_command("verify_archive")


def test_every_change_has_a_token_of_its_own(passages: list[Passage]) -> None:
    tokens = dict(VersionToken.objects.values_list("number", "token"))
    version = current_version()
    assert sorted(tokens) == list(range(version.number + 1))
    assert len(set(tokens.values())) == len(tokens)
    assert tokens[version.number] == version.token
