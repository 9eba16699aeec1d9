"""Merging duplicates: one stays, and both addresses lead to it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from quotes.editorial.corrections import CitedChange, printed_fields, revise_printing
from quotes.editorial.publishing import register_merge
from quotes.editorial.tagging import narrowest
from quotes.editorial.version import (
    BATCH,
    NotPossibleError,
    archive_change,
    is_public,
    locked_archive,
    stamp_related,
)
from quotes.models import (
    Event,
    EventSeries,
    FormerSlug,
    Interview,
    MemberState,
    Outlet,
    Participation,
    Passage,
    Source,
    Speaker,
    SpeakerName,
    State,
    Topic,
    TopicAlias,
    Turn,
    UtteranceMember,
)
from quotes.models.base import Noun
from quotes.text.words import folded

# Two roles of a speaker with equal values of these are the same.
OFFICE = ("title", "organisation", "start", "end")
# Captured text is compared before, and not copied.
AS_CAPTURED = ("captured_text", "captured_sha256")


def merge_passages(duplicate: Passage, into: Passage, *, reason: str, editor: User | None) -> None:
    """Let the identifier of one published passage lead to another for good.

    The words of ``duplicate`` are no longer shown. Its versions stay. Its topics, and its place
    among the reports of an utterance, go to ``into``.
    """
    if not reason.strip():
        raise NotPossibleError("Give the reason why the two are one: it stays with the identifier.")
    with archive_change() as number:
        both = Passage.objects.for_display().in_bulk([duplicate.pk, into.pk])
        if len(both) < 2:
            raise NotPossibleError("A passage cannot be merged into itself.")
        if any(passage.state != State.PUBLISHED for passage in both.values()):
            raise NotPossibleError("Only a published passage can be merged into a published one.")
        duplicate, into = both[duplicate.pk], both[into.pk]
        # First, so that passages that showed it as a neighbour or report are stamped too.
        register_merge(duplicate, into, number, reason=reason, editor=editor)
        _give_topics(duplicate, into, number, editor)
        _give_memberships(duplicate, into)
        stamp_related([into], number)


def _give_topics(duplicate: Passage, into: Passage, number: int, editor: User | None) -> None:
    topics = {*into.topics.all(), *duplicate.topics.all()}
    into.changed_in_version = number
    with into.one_history_row(editor):
        into.topics.set(narrowest(topics, Topic.objects.ancestor_ids()))
        into.save(update_fields=["changed_in_version"])


def _give_memberships(duplicate: Passage, into: Passage) -> None:
    """Let ``into`` stand for ``duplicate`` in utterances of its interview, unless it is in them."""
    mine = UtteranceMember.objects.filter(passage=into)
    is_confirmed = mine.confirmed().exists()
    for member in UtteranceMember.objects.filter(passage=duplicate).select_related("utterance"):
        here = mine.filter(utterance=member.utterance_id).first()
        may_confirm = member.is_confirmed and not is_confirmed
        if here and here.state == MemberState.PROPOSED and may_confirm:
            mine.filter(pk=here.pk).update(state=MemberState.CONFIRMED)
        elif here or member.utterance.interview_id != into.interview.pk:
            continue
        elif may_confirm or not member.is_confirmed:
            UtteranceMember.objects.filter(pk=member.pk).update(passage=into)
        is_confirmed = is_confirmed or may_confirm


def merge_nouns(
    duplicate: Noun, into: Noun, *, editor: User | None, why: CitedChange | None = None
) -> int:
    """Give everything of ``duplicate`` to ``into``, and let its addresses lead there.

    Every published passage that prints something else now gets a version; gives their number.
    Raises ReasonNeededError, and changes nothing, when there are such passages and no reason.
    """
    kind = type(duplicate)
    if kind is not type(into) or kind not in MOVERS:
        raise NotPossibleError("Only two of the same kind can be merged.")
    with locked_archive() as state:
        found = kind._default_manager.in_bulk([duplicate.pk, into.pk])
        if len(found) < 2:
            raise NotPossibleError("There are not two of these to merge.")
        duplicate, into = found[duplicate.pk], found[into.pk]
        seen = is_public(duplicate) or is_public(into)
        into.changed_in_version = state.advance() if seen else into.changed_in_version
        MOVERS[kind](duplicate, into, editor)
        _fill_blanks(duplicate, into)
        _lead_to(duplicate, into)
        duplicate.with_editor(editor).delete()
        into.with_editor(editor).save()
        return revise_printing(into, into.changed_in_version, why, editor)


def _fill_blanks(duplicate: Noun, into: Noun) -> None:
    """Fill empty fields of ``into`` from ``duplicate``, except fields that passages print."""
    kinds = (models.CharField, models.TextField, models.DateField, models.ForeignKey)
    for field in into._meta.concrete_fields:
        is_copied = field.editable and field.blank and isinstance(field, kinds)
        if not is_copied or {field.name, field.attname} & {*printed_fields(into), *AS_CAPTURED}:
            continue
        if getattr(into, field.attname) in ("", None):
            setattr(into, field.attname, getattr(duplicate, field.attname))


def _lead_to(duplicate: Noun, into: Noun) -> None:
    noun = str(duplicate._meta.model_name)
    FormerSlug.objects.filter(noun=noun, target_id=duplicate.pk).update(target_id=into.pk)
    FormerSlug.objects.create(noun=noun, slug=duplicate.slug, target_id=into.pk)


def _move_speaker(duplicate: Speaker, into: Speaker, editor: User | None) -> None:
    _move(Passage._base_manager.filter(speaker=duplicate), editor, speaker=into)
    _move(Turn._base_manager.filter(speaker=duplicate), editor, speaker=into)
    _move_participations(into, Participation.objects.filter(speaker=duplicate), "speaker", editor)
    held = set(into.roles.values_list(*OFFICE))
    for role in duplicate.roles.all():
        if tuple(getattr(role, name) for name in OFFICE) not in held:
            _move(duplicate.roles.filter(pk=role.pk), editor, speaker=into)
    _move_names(duplicate, into)


def _move_names(duplicate: Speaker, into: Speaker) -> None:
    """Keep the names of ``duplicate`` as other spellings; its sort name only if it differs."""
    known = {into.name, *into.names.values_list("name", flat=True)}
    others = [(duplicate.name, ""), *duplicate.names.values_list("name", "language")]
    as_in_index = [sorted(folded(name)) for name in (*known, into.sort_name, *dict(others))]
    if sorted(folded(duplicate.sort_name)) not in as_in_index:
        others.append((duplicate.sort_name, ""))
    for name, language in others:
        if name not in known:
            SpeakerName.objects.create(speaker=into, name=name, language=language)
            known.add(name)


def _move_participations(
    into: Noun, parts: models.QuerySet, side: str, editor: User | None
) -> None:
    """Move participations; of a double one, only the printed role is kept, if it was missing."""
    other = {"speaker": "interview_id", "interview": "speaker_id"}[side]
    have = {
        (getattr(part, other), part.part): part
        for part in Participation.objects.filter(**{side: into})
    }
    for part in parts:
        same = have.get((getattr(part, other), part.part))
        if same is None:
            _move(parts.filter(pk=part.pk), editor, **{side: into})
            continue
        if not same.role_as_printed and part.role_as_printed:
            own = Participation.objects.filter(pk=same.pk)
            _move(own, editor, role_as_printed=part.role_as_printed)
        part.with_editor(editor).delete()


def _move_event(duplicate: Event, into: Event, editor: User | None) -> None:
    _move(Interview._base_manager.filter(event=duplicate), editor, event=into)


def _move_series(duplicate: EventSeries, into: EventSeries, editor: User | None) -> None:
    _move(Event._base_manager.filter(series=duplicate), editor, series=into)


def _move_interview(duplicate: Interview, into: Interview, editor: User | None) -> None:
    _move(Source._base_manager.filter(interview=duplicate), editor, interview=into)
    _move(duplicate.utterances.all(), editor, interview=into)
    _move_participations(
        into, Participation.objects.filter(interview=duplicate), "interview", editor
    )


def _move_outlet(duplicate: Outlet, into: Outlet, editor: User | None) -> None:
    _move(Source._base_manager.filter(outlet=duplicate), editor, outlet=into)


def _move_source(duplicate: Source, into: Source, editor: User | None) -> None:
    if duplicate.turns.exists() and duplicate.captured_text != into.captured_text:
        raise NotPossibleError(
            "The two documents were captured with different texts, and words stand at places in "
            "them: move the passages first, or merge the passages one by one."
        )
    if duplicate.interview_id != into.interview_id:
        raise NotPossibleError("The two documents report different interviews: merge these first.")
    last = into.turns.aggregate(last=models.Max("position"))["last"] or 0
    _move(duplicate.turns.all(), editor, source=into, position=models.F("position") + last)


def _move_topic(duplicate: Topic, into: Topic, editor: User | None) -> None:
    above = Topic.objects.ancestor_ids()
    if duplicate.parent_id is None or into.parent_id is None:
        raise NotPossibleError("A topic that only groups others cannot be merged.")
    if duplicate.pk in above[into.pk] or into.pk in above[duplicate.pk]:
        raise NotPossibleError("One of the topics stands above the other: move it first.")
    names = set(into.children.values_list("name", flat=True))
    if twice := [child.name for child in duplicate.children.all() if child.name in names]:
        raise NotPossibleError(f"Both have a topic “{twice[0]}” below them: merge these first.")
    carriers = list(duplicate.passages.all())
    _move(duplicate.children.all(), editor, parent=into)
    above = Topic.objects.ancestor_ids()
    for passage in carriers:
        passage.topics.set(narrowest({*passage.topics.all(), into} - {duplicate}, above))
    _stamp(carriers, into.changed_in_version)
    known = {into.name, *into.aliases.values_list("name", flat=True)}
    for name in dict.fromkeys([duplicate.name, *duplicate.aliases.values_list("name", flat=True)]):
        if name not in known:
            TopicAlias.objects.create(topic=into, name=name)


def _stamp(passages: list[Passage], number: int) -> None:
    Passage.objects.filter(pk__in=[passage.pk for passage in passages]).update(
        changed_in_version=number
    )


def _move(rows: models.QuerySet, editor: User | None, **values: Any) -> None:
    """Change these rows at once; where editors have a history of them, it says so of each."""
    model: Any = rows.model
    pks = list(rows.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        moved = model._base_manager.filter(pk__in=pks[start : start + BATCH])
        moved.update(**values)
        if model is Passage:
            # Its history has topics, which are not written in bulk.
            for passage in moved.all():
                passage.with_editor(editor).save_only(values)
        elif hasattr(model, "history"):
            model.history.bulk_history_create(moved.all(), update=True, default_user=editor)


MOVERS: dict[type[Noun], Callable[[Any, Any, User | None], None]] = {
    Speaker: _move_speaker,
    Event: _move_event,
    EventSeries: _move_series,
    Interview: _move_interview,
    Outlet: _move_outlet,
    Source: _move_source,
    Topic: _move_topic,
}
