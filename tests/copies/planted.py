"""Faults that somebody with the database in hand could plant, past every guard and all at once."""

import heapq
import json
from collections.abc import Callable
from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from quotes import editorial
from quotes.editorial import CitedChange
from quotes.editorial.expunging import expunge
from quotes.editorial.merging import merge_passages
from quotes.editorial.records import canonical, sha256, words_sha256
from quotes.models import (
    Identifier,
    IdentifierEvent,
    Passage,
    PassageRevision,
    RegistryRecord,
    RevisionWords,
)
from quotes.text import identifiers
from tests import factories

NAMES = (
    "plain", "revised", "withdrawn", "reinstated", "merged", "expunged", "shortened", "other",
)  # fmt: skip
WHY = CitedChange("typo", "A letter was missing.")


class Planted:
    """A small archive in which everything has happened that can, by name."""

    def __init__(self) -> None:
        chief = User.objects.create(username="chief")
        source = factories.source("Planted")
        self.topic = factories.topic("Told")
        made = {name: factories.published(f"I was {name}.", source=source) for name in NAMES}
        made["plain"].topics.add(self.topic)
        self.ids = {name: str(passage.identifier_id) for name, passage in made.items()}
        self.keys = {name: passage.pk for name, passage in made.items()}
        editorial.revise(made["revised"], {"note": "A note."}, why=WHY, editor=chief)
        editorial.withdraw(made["withdrawn"], reason="Not what was said.", editor=chief)
        editorial.withdraw(made["reinstated"], reason="Doubts.", editor=chief)
        editorial.reinstate(made["reinstated"], reason="Confirmed.", editor=chief)
        merge_passages(made["merged"], made["plain"], reason="The same words.", editor=chief)
        self.lost = RevisionWords.objects.values("text", "salt").get(
            revision__passage=made["expunged"]
        )
        expunge([self.ids["expunged"]], reason="Order 7.", editor=chief)
        editorial.revise(made["shortened"], {"spans": [[0, 5]]}, why=WHY, editor=chief)
        expunge([self.ids["shortened"]], reason="Order 8.", editor=chief, versions=[1])

    def event(self, name: str, kind: str) -> models.QuerySet:
        return IdentifierEvent.objects.filter(identifier=self.ids[name], kind=kind)

    def add_event(self, name: str, kind: str, target: str | None = None, reason: str = "") -> None:
        IdentifierEvent.objects.create(
            identifier_id=self.ids[name], kind=kind, reason=reason or "Quietly.",
            target_id=target and self.ids[target],
        )  # fmt: skip

    def words(self, name: str, version: int = 1) -> models.QuerySet:
        return RevisionWords.objects.filter(
            revision__passage=self.keys[name], revision__number=version
        )

    def passage(self, name: str) -> models.QuerySet:
        return Passage.objects.filter(pk=self.keys[name])

    def state(self, name: str, state: str) -> None:
        self.passage(name).update(state=state)

    def record(self, kind: str, name: str = "") -> RegistryRecord:
        """The record of this kind, of this passage if there are several."""
        rows = [row for row in RegistryRecord.objects.all() if row.content["kind"] == kind]
        return next(row for row in rows if not name or row.content["passage"] == self.ids[name])


def rows_of_log() -> list[Any]:
    """All records in order."""
    rows = (
        PassageRevision.objects.order_by("sequence"),
        RegistryRecord.objects.order_by("sequence"),
    )
    return list(heapq.merge(*rows, key=attrgetter("sequence")))


def rehash(edit: Callable[[dict[str, Any]], Any] = lambda record: None) -> None:
    """Make the whole log anew, each record edited, so that it agrees with itself again."""
    previous = ""
    rows = rows_of_log()
    for row in rows:  # out of the way: places may move
        row.was = row.sequence
    for number, row in enumerate(rows, 1):
        record = json.loads(row.record)
        edit(record)
        text = canonical({**record, "sequence": number, "previous": previous})
        previous = sha256(text)
        values = {"sequence": number, "record": text, "sha256": previous}
        type(row).objects.filter(sequence=row.was).update(**values)


