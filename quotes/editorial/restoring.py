"""Restoring an earlier version of a passage, as a new version with a reason."""

import re
from typing import Any

from django.contrib.auth.models import User

from quotes.editorial.corrections import CitedChange, revise
from quotes.editorial.version import NotPossibleError, locked_archive
from quotes.models import Passage, PassageRevision, Speaker

# Cited fields that a record prints under another name, by the field's name.
PRINTED_AS = {
    "role_as_printed": "role",
    "wording": "wording",
    "language": "language",
    "translated_from": "translated_from",
    "translated_by": "translated_by",
    "is_excerpt": "is_excerpt",
    "note": "note",
}


def restore(passage: Passage, number: int, *, why: CitedChange, editor: User | None) -> Passage:
    """Let a published passage stand as its version ``number`` had it; a version more.

    What a version prints of nouns (titles, dates, names) is theirs, and stays. Raises
    NotPossibleError where words or speaker of that version are no longer there.
    """
    with locked_archive():
        current = Passage.objects.for_display().get(pk=passage.pk)
        changes = restored_fields(current, number)
        if all(getattr(current, name) == value for name, value in changes.items()):
            raise NotPossibleError(f"It stands as in version {number} already.")
        return revise(current, changes, why=why, editor=editor)


def restored_fields(passage: Passage, number: int) -> dict[str, Any]:
    """The cited fields of a passage as a version had them; raises NotPossibleError."""
    revision = passage.revisions.select_related("words").filter(number=number).first()
    if revision is None:
        raise NotPossibleError(f"There is no version {number}.")
    if revision.standing_words is None:
        raise NotPossibleError("The words of that version have been removed.")
    printed = revision.printed
    return {
        "spans": _spans(passage, revision),
        "speaker": _speaker(passage, printed["speaker"]),
        "said_on": _said_on(passage, printed["said_on"]),
        **{name: printed[key] for name, key in PRINTED_AS.items()},
    }


def _spans(passage: Passage, revision: PassageRevision) -> list[list[int]]:
    """Where the words of a version stand in the turn as it is now; each part only once."""
    if revision.words.text == passage.text:
        return passage.spans
    text, spans, begin = passage.turn.text, [], 0
    for part in revision.parts:
        places = [found.start() for found in re.finditer(re.escape(part), text)]
        places = [place for place in places if place >= begin]
        if len(places) != 1:
            raise NotPossibleError(
                "Its words do not stand in the turn as it is now, or stand there several times: "
                "correct the turn, or choose the words in the form."
            )
        begin = places[0] + len(part)
        spans.append([places[0], begin])
    return spans


def _speaker(passage: Passage, name: str) -> Speaker:
    if name == passage.speaker.name:
        return passage.speaker
    named = list(Speaker.objects.filter(name=name)[:2])
    if len(named) != 1:
        raise NotPossibleError(f"Not one speaker is named “{name}” now: choose who it is.")
    return named[0]


def _said_on(passage: Passage, said: str) -> str:
    return passage.said_on if said == passage.said else said
