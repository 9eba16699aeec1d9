"""Rows that were read before the lock: nothing that others saved since is overwritten."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from quotes import editorial
from quotes.editorial import CitedChange, NotPossibleError
from quotes.models import Passage, Source, Speaker, Topic, Turn, current_version
from tests import factories

pytestmark = pytest.mark.django_db
WHY = CitedChange("typo", "Misread.")


def reread(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def save_note(passage: Passage) -> None:
    editorial.save_draft(passage, fields=["note"], editor=None)


def send(passage: Passage) -> None:
    editorial.send_to_review([passage], editor=None)


def take_back(passage: Passage) -> None:
    editorial.take_from_review([passage], editor=None)


def tag(passage: Passage) -> None:
    editorial.tag([passage], add=[factories.topic()], editor=None)


@pytest.mark.parametrize("step", [save_note, send, take_back, tag])
def test_a_passage_published_meanwhile_stays_published(step: Callable[[Passage], None]) -> None:
    stale = factories.draft()
    [published] = editorial.publish([reread(stale)], editor=None)
    with suppress(NotPossibleError):
        step(stale)
    stored = reread(stale)
    assert (stored.state, stored.identifier_id) == ("published", published.identifier_id)
    assert stored.version == 1


def test_a_form_for_what_was_published_or_deleted_meanwhile_is_told_so() -> None:
    stale, gone = factories.draft(), factories.draft()
    editorial.publish([reread(stale)], editor=None)
    reread(gone).delete()
    with pytest.raises(NotPossibleError, match="published by now: open it again"):
        save_note(stale)
    with pytest.raises(NotPossibleError, match="deleted meanwhile"):
        save_note(gone)


@pytest.mark.parametrize("step", [save_note, send, tag])
def test_what_another_saved_of_a_draft_meanwhile_stays(step: Callable[[Passage], None]) -> None:
    stale = factories.draft()
    other = reread(stale)
    other.role_as_printed = "Minister"
    editorial.save_draft(other, fields=["role_as_printed"], editor=None)
    step(stale)
    assert reread(stale).role_as_printed == "Minister"


@pytest.mark.parametrize("step", [save_note, send, tag])
def test_a_passage_deleted_meanwhile_stays_deleted(step: Callable[[Passage], None]) -> None:
    stale = factories.draft()
    reread(stale).delete()
    with suppress(NotPossibleError):
        step(stale)
    assert not Passage.objects.exists()


def test_a_passage_withdrawn_meanwhile_keeps_its_topics() -> None:
    stale = factories.published()
    editorial.withdraw(stale, reason="An error.", editor=None)
    assert editorial.tag([stale], add=[factories.topic()], editor=None) == 0
    assert not stale.topics.exists()


def test_a_topic_deleted_meanwhile_is_told() -> None:
    topic = factories.topic()
    Topic.objects.filter(pk=topic.pk).delete()
    with pytest.raises(NotPossibleError, match="no longer there"):
        editorial.tag([factories.draft()], add=[topic], editor=None)


@pytest.mark.parametrize(
    ("make", "mine", "theirs"),
    [
        (factories.speaker, "description", "wikidata_id"),
        (factories.event, "place", "organiser"),
        (factories.interview, "basis", "language"),
        (factories.source, "basis", "url"),
        (factories.outlet, "country", "url"),
        (factories.topic, "scope_note", "name"),
    ],
)
def test_a_noun_read_earlier_changes_its_own_fields_alone(
    make: Callable[[], Any], mine: str, theirs: str
) -> None:
    stale = make()
    other = reread(stale)
    setattr(other, theirs, "Q7")
    editorial.save_noun(other, fields=[theirs], editor=None)
    setattr(stale, mine, "TR")
    editorial.save_noun(stale, fields=[mine], editor=None)
    stored = reread(stale)
    assert (getattr(stored, mine), getattr(stored, theirs)) == ("TR", "Q7")


def test_a_turn_read_earlier_changes_its_own_fields_alone() -> None:
    stale = factories.turn("One thing.")
    other = reread(stale)
    other.text = "Another thing."
    editorial.save_turn(other, fields=["text"], editor=None)
    stale.speaker_as_printed = "ADA"
    editorial.save_turn(stale, fields=["speaker_as_printed"], editor=None)
    assert (reread(stale).text, reread(stale).speaker_as_printed) == ("Another thing.", "ADA")


@pytest.mark.parametrize("save", [editorial.save_noun, editorial.save_turn])
def test_what_was_deleted_meanwhile_is_not_made_again(save: Callable[..., int]) -> None:
    stale = factories.turn("One.") if save is editorial.save_turn else factories.speaker()
    type(stale).objects.filter(pk=stale.pk).delete()
    with pytest.raises(NotPossibleError, match="deleted meanwhile"):
        save(stale, editor=None)
    assert not type(stale).objects.exists()


def test_days_follow_from_the_date_that_alone_is_saved() -> None:
    source = factories.source()
    source.published = "2024-05"
    editorial.save_noun(source, fields=["published"], editor=None)
    assert str(reread(source).published_latest) == "2024-05-31"


def test_saving_what_has_not_changed_moves_no_version_and_leaves_no_history() -> None:
    passage = factories.published()
    for row, save in (
        (Speaker.objects.get(), editorial.save_noun),
        (Source.objects.get(), editorial.save_noun),
        (Turn.objects.get(), editorial.save_turn),
    ):
        before = (current_version(), row.history.count())
        save(row, editor=None)
        assert (current_version(), row.history.count()) == before
    before = (current_version(), passage.history.count())
    editorial.revise(passage, {"note": ""}, why=WHY, topics=[], editor=None)
    editorial.publish([], editor=None)
    assert (current_version(), passage.history.count()) == before


def test_all_reasons_not_to_publish_are_told_without_the_words() -> None:
    published = factories.published("One thing. Another.")
    beside = factories.draft(turn=published.turn, spans=[[0, 3]])
    sound = factories.draft()
    gone = factories.draft()
    Passage.objects.filter(pk=gone.pk).delete()
    with pytest.raises(editorial.RefusedError) as refused:
        editorial.publish([published, beside, sound, gone], editor=None)
    assert refused.value.reasons == {
        published.pk: "It is published already.",
        beside.pk: f"It shares words with {published.identifier_id}: change the spans of one of "
        "them.",
        gone.pk: "It is no longer in the archive.",
    }
