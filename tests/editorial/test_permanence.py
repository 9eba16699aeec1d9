"""Whatever editors do, every identifier ever given answers as it must, in the words it had.

A state machine does at random what editors do, loads the opening archive again and again, moves the
whole archive to an empty one, and keeps its own simple book of what each identifier has to say; the
site is asked whether it agrees.
"""

import re
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from quotes import editorial
from quotes.copies.exporting import export
from quotes.copies.importing import import_export
from quotes.editorial import CitedChange
from quotes.editorial.audit import faults
from quotes.editorial.publishing import publish_new
from quotes.ingest import opening
from quotes.models import Identifier, Passage, Speaker, Turn, Wording
from quotes.models.bulk_insert import insert, refresh_statistics
from tests import factories
from tests.effort import EFFORT

IDS = 150 * EFFORT
STEPS = 60 * EFFORT
# To move all passages takes as long as many other steps.
MOVES = 1 + EFFORT
WHY = CitedChange("attribution", "As the source has it.")
PICK = st.integers(0, 10**6)


class Entry:
    """What the book says of one identifier: its versions, and where it leads."""

    def __init__(self, pk: int, speaker: int, *, is_whole_turn: bool = True) -> None:
        self.pk, self.speaker, self.is_whole_turn = pk, speaker, is_whole_turn
        # Published, withdrawn, merged; or lost: withdrawn, and the words were not exported.
        self.state, self.into = "published", ""
        # By version: the words, and the speaker's name as printed then.
        self.versions: list[tuple[str, str]] = []


