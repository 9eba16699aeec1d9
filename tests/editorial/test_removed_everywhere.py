"""An archive where everything was shown, kept, exported and logged before words went from it."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings as project
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings
from pytest_django import DjangoDbBlocker

from quotes import editorial
from quotes.copies.exporting import export
from quotes.editorial import CitedChange, audit
from quotes.models import Passage, Turn, Utterance
from quotes.search import index
from tests import factories
from tests.admin.forms import save
from tests.public_addresses import every_address

pytestmark = pytest.mark.django_db
WHY = CitedChange("source_correction", "It was cut too long.")
# Each has a word that nothing else has, at its beginning and at its end.
WHOLE = "Quokka ledgers hid he “under a floor”, Ж said, and burned the letters of the Quokka."
OLDER = "She sold the Numbat papers to a rival house for nothing but a Numbat."
ASKED = "Did you steal the Bilby money from the fund of all orphans of Bilby?"
WITHDRAWN = "They closed the Potoroo mine in secret and told no miner of the Potoroo."
MERGED = "We lost the Wombat ships because nobody counted the crews of the Wombat."
EXPUNGED, TAKEN_BACK = ("quokka", "numbat", "bilby"), ("potoroo", "wombat")


@dataclass
class Archive:
    """Its passages, its folders, and what was answered, before words went and afterwards."""

    folder: Path
    chief: Client
    whole: Passage
    older: Passage
    asked: Passage
    withdrawn: Passage
    merged: Passage
    stays: Passage
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    said: str = ""

    def files(self) -> Iterator[Path]:
        return (path for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def archive(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory
) -> Iterator[Archive]:
    """The archive behind all of it; rolled back behind the tests."""
    folder = tmp_path_factory.mktemp("removed")
    folders = {f"{name}_DIR": folder / name for name in ("SEARCH_INDEX", "CARD", "EXPORT")}
    with django_db_blocker.unblock(), override_settings(**folders):
        block = transaction.atomic()
        # Search does not catch up inside a transaction, those of the test suite aside.
        block._from_testcase = True
        with block:
            made = _warm(folder)
            _remove(made)
            made.after = read()
            yield made
            transaction.set_rollback(True)


def _warm(folder: Path) -> Archive:
    """Everything has been looked at, kept, exported and logged."""
    user = User.objects.create_user("clara", is_staff=True)
    user.groups.add(Group.objects.get(name="Chief editors"))
    chief = Client()
    chief.force_login(user)
    made = _furnished(folder, chief)
    _edited_in_the_admin(made)
    call_command("export_archive", verbosity=0, stdout=StringIO())
    made.before = read()
    for name in (f"{index.directory().name}.damaged", "schema1-analysis1-tantivy0.22.0"):
        shutil.copytree(index.directory(), index.directory().with_name(name))
    (folder / "EXPORT" / ".on-record.zip.partial").write_bytes(WHOLE.encode())
    # What is asserted afterwards could be seen before.
    stored = words_in(whole_database(), EXPUNGED)
    assert stored == set(EXPUNGED)
    for word in (*EXPUNGED, *TAKEN_BACK):
        assert sum(word.encode() in body.lower() for body in made.before.values()) > 10
    return made


def _remove(made: Archive) -> None:
    """Take the words out, in every way there is."""
    said = StringIO()
    for passage, versions in ((made.whole, []), (made.older, [1, 2]), (made.asked, [])):
        call_command(
            "expunge", passage.identifier_id, versions=versions, reason="Court order 7.",
            editor="clara", yes=True, stdout=said,
        )  # fmt: skip
    with TestCase.captureOnCommitCallbacks(execute=True):
        editorial.withdraw(made.withdrawn, reason="Not what was said.", editor=None)
        editorial.merge_passages(made.merged, made.stays, reason="Kept twice.", editor=None)
    made.said = said.getvalue()


def _furnished(folder: Path, chief: Client) -> Archive:
    """Passages of one source that share turns, older versions, questions, another report."""
    text = f"Well. {WHOLE} Really. {OLDER} He did."
    source = factories.source(captured_text=f"{text} {ASKED}", captured_length=len(text))
    question = factories.turn(f"Tell us. {ASKED}", source=source, kind="question")
    turn = factories.turn(text, source=source, kind="answer", answers=question)
    turn.mends = [{"at": text.index(WHOLE), "raw": WHOLE, "text": WHOLE, "reason": "Line wraps."}]
    turn.save()
    speaker, topic = factories.speaker("Ada Speaker"), factories.topic("Ledgers")
    common = {"speaker": speaker, "topics": [topic]}
    factories.published(turn=turn, spans=[[0, 5]], **common)
    whole = factories.published(turn=turn, spans=[_span(text, WHOLE)], **common)
    older = factories.published(turn=turn, spans=[_span(text, OLDER)], **common)
    start = text.index("She sold")
    for passage in (whole, older):
        editorial.revise(passage, {"role_as_printed": "Treasurer"}, why=WHY, editor=None)
    editorial.revise(older, {"spans": [[start, start + len("She sold")]]}, why=WHY, editor=None)
    asked = factories.published(turn=question, spans=[_span(question.text, ASKED)], **common)
    others = [
        factories.published(words, source=factories.source(interview=source.interview), **common)
        for words in (WITHDRAWN, MERGED, "Ships were lost.")
    ]
    told = Utterance.objects.create(interview=source.interview)
    for passage in (whole, others[1]):
        told.members.create(passage=passage, state="confirmed")
    editorial.touch_reports(told.public_report_ids)
    return Archive(folder, chief, whole, older, asked, *others)


def _span(text: str, words: str) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def _edited_in_the_admin(archive: Archive) -> None:
    """Drafts of the same words made on the turn's page and deleted; all else that is logged."""
    for passage in (archive.whole, archive.older):
        turn = Turn.objects.get(pk=passage.turn_id)
        address = f"/admin/quotes/turn/{turn.pk}/change/"
        start, end = _span(turn.text, WHOLE if passage is archive.whole else OLDER)
        before = Passage.objects.count()
        added = {
            "passages-TOTAL_FORMS": turn.passages.count() + 1,
            f"passages-{turn.passages.count()}-words": turn.text[start:end],
            f"passages-{turn.passages.count()}-speaker": archive.whole.speaker_id,
            f"passages-{turn.passages.count()}-wording": "verbatim",
            f"passages-{turn.passages.count()}-turn": turn.pk,
        }
        save(archive.chief, address, **added)
        assert Passage.objects.count() == before + 1
        draft = Passage.objects.latest("pk")
        told = Utterance.objects.create(interview=draft.interview)
        save(
            archive.chief, f"/admin/quotes/utterance/{told.pk}/change/",
            **{"members-TOTAL_FORMS": 1, "members-0-passage": draft.pk,
               "members-0-state": "proposed", "members-0-utterance": told.pk},
        )  # fmt: skip
        told.members.all().delete()
        archive.chief.post(f"/admin/quotes/passage/{draft.pk}/delete/", {"post": "yes"})
        assert Passage.objects.count() == before


