"""Words removed for legal reasons leave every table; record, hash and tombstone stay."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from quotes import editorial
from quotes.editorial import CitedChange, NotPossibleError, audit, traces
from quotes.editorial.expunging import expunge
from quotes.models import (
    Participation,
    Passage,
    RevisionWords,
    Role,
    Source,
    Turn,
    Utterance,
    append_only,
)
from tests import factories
from tests.archives import second_archive

pytestmark = pytest.mark.django_db
WHY = CitedChange("typo", "A letter was missing.")
LIBEL = "He took the money"


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="chief")


@pytest.fixture
def passage() -> Passage:
    source = factories.source(captured_text=f"Well. {LIBEL}. Really.")
    turn = factories.turn(f"Well. {LIBEL}. Really.", source=source)
    factories.published(turn=turn, spans=[[0, 5]])
    factories.published(turn=turn, spans=[[25, 32]])
    return factories.published(turn=turn, spans=[[6, 24]])


def whole_database() -> str:
    """Every text in every table."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr(rows)


def test_the_words_leave_every_table(passage: Passage, editor: User) -> None:
    editorial.revise(passage, {"note": "A note."}, why=WHY, editor=editor)
    for thing in (passage, passage.turn, passage.source):
        LogEntry.objects.create(
            user=editor, content_type=ContentType.objects.get_for_model(thing),
            object_id=str(thing.pk), object_repr=str(thing)[:200], action_flag=CHANGE,
            change_message=json.dumps([{"changed": {"object": str(passage.turn)}}])
            if thing == passage.source else "",
        )  # fmt: skip
    assert LIBEL in whole_database()
    assert expunge([passage.identifier_id], reason="Court order 7.", editor=editor) == 2
    assert LIBEL not in whole_database()


def test_record_and_tombstone_stay_and_the_archive_is_sound(passage: Passage, editor: User) -> None:
    records = list(passage.revisions.values_list("record", "sha256"))
    expunge([passage.identifier_id], reason="Court order 7.", editor=editor)
    assert list(passage.revisions.values_list("record", "sha256")) == records
    words = RevisionWords.objects.get(revision__passage=passage)
    assert (words.removed, words.removed_reason) == ("expunged", "Court order 7.")
    assert (words.removed_by, words.text, words.salt) == (editor, "", "")
    assert list(audit.faults()) == []


def test_the_passage_is_withdrawn_and_cannot_come_back(passage: Passage, editor: User) -> None:
    expunge([passage.identifier_id], reason="Court order 7.", editor=editor)
    passage.refresh_from_db()
    assert (passage.state, passage.text) == ("withdrawn", "[removed for legal reasons]")
    with pytest.raises(NotPossibleError, match="no longer in this archive"):
        editorial.reinstate(passage, reason="Why not.", editor=editor)


def test_its_neighbours_keep_their_words_and_versions(passage: Passage, editor: User) -> None:
    expunge([passage.identifier_id], reason="Court order 7.", editor=editor)
    others = Passage.public.order_by("first_character")
    assert [(each.text, each.version) for each in others] == [("Well.", 1), ("Really.", 1)]
    assert Turn.objects.get().text == "Well. [removed for legal reasons] Really."


def test_one_version_can_go_while_the_passage_stays(passage: Passage, editor: User) -> None:
    editorial.revise(passage, {"spans": [[6, 8]]}, why=WHY, editor=editor)
    expunge([passage.identifier_id], reason="Order.", editor=editor, versions=[1])
    passage.refresh_from_db()
    assert (passage.state, passage.text) == ("published", "He")
    kept = RevisionWords.objects.filter(revision__passage=passage).order_by("revision__number")
    assert [(words.removed, words.text) for words in kept] == [("expunged", ""), ("", "He")]
    assert list(audit.faults()) == []


