"""Drafts: no byte and no header of any answer tells of them."""

import random
from typing import Any

import pytest
from django.test import Client

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import (
    Participation,
    Passage,
    SpeakerName,
    TopicAlias,
    Utterance,
    UtteranceMember,
)
from tests import factories
from tests.views.room import Room

pytestmark = pytest.mark.django_db
LISTS = ["speakers", "events", "interviews", "sources", "topics", "utterances"]


def answers(client: Client, room: Room) -> dict[str, Any]:
    """Every answer of the API, whole and in walks of single rows, with its headers."""
    nouns = [
        "speakers/ms-keeper", "speakers/asker", "events/forum-1", "events/forum-1-series",
        "interviews/panel", "sources/transcript", "sources/report", "topics/doors",
        "topics/open-doors", "topics/themes",
    ]  # fmt: skip
    own = [vars(room)[name].identifier_id for name in ("first", "third", "question", "report")]
    found: dict[str, Any] = {}
    for address in [
        "", "passages", "passages?q=door", "passages?q=dor", "passages?topic=doors&sort=oldest",
        "passages?q=nothing+of+it", "passages?q=secret", *LISTS, *nouns, "changes?since=0",
        *(f"passages/{each}" for each in own), *(f"utterances/{each}" for each in own),
    ]:  # fmt: skip
        ask(client, f"/api/v1/{address}", found)
    for name in ("passages", *LISTS, "changes"):
        next_address = f"/api/v1/{name}?cursor=*&per_page=1"
        while next_address:
            body = ask(client, next_address, found)
            next_address = (body["next"] or "").removeprefix("http://127.0.0.1:8000")
    return found


def ask(client: Client, address: str, found: dict[str, Any]) -> Any:
    forget_kept_pages()
    response = client.get(address)
    found[address] = (response.status_code, dict(response.headers), response.content)
    return response.json() if response.status_code == 200 else {}


def add_drafts(room: Room, chance: random.Random) -> None:
    """Drafts, and nouns of drafts alone, wherever one could show."""
    first = room.first
    nobody = factories.speaker("Nobody Secret")
    SpeakerName.objects.create(speaker=nobody, name="Door")
    secret = factories.topic("Secret", first.topics.get().parent)
    TopicAlias.objects.create(topic=secret, name="Doors, secret")
    edition = factories.event("Forum 2", series=first.interview.event.series, dates="1999")
    talk = factories.interview("Secret talk", event=first.interview.event, dates="2020")
    for who in (nobody, first.speaker):
        Participation.objects.create(interview=talk, speaker=who)
    beside = factories.source(
        "Secret source", interview=first.interview, outlet=first.source.outlet
    )
    sources = [
        first.source, room.report.source, beside, factories.source(interview=talk),
        factories.source(interview=factories.interview(event=edition)), factories.source(),
    ]  # fmt: skip
    for number in range(20):
        draft = factories.draft(
            f"The secret door {number}.", source=chance.choice(sources),
            speaker=chance.choice([nobody, first.speaker, room.question.speaker]),
            topics=chance.sample([secret, first.topics.get()], chance.randrange(2)),
            language=chance.choice(["en", "kk"]),
            wording=chance.choice(["verbatim", "edited"]),
        )  # fmt: skip
        if chance.random() < 0.3:
            Passage.objects.filter(pk=draft.pk).update(state="in_review")
    factories.draft(turn=first.turn, spans=[[23, 42]], speaker=first.speaker, topics=[secret])
    for passage in (first, room.report):
        twin = factories.draft("The same, secret.", source=beside, speaker=first.speaker)
        membership = UtteranceMember.objects.get(passage=passage)
        UtteranceMember.objects.create(
            utterance=membership.utterance, passage=twin, state=chance.choice(
                ["proposed", "rejected", "confirmed"])
        )  # fmt: skip
    lone = Utterance.objects.create(interview=first.interview)
    twins = [factories.draft("Alone, secret.", source=beside) for _ in range(2)]
    for twin in twins:
        UtteranceMember.objects.create(utterance=lone, passage=twin, state="confirmed")
    for noun in (nobody, secret, edition, talk, beside):
        editorial.save_noun(noun, editor=None)
        editorial.touch(noun)
    editorial.touch_reports(lone.public_report_ids)
    editorial.tag([twins[0]], add=[secret], editor=None)


@pytest.mark.parametrize("seed", range(2))
def test_drafts_change_nothing_in_any_answer(client: Client, room: Room, seed: int):
    before = answers(client, room)
    add_drafts(room, random.Random(seed))
    after = answers(client, room)
    assert [address for address in before if before[address] != after[address]] == []
    assert set(after) == set(before)


@pytest.mark.parametrize(
    "address",
    ["speakers/{0.speaker.slug}", "events/{0.interview.event.slug}",
     "events/{0.interview.event.series.slug}", "interviews/{0.interview.slug}",
     "sources/{0.source.slug}", "topics/secret"],
)  # fmt: skip
def test_nouns_of_drafts_alone_answer_as_if_they_did_not_exist(client: Client, address: str):
    draft = factories.draft(topics=[factories.topic("Secret")])
    hidden = client.get(f"/api/v1/{address.format(draft)}")
    missing = client.get(f"/api/v1/{address.split('/')[0]}/no-such-thing")
    assert hidden.status_code == 404
    assert (hidden.content, hidden.headers) == (missing.content, missing.headers)


@pytest.mark.parametrize("parameter", ["speaker", "event", "topic", "source", "interview"])
def test_filters_by_nouns_of_drafts_alone_are_refused_as_if_they_did_not_exist(
    client: Client, parameter: str
):
    draft = factories.draft(topics=[factories.topic("Secret")])
    slug = {
        "speaker": draft.speaker.slug,
        "event": draft.interview.event.slug,
        "topic": "secret",
        "source": draft.source.slug,
        "interview": draft.interview.slug,
    }[parameter]
    for name in {"speaker": ("passages", "interviews", "utterances"), "event": ("passages",
                 "interviews"), "interview": ("passages", "utterances")}.get(
        parameter, ("passages",)
    ):  # fmt: skip
        hidden = client.get(f"/api/v1/{name}?{parameter}={slug}")
        missing = client.get(f"/api/v1/{name}?{parameter}=no-such-thing")
        assert hidden.status_code == missing.status_code == 400
        assert hidden.text.replace(slug, "no-such-thing") == missing.text
