"""Proposals of what may be the same words: which pairs, and never what was rejected."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from quotes import editorial
from quotes.editorial.utterance_proposals import other_occasions, propose_utterances
from quotes.models import MemberState, UtteranceMember, current_version
from tests import factories

pytestmark = pytest.mark.django_db
SAID = "The ferry to the north shore will run on Sundays again from next spring, weather allowing."
REPORTED = "The ferry to the north shore will run on Sundays from the spring."


class Archive:
    def __init__(self) -> None:
        self.talk = factories.interview("Talk")
        self.roth = factories.speaker("Ines Roth")
        self.transcript = factories.source("Transcript", interview=self.talk)
        self.article = factories.source("Article", interview=self.talk, kind="news_report")
        self.said = self.passage(SAID, self.transcript)
        self.reported = self.passage(REPORTED, self.article)
        self.passage("Nobody had asked the fishermen about the new harbour dues.", self.transcript)
        self.passage("The harbour dues will be lowered for small boats.", self.article)

    def passage(self, text: str, source, make=factories.published, **more):
        turn = factories.turn(text, source=source)
        return make(text, turn=turn, **{"speaker": self.roth} | more)


@pytest.fixture
def archive() -> Archive:
    return Archive()


def members() -> set[tuple[int, str]]:
    return set(UtteranceMember.objects.values_list("passage", "state"))


def test_whole_documents_are_not_loaded_to_compare_their_passages(
    archive: Archive, django_assert_max_num_queries
):
    alone = factories.interview("Alone")
    archive.passage(SAID, factories.source("Only", interview=alone))
    with django_assert_max_num_queries(3) as asked:
        assert propose_utterances(alone) == []
        assert other_occasions(alone) == []
    with django_assert_max_num_queries(20) as asked_of_two:
        assert propose_utterances(archive.talk, is_dry_run=True)
    for query in [*asked.captured_queries, *asked_of_two.captured_queries]:
        assert "captured_text" not in query["sql"]


def test_the_same_words_in_two_sources_are_proposed_and_nothing_else(archive: Archive):
    before = current_version()
    [pair] = propose_utterances(archive.talk)
    assert {pair.one, pair.other} == {archive.said, archive.reported}
    assert members() == {(archive.said.pk, "proposed"), (archive.reported.pk, "proposed")}
    assert current_version() == before
    assert archive.said.also_reported == []


def test_proposed_once_is_proposed(archive: Archive):
    propose_utterances(archive.talk)
    assert propose_utterances(archive.talk) == []
    assert UtteranceMember.objects.count() == 2


@pytest.mark.parametrize("state", [MemberState.CONFIRMED, MemberState.REJECTED])
def test_what_an_editor_has_decided_is_not_asked_again(archive: Archive, state: str):
    propose_utterances(archive.talk)
    UtteranceMember.objects.filter(passage=archive.reported).update(state=state)
    assert propose_utterances(archive.talk) == []
    assert UtteranceMember.objects.count() == 2


def test_a_third_report_joins_the_utterance(archive: Archive):
    propose_utterances(archive.talk)
    UtteranceMember.objects.update(state=MemberState.CONFIRMED)
    third = archive.passage(
        "The ferry to the north shore will run on Sundays again.",
        factories.source("Agency", interview=archive.talk),
    )
    propose_utterances(archive.talk)
    joined = UtteranceMember.objects.get(passage=third)
    assert joined.state == MemberState.PROPOSED
    assert joined.utterance == archive.said.memberships.get().utterance


def test_other_speakers_other_occasions_and_withdrawn_words_are_left_alone(archive: Archive):
    other = factories.source("Other", interview=factories.interview("Other talk"))
    archive.passage(SAID, other)
    archive.passage(SAID, archive.article, speaker=factories.speaker("Ada Lund"))
    editorial.withdraw(archive.reported, reason="Misattributed.", editor=None)
    assert propose_utterances(archive.talk) == []


@pytest.mark.parametrize(
    ("days", "is_beside"),
    [("2024-05-02", True), ("2024-05", True), ("2024-06-02", False), ("", False)],
)
def test_the_same_words_of_a_near_occasion_are_told_and_not_joined(
    archive: Archive, days: str, is_beside: bool
):
    archive.talk.dates = "2024-05-01/2024-05-03"
    archive.talk.save()
    other = factories.source("Other", interview=factories.interview("Other talk", dates=days))
    told = archive.passage(SAID, other)
    archive.passage(SAID, other, speaker=factories.speaker("Ada Lund"))
    found = [(pair.one, pair.other) for pair in other_occasions(archive.talk)]
    assert found == ([(archive.said, told)] if is_beside else [])
    propose_utterances(archive.talk)
    assert not told.memberships.exists()
    out = StringIO()
    call_command("propose_utterances", interview="talk", stdout=out)
    assert ("other-talk: merge them" in out.getvalue()) == is_beside


def test_drafts_are_proposed_for_editors_alone(archive: Archive, client: Client):
    page = client.get(archive.said.get_absolute_url()).content
    source = factories.source("Agency", interview=archive.talk)
    archive.passage(REPORTED, source, make=factories.draft)
    assert len(propose_utterances(archive.talk)) == 2
    assert client.get(archive.said.get_absolute_url()).content == page


def test_an_utterance_with_a_rejected_member_is_kept(archive: Archive, admin_client: Client):
    propose_utterances(archive.talk)
    UtteranceMember.objects.filter(passage=archive.reported).update(state=MemberState.REJECTED)
    utterance = archive.said.memberships.get().utterance
    address = f"/admin/quotes/utterance/{utterance.pk}/"
    assert admin_client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert propose_utterances(archive.talk) == []


def test_the_command_tells_the_pairs(archive: Archive):
    out = StringIO()
    call_command("propose_utterances", dry_run=True, stdout=out)
    assert "1 pair would be proposed." in out.getvalue()
    assert UtteranceMember.objects.count() == 0
    call_command("propose_utterances", interview="talk", stdout=out)
    assert UtteranceMember.objects.count() == 2
    with pytest.raises(CommandError, match="There is no interview"):
        call_command("propose_utterances", interview="nowhere")


def test_what_the_opening_archive_has_confirmed_would_be_found(opening_archive: None):
    from quotes.models import Interview, Utterance

    confirmed = {
        frozenset(utterance.members.confirmed().passages()) for utterance in Utterance.objects.all()
    }
    interview = Interview.objects.at("wpc-2024-vassilenko")
    UtteranceMember.objects.all().delete()
    found = {
        frozenset((pair.one.pk, pair.other.pk))
        for pair in propose_utterances(interview, is_dry_run=True)
    }
    assert confirmed <= found
    assert len(found) <= len(confirmed) + 1
