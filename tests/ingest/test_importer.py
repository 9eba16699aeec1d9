from typing import Any

import pytest
from django.contrib.auth.models import User

from quotes import editorial
from quotes.editorial import CitedChange
from quotes.editorial.audit import faults
from quotes.editorial.expunging import expunge
from quotes.ingest.captures import Capture, capture
from quotes.ingest.documents import UnreadableError
from quotes.ingest.importer import (
    CITED,
    EDITED,
    VANISHED,
    Imported,
    import_capture,
    imported_before,
)
from quotes.ingest.readers import read_document
from quotes.ingest.splitters import split
from quotes.models import (
    ArchiveState,
    DocumentImport,
    Interview,
    Passage,
    Source,
    Speaker,
    State,
    Turn,
    UtteranceMember,
)
from tests import factories

pytestmark = pytest.mark.django_db

ASKED = "What will the harbour cost, and who is going to pay for it in the end?"
COST = "The harbour will cost nine hundred million, and the state pays two thirds of it."
TOWN = "The rest is for the town, which has been saving for this for twenty years."
AGAIN = "And when will the first ship come in, if all goes as you hope it does?"
SHIP = "The first ship comes in the spring of 2031, unless the winter is a hard one."
MORE = "We have also signed a treaty with the railways, so that goods can go on inland."


def said(*turns: tuple[str, str]) -> str:
    return "\n\n".join(f"{speaker}: {words}" for speaker, words in turns) + "\n"


DOCUMENT = said(
    ("INTERVIEWER", ASKED), ("Jane Harrow", f"{COST}\n\n{TOWN}"),
    ("INTERVIEWER", AGAIN), ("Jane Harrow", SHIP),
)  # fmt: skip


def captured(text: str) -> Capture:
    document = read_document("harbour.txt", text.encode())
    return capture(document, split(document, "labelled"))


def entered(text: str, **more: Any) -> Imported:
    found = captured(text)
    return import_capture(found, name="harbour.txt", file_sha256=found.sha256, **more)


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="clara")


def drafts() -> list[Passage]:
    return list(Passage.objects.as_spoken().select_related("turn"))


def published_all() -> dict[str, str]:
    """Publishes all drafts; gives words by permalink."""
    editorial.publish(Passage.objects.filter(state=State.DRAFT), editor=None)
    return {str(each.identifier_id): each.text for each in Passage.public.all()}


def test_a_document_becomes_turns_in_order_with_drafts_that_no_reader_sees() -> None:
    done = entered(DOCUMENT)
    turns = Turn.objects.order_by("position")
    assert done.is_new
    assert [turn.text for turn in turns] == [ASKED, f"{COST}\n\n{TOWN}", AGAIN, SHIP]
    assert turns[1].answers == turns[0]
    assert [str(turn.speaker) for turn in turns][1::2] == ["Jane Harrow"] * 2
    assert {each.state for each in drafts()} == {State.DRAFT}
    assert ArchiveState.objects.get().version == 0
    assert not list(faults())


def test_the_same_document_changes_nothing() -> None:
    first = entered(DOCUMENT)
    before = list(Turn.objects.values()), list(Passage.objects.values())
    again = entered(DOCUMENT)
    assert again.is_unchanged
    assert again.source == first.source
    assert (list(Turn.objects.values()), list(Passage.objects.values())) == before


def test_a_file_is_known_until_its_source_came_otherwise() -> None:
    entered(DOCUMENT)
    first = captured(DOCUMENT).sha256
    assert imported_before(first) == Source.objects.get()
    entered(DOCUMENT.replace("hard one", "cold one"))
    assert imported_before(first) is None


def test_a_dry_run_tells_what_would_be_done_and_writes_nothing() -> None:
    done = entered(DOCUMENT, is_dry_run=True)
    assert done.turns["added"] == 4
    assert done.drafts == len(captured(DOCUMENT).passages) > 0
    for model in (Source, Turn, Passage, Interview, Speaker, DocumentImport):
        assert not model.objects.exists()


def test_a_speaker_is_found_under_another_spelling() -> None:
    known = factories.speaker("Jane A. Harrow")
    known.names.create(name="Jane Harrow", language="en")
    entered(DOCUMENT)
    assert {each.speaker for each in drafts() if "ship" in each.text} == {known}


