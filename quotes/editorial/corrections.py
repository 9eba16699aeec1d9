"""Corrections: cited fields of published passages, and of the nouns and turns they print."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone

from quotes.editorial import records
from quotes.editorial.tagging import narrowest
from quotes.editorial.text_corrections import with_text_changed
from quotes.editorial.version import (
    NotPossibleError,
    is_public,
    locked_archive,
    public_view_of,
    stamp_related,
)
from quotes.models import (
    Event,
    EventSeries,
    FormerSlug,
    Interview,
    Outlet,
    Passage,
    PassageRevision,
    Source,
    Speaker,
    State,
    Topic,
    Turn,
)
from quotes.models.base import Noun
from quotes.models.passage import PassageQuerySet
from quotes.text.counted import counted
from quotes.text.excerpts import EXPUNGED
from quotes.text.spans import SpanError, check_whole_words

CITED = (
    "spans", "speaker", "role_as_printed", "wording", "language", "translated_from",
    "translated_by", "is_excerpt", "said_on", "note",
)  # fmt: skip
# Columns of a passage that follow from its spans and the text of its turn.
SPAN_FIELDS = ("spans", "text", "first_character", "gaps")
# For each noun: its fields that passages print, and the lookups from passages to it.
PRINTED: dict[type[models.Model], tuple[tuple[str, ...], tuple[str, ...]]] = {
    Speaker: (("name",), ("speaker", "turn__answers__speaker")),
    EventSeries: ((), ("turn__source__interview__event__series",)),
    Event: (
        ("name", "short_name", "kind", "dates", "place"),
        ("turn__source__interview__event",),
    ),
    Interview: (("title", "format", "dates", "event_id"), ("turn__source__interview",)),
    Outlet: (("name",), ("turn__source__outlet",)),
    Source: (
        (
            "title", "kind", "byline", "url", "archived_url", "published", "editorial_note",
            "outlet_id", "interview_id",
        ),
        ("turn__source",),
    ),
    Topic: ((), ("topics",)),
    Turn: (
        ("text", "speaker_id", "speaker_as_printed", "answers_id", "source_id"),
        ("turn", "turn__answers"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class CitedChange:
    """Why a cited thing changes: the kind, and the reason that readers will see."""

    kind: str
    reason: str

    def __bool__(self) -> bool:
        return bool(self.kind and self.reason.strip())


class ReasonNeededError(ValueError):
    """The change alters what published passages print, and no reason was given."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages
        super().__init__(
            f"This is printed by {counted(len(passages), 'published passage')}. "
            "Give a reason and the kind of change: each gets a new version with them."
        )


def revise(
    passage: Passage,
    changes: Mapping[str, Any],
    *,
    why: CitedChange,
    editor: User | None,
    topics: Collection[Topic] | None = None,
) -> Passage:
    """Change cited fields of a published passage; a version more, the old one stays readable.

    ``topics``, where given, are those it carries from now on.
    """
    if unknown := set(changes) - set(CITED):
        raise NotPossibleError(f"Not a cited field of a passage: {', '.join(sorted(unknown))}.")
    if not why:
        raise NotPossibleError("Give a reason and the kind of change: readers will see them.")
    with locked_archive() as state:
        current, changed = _changed(passage, changes)
        now = set(current.topics.all())
        wanted = now if topics is None else narrowest(set(topics), Topic.objects.ancestor_ids())
        if not changed and wanted == now:
            return current
        current.changed_in_version = state.advance()
        with current.one_history_row(editor):
            current.save_only({*changed, "changed_in_version"})
            if wanted != now:
                current.topics.set(wanted)
        revise_printing(current, current.changed_in_version, why, editor)
    return current


