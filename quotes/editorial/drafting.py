"""Drafts: the only way to create a passage, or to change one that is not published."""

from collections.abc import Collection

from django.contrib.auth.models import User

from quotes.editorial.tagging import narrowest
from quotes.editorial.version import NotPossibleError, locked_archive
from quotes.models import Passage, ReviewEvent, ReviewEventKind, State, Topic, Turn


def save_draft(
    draft: Passage,
    *,
    editor: User | None,
    fields: Collection[str] | None = None,
    topics: Collection[Topic] | None = None,
    to_review: bool = False,
) -> list[Passage]:
    """Save a draft with its words, role and topics; gives passages and drafts it overlaps.

    ``fields`` names the changed fields of an existing draft; all others keep their stored values.
    ``topics``, where given, are those it carries from now on. Raises ValidationError where the
    spans are not round whole words of the turn, and NotPossibleError where it is no draft any more.
    """
    with locked_archive():
        is_new = draft._state.adding
        if not is_new:
            _take_from_stored(draft, fields)
        draft.turn = Turn.objects.select_related("source__interview").get(pk=draft.turn_id)
        draft.clean()
        if not draft.role_as_printed:
            draft.role_as_printed = draft.interview.role_of(draft.speaker)
        if to_review:
            draft.state = State.IN_REVIEW
        with draft.one_history_row(editor, "+" if is_new else "~"):
            _save(draft, topics)
        if to_review:
            ReviewEvent.objects.enter([draft.pk], ReviewEventKind.SENT, editor=editor)
        return draft.overlapping(with_drafts=True)


def _take_from_stored(draft: Passage, fields: Collection[str] | None) -> None:
    stored = Passage.objects.filter(pk=draft.pk).first()
    if stored is None:
        raise NotPossibleError("This passage has been deleted meanwhile.")
    if not stored.is_draft:
        raise NotPossibleError(
            f"This passage is {stored.get_state_display().lower()} by now: open it again."
        )
    draft.restore_all_but(fields if fields is not None else draft.differing_columns(stored), stored)


def _save(draft: Passage, topics: Collection[Topic] | None) -> None:
    if draft._state.adding:
        draft.save()
    else:
        stored = Passage.objects.get(pk=draft.pk)
        if changed := draft.differing_columns(stored):
            draft.save_only(changed)
    if topics is not None:
        draft.topics.set(narrowest(set(topics), Topic.objects.ancestor_ids()))