def read() -> dict[str, bytes]:
    """The answers at every public address, and to searches for the words."""
    client = Client()
    queries = [
        f"{path}?q={word}"
        for word in (*EXPUNGED, *TAKEN_BACK)
        for path in ("/search/", "/search.json", "/search.csv", "/search.atom", "/suggest/",
                     "/suggest.json", "/api/v1/passages")
    ]  # fmt: skip
    known = Passage.objects.exclude(identifier=None)
    permalinks = [f"{project.SITE_URL}/q/{each.identifier_id}" for each in known]
    queries += [f"/oembed?url={quote(url)}" for url in permalinks]
    queries += [f"/unapi?id={each.identifier_id}&format=ris" for each in known]
    queries += ["/search/?sort=changed&view=lines", "/api/v1/changes?since=0"]
    found = {}
    for address in [*every_address(), *queries]:
        answer = client.get(address)
        found[address] = answer.getvalue() if answer.streaming else answer.content
        assert answer.status_code < 500, address
    return found


def words_in(text: str, wanted: tuple[str, ...]) -> set[str]:
    return {word for word in wanted if word in text.lower()}


def test_no_answer_has_words_that_were_removed(archive: Archive) -> None:
    pictures = removed_pictures(archive)
    assert archive.after.keys() >= archive.before.keys()
    for address, body in archive.after.items():
        # A search reads the asked word back.
        wanted = tuple(word for word in (*EXPUNGED, *TAKEN_BACK) if word not in address)
        text = plain(body)
        assert words_in(text, wanted) == set(), address
        assert "“”" not in text, address
        assert body not in pictures, address