def test_who_is_named_by_a_part_alone_is_another_person_in_each_document() -> None:
    entered(DOCUMENT)
    other = captured(DOCUMENT.replace("harbour", "airport").replace("ship", "plane"))
    import_capture(other, name="airport.txt", file_sha256=other.sha256)
    asking = Turn.objects.filter(kind="question").exclude(speaker=None)
    assert len({turn.speaker for turn in asking}) in (0, 2)


def test_reimport_keeps_the_permalinks_of_what_stays_and_of_what_moves() -> None:
    entered(DOCUMENT)
    before = published_all()
    moved = said(
        ("INTERVIEWER", AGAIN), ("Jane Harrow", SHIP), ("Jane Harrow", MORE),
        ("INTERVIEWER", ASKED), ("Jane Harrow", f"{COST}\n\n{TOWN}"),
    )  # fmt: skip
    entered(moved)
    after = {str(each.identifier_id): each.text for each in Passage.public.all()}
    assert after == before
    assert Source.objects.count() == 1
    assert Turn.objects.order_by("position")[0].text == AGAIN
    assert not list(faults())


def test_reimport_with_new_words_around_a_published_passage_keeps_its_id_and_version() -> None:
    entered(DOCUMENT)
    ship = next(each for each in drafts() if each.text == SHIP)
    [published] = editorial.publish([ship], editor=None)
    longer = DOCUMENT.replace(SHIP, f"{SHIP} {MORE}")
    done = entered(longer)
    stored = Passage.objects.get(pk=published.pk)
    assert done.turns["changed"] == 1
    assert (stored.identifier_id, stored.version, stored.text) == (
        published.identifier_id, 1, SHIP,
    )  # fmt: skip
    assert stored.turn.text == f"{SHIP} {MORE}"
    assert not done.flags
    assert not list(faults())


def test_words_that_readers_can_cite_are_flagged_and_stay() -> None:
    entered(DOCUMENT)
    before = published_all()
    done = entered(DOCUMENT.replace("nine hundred million", "eight hundred million"))
    assert {str(e.identifier_id): e.text for e in Passage.public.all()} == before
    assert [flag.reason for flag in done.flags] == [CITED]
    assert done.flags[0].passages
    (start, end) = done.flags[0].ranges[0]
    assert "eight hundred million" in Source.objects.get().captured_text[start:end]
    assert not list(faults())


def test_a_draft_takes_the_corrected_words() -> None:
    entered(DOCUMENT)
    kept = {each.pk for each in drafts()}
    entered(DOCUMENT.replace("spring of 2031", "spring of 2032"))
    assert {each.pk for each in drafts()} == kept
    assert any("2032" in each.text for each in drafts())
    assert not list(faults())


def test_an_editors_correction_is_never_overwritten() -> None:
    entered(DOCUMENT)
    turn = Turn.objects.get(text=SHIP)
    turn.text = SHIP.replace("hard one", "harsh one")
    editorial.save_turn(turn, editor=None, fields=["text"])
    same = entered(DOCUMENT + "\n")
    changed = entered(DOCUMENT.replace("spring of 2031", "autumn of 2031"))
    assert not same.flags
    assert [flag.reason for flag in changed.flags] == [EDITED]
    assert Turn.objects.get(pk=turn.pk).text == SHIP.replace("hard one", "harsh one")
    assert not list(faults())


def test_what_vanished_is_flagged_and_never_deleted() -> None:
    entered(DOCUMENT)
    before = published_all()
    done = entered(said(("INTERVIEWER", ASKED), ("Jane Harrow", f"{COST}\n\n{TOWN}")))
    assert [flag.reason for flag in done.flags] == [VANISHED] * 2
    assert {str(e.identifier_id): e.text for e in Passage.public.all()} == before
    assert DocumentImport.objects.last().flags[0]["reason"] == VANISHED
    assert not list(faults())


def test_another_document_of_the_same_file_name_is_another_source() -> None:
    entered(DOCUMENT)
    other = said(
        ("INTERVIEWER", "Why did you leave the orchestra after so many years at its head?"),
        ("John Stone", "Because a conductor has to leave before the players want it of him."),
    )
    assert entered(other).is_new
    assert Source.objects.count() == 2