def test_words_that_another_passage_has_too_go_together_or_not_at_all(
    passage: Passage, editor: User
) -> None:
    editorial.withdraw(passage, reason="Cut anew.", editor=editor)
    turn = Turn.objects.get()
    other = factories.published(turn=turn, spans=[[6, 13]])
    with pytest.raises(NotPossibleError, match=other.identifier_id):
        expunge([passage.identifier_id], reason="Order.", editor=editor)
    assert LIBEL in Turn.objects.get().text
    assert expunge([passage.identifier_id, other.identifier_id], reason="Order.", editor=editor)
    assert "took" not in Turn.objects.get().text
    assert list(audit.faults()) == []


def test_a_question_that_loses_words_makes_a_version_of_its_answers(editor: User) -> None:
    source = factories.source()
    question = factories.turn(f"Is it true? {LIBEL}.", source=source, kind="question")
    answer = factories.published("No comment.", source=source, answers=question, kind="answer")
    asserted = factories.published(turn=question, spans=[[12, 30]])
    expunge([asserted.identifier_id], reason="Order.", editor=editor)
    answer.refresh_from_db()
    assert answer.version == 2
    assert answer.revisions.get(number=2).printed["question"]["text"] == (
        "Is it true? [removed for legal reasons]"
    )
    assert list(audit.faults()) == []


@pytest.mark.parametrize("what", ["unknown", "reason", "version", "twice"])
def test_what_is_not_possible_is_refused(what: str, passage: Passage, editor: User) -> None:
    identifier, reason, versions = passage.identifier_id, "Order.", []
    if what == "unknown":
        identifier = "00000000"
    elif what == "reason":
        reason = " "
    elif what == "version":
        versions = [2]
    else:
        expunge([identifier], reason=reason, editor=editor)
    before = RevisionWords.objects.filter(removed="").count()
    with pytest.raises(NotPossibleError):
        expunge([identifier], reason=reason, editor=editor, versions=versions)
    assert RevisionWords.objects.filter(removed="").count() == before


@pytest.mark.parametrize(
    "change",
    [
        "text = '', salt = ''",
        "text = '', salt = '', removed = 'expunged', removed_at = CURRENT_TIMESTAMP",
        "text = 'other', removed = 'expunged', removed_at = CURRENT_TIMESTAMP, removed_reason = 'x'",
        "text = '', salt = '', removed = 'not_exported', removed_at = CURRENT_TIMESTAMP",
    ],
)
def test_words_never_go_without_a_tombstone(change: str, passage: Passage) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"UPDATE quotes_revisionwords SET {change}")


def test_a_tombstone_is_never_changed(passage: Passage, editor: User) -> None:
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RevisionWords.objects.filter(removed="expunged").update(removed_reason="Another.")


def test_words_that_vanish_without_a_tombstone_are_found(passage: Passage) -> None:
    append_only.remove()
    RevisionWords.objects.filter(revision__passage=passage).delete()
    append_only.install()
    assert "nothing says why" in " ".join(audit.faults())