def _changed(passage: Passage, changes: Mapping[str, Any]) -> tuple[Passage, set[str]]:
    """The stored passage with these changes, and the names of the columns that differ.

    Only the changed fields are validated.
    """
    current = Passage.objects.for_display().get(pk=passage.pk)
    if current.state != State.PUBLISHED:
        raise NotPossibleError("Only a published passage is revised; edit a draft as it is.")
    for name, value in changes.items():
        setattr(current, name, value)
    others = {field.name for field in Passage._meta.get_fields()} - set(changes)
    try:
        current.full_clean(exclude=others)
    except ValidationError as error:
        # An old fault in something else blocks no correction.
        concerned = {*changes, NON_FIELD_ERRORS}
        faults = {name: each for name, each in error.error_dict.items() if name in concerned}
        if faults:
            raise ValidationError(faults) from error
    if "spans" in changes and current.overlapping():
        raise NotPossibleError("Another published passage has some of these words.")
    stored = Passage.objects.get(pk=passage.pk)
    follow = SPAN_FIELDS if "spans" in changes else ("gaps",) if "wording" in changes else ()
    current.restore_all_but({*changes, *follow}, stored)
    return current, current.differing_columns(stored)


def save_noun(
    noun: Noun,
    *,
    editor: User | None,
    why: CitedChange | None = None,
    fields: Collection[str] | None = None,
) -> int:
    """Save a noun; every published passage that prints what changed gets a version.

    ``fields`` names the changed fields; all others keep their stored values. Gives the number of
    those passages. An old slug keeps redirecting. Raises ReasonNeededError, and saves nothing, when
    there are such passages and no reason.
    """
    with locked_archive() as state:
        old = _stored(noun, fields)
        changed = set() if old is None else noun.differing_columns(old)
        if old is None or "slug" in changed:
            _take_slug(noun, old)
        if old is None:
            noun.with_editor(editor).save()
        elif changed:
            is_seen = bool(changed - noun.private_columns) and is_public(noun)
            noun.changed_in_version = state.advance() if is_seen else old.changed_in_version
            noun.with_editor(editor).save_only({*changed, "changed_in_version"})
        if old is None or not _prints_otherwise(old, noun):
            return 0
        return revise_printing(noun, noun.changed_in_version, why, editor)


def save_turn(
    turn: Turn,
    *,
    editor: User | None,
    why: CitedChange | None = None,
    fields: Collection[str] | None = None,
) -> int:
    """Save a turn; its passages keep their words, and get versions as in ``save_noun``.

    A change of the text is stored as a correction of the captured text (``mends``).
    """
    with locked_archive() as state:
        old = _stored(turn, fields)
        if old is None:
            turn.with_editor(editor).save()
            return 0
        before = public_view_of(old)
        _keep_removed_words_out(old, turn)
        if turn.text != old.text:
            _reshape(old, turn, why, editor)
        if changed := turn.differing_columns(old):
            turn.with_editor(editor).save_only(changed)
        if turn.kind != old.kind:
            _recompute_gaps(turn, editor)
        if public_view_of(turn) == before:
            return 0
        turn.changed_in_version = state.advance()
        Turn.objects.filter(pk=turn.pk).update(changed_in_version=turn.changed_in_version)
        if not _prints_otherwise(old, turn):
            return 0
        return revise_printing(turn, turn.changed_in_version, why, editor)


def _stored(row: Any, fields: Collection[str] | None) -> Any:
    """The stored row; ``row`` gets its values for all but ``fields``.

    None if it is new. The caller holds the lock.
    """
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    if stored is None:
        if row._state.adding:
            return None
        raise NotPossibleError("It has been deleted meanwhile.")
    if fields is not None:
        row.restore_all_but(fields, stored)
    return stored


def printed_fields(noun: models.Model) -> tuple[str, ...]:
    """Names of the noun's fields that passages print."""
    return PRINTED[type(noun)][0]


def printing(thing: models.Model) -> PassageQuerySet:
    """The published passages that print a passage, a noun or a turn."""
    if isinstance(thing, Passage):
        either = models.Q(pk=thing.pk)
    else:
        ways = PRINTED[type(thing)][1]
        either = models.Q(*((way, thing) for way in ways), _connector=models.Q.OR)
    return Passage.objects.published().filter(either)