def test_an_interview_that_is_named_gets_the_source() -> None:
    interview = factories.interview("The harbour talks")
    entered(DOCUMENT, interview=interview)
    assert Source.objects.get().interview == interview
    assert Interview.objects.count() == 1


def test_who_takes_part_in_a_new_interview_follows_from_what_they_do() -> None:
    entered(DOCUMENT.replace("INTERVIEWER", "Ann Writer"))
    parts = Interview.objects.get().participations.values_list("speaker__name", "part")
    assert set(parts) == {("Ann Writer", "interviewer"), ("Jane Harrow", "speaker")}


def test_a_withdrawn_passage_stays_withdrawn() -> None:
    entered(DOCUMENT)
    published_all()
    ship = Passage.public.get(text=SHIP)
    editorial.withdraw(ship, reason="Asked by the speaker.", editor=None)
    entered(DOCUMENT.replace(SHIP, f"{SHIP} {MORE}"))
    assert Passage.objects.get(pk=ship.pk).state == State.WITHDRAWN
    assert not list(faults())


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("gone", [COST, TOWN, SHIP])
def test_words_that_were_removed_do_not_come_back_with_the_document(
    gone: str, named: bool, editor: User
) -> None:
    entered(DOCUMENT)
    published_all()
    found = next(each for each in Passage.public.all() if gone in each.text)
    expunge([str(found.identifier_id)], reason="Court order 7.", editor=editor)
    before = list(Turn.objects.order_by("pk").values("text", "position"))
    interview = Interview.objects.get() if named else None
    for text in (DOCUMENT.replace("goes as you", "goes well as you"), DOCUMENT + said(("A", MORE))):
        with pytest.raises(UnreadableError, match="removed for legal reasons"):
            entered(text, interview=interview)
    # The very same document is known, and changes nothing.
    assert entered(DOCUMENT, interview=interview).is_unchanged
    assert list(Turn.objects.order_by("pk").values("text", "position")) == before
    assert not Source.objects.exclude(captured_text="").exists()
    assert list(faults()) == []


def test_words_of_an_older_version_that_were_removed_do_not_come_back_either(editor: User) -> None:
    entered(DOCUMENT)
    published_all()
    found = next(each for each in Passage.public.all() if SHIP in each.text)
    turn = Turn.objects.get(pk=found.turn_id)
    turn.text = turn.text.replace("a hard one", "a long one")
    editorial.save_turn(turn, editor=editor, why=CitedChange("typo", "Misheard."), fields=["text"])
    expunge([str(found.identifier_id)], reason="Order 7.", editor=editor, versions=[1])
    with pytest.raises(UnreadableError):
        entered(DOCUMENT + said(("Jane Harrow", MORE)))


def test_a_correction_after_an_import_is_a_version_of_the_same_passage() -> None:
    entered(DOCUMENT)
    published_all()
    entered(DOCUMENT.replace("2031", "2032"))
    turn = Turn.objects.get(text=SHIP)
    turn.text = SHIP.replace("2031", "2032")
    why = CitedChange("correction", "The transcript was corrected.")
    editorial.save_turn(turn, editor=None, fields=["text"], why=why)
    assert Passage.public.get(text__contains="2032").version == 2


def test_what_another_document_reports_is_proposed_when_it_comes() -> None:
    entered(DOCUMENT)
    talk = Interview.objects.get()
    gulls = "Nobody had asked the gulls about any of it at all, and they told us so."
    goods = "Which way do the goods go once they have left the ships?"
    reported = DOCUMENT.replace(TOWN, gulls).replace(SHIP, MORE).replace(AGAIN, goods)
    reported = reported.replace(ASKED, "Did the birds of the town have their say in any of this?")
    done = entered(reported, interview=talk, is_dry_run=True)
    assert (done.reports, UtteranceMember.objects.count()) == (1, 0)
    done = entered(reported, interview=talk)
    assert (done.reports, done.beside) == (1, [])
    assert {each.state for each in UtteranceMember.objects.all()} == {"proposed"}
    UtteranceMember.objects.update(state="rejected")
    assert entered(reported.replace("gulls", "terns"), interview=talk).reports == 0
