"""What stands twice becomes one: nothing is lost, every old address leads there in one hop."""

from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import CharField, DateField, TextField
from django.test import Client

from quotes import editorial
from quotes.editorial import CitedChange, NotPossibleError, ReasonNeededError, audit
from quotes.filters.values import resolve_fields
from quotes.models import (
    IdentifierEvent,
    Participation,
    Passage,
    Role,
    Speaker,
    SpeakerName,
    TopicAlias,
    Utterance,
    current_version,
)
from quotes.search.find import Request, find
from quotes.search.query import parse
from tests import factories

pytestmark = pytest.mark.django_db
WHY = CitedChange("attribution", "Two records of one person.")


def found(text: str) -> list[int]:
    query, problems = resolve_fields(parse(text))
    assert not problems
    return find(Request(query)).pks


def merge(*passages: Passage) -> None:
    """Each passage into the next."""
    for duplicate, into in pairwise(passages):
        editorial.merge_passages(duplicate, into, reason="The same words.", editor=None)


def test_a_chain_of_merged_passages_is_one_hop_for_the_reader(client: Client) -> None:
    passages = [factories.published(f"Words {number}.") for number in range(4)]
    merge(*passages)
    last = passages[-1].identifier_id
    for passage in passages[:-1]:
        response = client.get(f"/q/{passage.identifier_id}")
        assert (response.status_code, response["Location"]) == (301, f"/q/{last}")
    assert found("words") == [passages[-1].pk]


def test_a_passage_merged_into_one_that_is_withdrawn_is_gone_too(client: Client) -> None:
    first, second = factories.published("One."), factories.published("Two.")
    merge(first, second)
    editorial.withdraw(second, reason="An error.", editor=None)
    led = client.get(f"/q/{first.identifier_id}")
    assert client.get(led["Location"]).status_code == 410


@pytest.mark.parametrize("state", ["itself", "withdrawn", "draft"])
def test_only_two_published_passages_can_be_merged(state: str) -> None:
    first, other = factories.published("One."), factories.published("Two.")
    if state == "withdrawn":
        editorial.withdraw(other, reason="An error.", editor=None)
    into = {"itself": first, "withdrawn": other, "draft": factories.draft("Three.")}[state]
    before = current_version()
    with pytest.raises(NotPossibleError):
        editorial.merge_passages(first, into, reason="The same words.", editor=None)
    first.refresh_from_db()
    assert (first.state, current_version()) == ("published", before)


def test_merging_passages_needs_a_reason() -> None:
    first, second = factories.published("One."), factories.published("Two.")
    with pytest.raises(NotPossibleError):
        editorial.merge_passages(first, second, reason=" ", editor=None)


def test_a_merged_speaker_leaves_name_roles_and_addresses_to_the_other(client: Client) -> None:
    duplicate, into = factories.speaker("Romain Vasilenko"), factories.speaker("Roman Vassilenko")
    passage = factories.published("There are no corners.", speaker=duplicate)
    old_address = duplicate.get_absolute_url()
    assert editorial.merge_nouns(duplicate, into, why=WHY, editor=None) == 1
    passage.refresh_from_db()
    assert (passage.speaker, passage.version) == (into, 2)
    assert passage.revisions.get(number=1).printed["speaker"] == "Romain Vasilenko"
    assert passage.revisions.get(number=2).printed["speaker"] == "Roman Vassilenko"
    assert found("vasilenko") == found("speaker:romain-vasilenko") == [passage.pk]
    response = client.get(old_address)
    assert (response.status_code, response["Location"]) == (301, into.get_absolute_url())
    assert not Speaker.objects.filter(pk=duplicate.pk).exists()


def test_addresses_of_nouns_merged_one_after_another_lead_to_the_last(client: Client) -> None:
    first, second, third = (factories.speaker(f"Speaker {name}") for name in "ABC")
    for speaker in (first, second, third):
        factories.published(speaker=speaker)
    addresses = [first.get_absolute_url(), second.get_absolute_url()]
    editorial.merge_nouns(first, second, why=WHY, editor=None)
    editorial.merge_nouns(second, third, why=WHY, editor=None)
    for address in addresses:
        assert client.get(address)["Location"] == third.get_absolute_url()