def test_no_search_or_check_finds_words_that_were_removed(archive: Archive) -> None:
    for word in (*EXPUNGED, *TAKEN_BACK):
        found = json.loads(archive.after[f"/search.json?q={word}"])
        assert (found["count"], found["results"]) == (0, [])
        assert json.loads(archive.after[f"/suggest.json?q={word}"])[1] == []
    answer = Client().post(
        "/api/v1/check", json.dumps({"text": f"“{WHOLE}” and “{OLDER}” and “{WITHDRAWN}”"}),
        content_type="application/json",
    )  # fmt: skip
    found = [(each["verdict"], each["passage"]) for each in answer.json()["quotations"]]
    assert {verdict for verdict, _ in found} <= {"not-found", "too-short"}


def test_no_file_has_words_that_were_removed(archive: Archive) -> None:
    pictures = removed_pictures(archive)
    for path in archive.files():
        content = path.read_bytes()
        assert words_in(content.decode("utf-8", "replace"), EXPUNGED) == set(), path
        assert content not in pictures, path
    [folder] = [path for path in (archive.folder / "SEARCH_INDEX").iterdir() if path.is_dir()]
    assert "analysis1-" not in folder.name
    assert not folder.name.endswith("damaged")
    assert list((archive.folder / "EXPORT").iterdir()) == []


def test_no_column_has_words_that_were_removed_but_records(archive: Archive) -> None:
    left = {
        (model.__name__, column, word)
        for model, column, text in every_text()
        for word in words_in(text, EXPUNGED)
    }
    # The question in the records of its answers, which are chained by their hashes.
    assert left == {("PassageRevision", "record", "bilby")}
    assert "passage revision" in archive.said
    assert list(audit.faults()) == []


def test_an_export_made_afterwards_has_none_but_in_records(
    archive: Archive, tmp_path: Path
) -> None:
    export(tmp_path / "after")
    found = {
        (path.name, word)
        for path in (tmp_path / "after").iterdir()
        for word in words_in(path.read_text("utf-8"), (*EXPUNGED, *TAKEN_BACK))
    }
    assert found == {("records.jsonl", "bilby")}


def test_the_history_says_that_words_were_removed_and_what_was_merged(archive: Archive) -> None:
    older = plain(archive.after[f"/q/{archive.older.identifier_id}/history"])
    assert "have been removed for legal reasons on" in older
    assert "Court order 7." in older
    stays = plain(archive.after[f"/q/{archive.stays.identifier_id}/history"])
    assert f"{archive.merged.identifier_id} was merged into this quotation" in stays
    assert "Kept twice." in stays
    led = Client().get(f"/q/{archive.merged.identifier_id}/history")
    assert led["Location"] == f"/q/{archive.stays.identifier_id}/history"


def every_text() -> Iterator[tuple[type, str, str]]:
    """Model, column and value of all that is stored, as the database gives it."""
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield model, name, str(value)


def whole_database() -> str:
    return "\n".join(text for _, _, text in every_text())


def removed_pictures(archive: Archive) -> set[bytes]:
    """The cards that showed words that went."""
    gone = [archive.whole, archive.asked, archive.withdrawn, archive.merged]
    parts = [f"/q/{each.identifier_id}/" for each in gone]
    parts += [f"/q/{archive.older.identifier_id}/v/{number}/" for number in (1, 2)]
    found = {
        body
        for address, body in archive.before.items()
        if body.startswith(b"\x89PNG") and any(part in address for part in parts)
    }
    assert len(found) >= len(parts)
    return found


def plain(body: bytes) -> str:
    """An answer's text, whatever JSON writes for letters beyond ASCII."""
    text = body.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text
