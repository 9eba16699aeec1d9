"""A document comes in by the admin: read, reviewed, accepted; corrected, and again."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from quotes import editorial
from quotes.editorial.audit import faults
from quotes.editorial.expunging import expunge
from quotes.ingest import desk
from quotes.ingest.decisions import Review
from quotes.models import Interview, Passage, PendingImport, Source, Speaker, State, Turn
from tests import factories
from tests.admin.forms import fields

pytestmark = pytest.mark.django_db

IMPORT = "/admin/quotes/source/import/"
COST = "The harbour will cost nine hundred million, and the state pays two thirds of it."
TOWN = "The rest is for the town, which has been saving for this for twenty years."
SHIP = "The first ship comes in the spring of 2031, unless the winter is a hard one."
DOCUMENT = (
    "INTERVIEWER: What will the harbour cost, and who is going to pay for it?\n\n"
    f"Jane Harrow: {COST}\n\n{TOWN}\n\n"
    "INTERVIEWER: And when will the first ship come in, as you hope?\n\n"
    f"Jane Harrow: {SHIP}\n"
)


def pasted(client: Client, text: str = DOCUMENT, **more: str) -> str:
    """Address of the review of a text."""
    answer = client.post(IMPORT, {"text": text, **more})
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.content.decode())
    return str(answer["Location"])


def act(client: Client, address: str, do: str, **changes: Any) -> Any:
    return client.post(address, fields(client, address) | {"do": do} | changes)


def imported(client: Client, address: str, **changes: Any) -> Source:
    done = act(client, address, "import", **changes)
    assert done.status_code == 302, [str(m) for m in done.context["messages"]]
    assert client.get(done["Location"]).status_code == 200
    source = PendingImport.objects.get(pk=address.split("/")[-2]).source
    assert source is not None
    return source


def told(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_nothing_is_in_the_archive_before_it_is_accepted(editor: Any) -> None:
    page = told(editor.get(pasted(editor)))
    assert "labelled" in page
    assert "speaker label" in page  # the receipt
    assert not any(model.objects.exists() for model in (Source, Turn, Passage, Speaker))


def test_only_what_is_accepted_becomes_drafts_with_its_topics(editor: Any) -> None:
    topic = factories.topic("Harbours")
    address = pasted(editor)
    source = imported(editor, address, **{
        "p0-decision": "accept", "p0-topics": [str(topic.pk)], "p1-decision": "reject",
        "about-title": "On the harbour", "about-outlet": "The Pier", "about-said_on": "2030-05",
        "about-event": "Harbour days", "who0-name": "The Pier’s reporter",
        "who1-role": "minister of harbours",
    })  # fmt: skip
    [draft] = Passage.objects.all()
    assert (draft.text, draft.state, draft.role_as_printed) == (
        COST, State.DRAFT, "minister of harbours",
    )  # fmt: skip
    assert list(draft.topics.all()) == [topic]
    begun = draft.history.get()
    assert (begun.history_type, begun.history_user) == ("+", editor.user)
    assert [link.topic for link in begun.topics.all()] == [topic]
    assert [turn.position for turn in source.turns.all()] == [1, 2, 3, 4]
    assert (source.title, source.outlet.name) == ("On the harbour", "The Pier")
    assert (source.interview.dates, source.interview.event.name) == ("2030-05", "Harbour days")
    assert Speaker.objects.filter(name="The Pier’s reporter").exists()
    assert not list(faults())
    kept = PendingImport.objects.get()
    assert COST not in str((kept.document, kept.choices, kept.outcome))


def test_a_proposal_carries_no_topic_that_nobody_ticked(editor: Any) -> None:
    factories.topic("Harbour")
    address = pasted(editor)
    page = fields(editor, address)
    assert "p0-topics" not in page
    assert "“harbour”" in told(editor.get(address))
    imported(editor, address, **{"p0-decision": "accept"})
    assert not Passage.objects.get().topics.exists()


def test_spans_speakers_and_kinds_are_changed_in_place(editor: Any) -> None:
    address = pasted(editor)
    act(editor, address, "save", **{
        "p0-words": "the state pays two thirds of it", "p0-decision": "accept",
        "p0-speaker": "Olga Pier", "t2-words": "nine hundred million", "t1-kind": "statement",
    })  # fmt: skip
    imported(editor, address)
    first, second = Passage.objects.order_by("first_character")
    assert (first.text, first.speaker.name) == ("nine hundred million", "Jane Harrow")
    assert (second.text, second.speaker.name) == ("the state pays two thirds of it", "Olga Pier")
    turns = Turn.objects.order_by("position")
    assert turns[0].kind == "statement"
    assert turns[1].answers is None


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("p0-words", "hundred millio", "whole words"),
        ("p0-words", "words that nobody said", "is not in the turn"),
        ("p0-other_topic", "Zeppelins", "No topic is called"),
        ("about-said_on", "in spring", "EDTF"),
        ("about-url", "harbour", "URL"),
        ("who1-name", "", "required"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_typed_text_is_kept(
    editor: Any, field: str, typed: str, reason: str
) -> None:
    address = pasted(editor)
    answer = act(editor, address, "import", **{field: typed, "about-byline": "Typed Byline"})
    assert answer.status_code == 200
    assert reason in told(answer)
    assert "Typed Byline" in told(answer)
    assert not Source.objects.exists()


def test_a_text_that_cannot_be_read_is_a_form_error_and_stays_typed(editor: Any) -> None:
    answer = editor.post(IMPORT, {"text": "Nobody says anything here", "shape": "labelled"})
    assert "Nothing in the document is labelled" in told(answer)
    assert "Nobody says anything here" in told(answer)
    assert not PendingImport.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("deep.html", b"<div>" * 5_000 + b"x" + b"</div>" * 5_000, "nested"),
        ("empty.txt", b"", "empty"),
        ("broken.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 500, "PDF|broken|unusual|read"),
    ],
)
def test_a_file_that_cannot_be_read_whole_is_refused_in_the_form(
    editor: Any, name: str, data: bytes, reason: str
) -> None:
    answer = editor.post(IMPORT, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    assert re.search(reason, str(answer.context["form"].errors))


def test_a_file_and_the_command_make_the_same_of_a_document(editor: Any, tmp_path: Path) -> None:
    file = tmp_path / "harbour.txt"
    file.write_text(DOCUMENT)
    call_command("import_source", str(file), stdout=io.StringIO())
    answer = editor.post(IMPORT, {"file": SimpleUploadedFile("harbour.txt", DOCUMENT.encode())})
    page = told(editor.get(answer["Location"]))
    assert "Nothing has changed: there is nothing to import" in page


def test_a_corrected_document_shows_what_changed_and_keeps_all_ids(editor: Any) -> None:
    address = pasted(editor)
    act(editor, address, "accept-shown")
    source = imported(editor, address)
    editorial.publish(Passage.objects.filter(text=COST), editor=None)
    before = dict(Passage.objects.values_list("pk", "identifier_id"))
    corrected = DOCUMENT.replace("2031", "2032")
    corrected += "\nINTERVIEWER: Will it be open to all?\n\nJane Harrow: It is open to everybody who comes by sea.\n"
    again = pasted(editor, corrected)
    page = told(editor.get(again))
    assert "<del>2031</del><ins>2032</ins>" in page
    act(editor, again, "accept-shown")
    assert imported(editor, again) == source
    after = dict(Passage.objects.values_list("pk", "identifier_id"))
    assert before.items() <= after.items()
    assert Passage.objects.get(text__contains="2032").pk in before
    assert len(after) == len(before) + 1
    assert not list(faults())


def test_accepting_takes_what_is_visible_and_leaves_what_is_rejected(editor: Any) -> None:
    turns = "\n\n".join(
        f"INTERVIEWER: And what of harbour number {n}, when will it be done?\n\n"
        f"Jane Harrow: Harbour number {n} will be done in the spring, if all goes well with us."
        for n in range(1, 51)
    )
    address = pasted(editor, turns)
    act(editor, address, "save", **{"p1-decision": "reject"})
    act(editor, address, "accept-shown")
    decisions = [each["decision"] for each in PendingImport.objects.get().choices["passages"]]
    assert decisions == ["accept", "reject", *["accept"] * 18, *[""] * 30]
    act(editor, f"{address}?page=2", "accept-shown")
    decisions = [each["decision"] for each in PendingImport.objects.get().choices["passages"]]
    assert decisions.count("accept") == 39


def test_words_are_found_and_all_hits_ticked(editor: Any) -> None:
    topic = factories.topic("Money")
    address = pasted(editor)
    act(editor, address, "tag-found", find="THE TOWN", find_topic="money")
    topics = [each["topics"] for each in PendingImport.objects.get().choices["passages"]]
    assert topics == [[], [topic.pk], []]


def test_a_known_speaker_is_meant_under_any_spelling_and_two_are_asked_about(editor: Any) -> None:
    jane = factories.speaker("Jane Harrow")
    address = pasted(editor)
    assert 'known: <a href="/admin/quotes/speaker/' in told(editor.get(address))
    imported(editor, address, **{"p0-decision": "accept"})
    assert Passage.objects.get().speaker == jane
    factories.speaker("Jane Harrow", slug="jane-harrow-the-other")
    again = pasted(editor, DOCUMENT.replace("harbour", "railway").replace("Jane", "Jane"))
    answer = act(editor, again, "save", **{"who1-name": "JANE HARROW"})
    assert "jane-harrow-the-other" in told(answer)


@pytest.mark.parametrize(
    "heading", ["The harbour will open in 2031", "# The harbour will open in 2031"]
)
def test_the_heading_of_a_pasted_text_is_its_title(editor: Any, heading: str) -> None:
    report = f"{heading}\n\nThe first ship comes in spring. “{TOWN}” Jane Harrow told reporters.\n"
    for text in (f"{heading}\n\n{DOCUMENT}", report):
        address = pasted(editor, text)
        assert fields(editor, address)["about-title"] == ["The harbour will open in 2031"]
    assert fields(editor, pasted(editor))["about-title"] == ["[pasted]"]


def test_a_document_of_a_known_interview_belongs_to_it(editor: Any) -> None:
    interview = factories.interview("The harbour talk")
    source = imported(
        editor, pasted(editor, interview="the harbour TALK"), **{"p0-decision": "accept"}
    )
    assert source.interview == interview
    assert Interview.objects.count() == 1


def test_an_accepted_passage_without_a_speaker_is_refused_by_its_words(editor: Any) -> None:
    address = pasted(editor, DOCUMENT.replace("INTERVIEWER", "Q").replace("Jane Harrow", "A"))
    act(editor, address, "accept-shown")
    answer = act(editor, address, "import", **{"about-byline": "Typed Byline"})
    page = told(answer)
    assert "3 accepted passages without a speaker: “The harbour will cost" in page
    assert "Typed Byline" in page
    assert not Source.objects.exists()
    labels = [name for name, _, _ in answer.context["page"].people]
    who = f"who{labels.index('A')}-name"
    source = imported(editor, address, **{who: "Jane Harrow"})
    assert {each.speaker.name for each in Passage.objects.all()} == {"Jane Harrow"}
    assert Passage.objects.count() == 3
    speakers = [turn.speaker and turn.speaker.name for turn in source.turns.order_by("position")]
    assert speakers == [None, "Jane Harrow", None, "Jane Harrow"]
    assert not list(faults())


def test_importing_with_nothing_accepted_asks_first(editor: Any) -> None:
    address = pasted(editor)
    page = told(act(editor, address, "import"))
    assert "No passage is accepted yet" in page
    assert 'value="import-turns"' in page
    assert not Source.objects.exists()
    assert act(editor, address, "import-turns").status_code == 302
    assert (Source.objects.count(), Passage.objects.count()) == (1, 0)


def test_what_was_left_out_can_be_reviewed_when_the_document_comes_again(editor: Any) -> None:
    imported(editor, pasted(editor), **{"p0-decision": "accept"})
    again = pasted(editor)
    page = told(editor.get(again))
    assert "what was proposed and not made a passage" in page
    assert "Nothing is in the archive yet" not in page
    proposed = PendingImport.objects.latest("pk").choices["passages"]
    assert len(proposed) == 2  # the one that became a draft is not proposed again
    source = imported(editor, again, **{"p0-decision": "accept"})
    assert Passage.objects.filter(turn__source=source).count() == 2
    outcome = PendingImport.objects.latest("pk").outcome
    assert (outcome["drafts"], outcome["left_out"], outcome["not_made"]) == (1, 1, 0)
    assert not list(faults())


def test_an_editor_says_that_it_is_another_document_than_one_it_is_like(editor: Any) -> None:
    first = imported(editor, pasted(editor), **{"p0-decision": "accept"})
    again = pasted(editor, DOCUMENT.replace("2031", "2032"))
    assert "This is another document" in told(editor.get(again))
    act(editor, again, "other")
    assert "It is in the archive, as" not in told(editor.get(again))
    second = imported(editor, again, **{"p0-decision": "accept"})
    assert first != second
    for source in (first, second):
        assert Passage.objects.filter(turn__source=source).count() == 1
    assert not list(faults())


def test_a_pasted_text_that_is_half_like_another_is_another(editor: Any) -> None:
    imported(editor, pasted(editor), **{"p0-decision": "accept"})
    other = DOCUMENT.replace(COST, "Nobody can tell at all, for it has to be dug out of the rock.")
    other = other.replace(TOWN, "Whoever sails here may ask the lighthouse what it will be like.")
    assert "It is in the archive, as" not in told(editor.get(pasted(editor, other)))


def test_what_was_accepted_twice_at_once_is_counted_as_not_made(editor: Any) -> None:
    first, second = pasted(editor), pasted(editor, DOCUMENT + "\nINTERVIEWER: And now?\n")
    act(editor, first, "accept-shown")
    act(editor, second, "save", **{"p0-decision": "accept"})
    imported(editor, first)
    imported(editor, second)
    assert Passage.objects.count() == 3
    assert PendingImport.objects.latest("pk").outcome["not_made"] == 1
    assert "1 accepted but not made" in told(editor.get(f"{second}done/"))


def test_another_shape_splits_anew_and_keeps_what_is_known_of_the_document(editor: Any) -> None:
    address = pasted(editor)
    act(editor, address, "split", shape="report", **{"about-title": "A speech"})
    page = told(editor.get(address))
    assert "Read as <strong>report</strong>" in page
    assert 'value="A speech"' in page
    answer = act(editor, address, "split", shape="structured")
    assert "Nothing in the document is structured" in told(answer)


def test_two_windows_do_not_overwrite_each_other(editor: Any, chief: Any) -> None:
    address = pasted(editor)
    opened = fields(chief, address)
    act(editor, address, "save", **{"p0-decision": "accept"})
    answer = chief.post(address, opened | {"do": "save", "about-title": "Another title"})
    assert "Nothing has been saved" in told(answer)
    assert "Another title" in told(answer)
    assert PendingImport.objects.get().choices["passages"][0]["decision"] == "accept"


def test_a_document_is_accepted_once(editor: Any) -> None:
    address = pasted(editor)
    sent = fields(editor, address) | {"do": "import", "p0-decision": "accept"}
    editor.post(address, sent)
    assert editor.post(address, sent)["Location"].endswith("/done/")
    assert Source.objects.count() == 1


def test_the_first_page_leads_to_what_waits_by_title_and_to_what_was_imported(editor: Any) -> None:
    first, second = pasted(editor), pasted(editor, f"On the harbour\n\n{DOCUMENT}\n\n{DOCUMENT}")
    act(editor, second, "save", **{"about-title": "On the quay"})
    assert "“INTERVIEWER: What will the harbour cost" in told(editor.get(IMPORT))
    assert {"On the quay", "[pasted]"} <= set(
        re.findall(r">([^<>]+)</a>, pasted", told(editor.get(IMPORT)))
    )
    imported(editor, first, **{"about-title": "On the harbour", "p0-decision": "accept"})
    page = told(editor.get(IMPORT))
    assert f'<a href="{first}done/">On the harbour</a>' in page
    # A button of its summary leads back to it.
    [draft] = Passage.objects.all()
    sent = {
        "action": "send_to_review",
        "_selected_action": [draft.pk],
        "import": first.split("/")[-2],
    }
    answer = editor.post("/admin/quotes/passage/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{first}done/")
    assert Passage.objects.get().state == State.IN_REVIEW


def test_a_sentence_above_the_words_is_no_title(editor: Any) -> None:
    page = told(editor.get(pasted(editor, f"Edited for clarity.\n\n{DOCUMENT}")))
    assert 'value="[pasted]"' in page


def test_a_document_is_discarded_when_asked_and_a_second_click_says_so(editor: Any) -> None:
    address = pasted(editor)
    act(editor, address, "save", **{"p0-decision": "accept"})
    page = told(act(editor, address, "discard"))
    assert "3 proposed passages, 1 of them accepted" in page
    assert PendingImport.objects.exists()
    sure = {"do": "discard", "sure": "yes"}
    assert "has been discarded" in told(editor.post(address, sure, follow=True))
    assert not PendingImport.objects.exists()
    for sent in (sure, {"do": "discard"}):
        assert "This document waits no longer" in told(editor.post(address, sent, follow=True))
    assert editor.get(address).status_code == 404


def test_what_is_in_the_archive_is_not_discarded(editor: Any) -> None:
    address = pasted(editor)
    source = imported(editor, address, **{"p0-decision": "accept"})
    editor.post(address, {"do": "discard", "sure": "yes"})
    assert PendingImport.objects.get().source == source


def test_who_may_not_add_sources_may_not_import(client: Client, django_user_model: Any) -> None:
    reader = django_user_model.objects.create_user("rita", is_staff=True)
    client.force_login(reader)
    assert client.get(IMPORT).status_code == 403
    pending = PendingImport.objects.create(editor=reader, file_name="x")
    for name in ("review", "imported"):
        assert (
            client.get(reverse(f"admin:quotes_source_{name}", args=[pending.pk])).status_code == 403
        )


def test_words_removed_for_legal_reasons_wait_on_no_desk(editor: Any) -> None:
    [passage] = editorial.publish([factories.draft(COST)], editor=None)
    pasted(editor)
    other = pasted(editor, DOCUMENT.replace(COST, "Nobody can tell what that will cost us in all."))
    expunge([passage.identifier_id], reason="By order of a court.", editor=editor.user)
    assert [str(each.pk) for each in PendingImport.objects.all()] == [other.split("/")[-2]]


def test_a_document_that_is_read_while_words_are_removed_is_not_kept(
    editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = factories.published(COST)
    propose = desk._propose

    def slowly(*args: Any) -> None:
        propose(*args)
        expunge([str(passage.identifier_id)], reason="A court’s order.", editor=editor.user)

    monkeypatch.setattr(desk, "_propose", slowly)
    answer = editor.post(IMPORT, {"text": DOCUMENT})
    assert "give the document once more" in told(answer)
    assert not PendingImport.objects.exists()


def test_a_document_stays_when_the_account_that_brought_it_is_deleted(
    editor: Any, chief: Any
) -> None:
    address = pasted(editor)
    editor.user.delete()
    assert "pasted.txt" in told(chief.get(IMPORT))
    assert imported(chief, address, **{"p0-decision": "accept"})


def test_a_shape_that_there_is_none_of_is_refused(editor: Any) -> None:
    address = pasted(editor)
    answer = act(editor, address, "split", shape="sonnet")
    assert "Choose one of the shapes" in told(answer)
    assert "labelled" in told(editor.get(address))


def test_words_to_be_removed_are_found_in_a_waiting_document_however_it_breaks_lines(
    editor: Any, chief: Any
) -> None:
    passage = factories.published(COST)
    pasted(editor, DOCUMENT.replace("nine hundred million", "nine\nhundred  MILLION"))
    pasted(editor, f"A: {TOWN}\n\nB: {SHIP}\n")
    expunge([str(passage.identifier_id)], reason="A court’s order.", editor=chief.user)
    assert "hundred" not in str([each.document for each in PendingImport.objects.all()])
    assert PendingImport.objects.count() == 1


def test_what_somebody_saved_at_the_last_moment_is_not_overwritten(editor: Any) -> None:
    pasted(editor)
    pending = PendingImport.objects.get()
    review = Review.from_json(pending.choices)
    PendingImport.objects.update(revision=pending.revision + 1)
    with pytest.raises(editorial.NotPossibleError, match="saved this document meanwhile"):
        desk.accept(pending, review, editor=editor.user)
    assert not Source.objects.exists()
    assert PendingImport.objects.get().choices == review.as_json()


def test_kinds_are_asked_and_none_is_printed_that_is_not_known(editor: Any, client: Client) -> None:
    factories.outlet("The Pier")
    text = DOCUMENT.replace("INTERVIEWER", "The Pier")
    address = pasted(editor, text)
    asked = fields(editor, address)
    assert asked["who0-kind"] == ["body"]
    assert "who1-kind" not in asked  # the first choice, a person
    said = {"p0-decision": "accept", "about-event_kind": "briefing", "about-format": "panel"}
    interview = imported(editor, address, **said).interview
    assert (interview.format, interview.event.kind) == ("panel", "briefing")
    kinds = dict(Speaker.objects.values_list("name", "kind"))
    assert kinds == {"The Pier": "body", "Jane Harrow": "person"}
    editorial.publish([Passage.objects.get()], editor=None)
    page = told(client.get(Passage.objects.get().get_absolute_url()))
    assert "Panel</a>, <a" in page
    page = told(client.get(factories.published("We wait.").get_absolute_url()))
    assert "sheet-occasion" in page
    assert "Other</a>" not in page
    assert ", other." not in page