class Permanence(RuleBasedStateMachine):
    """Editors at work, and the book of what they have promised."""

    @initialize()
    def open_archive(self) -> None:
        # Tried again to find the shortest way to a fault, it has to begin with the same archive.
        self.block = transaction.atomic()
        self.block.__enter__()
        self.client = Client()
        self.book: dict[str, Entry] = {}
        self.names: dict[int, str] = {}
        self.slugs: dict[str, int] = {}
        self.numbers, self.moves, self.opened = iter(range(10**9)), 0, False
        for _ in range(10):
            self._new_speaker()
        self._publish(IDS)
        # Inside a transaction nobody else does: PostgreSQL would take the tables for empty.
        refresh_statistics()
        self.touched: list[str] = []

    def _new_speaker(self) -> None:
        speaker = factories.speaker(f"Speaker No {next(self.numbers)} {id(self)}")
        self.names[speaker.pk] = speaker.name
        self.slugs[speaker.slug] = speaker.pk

    def _publish(self, number: int) -> None:
        source = factories.source()
        speakers = list(Speaker.objects.filter(pk__in=self.names).order_by("pk"))
        turns = [
            Turn(source=source, position=n + 1, kind="statement", text=f"Words {n} of {source}.")
            for n in range(number)
        ]
        insert(turns)
        made = []
        for n, turn in enumerate(turns):
            passage = Passage(
                turn=turn, spans=[[0, len(turn.text)]], speaker=speakers[n % len(speakers)],
                wording=Wording.VERBATIM, language="en",
            )  # fmt: skip
            passage.fill_from_turn()
            made.append(passage)
        publish_new(made, editor=None)
        for passage in made:
            entry = Entry(passage.pk, passage.speaker_id)
            entry.versions.append((passage.text, self.names[passage.speaker_id]))
            self.book[str(passage.identifier_id)] = entry

    @rule()
    def load_the_opening_archive(self) -> None:
        if self.opened:
            assert opening.load(project.BASE_DIR / "fixtures") == 0
            return
        self.opened = True
        assert opening.load(project.BASE_DIR / "fixtures") == 113
        for passage in Passage.public.exclude(identifier__in=self.book).select_related("speaker"):
            entry = Entry(passage.pk, passage.speaker_id, is_whole_turn=False)
            entry.versions.append((passage.text, passage.speaker.name))
            self.book[str(passage.identifier_id)] = entry

    @precondition(lambda self: self.moves < MOVES)
    @rule()
    def move_to_an_empty_archive(self) -> None:
        self.moves += 1
        slugs = dict(Speaker.objects.values_list("pk", "slug"))
        with TemporaryDirectory() as folder:
            before = export(Path(folder))
            connection.check_constraints()
            call_command("flush", interactive=False, verbosity=0)
            assert not Passage.objects.exists()
            assert import_export(Path(folder)) == before
        speakers = {pk: Speaker.objects.get(slug=slug).pk for pk, slug in slugs.items()}
        self.names = {speakers[pk]: name for pk, name in self.names.items()}
        self.slugs = {slug: speakers[pk] for slug, pk in self.slugs.items()}
        passages = dict(Identifier.objects.values_list("pk", "passage"))
        for name, entry in self.book.items():
            entry.pk, entry.speaker = passages[name], speakers[entry.speaker]
            entry.state = "lost" if entry.state == "withdrawn" else entry.state
        for name in list(self.book)[::20]:
            self._check(name)

    def _one(self, pick: int, state: str = "published") -> str | None:
        fitting = [name for name, entry in self.book.items() if entry.state == state]
        return fitting[pick % len(fitting)] if fitting else None

    def _passage(self, name: str) -> Passage:
        self.touched.append(name)
        return Passage.objects.get(pk=self.book[name].pk)

    @rule(number=st.integers(1, 3))
    def publish(self, number: int) -> None:
        self._publish(number)

    @rule(pick=PICK)
    def shorten(self, pick: int) -> None:
        name = self._one(pick)
        if not (name and self.book[name].is_whole_turn):
            return
        passage = self._passage(name)
        end = max(1, passage.spans[0][1] - 1)
        if end == passage.spans[0][1]:
            return
        editorial.revise(passage, {"spans": [[0, end]]}, why=WHY, editor=None)
        entry = self.book[name]
        entry.versions.append((entry.versions[-1][0][:-1], self._name(entry)))

    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        if name := self._one(pick):
            editorial.withdraw(self._passage(name), reason="An error.", editor=None)
            self.book[name].state = "withdrawn"

    @rule(pick=PICK)
    def reinstate(self, pick: int) -> None:
        if name := self._one(pick, "withdrawn"):
            editorial.reinstate(self._passage(name), reason="No error.", editor=None)
            entry = self.book[name]
            entry.state = "published"
            entry.versions.append((entry.versions[-1][0], self._name(entry)))

    def _name(self, entry: Entry) -> str:
        """What its speaker is called now; those of the opening archive keep their names."""
        return self.names.get(entry.speaker, entry.versions[-1][1])

    @rule(pick=PICK, other=PICK)
    def merge_passages(self, pick: int, other: int) -> None:
        name, into = self._one(pick), self._one(other)
        if name and into and name != into:
            duplicate, target = self._passage(name), self._passage(into)
            editorial.merge_passages(duplicate, target, reason="The same.", editor=None)
            self.book[name].state, self.book[name].into = "merged", into

    @rule(pick=PICK)
    def rename_speaker(self, pick: int) -> None:
        speaker = self._speaker(pick)
        speaker.name = f"Renamed {next(self.numbers)} {id(self)}"
        self._printed_anew(speaker.pk, speaker.name)
        editorial.save_noun(speaker, why=WHY, editor=None)
        self.names[speaker.pk] = speaker.name

    @rule(pick=PICK)
    def give_another_address(self, pick: int) -> None:
        speaker = self._speaker(pick)
        speaker.slug = f"speaker-{next(self.numbers)}-{id(self)}"
        editorial.save_noun(speaker, why=WHY, editor=None)
        self.slugs[speaker.slug] = speaker.pk

    @rule(pick=PICK, other=PICK)
    def merge_speakers(self, pick: int, other: int) -> None:
        duplicate, into = self._speaker(pick), self._speaker(other)
        if duplicate == into or len(self.names) < 4:
            return
        self._printed_anew(duplicate.pk, into.name)
        editorial.merge_nouns(duplicate, into, why=WHY, editor=None)
        for entry in self.book.values():
            entry.speaker = into.pk if entry.speaker == duplicate.pk else entry.speaker
        self.slugs = {s: into.pk if pk == duplicate.pk else pk for s, pk in self.slugs.items()}
        del self.names[duplicate.pk]

    def _speaker(self, pick: int) -> Speaker:
        pks = sorted(self.names)
        return Speaker.objects.get(pk=pks[pick % len(pks)])

    def _printed_anew(self, speaker: int, name: str) -> None:
        for entry in self.book.values():
            if entry.speaker == speaker and entry.state == "published":
                entry.versions.append((entry.versions[-1][0], name))

    @invariant()
    def what_was_touched_answers(self) -> None:
        for name in getattr(self, "touched", [])[-2:]:
            self._check(name)

    def teardown(self) -> None:
        if not hasattr(self, "block"):
            return
        try:
            for name in self.book:
                self._check(name)
            for slug, pk in self.slugs.items():
                self._check_speaker(slug, pk)
            assert list(faults()) == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def _check_speaker(self, slug: str, pk: int) -> None:
        response = self.client.get(f"/speakers/{slug}/")
        speaker = Speaker.objects.get(pk=pk)
        if response.status_code == 301:
            assert response["Location"] == f"/speakers/{speaker.slug}/"
        elif response.status_code == 200:
            assert slug == speaker.slug
        else:
            assert not Speaker.objects.public().filter(pk=pk).exists()

    def _check(self, name: str) -> None:
        entry, response = self.book[name], self.client.get(f"/q/{name}.json")
        if entry.state == "published":
            record: dict[str, Any] = response.json()
            assert response.status_code == 200
            printed = (record["text"], record["speaker"]["name"], record["version"])
            assert printed == (*entry.versions[-1], len(entry.versions))
            self._check_versions(name)
        elif entry.state in ("withdrawn", "lost"):
            assert response.status_code == 410
            assert entry.versions[-1][0] not in response.text
        else:
            assert (response.status_code, response["Location"]) == (301, self._end_of(name))

    def _check_versions(self, name: str) -> None:
        versions = self.book[name].versions
        for number in {1, len(versions)}:
            page = self.client.get(f"/q/{name}/v/{number}")
            assert page.status_code == 200
            assert all(_plain(part) in _read(page.text) for part in versions[number - 1])

    def _end_of(self, name: str) -> str:
        while self.book[name].into and self.book[name].state == "merged":
            name = self.book[name].into
        return f"/q/{name}.json"


def _read(page: str) -> str:
    """The words of a page, without its markup."""
    return _plain(unescape(re.sub("<[^>]+>", "", page)))


def _plain(words: str) -> str:
    return "".join(words.split())


@pytest.mark.django_db
def test_every_identifier_keeps_its_promise() -> None:
    run_state_machine_as_test(
        Permanence,
        settings=settings(
            max_examples=1,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            # To shorten what was found would take hours.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
