"""The versions of a passage, and what each changed against the one before."""

from typing import Any, NamedTuple

from quotes.models import ChangeKind, Passage, PassageRevision, Wording
from quotes.text.dates import in_words
from quotes.text.differences import WordDifference, differences
from quotes.text.interface import message, numbered, translated

# What a record prints, as a reader calls it; nested values by their path.
LABELS = {
    "speaker": message("Speaker"),
    "role": message("Role"),
    "wording": message("How close to speech"),
    "words_by": message("Words of"),
    "language": message("Language"),
    "translated_from": message("Translated from"),
    "translated_by": message("Translated by"),
    "is_excerpt": message("Excerpt"),
    "said_on": message("Said on"),
    "note": message("Note"),
    "question.speaker": message("Asked by"),
    "question.text": message("Question"),
    "interview.title": message("Interview"),
    "interview.format": message("Format of the interview"),
    "event.name": message("Event"),
    "event.short_name": message("Short name of the event"),
    "event.kind": message("Kind of event"),
    "event.dates": message("Dates of the event"),
    "event.place": message("Place"),
    "source.title": message("Source"),
    "source.kind": message("Kind of source"),
    "source.byline": message("Byline"),
    "source.url": message("Address of the source"),
    "source.archived_url": message("Archived copy"),
    "source.published": message("Source published"),
    "source.outlet": message("Outlet"),
    "source.note": message("Note on the source"),
    "joints": message("Taken from the source in"),
}
DATES = ("said_on", "event.dates", "source.published")


class Change(NamedTuple):
    """One thing printed that a version changed."""

    label: str
    parts: list[WordDifference]


class Version(NamedTuple):
    """A version, what it changed against the one before, and what made it: ``kind``, in words."""

    revision: PassageRevision
    kind: str
    words: list[WordDifference]
    changes: list[Change]
    is_readable: bool
    lost_of_question: bool

    @property
    def made_by(self) -> str:
        """Who made it: the role, never a name."""
        return message("an editor") if self.revision.editor_id else message("an import")


def versions(passage: Passage) -> list[Version]:
    """The versions of a passage, from the first."""
    made: list[Version] = []
    before: PassageRevision | None = None
    for revision in PassageRevision.objects.of(str(passage.identifier_id)):
        text, former = _words(revision), _words(before) if before else None
        words = differences(former, text) if text and former and text != former else []
        changes = _changes(before, revision) if before else []
        lost = revision.shown["question"] != revision.printed["question"]
        kind = _kind(before, revision)
        made.append(Version(revision, kind, words, changes, text is not None, lost))
        before = revision
    return made


def _kind(before: PassageRevision | None, after: PassageRevision) -> str:
    """What kind of change made a version; of another closeness to speech, from which to which."""
    if not before or after.kind != ChangeKind.WORDING:
        return after.kind_told
    former, present = (Wording(each.printed["wording"]) for each in (before, after))
    if former == present:
        return after.kind_told
    return message(
        "How close to speech: changed from {former} to {present}",
        former=former.label.lower(),
        present=present.label.lower(),
    )


def _words(revision: PassageRevision) -> str | None:
    """The words of a version; None where they were removed for legal reasons."""
    return revision.told if revision.standing_words else None


def _changes(before: PassageRevision, after: PassageRevision) -> list[Change]:
    old, new = _flat(before.shown), _flat(after.shown)
    return [
        Change(LABELS.get(name, name), differences(_said(name, old), _said(name, new)))
        for name in sorted({*old, *new}, key=list(LABELS).index)
        if _said(name, old) != _said(name, new)
    ]


def _flat(printed: dict[str, Any]) -> dict[str, Any]:
    """Nested values under their path; what is missing is left out."""
    flat: dict[str, Any] = {}
    for name, value in printed.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": each for inner, each in value.items()}
        elif value is not None:
            flat[name] = value
    return flat


def _said(name: str, printed: dict[str, Any]) -> str:
    value = printed.get(name, "")
    if name == "joints":
        return translated(numbered("{count} piece", "{count} pieces", len(value) + 1))
    if name == "wording":
        return translated(Wording(value).label.lower())
    if isinstance(value, bool):
        return translated(message("yes") if value else message("no"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return translated(in_words(value)) or value if name in DATES else str(value)