def test_merging_nouns_that_print_needs_a_reason_and_changes_nothing_without() -> None:
    duplicate, into = factories.speaker("A"), factories.speaker("B")
    passage = factories.published(speaker=duplicate)
    before = current_version()
    with pytest.raises(ReasonNeededError):
        editorial.merge_nouns(duplicate, into, editor=None)
    passage.refresh_from_db()
    assert (passage.speaker, passage.version, current_version()) == (duplicate, 1, before)


def test_a_merged_topic_moves_its_passages_and_what_stands_below_it(client: Client) -> None:
    duplicate, into = factories.topic("Sanction"), factories.topic("Sanctions")
    below = factories.topic("Oil embargo", parent=duplicate)
    passage = factories.published("Words.", topics=[duplicate])
    old_address = duplicate.get_absolute_url()
    assert editorial.merge_nouns(duplicate, into, editor=None) == 0
    passage.refresh_from_db()
    below.refresh_from_db()
    assert list(passage.topics.all()) == [into]
    assert (passage.version, below.parent) == (1, into)
    assert found("topic:sanctions") == [passage.pk]
    assert client.get(old_address)["Location"] == into.get_absolute_url()


def test_a_topic_cannot_be_merged_into_one_above_it() -> None:
    above = factories.topic("Trade")
    below = factories.topic("Tariffs", parent=above)
    for duplicate, into in ((above, below), (below, above), (above.parent, above)):
        with pytest.raises(NotPossibleError):
            editorial.merge_nouns(duplicate, into, why=WHY, editor=None)


@pytest.mark.parametrize("kind", ["event", "outlet", "interview"])
def test_other_nouns_are_merged_with_all_that_hangs_on_them(client: Client, kind: str) -> None:
    first, second = factories.published("One."), factories.published("Two.")
    nouns = {
        "event": lambda passage: passage.interview.event,
        "outlet": lambda passage: passage.source.outlet,
        "interview": lambda passage: passage.interview,
    }
    duplicate, into = nouns[kind](first), nouns[kind](second)
    assert editorial.merge_nouns(duplicate, into, why=WHY, editor=None) == 1
    moved = Passage.objects.for_display().get(pk=first.pk)
    assert nouns[kind](moved) == into
    assert moved.version == 2


def test_documents_with_different_texts_are_not_merged() -> None:
    first, second = factories.published("One."), factories.published("Two.")
    first.source.captured_text = "One."
    first.source.save()
    with pytest.raises(NotPossibleError):
        editorial.merge_nouns(first.source, second.source, why=WHY, editor=None)


def test_topics_of_the_double_go_to_what_stays_without_one_above_another() -> None:
    broad = factories.topic("Trade")
    narrow, other = factories.topic("Tariffs", parent=broad), factories.topic("Ports")
    duplicate = factories.published("One.", topics=[narrow, other])
    into = factories.published("Two.", topics=[broad])
    before = current_version().number
    merge(duplicate, into)
    into = Passage.objects.get(pk=into.pk)
    assert set(into.topics.all()) == {narrow, other}
    assert found("topic:ports") == [into.pk]
    assert (into.changed_in_version, into.version) == (before + 1, 1)
    assert set(into.history.first().topics.values_list("topic", flat=True)) == {
        narrow.pk, other.pk,
    }  # fmt: skip
    assert list(audit.faults()) == []


@pytest.mark.parametrize(
    ("of_double", "of_into", "expected"),
    [
        ("confirmed", None, "confirmed"),
        ("proposed", None, "proposed"),
        ("confirmed", "proposed", "confirmed"),
        ("confirmed", "rejected", "rejected"),
        ("proposed", "confirmed", "confirmed"),
    ],
)
def test_what_stays_takes_the_place_of_the_double_among_the_reports(
    of_double: str, of_into: str | None, expected: str
) -> None:
    source = factories.source()
    duplicate = factories.published("One.", source=source)
    into = factories.published("Two.", source=factories.source(interview=source.interview))
    other = factories.published("Three.", source=factories.source(interview=source.interview))
    told = Utterance.objects.create(interview=source.interview)
    told.members.create(passage=duplicate, state=of_double)
    told.members.create(passage=other, state="confirmed")
    if of_into:
        told.members.create(passage=into, state=of_into)
    before = current_version().number
    merge(duplicate, into)
    assert told.members.get(passage=into).state == expected
    record = Passage.objects.for_record().get(pk=other.pk)
    assert [each.pk for each in record.also_reported] == [into.pk] * (expected == "confirmed")
    if of_double == expected == "confirmed":
        assert record.change > before


