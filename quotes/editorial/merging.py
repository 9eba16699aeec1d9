"""Merging: what stands in the archive twice becomes one; both addresses lead to it."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import models

from quotes.editorial.corrections import CitedChange, printed_fields, revise_printing
from quotes.editorial.publishing import register_merge
from quotes.editorial.tagging import narrowest
from quotes.editorial.version import (
    NotPossibleError,
    archive_change,
    is_public,
    locked_archive,
    stamp_beside,
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

# What makes two offices of one speaker the same.
OFFICE = ("title", "organisation", "start", "end")
# Of one text, which is compared before.
AS_CAPTURED = ("captured_text", "captured_sha256")


def merge_passages(double: Passage, into: Passage, *, reason: str, editor: User | None) -> None:
    """Let the identifier of one published passage lead to another for good.

    The words of ``double`` are no longer shown; what changed stays in its versions. Its topics, and
    its place among the reports of an utterance, go to ``into``.
    """
    if not reason.strip():
        raise NotPossibleError("Give the reason why the two are one: it stays with the identifier.")
    with archive_change() as number:
        both = Passage.objects.for_display().in_bulk([double.pk, into.pk])
        if len(both) < 2:
            raise NotPossibleError("A passage cannot be merged into itself.")
        if any(passage.state != State.PUBLISHED for passage in both.values()):
            raise NotPossibleError("Only a published passage can be merged into a published one.")
        double, into = both[double.pk], both[into.pk]
        # Before it goes: those who were told beside it are stamped with it.
        register_merge(double, into, number, reason=reason, editor=editor)
        _give_topics(double, into, number, editor)
        _give_memberships(double, into)
        stamp_beside([into], number)


def _give_topics(double: Passage, into: Passage, number: int, editor: User | None) -> None:
    topics = {*into.topics.all(), *double.topics.all()}
    into.changed_in_version = number
    with into.one_history_row(editor):
        into.topics.set(narrowest(topics, Topic.objects.above()))
        into.save(update_fields=["changed_in_version"])


def _give_memberships(double: Passage, into: Passage) -> None:
    """Let ``into`` stand for ``double`` in utterances of its interview, unless it is in them."""
    mine = UtteranceMember.objects.filter(passage=into)
    is_confirmed = mine.confirmed().exists()
    for member in UtteranceMember.objects.filter(passage=double).select_related("utterance"):
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
    double: Noun, into: Noun, *, editor: User | None, why: CitedChange | None = None
) -> int:
    """Give everything of ``double`` to ``into``, and let its addresses lead there.

    Every published passage that prints something else now gets a version; gives their number.
    Raises ReasonNeededError, and changes nothing, when there are such passages and no reason.
    """
    kind = type(double)
    if kind is not type(into) or kind not in MOVERS:
        raise NotPossibleError("Only two of the same kind can be merged.")
    with locked_archive() as state:
        found = kind._default_manager.in_bulk([double.pk, into.pk])
        if len(found) < 2:
            raise NotPossibleError("There are not two of these to merge.")
        double, into = found[double.pk], found[into.pk]
        seen = is_public(double) or is_public(into)
        into.changed_in_version = state.advance() if seen else into.changed_in_version
        MOVERS[kind](double, into)
        _fill_blanks(double, into)
        _lead_to(double, into)
        double.with_editor(editor).delete()
        into.with_editor(editor).save()
        return revise_printing(into, into.changed_in_version, why, editor)


def _fill_blanks(double: Noun, into: Noun) -> None:
    """Take from ``double`` what ``into`` does not know, but for what passages print of it."""
    kinds = (models.CharField, models.TextField, models.DateField, models.ForeignKey)
    for field in into._meta.concrete_fields:
        is_copied = field.editable and field.blank and isinstance(field, kinds)
        if not is_copied or {field.name, field.attname} & {*printed_fields(into), *AS_CAPTURED}:
            continue
        if getattr(into, field.attname) in ("", None):
            setattr(into, field.attname, getattr(double, field.attname))


def _lead_to(double: Noun, into: Noun) -> None:
    noun = str(double._meta.model_name)
    FormerSlug.objects.filter(noun=noun, target_id=double.pk).update(target_id=into.pk)
    FormerSlug.objects.create(noun=noun, slug=double.slug, target_id=into.pk)


def _move_speaker(double: Speaker, into: Speaker) -> None:
    _move(Passage, "speaker", double, into)
    _move(Turn, "speaker", double, into)
    _move_participations(into, Participation.objects.filter(speaker=double), "speaker")
    held = set(into.roles.values_list(*OFFICE))
    for role in double.roles.all():
        if tuple(getattr(role, name) for name in OFFICE) not in held:
            double.roles.filter(pk=role.pk).update(speaker=into)
    _move_names(double, into)


def _move_names(double: Speaker, into: Speaker) -> None:
    """Other spellings, and as such the names of ``double``; as in an index only if it differs."""
    known = {into.name, *into.names.values_list("name", flat=True)}
    others = [(double.name, ""), *double.names.values_list("name", "language")]
    as_in_index = [sorted(folded(name)) for name in (*known, into.sort_name, *dict(others))]
    if sorted(folded(double.sort_name)) not in as_in_index:
        others.append((double.sort_name, ""))
    for name, language in others:
        if name not in known:
            SpeakerName.objects.create(speaker=into, name=name, language=language)
            known.add(name)


def _move_participations(into: Noun, parts: models.QuerySet, side: str) -> None:
    """Parts that ``into`` has too stay behind, but for the role as printed, where it has none."""
    other = {"speaker": "interview_id", "interview": "speaker_id"}[side]
    have = {
        (getattr(part, other), part.part): part
        for part in Participation.objects.filter(**{side: into})
    }
    for part in parts:
        same = have.get((getattr(part, other), part.part))
        if same is None:
            Participation.objects.filter(pk=part.pk).update(**{side: into})
            continue
        if not same.role_as_printed:
            role = part.role_as_printed
            Participation.objects.filter(pk=same.pk).update(role_as_printed=role)
        part.delete()


def _move_event(double: Event, into: Event) -> None:
    _move(Interview, "event", double, into)


def _move_series(double: EventSeries, into: EventSeries) -> None:
    _move(Event, "series", double, into)


def _move_interview(double: Interview, into: Interview) -> None:
    _move(Source, "interview", double, into)
    double.utterances.update(interview=into)
    _move_participations(into, Participation.objects.filter(interview=double), "interview")


def _move_outlet(double: Outlet, into: Outlet) -> None:
    _move(Source, "outlet", double, into)


def _move_source(double: Source, into: Source) -> None:
    if double.turns.exists() and double.captured_text != into.captured_text:
        raise NotPossibleError(
            "The two documents were captured with different texts, and words stand at places in "
            "them: move the passages first, or merge the passages one by one."
        )
    if double.interview_id != into.interview_id:
        raise NotPossibleError("The two documents report different interviews: merge these first.")
    last = into.turns.aggregate(last=models.Max("position"))["last"] or 0
    double.turns.update(source=into, position=models.F("position") + last)


def _move_topic(double: Topic, into: Topic) -> None:
    above = Topic.objects.above()
    if double.parent_id is None or into.parent_id is None:
        raise NotPossibleError("A topic that only groups others cannot be merged.")
    if double.pk in above[into.pk] or into.pk in above[double.pk]:
        raise NotPossibleError("One of the topics stands above the other: move it first.")
    names = set(into.children.values_list("name", flat=True))
    if twice := [child.name for child in double.children.all() if child.name in names]:
        raise NotPossibleError(f"Both have a topic “{twice[0]}” below them: merge these first.")
    carriers = list(double.passages.all())
    double.children.update(parent=into)
    above = Topic.objects.above()
    for passage in carriers:
        passage.topics.set(narrowest({*passage.topics.all(), into} - {double}, above))
    _stamp(carriers, into.changed_in_version)
    known = {into.name, *into.aliases.values_list("name", flat=True)}
    for name in dict.fromkeys([double.name, *double.aliases.values_list("name", flat=True)]):
        if name not in known:
            TopicAlias.objects.create(topic=into, name=name)


def _stamp(passages: list[Passage], number: int) -> None:
    Passage.objects.filter(pk__in=[passage.pk for passage in passages]).update(
        changed_in_version=number
    )


def _move(model: type[models.Model], name: str, double: Noun, into: Noun) -> None:
    model._base_manager.filter(**{name: double}).update(**{name: into})


MOVERS: dict[type[Noun], Callable[..., None]] = {
    Speaker: _move_speaker,
    Event: _move_event,
    EventSeries: _move_series,
    Interview: _move_interview,
    Outlet: _move_outlet,
    Source: _move_source,
    Topic: _move_topic,
}