def fields(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


# --- Events ---


def delete(name: str, kind: str) -> Callable[[Planted], None]:
    return lambda it: it.event(name, kind)._raw_delete("default")


def change(name: str, kind: str, /, **values: Any) -> Callable[[Planted], None]:
    def plant(it: Planted) -> None:
        given = {"target_id": it.ids[values["target"]]} if "target" in values else values
        it.event(name, kind).update(**given)

    return plant


def later(name: str, kind: str) -> Callable[[Planted], None]:
    return lambda it: it.event(name, kind).update(
        created_at=models.F("created_at") + timedelta(seconds=1)
    )


def undo_withdrawal(it: Planted) -> None:
    it.event("withdrawn", "withdrawn")._raw_delete("default")
    it.state("withdrawn", "published")


def undo_merge(it: Planted) -> None:
    it.event("merged", "merged_into")._raw_delete("default")
    it.state("merged", "published")


def withdraw_quietly(it: Planted) -> None:
    it.add_event("plain", "withdrawn")
    it.state("plain", "withdrawn")


def withdraw_and_reinstate_quietly(it: Planted) -> None:
    it.add_event("plain", "withdrawn")
    it.add_event("plain", "reinstated")


def reinstate_quietly(it: Planted) -> None:
    it.add_event("withdrawn", "reinstated")
    it.state("withdrawn", "published")


def merge_quietly(it: Planted) -> None:
    it.add_event("plain", "merged_into", "other")
    it.state("plain", "withdrawn")


def split_quietly(it: Planted) -> None:
    it.add_event("plain", "split_into", "other")
    it.state("plain", "withdrawn")


def merge_what_was_withdrawn(it: Planted) -> None:
    it.add_event("withdrawn", "merged_into", "other")


def turn_withdrawal_into_reinstatement(it: Planted) -> None:
    it.event("withdrawn", "withdrawn").update(kind="reinstated")
    it.state("withdrawn", "published")


def give_withdrawal_to_another(it: Planted) -> None:
    it.event("withdrawn", "withdrawn").update(identifier=it.ids["other"])
    it.state("withdrawn", "published")
    it.state("other", "withdrawn")


def swap_publications(it: Planted) -> None:
    one, other = it.event("plain", "published").get(), it.event("other", "published").get()
    IdentifierEvent.objects.filter(pk=one.pk).update(identifier=other.identifier_id)
    IdentifierEvent.objects.filter(pk=other.pk).update(identifier=one.identifier_id)


# --- Identifiers and passages ---


def delete_identifier(it: Planted) -> None:
    Identifier.objects.filter(pk=it.ids["plain"])._raw_delete("default")


def delete_identifier_with_events(it: Planted) -> None:
    it.event("other", "published")._raw_delete("default")
    Identifier.objects.filter(pk=it.ids["other"])._raw_delete("default")


def delete_every_trace(it: Planted) -> None:
    delete_identifier_with_events(it)
    it.words("other")._raw_delete("default")
    PassageRevision.objects.filter(passage=it.keys["other"])._raw_delete("default")
    it.passage("other")._raw_delete("default")


def swap_identifiers(it: Planted) -> None:
    between = Identifier.objects.create(id=identifiers.mint())
    it.passage("plain").update(identifier=between)
    it.passage("other").update(identifier=it.ids["plain"])
    it.passage("plain").update(identifier=it.ids["other"])
    between.delete()


def give_new_identifier(it: Planted) -> None:
    name = identifiers.mint()
    Identifier.objects.create(id=name)
    it.passage("plain").update(identifier=name)


def insert_identifier(it: Planted) -> None:
    Identifier.objects.create(id=identifiers.mint())


def insert_published_identifier(it: Planted) -> None:
    it.ids["new"] = identifiers.mint()
    Identifier.objects.create(id=it.ids["new"])
    IdentifierEvent.objects.create(identifier_id=it.ids["new"], kind="published")


def state(name: str, value: str) -> Callable[[Planted], None]:
    return lambda it: it.state(name, value)


# --- Words ---


def remove(name: str, removed: str, version: int = 1) -> Callable[[Planted], None]:
    return lambda it: it.words(name, version).update(
        text="", salt="", removed=removed, removed_at=timezone.now(),
        removed_reason="Order 9." if removed == "expunged" else "",
    )  # fmt: skip


def expunge_quietly(it: Planted) -> None:
    """With a withdrawal that looks like one, too."""
    remove("plain", "expunged")(it)
    withdraw_quietly(it)


def restore(it: Planted) -> None:
    it.words("expunged").update(removed="", removed_at=None, removed_reason="", **it.lost)


def restore_as_others(it: Planted) -> None:
    restore(it)
    it.words("expunged").update(text="Something else.")


def change_tombstone(**values: Any) -> Callable[[Planted], None]:
    return lambda it: it.words("expunged").update(**values)


def delete_words(name: str) -> Callable[[Planted], None]:
    return lambda it: it.words(name)._raw_delete("default")


def swap_words(*columns: str) -> Callable[[Planted], None]:
    def plant(it: Planted) -> None:
        one = it.words("revised").values(*columns).get()
        other = it.words("other").values(*columns).get()
        it.words("revised").update(**other)
        it.words("other").update(**one)

    return plant


def change_words(it: Planted) -> None:
    it.words("revised").update(text="I was never there.")


def change_words_with_their_hash(it: Planted) -> None:
    row = PassageRevision.objects.get(passage=it.keys["revised"], number=1)
    salt = it.words("revised").get().salt
    text = "I was never there."
    it.words("revised").update(text=text)
    record = canonical({**json.loads(row.record), "words": words_sha256(salt, text)})
    PassageRevision.objects.filter(pk=row.pk).update(record=record, sha256=sha256(record))


def change_salt(it: Planted) -> None:
    it.words("revised").update(salt="0" * 32)


# --- The log ---


def cut_off(number: int) -> Callable[[Planted], None]:
    def plant(it: Planted) -> None:
        for row in rows_of_log()[-number:]:
            if isinstance(row, PassageRevision):
                RevisionWords.objects.filter(revision=row)._raw_delete("default")
            type(row).objects.filter(sequence=row.sequence)._raw_delete("default")

    return plant


def withdraw_last_removal(it: Planted) -> None:
    """The newest record and what it tells of, as if it had never been."""
    cut_off(1)(it)
    it.words("shortened").update(
        text="I was shortened.", salt="0" * 32, removed="", removed_at=None, removed_reason=""
    )


def delete_record(kind: str) -> Callable[[Planted], None]:
    return lambda it: RegistryRecord.objects.filter(pk=it.record(kind).pk)._raw_delete("default")


def edit_record(of: str, *, sealed: bool, **values: Any) -> Callable[[Planted], None]:
    def plant(it: Planted) -> None:
        row = it.record(of)
        text = canonical({**row.content, **values})
        sealing = {"sha256": sha256(text)} if sealed else {}
        RegistryRecord.objects.filter(pk=row.pk).update(record=text, **sealing)

    return plant


def rewrite_reason(it: Planted) -> None:
    def edit(record: dict[str, Any]) -> None:
        if record["kind"] == "withdrawn":
            record["reason"] = "Another."

    rehash(edit)
    IdentifierEvent.objects.filter(kind="withdrawn").update(reason="Another.")


def rewrite_withdrawal_away(it: Planted) -> None:
    undo_withdrawal(it)
    RegistryRecord.objects.filter(pk=it.record("withdrawn", "withdrawn").pk)._raw_delete("default")
    rehash()


def rewrite_merge(it: Planted) -> None:
    target = it.ids["other"]
    it.event("merged", "merged_into").update(target=target)
    rehash(lambda record: record.update(target=target) if record.get("target") else None)


def rewrite_removal_away(it: Planted) -> None:
    RegistryRecord.objects.filter(pk=it.record("expunged", "expunged").pk)._raw_delete("default")
    restore(it)
    rehash()


def rewrite_words(it: Planted) -> None:
    change_words_with_their_hash(it)
    rehash()


def rewrite_as_format_1(it: Planted) -> None:
    """Without a trace of what has become of identifiers."""
    RegistryRecord.objects.all()._raw_delete("default")
    rehash(lambda record: record.update(format=1))


def double_record(it: Planted) -> None:
    row, last = it.record("withdrawn", "withdrawn"), rows_of_log()[-1].sequence
    text = canonical({**row.content, "reason": "Twice."})
    RegistryRecord.objects.create(sequence=last + 1, record=text, sha256=sha256(text))


def double_record_in_place(it: Planted) -> None:
    """Two records with one place: the table of versions does not know the other."""
    first = PassageRevision.objects.order_by("sequence").first()
    RegistryRecord.objects.create(sequence=first.sequence, record="{}", sha256=sha256("{}"))


def leave_gap(it: Planted) -> None:
    row = rows_of_log()[-1]
    type(row).objects.filter(sequence=row.sequence).update(sequence=row.sequence + 1)


def swap_records(it: Planted) -> None:
    one, other = it.record("withdrawn", "withdrawn"), it.record("merged_into")
    swapped = [(one.pk, fields(other)), (other.pk, fields(one))]
    RegistryRecord.objects.filter(pk__in=[one.pk, other.pk])._raw_delete("default")
    for key, values in swapped:
        RegistryRecord.objects.create(**{**values, "sequence": key})


def show_other_reason(it: Planted) -> None:
    PassageRevision.objects.filter(passage=it.keys["revised"], number=2).update(reason="None.")


def spoil_record(text: str) -> Callable[[Planted], None]:
    return lambda it: RegistryRecord.objects.filter(pk=it.record("withdrawn").pk).update(
        record=text, sha256=sha256(text)
    )


WHAT_BECAME = "What became of identifiers is not what was recorded"
REMOVED = "whether, when or why its words were removed is recorded otherwise"
GONE = "its words are missing, although its passage has them"
ONLY_CHECKPOINT = "is not the one that the checkpoint names"

# What is planted, and what verify_archive says of it.
FAULTS: dict[str, tuple[Callable[[Planted], None], str]] = {
    "publication deleted": (delete("plain", "published"), WHAT_BECAME),
    "withdrawal deleted": (delete("withdrawn", "withdrawn"), WHAT_BECAME),
    "withdrawal undone": (undo_withdrawal, WHAT_BECAME),
    "reinstatement deleted": (delete("reinstated", "reinstated"), WHAT_BECAME),
    "merge deleted": (delete("merged", "merged_into"), WHAT_BECAME),
    "merge undone": (undo_merge, WHAT_BECAME),
    "reason of withdrawal": (change("withdrawn", "withdrawn", reason="None."), WHAT_BECAME),
    "reason of reinstatement": (change("reinstated", "reinstated", reason="None."), WHAT_BECAME),
    "reason of merge": (change("merged", "merged_into", reason="None."), WHAT_BECAME),
    "time of publication": (later("plain", "published"), WHAT_BECAME),
    "time of withdrawal": (later("withdrawn", "withdrawn"), WHAT_BECAME),
    "time of reinstatement": (later("reinstated", "reinstated"), WHAT_BECAME),
    "merge redirected": (change("merged", "merged_into", target="other"), WHAT_BECAME),
    "merge called a split": (change("merged", "merged_into", kind="split_into"), WHAT_BECAME),
    "quiet withdrawal": (withdraw_quietly, WHAT_BECAME),
    "quiet withdrawal and back": (withdraw_and_reinstate_quietly, WHAT_BECAME),
    "quiet reinstatement": (reinstate_quietly, WHAT_BECAME),
    "quiet merge": (merge_quietly, WHAT_BECAME),
    "quiet split": (split_quietly, WHAT_BECAME),
    "withdrawn, then merged": (merge_what_was_withdrawn, WHAT_BECAME),
    "withdrawal made a reinstatement": (turn_withdrawal_into_reinstatement, WHAT_BECAME),
    "withdrawal given to another": (give_withdrawal_to_another, WHAT_BECAME),
    "publications swapped": (swap_publications, WHAT_BECAME),
    "identifier deleted": (delete_identifier, "a passage has it, and the registry has not"),
    "identifier and events deleted": (delete_identifier_with_events, "the registry has not"),
    "every trace deleted": (delete_every_trace, "are missing"),
    "identifiers swapped": (swap_identifiers, "it speaks of another passage"),
    "passage under a new identifier": (give_new_identifier, "it speaks of another passage"),
    "identifier inserted": (insert_identifier, "nothing tells what became of it"),
    "published identifier inserted": (insert_published_identifier, WHAT_BECAME),
    "state withdrawn": (state("plain", "withdrawn"), "its history ends with “published”"),
    "state published": (state("withdrawn", "published"), "its history ends with “withdrawn”"),
    "words marked expunged": (remove("other", "expunged"), REMOVED),
    "words of a former version marked expunged": (remove("revised", "expunged"), REMOVED),
    "words of a withdrawn passage marked expunged": (remove("withdrawn", "expunged"), REMOVED),
    "passage expunged quietly": (expunge_quietly, REMOVED),
    "words marked not exported": (remove("other", "not_exported"), GONE),
    "former words marked not exported": (remove("revised", "not_exported"), GONE),
    "tombstone deleted": (delete_words("expunged"), "its words are missing, and nothing says why"),
    "tombstone of another kind": (
        change_tombstone(removed="not_exported", removed_reason=""), REMOVED,
    ),
    "words restored": (restore, REMOVED),
    "words restored as others": (restore_as_others, REMOVED),
    "reason of removal": (change_tombstone(removed_reason="None."), REMOVED),
    "time of removal": (change_tombstone(removed_at=timezone.now()), REMOVED),
    "words swapped": (swap_words("text"), "the words are not what their hash says"),
    "words and salts swapped": (swap_words("text", "salt"), "not what their hash says"),
    "words changed": (change_words, "the words are not what their hash says"),
    "words changed with their hash": (change_words_with_their_hash, "does not continue"),
    "salt changed": (change_salt, "the words are not what their hash says"),
    "words deleted": (delete_words("plain"), "its words are missing, and nothing says why"),
    "newest record cut off": (cut_off(1), REMOVED),
    "three records cut off": (cut_off(3), REMOVED),
    "newest removal undone": (withdraw_last_removal, "the words are not what their hash says"),
    "record of a withdrawal deleted": (delete_record("withdrawn"), "are missing"),
    "record of a merge deleted": (delete_record("merged_into"), "are missing"),
    "record of a removal deleted": (delete_record("expunged"), "are missing"),
    "record edited": (edit_record("merged_into", sealed=False, reason="None."), "not what its hash"),
    "record edited and hashed": (edit_record("merged_into", sealed=True, reason="None."), WHAT_BECAME),
    "record of another kind": (edit_record("merged_into", sealed=True, kind="odd"), "is unknown"),
    "record of format 1": (edit_record("merged_into", sealed=True, format=1), "can stand here"),
    "record of format 3": (edit_record("merged_into", sealed=True, format=3), "can stand here"),
    "log made anew with another reason": (rewrite_reason, ONLY_CHECKPOINT),
    "log made anew without a withdrawal": (rewrite_withdrawal_away, "the archive ends at"),
    "log made anew with another merge": (rewrite_merge, ONLY_CHECKPOINT),
    "log made anew without a removal": (rewrite_removal_away, "the archive ends at"),
    "log made anew with other words": (rewrite_words, ONLY_CHECKPOINT),
    "log made anew in format 1": (rewrite_as_format_1, "the archive ends at"),
    "record doubled": (double_record, "it does not continue the record before"),
    "record doubled in its place": (double_record_in_place, "or one is twice"),
    "gap in the log": (leave_gap, "are missing"),
    "records swapped": (swap_records, "it does not continue the record before"),
    "other reason of a version": (show_other_reason, "shown otherwise than recorded"),
    "record that is no JSON": (spoil_record("{"), "not JSON in canonical form"),
    "record that is no object": (spoil_record("[1]"), "not JSON in canonical form"),
    "record of deep brackets": (spoil_record("[" * 100_000), "not JSON in canonical form"),
    "record with a huge number": (
        spoil_record('{"sequence":' + "9" * 5_000 + "}"), "not JSON in canonical form",
    ),
}  # fmt: skip
# Exports are made of events and records, so these are not in them.
SAME_IN_EXPORTS = {"other reason of a version", "identifier deleted", "identifier inserted"}