def test_reports_of_another_interview_are_not_taken_over() -> None:
    duplicate, into = factories.published("One."), factories.published("Two.")
    told = Utterance.objects.create(interview=duplicate.interview)
    told.members.create(passage=duplicate, state="confirmed")
    merge(duplicate, into)
    assert list(told.members.values_list("passage", flat=True)) == [duplicate.pk]


def test_a_merged_passage_is_not_reinstated() -> None:
    duplicate, into = factories.published("One."), factories.published("Two.")
    merge(duplicate, into)
    before = current_version()
    with pytest.raises(NotPossibleError, match=f"merged into {into.identifier_id}"):
        editorial.reinstate(duplicate, reason="Why not.", editor=None)
    assert current_version() == before


def test_what_was_split_is_not_reinstated_either() -> None:
    passage, part = factories.published("One. Two."), factories.published("Two.")
    editorial.withdraw(passage, reason="Two thoughts.", editor=None)
    IdentifierEvent.objects.create(
        identifier_id=passage.identifier_id, kind="split_into", target_id=part.identifier_id,
        reason="Two thoughts.",
    )  # fmt: skip
    with pytest.raises(NotPossibleError, match=f"split into {part.identifier_id}"):
        editorial.reinstate(passage, reason="Why not.", editor=None)


def test_the_history_tells_of_all_that_was_merged_into_a_passage(client: Client) -> None:
    first, second, last = (factories.published(f"Words {number}.") for number in range(3))
    editorial.merge_passages(first, second, reason="Said once.", editor=None)
    editorial.merge_passages(second, last, reason="Said once, too.", editor=None)
    page = client.get(f"/q/{last.identifier_id}/history").text
    assert f"{first.identifier_id} was merged into {second.identifier_id}" in page
    assert f"{second.identifier_id} was merged into this quotation" in page
    assert "Said once, too." in page
    led = client.get(f"/q/{first.identifier_id}/history")
    assert led["Location"] == f"/q/{last.identifier_id}/history"


def _with_everything(name: str) -> Passage:
    """A published passage whose nouns have all that can hang on them."""
    number = {"a": 1, "b": 2}[name]
    who = factories.speaker(
        f"Speaker {name}", description=f"Description {name}", wikidata_id=f"Q{number}"
    )
    who.sort_name = f"{name}, Kana of"
    who.save()
    SpeakerName.objects.create(speaker=who, name=f"Спикер {name}", language="ru")
    Role.objects.create(speaker=who, title="Minister", organisation=f"Republic {name}")
    Role.objects.create(speaker=who, title="Minister", organisation="Union", start="2020")
    topic = factories.topic(f"Topic {name}", scope_note=f"Scope {name}")
    TopicAlias.objects.create(topic=topic, name=f"Alias {name}")
    factories.topic(f"Below {name}", parent=topic)
    event = factories.event(f"Event {name}", url="https://e.example/", organiser=f"Host {name}")
    interview = factories.interview(f"Interview {name}", event=event, basis=f"Basis {name}")
    outlet = factories.outlet(f"Outlet {name}", url="https://o.example/", country="KZ")
    source = factories.source(
        f"Source {name}", interview=interview, outlet=outlet, accessed="2024-02-29"
    )
    Participation.objects.create(
        interview=interview, speaker=who, part="speaker", role_as_printed=f"Role {name}"
    )
    return factories.published(f"Words {name}.", source=source, speaker=who, topics=[topic])


NOUNS = {
    "speaker": lambda passage: passage.speaker,
    "event": lambda passage: passage.interview.event,
    "series": lambda passage: passage.interview.event.series,
    "interview": lambda passage: passage.interview,
    "outlet": lambda passage: passage.source.outlet,
    "source": lambda passage: passage.source,
    "topic": lambda passage: passage.topics.get(),
}


def _rows() -> dict[str, int]:
    """How many rows each table has, those of the editors' history aside."""
    models = apps.get_app_config("quotes").get_models(include_auto_created=True)
    return {
        each.__name__: each._base_manager.count()
        for each in models
        if not each.__name__.startswith("Historical")
    }


