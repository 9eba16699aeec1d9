"""Changes: everything that changed after a version, in order, once, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quotes import editorial
from quotes.editorial import CitedChange
from quotes.models import (
    ArchiveState,
    IdentifierEvent,
    Passage,
    SpeakerName,
    Topic,
    TopicAlias,
    Utterance,
    UtteranceMember,
    VersionToken,
    changes,
    current_version,
)
from tests import factories
from tests.api.conftest import Ask, Walk
from tests.api.edits import Editor, enter_turn
from tests.effort import EFFORT
from tests.lost import lost_changes
from tests.views.room import Room

pytestmark = pytest.mark.django_db
WHY = CitedChange("attribution", "It was wrong.")


def followed(walk: Walk, since: int, **more: Any) -> list[dict[str, Any]]:
    """Everything that changed after a version, from all pages."""
    answers = walk("changes", {"since": since, **more})
    return [each for answer in answers for each in answer["results"]]


def last_changes() -> list[tuple[int, int]]:
    """What should be told: the last change of each known passage, the slow way."""
    found = [(each.change, each.pk) for each in Passage.public.for_record()]
    gone = Passage.objects.filter(state="withdrawn").values_list("changed_in_version", "pk")
    return sorted([*found, *gone])


def told(results: list[dict[str, Any]]) -> list[tuple[int, int]]:
    pks = dict(Passage.objects.ever_published().values_list("identifier", "pk"))
    return [(each["change"], pks[each["id"]]) for each in results]


def test_each_published_passage_is_told_with_its_record(ask: Ask, room: Room):
    results = ask("changes", {"since": 0})["results"]
    assert len(results) == 4
    for result in results:
        record = ask(f"passages/{result['id']}")
        assert result == {"state": "published", **record}


def test_an_answer_names_the_archive_and_where_to_come_again(ask: Ask, room: Room, settings):
    archive = current_version()
    answer = ask("changes", {"since": 0})
    assert (answer["archive_id"], answer["version"], answer["token"]) == archive
    assert (answer["since"], answer["next"]) == (0, None)
    newer = f"/api/v1/changes?since={archive.number}&token={archive.token}"
    assert answer["newer"] == settings.SITE_URL + newer
    assert ask(answer["newer"])["results"] == []


def test_a_withdrawn_passage_is_told_without_its_words(ask: Ask, client: Client, room: Room):
    since = current_version().number
    editorial.withdraw(room.question, reason="It was a joke.", editor=None)
    [gone] = [r for r in ask("changes", {"since": since})["results"] if r["state"] == "withdrawn"]
    assert gone["id"] == room.question.identifier_id
    assert gone["change"] == since + 1
    assert gone["withdrawn"]["reason"] == "It was a joke."
    assert room.question.text not in str(gone)
    permalink = client.get(f"{room.question.get_absolute_url()}.json").json()
    assert gone["withdrawn"] == permalink["withdrawn"]


def test_a_merged_passage_is_told_with_what_it_became(ask: Ask, room: Room):
    editorial.withdraw(room.third, reason="The same words.", editor=None)
    IdentifierEvent.objects.create(
        identifier_id=room.third.identifier_id, kind="merged_into",
        target_id=room.first.identifier_id, reason="The same words.",
    )  # fmt: skip
    results = ask("changes", {"since": 0})["results"]
    [gone] = [each for each in results if each["state"] == "withdrawn"]
    assert gone["withdrawn"]["merged_into"] == room.first.identifier_id
    assert gone["withdrawn"]["split_into"] is None


def rename_speaker(room: Room) -> None:
    room.first.speaker.name = "Ms Porter"
    editorial.save_noun(room.first.speaker, why=WHY, editor=None)


def move_topic(room: Room) -> None:
    topic = room.first.topics.get()
    topic.slug = "moved"
    editorial.save_noun(topic, editor=None)


def spell_otherwise(room: Room) -> None:
    SpeakerName.objects.create(speaker=room.first.speaker, name="Keeperin")
    editorial.touch(room.first.speaker)


def publish_between(room: Room) -> None:
    factories.published(turn=room.first.turn, spans=[[23, 42]], speaker=room.first.speaker)


def regrade_the_report(room: Room) -> None:
    editorial.revise(room.report, {"note": "A note."}, why=WHY, editor=None)


def correct_the_question(room: Room) -> None:
    turn = room.question.turn
    turn.text = f"{turn.text} Really?"
    editorial.save_turn(turn, why=WHY, editor=None)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (rename_speaker, {"first", "third", "report"}),
        (move_topic, {"first"}),
        (spell_otherwise, {"first", "third", "report"}),
        (publish_between, {"first", "third"}),
        (lambda room: editorial.withdraw(room.third, reason="No.", editor=None), {"first", "third"}),
        (lambda room: editorial.withdraw(room.report, reason="No.", editor=None),
         {"first", "report"}),
        (regrade_the_report, {"first", "report"}),
        (correct_the_question, {"first", "third", "question"}),
    ],
)  # fmt: skip
def test_a_change_is_told_of_every_passage_whose_record_it_changes(
    ask: Ask, room: Room, change: Callable[[Room], None], names: set[str]
):
    before = {name: ask(f"passages/{vars(room)[name].identifier_id}") for name in vars(room)}
    since = current_version().number
    change(room)
    results = ask("changes", {"since": since})["results"]
    ids = {getattr(room, name).identifier_id for name in names}
    assert ids <= {each["id"] for each in results}
    # Whose record did not change need not be told, but whose did must be.
    for name, record in before.items():
        known = Passage.public.filter(identifier=record["id"]).exists()
        if known and {**ask(f"passages/{record['id']}"), "change": 0} != {**record, "change": 0}:
            assert name in names


def test_drafts_are_not_told(ask: Ask, room: Room):
    since = current_version().number
    draft = factories.draft(turn=room.first.turn, spans=[[23, 42]], speaker=room.first.speaker)
    draft.note = "Secret"
    draft.save()
    assert ask("changes", {"since": since})["results"] == []
    everything = ask("changes", {"since": 0})["results"]
    assert len(everything) == 4


def test_a_withdrawn_passage_is_not_told_again_when_its_speaker_changes(ask: Ask, room: Room):
    editorial.withdraw(room.third, reason="No.", editor=None)
    since = current_version().number
    spell_otherwise(room)
    ids = [each["id"] for each in ask("changes", {"since": since})["results"]]
    assert room.third.identifier_id not in ids


@pytest.mark.parametrize("seed", range(3 * EFFORT))
def test_after_any_edits_exactly_the_last_changes_are_told_in_order(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, seed: int
):
    editor = Editor(seed)
    enter_turn(editor)
    for _ in range(25):
        editor.edit()
    expected = last_changes()
    version = current_version().number
    for passages, numbers in ((1, 1), (3, 2), (1_000, 50)):
        monkeypatch.setattr(changes, "MAX_PASSAGES", passages)
        monkeypatch.setattr(changes, "MAX_NUMBERS", numbers)
        for since in sorted({0, version // 2, version - 1, version}):
            results = followed(walk, since, per_page=4)
            assert told(results) == [each for each in expected if each[0] > since]


@pytest.mark.parametrize("seed", range(2 * EFFORT))
def test_a_copy_that_follows_while_everything_is_edited_equals_the_archive(
    ask: Ask, walk: Walk, seed: int
):
    editor = Editor(seed)
    enter_turn(editor)
    copy: dict[str, Any] = {}
    address = "/api/v1/changes?since=0&per_page=2"
    for _ in range(40):
        editor.edit()
        answer = ask(address)
        take(copy, answer["results"])
        address = answer["next"] or answer["newer"]
    while answer["next"] or answer["results"]:
        answer = ask(address)
        take(copy, answer["results"])
        address = answer["next"] or answer["newer"]
    records = [r for answer in walk("passages", {"per_page": 7}) for r in answer["results"]]
    assert copy == {record["id"]: record for record in records}


def take(copy: dict[str, Any], results: list[dict[str, Any]]) -> None:
    """Keep a copy in step, as any program would."""
    for result in results:
        record = dict(result)
        if record.pop("state") == "published":
            copy[result["id"]] = record
        else:
            copy.pop(result["id"], None)


def test_what_changes_while_it_is_read_comes_at_the_end(ask: Ask, room: Room):
    first = ask("changes", {"since": 0, "per_page": 1})
    seen = [each["id"] for each in first["results"]]
    editorial.revise(room.first, {"note": "Later."}, why=WHY, editor=None)
    results, address = first["results"], first["next"]
    while address:
        answer = ask(address)
        results, address = [*results, *answer["results"]], answer["next"]
    numbers = [each["change"] for each in results]
    assert numbers == sorted(numbers)
    assert results[-1]["change"] == current_version().number
    again = [each["id"] for each in results if each["id"] in seen]
    assert len(again) <= 2


def test_a_number_with_more_passages_than_a_page_is_told_whole(walk: Walk, room: Room):
    drafts = [factories.draft(speaker=room.first.speaker) for _ in range(30)]
    published = editorial.publish(drafts, editor=None)
    since = current_version().number
    spell_otherwise(room)
    ids = [each["id"] for each in followed(walk, since, per_page=7)]
    expected = {room.first, room.third, room.report, *published}
    assert sorted(ids) == sorted(each.identifier_id for each in expected)


@pytest.mark.parametrize(
    "since", ["-1", "x", "1.5", "1e3", "²", "٣", "9" * 30, "1" * 18, " ", "0x1", "1\x00"]
)
def test_a_version_that_cannot_be_is_refused_by_name(client: Client, room: Room, since: str):
    response = client.get("/api/v1/changes", {"since": since})
    if not since.strip():
        assert response.status_code == 200
        return
    assert response.status_code == 400
    assert [each["parameter"] for each in response.json()["parameters"]] == ["since"]


def test_a_standby_has_a_version_of_the_future_not_yet_and_nobody_begins_anew(
    client: Client, room: Room, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("quotes.api.changes.is_standby", lambda: True)
    archive = current_version()
    response = client.get(f"/api/v1/changes?since={archive.number + 1}")
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert response["Retry-After"]
    assert archive.archive_id in response.json()["detail"]
    told = response.json()
    assert (told["archive_id"], told["version"]) == archive[:2]
    assert "anew" not in response.text
    assert client.get(f"/api/v1/changes?since={archive.number}").status_code == 200


def test_a_primary_knows_that_a_version_of_the_future_was_lost(client: Client, room: Room):
    response = client.get(f"/api/v1/changes?since={current_version().number + 1}")
    assert response.status_code == 400
    assert "begin anew with since=0" in response.json()["detail"]


@pytest.mark.parametrize("since", [0, 2])
def test_who_followed_changes_that_were_lost_begins_anew(
    client: Client, ask: Ask, room: Room, since: int
):
    first = ask("changes", {"since": since, "per_page": 1})
    with lost_changes():
        factories.published("Words that are lost.")
        lost = ask("changes", {"since": since})["newer"]
        walk = ask("changes", {"since": since, "per_page": 1})["next"]
    for address in (lost, walk):
        early = client.get(address)
        assert (early.status_code, "anew" in early.text) == (400, True)
    factories.published("Words afterwards.")
    for address in (lost, walk):
        late = client.get(address)
        assert late.status_code == 400
        assert "begin anew with since=0" in late.json()["detail"]
    # What was read before anything was lost goes on.
    rest = [each["id"] for each in followed_from(ask, first)]
    assert len(rest) == len(ask("changes", {"since": since})["results"])


def followed_from(ask: Ask, answer: dict[str, Any]) -> list[dict[str, Any]]:
    results = answer["results"]
    while answer["next"]:
        answer = ask(answer["next"])
        results = [*results, *answer["results"]]
    return results


@pytest.mark.parametrize("back", [0, 1, 3])
def test_a_version_with_its_token_lists_what_the_number_lists(ask: Ask, room: Room, back: int):
    tokens = dict(VersionToken.objects.values_list("number", "token"))
    since = current_version().number - back
    told = ask("changes", {"since": since, "token": tokens[since]})
    assert told["results"] == ask("changes", {"since": since})["results"]
    assert told["token"] == current_version().token == ask("")["token"]


def test_a_token_that_was_never_given_is_refused(client: Client, room: Room):
    for token in ("x", "0" * 16, "ж", "x" * 900):
        response = client.get("/api/v1/changes", {"since": 1, "token": token})
        assert response.status_code == 400
        assert [each["parameter"] for each in response.json()["parameters"]] == ["since"]


def test_a_cursor_of_another_archive_or_version_leads_nowhere(client: Client, ask: Ask, room: Room):
    cursor = ask("changes", {"since": 0, "per_page": 1})["next"].split("cursor=")[1]
    other = client.get(f"/api/v1/changes?since=1&per_page=1&cursor={cursor}")
    assert other.status_code == 400
    ArchiveState.objects.update(archive_id="another")
    restored = client.get(f"/api/v1/changes?since=0&per_page=1&cursor={cursor}")
    assert restored.status_code == 400
    assert [each["parameter"] for each in restored.json()["parameters"]] == ["cursor"]


@pytest.mark.parametrize(
    "parameter", ["page=1", "q=x", "per_page=0", "per_page=101", "sort=newest"]
)
def test_other_parameters_are_refused_by_name(client: Client, room: Room, parameter: str):
    response = client.get(f"/api/v1/changes?since=0&{parameter}")
    assert response.status_code == 400
    assert response.json()["parameters"][0]["parameter"] == parameter.split("=")[0]


@pytest.mark.parametrize("rows", [1, 10, 100])
def test_a_page_costs_few_queries_however_many_rows(
    client: Client, room: Room, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
):
    editor = Editor(3)
    for _ in range(30):
        editor.edit()
    with django_assert_max_num_queries(18):
        found = client.get(f"/api/v1/changes?since=0&per_page={rows}").json()["results"]
    assert len(found) >= min(rows, 10)


def test_topics_and_utterances_are_told_by_their_own_stamps(walk: Walk, room: Room):
    TopicAlias.objects.create(topic=Topic.objects.get(slug="open-doors"), name="Gate")
    since = current_version().number
    editorial.touch(Topic.objects.get(slug="open-doors"))
    assert {each["id"] for each in followed(walk, since)} == {room.first.identifier_id}
    since = current_version().number
    before = Utterance.objects.get().public_report_ids
    UtteranceMember.objects.filter(passage=room.report).update(state="rejected")
    editorial.touch_reports(before)
    ids = {each["id"] for each in followed(walk, since)}
    assert ids == {room.first.identifier_id, room.report.identifier_id}
