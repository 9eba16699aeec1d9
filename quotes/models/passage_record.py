"""A published passage with all that its page and its record print, in a few compiled queries."""

from collections.abc import Sequence

from django.db.models import Model

from quotes.models.compiled import CompiledQuerySet
from quotes.models.passage import Passage
from quotes.models.revision import PassageRevision
from quotes.models.topic import Topic
from quotes.models.utterance import UtteranceMember

NO_IDENTIFIER, NO_KEY = "?", -1
PASSAGE = CompiledQuerySet(
    lambda identifier: Passage.public.with_nouns().filter(identifier=identifier).order_by(),
    NO_IDENTIFIER,
)
TOPICS = CompiledQuerySet(lambda passage: Topic.objects.filter(passages=passage), NO_KEY)
REVISIONS = CompiledQuerySet(
    lambda passage: PassageRevision.objects.filter(passage=passage), NO_KEY
)
NEIGHBOURS = CompiledQuerySet(lambda turn: Passage.objects.filter(turn=turn).order_by(), NO_KEY)
MEMBERSHIPS = CompiledQuerySet(
    lambda passage: UtteranceMember.objects.filter(passage=passage).select_related("utterance"),
    NO_KEY,
)
REPORTS = CompiledQuerySet(
    lambda utterance: UtteranceMember.objects.filter(utterance=utterance).with_outlets(), NO_KEY
)


def published_record(identifier: str) -> Passage | None:
    """The published passage with this identifier, with what ``for_record`` loads; or None."""
    found = PASSAGE.rows(identifier)
    if not found:
        return None
    [passage] = found
    memberships = MEMBERSHIPS.rows(passage.pk)
    _keep(passage, "topics", TOPICS.rows(passage.pk))
    _keep(passage, "revisions", REVISIONS.rows(passage.pk), "passage")
    _keep(passage, "memberships", memberships, "passage")
    _keep(passage.turn, "passages", NEIGHBOURS.rows(passage.turn_id), "turn")
    for each in memberships:
        _keep(each.utterance, "members", REPORTS.rows(each.utterance_id), "utterance")
    return passage


def _keep(thing: Model, name: str, rows: Sequence[Model], back: str = "") -> None:
    """Put the related rows where the manager ``name`` looks for prefetched ones.

    ``back`` is their way to ``thing``. A tuple, so that nobody narrows what is kept.
    """
    for row in rows if back else ():
        setattr(row, back, thing)
    thing.__dict__.setdefault("_prefetched_objects_cache", {})[name] = tuple(rows)