@pytest.mark.parametrize("kind", NOUNS)
def test_nothing_that_hangs_on_the_double_is_lost(kind: str) -> None:
    first, second = _with_everything("a"), _with_everything("b")
    if kind == "source":
        editorial.merge_nouns(first.interview, second.interview, why=WHY, editor=None)
        first = Passage.objects.for_display().get(pk=first.pk)
    duplicate, into = NOUNS[kind](first), NOUNS[kind](second)
    blank = {
        field.name: None if field.null else ""
        for field in into._meta.concrete_fields
        if isinstance(field, CharField | TextField | DateField)
        and field.editable
        and field.blank
        and field.name not in (*editorial.printed_fields(into), "captured_text", "captured_sha256")
    }
    type(into)._default_manager.filter(pk=into.pk).update(**blank)
    known, before = {name: getattr(duplicate, name) for name in blank}, _rows()
    editorial.merge_nouns(duplicate, into, why=WHY, editor=None)
    fewer = {name: before[name] - number for name, number in _rows().items()}
    # The same office of both is one, and so is what they say of themselves.
    same = {"Role": 1} if kind == "speaker" else {}
    lost = {name: number for name, number in fewer.items() if number > 0}
    assert lost == {type(duplicate).__name__: 1} | same
    into.refresh_from_db()
    assert {name: getattr(into, name) for name in blank} == known
    if kind == "speaker":
        assert {"Speaker a", "Спикер a", "a, Kana of"} <= set(into.spellings)
        assert into.roles.filter(organisation="Republic a").exists()


@pytest.mark.parametrize("kind", ["speaker", "interview"])
def test_two_who_took_the_same_part_are_merged_into_one_with_its_role(kind: str) -> None:
    first, second = factories.published("One."), factories.published("Two.")
    duplicate, into = NOUNS[kind](first), NOUNS[kind](second)
    fixed = {"interview": first.interview} if kind == "speaker" else {"speaker": first.speaker}
    for noun, role in ((duplicate, "Minister"), (into, "")):
        Participation.objects.create(**fixed, **{kind: noun}, part="speaker", role_as_printed=role)
    editorial.merge_nouns(duplicate, into, why=WHY, editor=None)
    part = Participation.objects.get(**{kind: into})
    assert part.role_as_printed == "Minister"


def newest(row: Any) -> Any:
    """The last row of what editors see of its history."""
    return row.history.first()


def test_what_moves_with_a_speaker_has_a_row_of_history_by_whoever_merged() -> None:
    editor = User.objects.create(username="clara")
    double, into = factories.speaker("A. Speaker"), factories.speaker("Ada Speaker")
    office = Role.objects.create(speaker=double, title="Minister", basis="Its own page.")
    passage = factories.published(speaker=double)
    asked = factories.turn("And then.", source=passage.source, speaker=double)
    part = Participation.objects.create(interview=passage.interview, speaker=double)
    twice = factories.published().interview
    left = Participation.objects.create(
        interview=twice, speaker=double, role_as_printed="Minister", part="moderator"
    )
    stays = Participation.objects.create(interview=twice, speaker=into, part="moderator")
    editorial.merge_nouns(double, into, editor=editor, why=WHY)
    for row in (office, passage, asked, part):
        last = newest(row)
        assert (last.speaker_id, last.history_type, last.history_user) == (into.pk, "~", editor)
    assert (newest(stays).role_as_printed, newest(stays).history_user) == ("Minister", editor)
    gone = Participation.history.filter(id=left.pk).first()
    assert (gone.history_type, gone.history_user) == ("-", editor)
    assert newest(office).basis == "Its own page."


def test_what_moves_with_an_event_source_or_topic_has_one_too() -> None:
    editor = User.objects.create(username="clara")
    one, other = factories.published().interview, factories.published().interview
    editorial.merge_nouns(one.event, other.event, editor=editor, why=WHY)
    assert (newest(one).event_id, newest(one).history_user) == (other.event_id, editor)
    editorial.merge_nouns(one, other, editor=editor, why=WHY)
    source = other.sources.order_by("pk").first()
    assert (newest(source).interview_id, newest(source).history_user) == (other.pk, editor)
    above = factories.topic("Doors")
    double, into = (factories.topic(name, parent=above) for name in ("Gates", "Gateways"))
    below = factories.topic("Gate posts", parent=double)
    editorial.merge_nouns(double, into, editor=editor)
    assert (newest(below).parent_id, newest(below).history_user) == (into.pk, editor)
