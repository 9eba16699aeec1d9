"""Whatever is changed behind the archive's back is found and named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from quotes.editorial import audit
from quotes.editorial.checkpoint import current_checkpoint
from quotes.editorial.records import sha256
from quotes.models import (
    ArchiveState,
    Event,
    IdentifierEvent,
    Passage,
    PassageRevision,
    RevisionWords,
    Source,
    Speaker,
    Topic,
    Turn,
    append_only,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]


def change_words() -> None:
    words = RevisionWords.objects.first()
    RevisionWords.objects.filter(pk=words.pk).update(text=f"{words.text} Never said.")


def change_record() -> None:
    revision = PassageRevision.objects.get(sequence=50)
    record = json.loads(revision.record)
    record["printed"]["speaker"] = "Somebody Else"
    PassageRevision.objects.filter(pk=revision.pk).update(record=json.dumps(record))


def drop_record() -> None:
    with connection.cursor() as cursor:
        key = PassageRevision.objects.get(sequence=50).pk
        cursor.execute("DELETE FROM quotes_revisionwords WHERE revision_id = %s", [key])
        cursor.execute("DELETE FROM quotes_passagerevision WHERE id = %s", [key])


def change_text() -> None:
    Passage.objects.filter(identifier="khms7xrr").update(text="It is a tent.")


def change_turn() -> None:
    turn = Turn.objects.get(source__slug="wpc-2024-transcript", kind="answer")
    Turn.objects.filter(pk=turn.pk).update(text=turn.text.replace("yurt", "tent"))


def change_spans() -> None:
    Passage.objects.filter(identifier="khms7xrr").update(spans=[[0, 10]])


def drop_tile() -> None:
    source = Source.objects.get(slug="avim-2023-analysis")
    Source.objects.filter(pk=source.pk).update(dropped=source.dropped[1:])


def make_circle() -> None:
    below = Topic.objects.get(slug="territorial-integrity")
    Topic.objects.filter(slug="international-order").update(parent=below)


def tag_twice() -> None:
    passage = Passage.objects.filter(topics__slug="territorial-integrity").first()
    passage.topics.add(Topic.objects.get(slug="international-law"))


def rename_speaker() -> None:
    Speaker.objects.filter(slug="roman-vassilenko").update(name="Roman Wassilenko")


def change_time() -> None:
    PassageRevision.objects.filter(sequence=50).update(created_at="2020-01-01T00:00:00Z")


def publish_again() -> None:
    identifier = Passage.objects.first().identifier
    IdentifierEvent.objects.create(identifier=identifier, kind="published")


def hide() -> None:
    Passage.objects.filter(identifier="khms7xrr").update(state="withdrawn")


def drop_range_hash() -> None:
    turn = Turn.objects.get(source__slug="wpc-2024-transcript", kind="answer")
    Turn.objects.filter(pk=turn.pk).update(range_sha256=[])


def change_day() -> None:
    Event.objects.filter(slug="wpc-2024").update(latest="2020-01-01")


def spoil_date() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quotes_event SET dates = '20x4' WHERE slug = 'wpc-2024'")


TAMPERINGS = [
    (change_day, "latest is not the day that its date says"),
    (spoil_date, "“20x4” is not a date"),
    (rename_speaker, "prints something else than its last revision records"),
    (change_time, "shown otherwise than recorded"),
    (publish_again, "does not begin with its one publication"),
    (hide, "its passage is withdrawn, its history ends with “published”"),
    (drop_range_hash, "ranges and 0 hashes"),
    (change_words, "the words are not what their hash says"),
    (change_record, "the record is not what its hash says"),
    (drop_record, "does not continue"),
    (change_text, "not what its turn says"),
    (change_turn, "not those captured"),
    (change_spans, "not what its turn says"),
    (drop_tile, "in no range"),
    (make_circle, "below itself"),
    (tag_twice, "beside one above it"),
]


def test_an_untouched_archive_is_sound() -> None:
    assert list(audit.faults()) == []
    call_command("verify_archive", verbosity=0)


@pytest.mark.parametrize(("tamper", "fault"), TAMPERINGS)
def test_tampering_is_found(tamper: Callable[[], None], fault: str) -> None:
    append_only.remove()
    tamper()
    assert fault in " ".join(audit.faults())
    with pytest.raises(CommandError, match="faults"):
        call_command("verify_archive")


def test_an_archive_without_its_state_is_told_in_a_sentence(tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint.txt"
    kept.write_text(str(current_checkpoint()))
    ArchiveState.objects.all().delete()
    with pytest.raises(CommandError, match="fault"):
        call_command("verify_archive", checkpoint=kept)


def test_a_source_is_compared_with_the_text_it_was_made_from(tmp_path: Path) -> None:
    captured = tmp_path / "captured.txt"
    captured.write_text("Not the text of any source.")
    with pytest.raises(CommandError):
        call_command("verify_archive", source=[captured])
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_archive", source=[tmp_path / "missing"])


def test_a_source_agrees_with_the_text_it_was_made_from(tmp_path: Path) -> None:
    text = "Heading\n\nSpoken words.\n"
    source = factories.source(
        captured_length=len(text),
        captured_sha256=sha256(text),
        dropped=[
            {"start": 0, "end": 9, "sha256": sha256(text[:9]), "reason": "heading"},
            {"start": 22, "end": 23, "sha256": sha256(text[22:]), "reason": "line end"},
        ],
    )
    factories.turn(
        "Spoken words.",
        source=source,
        ranges=[[9, 22]],
        range_sha256=[sha256("Spoken words.")],
    )
    captured = tmp_path / "captured.txt"
    captured.write_text(text)
    call_command("verify_archive", source=[captured], verbosity=0)
    source.turns.update(text="Spoken word.")
    assert len(list(audit.source_faults(text))) == 1
