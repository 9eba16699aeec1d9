"""What changed after a version of the archive: passages, each once, by its last change.

A passage's last change is the greatest of its own stamp and the stamps of the nouns it prints
(``Passage.change``). It is not stored: renaming a topic of 100,000 passages stamps only the topic.
So scan the stamps in order, and keep a passage only at its newest stamp.
"""

from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from quotes.models.base import related_model
from quotes.models.passage import Passage
from quotes.models.passage_queries import CHANGE_LOOKUPS, stamped_models
from quotes.models.vocabularies import State

# Limits of one step: passages, and stamps of nouns. One noun may be printed by very many passages.
MAX_PASSAGES = 1_000
MAX_NUMBERS = 50
MANY_TO_MANY_LOOKUPS = ("topics",)
AFTER_ALL = (1 << 63) - 1
# Published or withdrawn. With a condition on the state, SQLite would scan all of these passages.
KNOWN = Q(version__gte=1)


class Place(NamedTuple):
    """A place in the order of changes: the archive's version, then the passage's primary key."""

    number: int
    pk: int


class Step(NamedTuple):
    """What was found after a place, in order; ``end`` is where to go on, None at the end."""

    found: list[Place]
    end: Place | None


def after(number: int) -> Place:
    """The place after everything that changed up to a version."""
    return Place(number, AFTER_ALL)


def changed_after(place: Place, *, up_to: int, limit: int) -> Step:
    """The next passages whose last change is after ``place`` and not after version ``up_to``.

    Five queries at most. A step may find nothing and yet not be the end.
    """
    own = _own(place, up_to)
    reached = own[-1].number if len(own) == MAX_PASSAGES else up_to
    reached = _last_of_next_numbers(place.number, reached)
    own = [each for each in own if each.number <= reached]
    places = sorted({*own, *_through_nouns(place, reached)})[:MAX_PASSAGES]
    last = _last_changes([each.pk for each in places])
    due = [each for each in places if last.get(each.pk) == each.number]
    if len(due) > limit:
        return Step(due[:limit], due[limit - 1])
    if len(places) == MAX_PASSAGES:
        return Step(due, places[-1])
    return Step(due, after(reached) if reached < up_to else None)


def _own(place: Place, up_to: int) -> list[Place]:
    """Known passages by their own stamps."""
    stamped = Passage.objects.filter(KNOWN, _within("changed_in_version", place, up_to))
    rows = stamped.order_by("changed_in_version", "pk").values_list("changed_in_version", "pk")
    return [Place(*row) for row in rows[:MAX_PASSAGES]]


def _last_of_next_numbers(number: int, up_to: int) -> int:
    """The last of the next MAX_NUMBERS numbers at which nouns were stamped, or ``up_to``."""
    rows = [
        _stamped(model, number, up_to).values_list("changed_in_version")
        for model in stamped_models(Passage)
    ]
    # The first is the current number; one more shows whether others follow.
    first = rows[0].union(*rows[1:]).order_by("changed_in_version")[: MAX_NUMBERS + 2]
    numbers = [row[0] for row in first]
    return numbers[-2] if len(numbers) > MAX_NUMBERS + 1 else up_to


def _through_nouns(place: Place, up_to: int) -> list[Place]:
    """Known passages through the stamps of nouns that are newer than their own."""
    stamped = [
        _stamped(model, place.number, up_to).values_list(Value(model.__name__, CharField()), "pk")
        for model in stamped_models(Passage)
    ]
    nouns: dict[str, list[int]] = {}
    for name, pk in stamped[0].union(*stamped[1:], all=True):
        nouns.setdefault(name, []).append(pk)
    lookups = [
        (lookup, nouns.get(related_model(Passage, lookup).__name__)) for lookup in CHANGE_LOOKUPS
    ]
    reached = [_through(lookup, pks, place, up_to) for lookup, pks in lookups if pks]
    if not reached:
        return []
    rows = reached[0].union(*reached[1:]) if reached[1:] else reached[0]
    return [Place(*row) for row in rows.order_by("number", "key")[:MAX_PASSAGES]]


def _through(lookup: str, pks: list[int], place: Place, up_to: int) -> QuerySet:
    stamp = f"{lookup}__changed_in_version"
    # All in one call, so that with several related rows all conditions apply to the same row.
    rows = Passage.objects.filter(
        KNOWN,
        _within(stamp, place, up_to),
        **{f"{lookup}__in": pks, f"{stamp}__gt": F("changed_in_version")},
    )
    return rows.order_by().annotate(number=F(stamp), key=F("pk")).values_list("number", "key")


def _within(stamp: str, place: Place, up_to: int) -> Q:
    is_after = Q(**{f"{stamp}__gt": place.number}) | Q(pk__gt=place.pk)
    return is_after & Q(**{f"{stamp}__gte": place.number, f"{stamp}__lte": up_to})


def last_change() -> Case:
    """The last change of a passage, as an expression.

    For a withdrawn one only its own stamp counts: nothing else of it is shown any more.
    """
    one = [lookup for lookup in CHANGE_LOOKUPS if lookup not in MANY_TO_MANY_LOOKUPS]
    # By subqueries, because a join and a maximum would group by every column.
    many = [
        Passage.objects.filter(pk=OuterRef("pk")).order_by(f"-{lookup}__changed_in_version")
        for lookup in MANY_TO_MANY_LOOKUPS
    ]
    others = [
        *(F(f"{lookup}__changed_in_version") for lookup in one),
        *(
            Subquery(rows.values(f"{lookup}__changed_in_version")[:1])
            for lookup, rows in zip(MANY_TO_MANY_LOOKUPS, many, strict=True)
        ),
    ]
    own = F("changed_in_version")
    return Case(
        When(state=State.WITHDRAWN, then=own),
        default=Greatest(own, *(Coalesce(other, 0) for other in others)),
    )


def _last_changes(pks: list[int]) -> dict[int, int]:
    """The last change of each of these passages, read with one query."""
    return dict(
        Passage.objects.filter(KNOWN, pk__in=pks).order_by().values_list("pk", last_change())
    )


def _stamped(model: Any, number: int, up_to: int) -> QuerySet:
    rows = model._base_manager.order_by()
    return rows.filter(
        changed_in_version__gte=number, changed_in_version__lte=up_to, changed_in_version__gt=0
    )