def revise_printing(
    thing: models.Model,
    number: int,
    why: CitedChange | None,
    editor: User | None,
) -> int:
    """Add a version to every published passage that prints ``thing`` and differs from its last one.

    Gives the number of new versions. Raises ReasonNeededError.
    """
    changed = [passage for passage in _printing(thing) if _differs(passage)]
    if not changed:
        return 0
    if not why:
        raise ReasonNeededError(changed)
    now = timezone.now()
    for passage in changed:
        passage.version += 1
        passage.changed_in_version, passage.updated_at = number, now
    Passage.objects.bulk_update(
        changed, ["version", "changed_in_version", "updated_at"], batch_size=500
    )
    records.append(changed, kind=why.kind, reason=why.reason.strip(), editor=editor, at=now)
    stamp_related(changed, number, turns=isinstance(thing, Passage))
    return len(changed)


def _prints_otherwise(old: models.Model, new: models.Model) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in printed_fields(new))


def _take_slug(noun: Noun, old: Noun | None) -> None:
    """Refuse a former slug of another noun; let this noun's old slug redirect to it."""
    former = FormerSlug.objects.filter(noun=noun._meta.model_name)
    if former.filter(slug=noun.slug).exclude(target_id=noun.pk or 0).exists():
        raise NotPossibleError(
            f"The address “{noun.slug}” was another’s and still leads there: choose another slug."
        )
    if old:
        FormerSlug.objects.get_or_create(
            noun=noun._meta.model_name, slug=old.slug, defaults={"target_id": noun.pk}
        )
        former.filter(slug=noun.slug).delete()


def _keep_removed_words_out(old: Turn, turn: Turn) -> None:
    """Refuse a text without the marks of removed words, as from a page that was open meanwhile."""
    if turn.text.count(EXPUNGED) < old.removed_marks:
        raise NotPossibleError(
            f"Words of this turn were removed for legal reasons: the mark “{EXPUNGED}” stays in "
            "their place. Open the turn again to see it as it is now."
        )
    turn.removed_marks = old.removed_marks
    if turn.text == old.text:
        turn.mends, turn.range_sha256 = old.mends, old.range_sha256


def _reshape(old: Turn, turn: Turn, why: CitedChange | None, editor: User | None) -> None:
    passages = list(old.passages.all())
    reason = why.reason if why else "corrected by an editor"
    turn.mends, moved = with_text_changed(
        old.text, turn.text, old.mends, [passage.spans for passage in passages], reason
    )
    for passage, spans in zip(passages, moved, strict=True):
        _refuse_cut_words(old, turn, passage.spans, spans)
        before = (passage.text, passage.spans, passage.gaps)
        passage.turn, passage.spans = turn, spans
        passage.fill_from_turn()
        if (passage.text, passage.spans, passage.gaps) != before:
            passage.with_editor(editor).save_only(SPAN_FIELDS)


def _recompute_gaps(turn: Turn, editor: User | None) -> None:
    """Compute the gaps of passages again: they depend on the kind of the turn."""
    for passage in turn.passages.all():
        if len(passage.spans) > 1:
            passage.turn = turn
            passage.fill_from_turn()
            passage.with_editor(editor).save_only(SPAN_FIELDS)


def _refuse_cut_words(old: Turn, turn: Turn, before: Any, spans: Any) -> None:
    """Refuse a correction after which a passage would newly end inside a word."""
    try:
        check_whole_words(before, old.text)
    except SpanError:
        return
    try:
        check_whole_words(spans, turn.text)
    except SpanError as error:
        raise NotPossibleError(
            f"A passage of this turn would end inside a word. {error} Change its spans first."
        ) from error


def _printing(thing: models.Model) -> list[Passage]:
    latest = models.Prefetch(
        "revisions",
        PassageRevision.objects.filter(number=F("passage__version")).select_related("words"),
        to_attr="latest",
    )
    return list(printing(thing).for_display().order_by("pk").prefetch_related(latest))


def _differs(passage: Passage) -> bool:
    [latest] = passage.latest  # type: ignore[attr-defined] # prefetched by _printing
    return (latest.printed, latest.words.text) != (records.printed(passage), passage.text)