def test_the_command_shows_first_and_removes_when_told(
    passage: Passage, editor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    identifier = passage.identifier_id
    call_command("expunge", identifier, reason="Order.", editor="chief")
    assert "Nothing was removed. Add --yes" in capsys.readouterr().out
    assert LIBEL in whole_database()
    call_command("expunge", identifier, reason="Order.", editor="chief", yes=True)
    assert "backups" in capsys.readouterr().out
    assert LIBEL not in whole_database()


def test_the_command_wants_somebody_who_answers_for_it(passage: Passage) -> None:
    with pytest.raises(CommandError, match="no user “nobody”"):
        call_command("expunge", passage.identifier_id, reason="Order.", editor="nobody", yes=True)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the file is SQLite's")
def test_the_words_leave_the_database_file(tmp_path: Path) -> None:
    with second_archive(tmp_path, has_demo=True) as archive:
        archive.manage("demo_editor")
        text = "That is why, perhaps, living"
        [(identifier,)] = archive.rows(
            f"SELECT identifier_id FROM quotes_passage WHERE text LIKE '{text}%'"
        )
        # Rows that are deleted by any other process leave their words in the file.
        archive.manage("shell", "-c", FORGOTTEN.format(id=identifier))
        file = tmp_path / "archive.sqlite3"
        spelled = [each.encode() for each in (text, text.upper(), text.replace(" ", "  "))]
        assert [words in file.read_bytes() + wal(file) for words in spelled] == [True] * 3
        archive.manage("expunge", identifier, "--reason", "Order.", "--editor", "editor", "--yes")
        assert [words in file.read_bytes() + wal(file) for words in spelled] == [False] * 3
        archive.manage("verify_archive")


FORGOTTEN = (
    "from quotes.models import Speaker, Passage; "
    "text = Passage.objects.get(identifier='{id}').text; "
    "made = [Speaker.objects.create(name=f's{{n}}', slug=f's{{n}}', description=each * 9) "
    "for n, each in enumerate(15 * [text, text.upper(), text.replace(' ', '  ')])]; "
    "[each.delete() for each in made]; Speaker.history.filter(name__startswith='s').delete()"
)


def wal(file: Path) -> bytes:
    log = file.with_name(f"{file.name}-wal")
    return log.read_bytes() if log.exists() else b""


def test_the_source_keeps_what_else_is_known_of_it(passage: Passage, editor: User) -> None:
    title = passage.source.title
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    assert Source.objects.values_list("title", "captured_text").get() == (title, "")


def test_a_turn_from_before_does_not_bring_the_words_back(passage: Passage, editor: User) -> None:
    stale = Turn.objects.get()
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    stale.text = f"{stale.text} Indeed."
    for change in (
        stale,
        Turn(**{f.attname: getattr(stale, f.attname) for f in stale._meta.fields}),
    ):
        with pytest.raises(NotPossibleError, match=r"the mark .* stays in their place"):
            editorial.save_turn(change, editor=editor, why=WHY)
    assert LIBEL not in whole_database()
    assert list(audit.faults()) == []


def test_the_rest_of_a_turn_can_still_be_corrected(passage: Passage, editor: User) -> None:
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    turn = Turn.objects.get()
    turn.text = f"{turn.text} Indeed."
    editorial.save_turn(turn, editor=editor, why=WHY)
    assert Turn.objects.get().text == "Well. [removed for legal reasons] Really. Indeed."
    assert list(audit.faults()) == []


def test_mends_from_before_do_not_come_back_either(passage: Passage, editor: User) -> None:
    mend = {"at": 6, "raw": LIBEL, "text": LIBEL, "reason": "Line wraps."}
    Turn.objects.update(mends=[mend])
    stale = Turn.objects.get()
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    stale.text, stale.speaker_as_printed = Turn.objects.get().text, "MR X"
    editorial.save_turn(stale, editor=editor, why=WHY)
    assert LIBEL not in whole_database()
    assert Turn.objects.get().removed_marks == 1


@pytest.mark.parametrize("versions", [[], [1]])
def test_pages_that_were_open_are_known_to_be_old(
    versions: list[int], passage: Passage, editor: User
) -> None:
    editorial.revise(passage, {"spans": [[6, 8]]}, why=WHY, editor=editor)
    draft = factories.draft(turn=passage.turn, spans=[[0, 5]])
    things = [passage, draft, passage.turn, passage.source]
    before = [thing.history.first() and thing.history.first().pk for thing in things]
    expunge([passage.identifier_id], reason="Order.", editor=editor, versions=versions)
    after = [thing.history.first() for thing in things]
    assert all(new.pk != old for new, old in zip(after, before, strict=True))
    assert {row.history_user for row in after} == {editor}
    assert LIBEL not in whole_database()


def test_words_of_an_older_version_leave_the_turn_too(passage: Passage, editor: User) -> None:
    editorial.revise(passage, {"spans": [[6, 8]]}, why=WHY, editor=editor)
    expunge([passage.identifier_id], reason="Order.", editor=editor, versions=[1])
    assert Turn.objects.get().text == "Well. He [removed for legal reasons] Really."
    assert [each.text for each in Passage.public.as_spoken()] == ["Well.", "He", "Really."]
    assert "money" not in whole_database()
    assert list(audit.faults()) == []


def test_all_versions_that_go_leave_the_turn(passage: Passage, editor: User) -> None:
    editorial.revise(passage, {"spans": [[6, 8]]}, why=WHY, editor=editor)
    assert expunge([passage.identifier_id], reason="Order.", editor=editor) == 2
    assert "money" not in whole_database()
    assert list(audit.faults()) == []


def test_a_version_does_not_go_while_another_has_all_its_words(
    passage: Passage, editor: User
) -> None:
    editorial.revise(passage, {"note": "A note."}, why=WHY, editor=editor)
    with pytest.raises(NotPossibleError, match="Version 2 has all words of version 1 too"):
        expunge([passage.identifier_id], reason="Order.", editor=editor, versions=[1])
    with pytest.raises(NotPossibleError, match="Version 1 has all words of version 2 too"):
        expunge([passage.identifier_id], reason="Order.", editor=editor, versions=[2])
    assert not RevisionWords.objects.exclude(removed="").exists()


def test_a_draft_of_an_older_versions_words_has_to_go_first(passage: Passage, editor: User) -> None:
    editorial.revise(passage, {"spans": [[6, 8]]}, why=WHY, editor=editor)
    draft = factories.draft(turn=passage.turn, spans=[[9, 24]])
    with pytest.raises(NotPossibleError, match="the draft “took the money"):
        expunge([passage.identifier_id], reason="Order.", editor=editor, versions=[1])
    draft.delete()
    expunge([passage.identifier_id], reason="Order.", editor=editor, versions=[1])
    assert "money" not in whole_database()


def test_a_few_words_in_a_row_leave_the_history_of_other_turns(editor: User) -> None:
    said = "A conflict between two countries that are our closest neighbours is no happy thing."
    passage = factories.published(said)
    other = factories.turn("He spoke of a conflict between two countries, and of neighbours.")
    draft = factories.draft(turn=other, spans=[[12, 44]])
    draft.delete()
    other.delete()
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    for history in (Turn.history, Passage.history):
        assert "two countries" not in repr(list(history.values_list("text", flat=True)))
    assert "He spoke of" in repr(list(Turn.history.values_list("text", flat=True)))


@pytest.mark.parametrize("words", ["Взял он деньги из общей кассы.", "Yes.", "他拿走了所有的钱。"])
def test_words_of_any_script_and_length_leave_history_and_log(words: str, editor: User) -> None:
    source = factories.source(captured_text=words)
    passage = factories.published(words, source=source)
    deleted = factories.draft(turn=passage.turn)
    kind = ContentType.objects.get_for_model
    told = Utterance.objects.create(interview=source.interview)
    member = {"name": "utterance member", "object": f"{words} (Proposed)"}
    for thing, message in (
        (deleted, []), (passage.turn, [{"added": {"name": "passage", "object": words}}]),
        (source, [{"added": {"name": "turn", "object": f"1. Statement: {words}"}}]),
        (told, [{"added": member}]), (passage, [{"changed": {"fields": ["Note"]}}]),
    ):  # fmt: skip
        LogEntry.objects.create(
            user=editor, content_type=kind(thing), object_id=str(thing.pk),
            object_repr=str(thing)[:200], action_flag=CHANGE, change_message=json.dumps(message),
        )  # fmt: skip
    told.members.create(passage=passage)
    deleted.delete()
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    left = [
        (entry.object_repr, entry.get_change_message())
        for entry in LogEntry.objects.all()
    ]  # fmt: skip
    assert words.rstrip(".。") not in repr(left)
    assert words not in repr(list(Passage.history.values_list("text", flat=True)))
    assert words not in repr(list(Turn.history.values_list("text", flat=True)))
    # What was done stays told.
    assert len(left) == 5
    assert "Note" in repr(left)


@pytest.mark.parametrize("is_deleted", [False, True])
@pytest.mark.parametrize("words", ["He took", "took", "the money"])
def test_a_few_words_leave_the_log_of_utterances_that_had_a_draft_of_them(
    words: str, is_deleted: bool, passage: Passage, editor: User
) -> None:
    told = Utterance.objects.create(interview=passage.interview)
    other = Utterance.objects.create(interview=factories.interview())
    member = {"name": "utterance member", "object": f"{words} (Proposed)"}
    for each in (told, other):
        LogEntry.objects.create(
            user=editor, content_type=ContentType.objects.get_for_model(each),
            object_id=str(each.pk), object_repr=str(each), action_flag=CHANGE,
            change_message=json.dumps([{"deleted": member}]),
        )  # fmt: skip
    if is_deleted:
        told.delete()
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    left = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert [words in message for message in left] == [False, True]


@pytest.mark.parametrize("what", ["turn", "passage", "captured text"])
def test_words_that_came_back_are_found(what: str, passage: Passage, editor: User) -> None:
    turn = Turn.objects.get()
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    if what == "turn":
        Turn.objects.update(text=turn.text)
        Passage.objects.filter(pk=passage.pk).update(text=passage.text, spans=passage.spans)
    elif what == "passage":
        Passage.objects.filter(pk=passage.pk).update(text=passage.text)
    else:
        Source.objects.update(captured_text=turn.text)
    assert "removed" in " ".join(audit.faults())


def test_words_of_an_older_version_that_came_back_are_found(passage: Passage, editor: User) -> None:
    editorial.revise(passage, {"spans": [[6, 8]]}, why=WHY, editor=editor)
    text = Turn.objects.get().text
    expunge([passage.identifier_id], reason="Order.", editor=editor, versions=[1])
    Turn.objects.update(text=text)
    assert "a mark in the place of removed words is gone" in " ".join(audit.faults())


def test_the_command_lists_who_else_has_the_words(
    passage: Passage, editor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    other = factories.published(f"“{LIBEL},” they said.")
    call_command("expunge", passage.identifier_id, reason="Order.", editor="chief", yes=True)
    told = capsys.readouterr().out
    assert f"passage {other.pk}, text" in told
    assert f"turn {other.turn_id}, text" in told


def test_the_command_fails_when_words_are_left_in_a_file(
    passage: Passage, editor: User, settings
) -> None:
    kept = Path(settings.EXPORT_DIR) / "older" / "words.jsonl"
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps({"words": f"{LIBEL}."}))
    with pytest.raises(CommandError, match=r"The words are left in .*words\.jsonl"):
        call_command("expunge", passage.identifier_id, reason="Order.", editor="chief", yes=True)
    assert LIBEL not in whole_database()


def test_the_command_again_clears_what_a_killed_one_left(
    passage: Passage, editor: User, settings
) -> None:
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    card = Path(settings.CARD_DIR) / f"{passage.revisions.get().sha256}-0.png"
    card.parent.mkdir()
    card.write_bytes(b"a picture of the words")
    with pytest.raises(CommandError, match="Files that may hold them were cleared again"):
        call_command("expunge", passage.identifier_id, reason="Order.", editor="chief", yes=True)
    assert not card.exists()


def _asked_and_answered() -> tuple[Passage, Passage]:
    source = factories.source()
    question = factories.turn(f"Is it true? {LIBEL}.", source=source, kind="question")
    answer = factories.published("No comment.", source=source, answers=question, kind="answer")
    return factories.published(turn=question, spans=[[12, 30]]), answer


def _reworded(asserted: Passage, answer: Passage) -> None:
    asserted.turn.text = "Is it true? He did."
    editorial.save_turn(asserted.turn, editor=None, why=WHY)


def _no_longer_asked(asserted: Passage, answer: Passage) -> None:
    answer.turn.answers, answer.turn.kind = None, "statement"
    editorial.save_turn(answer.turn, editor=None, why=WHY)


def _asked_otherwise(asserted: Passage, answer: Passage) -> None:
    answer.turn.answers = factories.turn("And then?", source=answer.source, kind="question")
    editorial.save_turn(answer.turn, editor=None, why=WHY)


@pytest.mark.parametrize("change", [_reworded, _no_longer_asked, _asked_otherwise])
@pytest.mark.parametrize("versions", [[], [1]])
def test_an_older_version_of_an_answer_shows_no_words_of_what_was_asked(
    change: Callable[[Passage, Passage], None], versions: list[int], editor: User, client: Client
) -> None:
    asserted, answer = _asked_and_answered()
    change(asserted, answer)
    expunge([asserted.identifier_id], reason="Order.", editor=editor, versions=versions)
    permalink = answer.get_absolute_url()
    for address in ("/v/1", "/history", "/v/1.csl.json", "/v/1/embed", "/v/1.json", "/v/1.txt"):
        assert LIBEL not in client.get(f"{permalink}{address}").text, address
    assert "removed for legal reasons" in client.get(f"{permalink}/v/1").text
    # Records are chained by their hashes, and keep it.
    assert LIBEL in answer.revisions.get(number=1).record


def test_a_question_is_shown_as_it_was_asked_where_no_words_went(client: Client) -> None:
    asserted, answer = _asked_and_answered()
    _reworded(asserted, answer)
    assert LIBEL in client.get(f"{answer.get_absolute_url()}/v/1").text


def test_the_history_of_offices_and_parts_loses_the_words_and_what_stands_is_listed(
    passage: Passage, editor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Role.objects.create(
        speaker=passage.speaker, title=f"{LIBEL.upper()}, minister", organisation=LIBEL,
        basis=f"Of whom it says: “{LIBEL}.”",
    )  # fmt: skip
    part = Participation.objects.create(
        interview=passage.interview, speaker=passage.speaker, role_as_printed=f"“{LIBEL}”"
    )
    office.title, office.organisation, part.role_as_printed = "Minister", "", ""
    office.save()
    part.save()
    call_command("expunge", passage.identifier_id, reason="Order.", editor="chief", yes=True)
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if "role" in line or "part" in line] == [
        f"- role {office.pk}, basis"
    ]
    for history, names in (
        (Role.history, ("title", "organisation", "basis")),
        (Participation.history, ("role_as_printed",)),
    ):
        kept = repr(list(history.values_list(*names)))
        assert LIBEL.lower() not in kept.lower()
        assert "[removed for legal reasons]" in kept


@pytest.mark.parametrize("model", traces.history_models(), ids=lambda model: model.__name__)
def test_every_text_of_every_history_loses_the_words(
    model: type[models.Model], passage: Passage, editor: User
) -> None:
    """Of models that will come, too: each row is written as an older release may have left it."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and (field.max_length or 1_000) >= 60
    ]
    values = {
        field.attname: _any_value(field)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    texts = {name: f"Well, {LIBEL.lower()} and ran." for name in names}
    row = model._base_manager.create(**{**values, **texts})
    assert names or not hasattr(model, "history_user_id")
    expunge([passage.identifier_id], reason="Order.", editor=editor)
    kept = model._base_manager.values(*names).get(pk=row.pk)
    assert set(kept.values()) <= {"Well, [removed for legal reasons] and ran."}


def _any_value(field: models.Field) -> Any:
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    day = datetime(2024, 5, 1, tzinfo=UTC)
    kinds = {"DateTimeField": day, "DateField": day.date(), "BooleanField": False}
    is_text = isinstance(field, models.CharField | models.TextField)
    return kinds.get(field.get_internal_type(), "" if is_text else 0)
