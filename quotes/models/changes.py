"""What changed after a version of the archive: passages, each once, by its last change.

A passage's last change is the greatest number among its own stamp and those of the nouns it prints
(``Passage.change``). Nothing keeps that number: renaming a topic of 100,000 passages stamps the
topic alone. So the numbers at which anything was stamped are gone through in order, and what each
reaches is taken where it is a passage's last.
"""

from typing import Any, NamedTuple

from django.db.models import CharField, F, Max, Q, QuerySet, Value

from quotes.models.passage import Passage
from quotes.models.passage_queries import CHANGE_LOOKUPS, model_at, stamped_models
from quotes.models.vocabularies import State

# Bounds of one step: passages looked at, and numbers at which nouns were stamped. One noun may be
# printed by very many passages.
MAX_PASSAGES = 1_000
MAX_NUMBERS = 50
MANY_TO_MANY_LOOKUPS = ("topics",)
AFTER_ALL = (1 << 63) - 1
# Published or withdrawn. Asked for these states, SQLite would go through all that has them.
KNOWN = Q(version__gte=1)


class Place(NamedTuple):
    """A place in the order of changes: the archive's version, then the passage's primary key."""

    number: int
    pk: int


class Step(NamedTuple):
    """What was found behind a place, in order, and where to go on; None when that was all."""

    found: list[Place]
    end: Place | None


def after(number: int) -> Place:
    """The place behind everything that changed up to a version."""
    return Place(number, AFTER_ALL)


def changed_after(place: Place, *, upto: int, most: int) -> Step:
    """The next passages whose last change lies behind ``place`` and not behind version ``upto``.

    Five queries at most. A step may find nothing and yet not be the end.
    """
    own = _own(place, upto)
    reached = own[-1].number if len(own) == MAX_PASSAGES else upto
    reached = _last_of_next_numbers(place.number, reached)
    own = [each for each in own if each.number <= reached]
    places = sorted({*own, *_through_nouns(place, reached)})[:MAX_PASSAGES]
    last = _last_changes([each.pk for each in places])
    due = [each for each in places if last.get(each.pk) == each.number]
    if len(due) > most:
        return Step(due[:most], due[most - 1])
    if len(places) == MAX_PASSAGES:
        return Step(due, places[-1])
    return Step(due, after(reached) if reached < upto else None)


def _own(place: Place, upto: int) -> list[Place]:
    """Known passages by their own stamps."""
    stamped = Passage.objects.filter(KNOWN, _within("changed_in_version", place, upto))
    rows = stamped.order_by("changed_in_version", "pk").values_list("changed_in_version", "pk")
    return [Place(*row) for row in rows[:MAX_PASSAGES]]


def _last_of_next_numbers(number: int, upto: int) -> int:
    """The last of the next MAX_NUMBERS numbers at which nouns were stamped, or ``upto``."""
    rows = [
        _stamped(model, number, upto).values_list("changed_in_version")
        for model in stamped_models(Passage)
    ]
    # The number begun with is among them, and one more tells whether others follow.
    first = rows[0].union(*rows[1:]).order_by("changed_in_version")[: MAX_NUMBERS + 2]
    numbers = [row[0] for row in first]
    return numbers[-2] if len(numbers) > MAX_NUMBERS + 1 else upto


def _through_nouns(place: Place, upto: int) -> list[Place]:
    """Known passages through the stamps of nouns that are newer than their own."""
    stamped = [
        _stamped(model, place.number, upto).values_list(Value(model.__name__, CharField()), "pk")
        for model in stamped_models(Passage)
    ]
    nouns: dict[str, list[int]] = {}
    for name, pk in stamped[0].union(*stamped[1:], all=True):
        nouns.setdefault(name, []).append(pk)
    ways = [(way, nouns.get(model_at(Passage, way).__name__)) for way in CHANGE_LOOKUPS]
    reached = [_through(way, pks, place, upto) for way, pks in ways if pks]
    if not reached:
        return []
    rows = reached[0].union(*reached[1:]) if reached[1:] else reached[0]
    return [Place(*row) for row in rows.order_by("number", "key")[:MAX_PASSAGES]]


def _through(way: str, pks: list[int], place: Place, upto: int) -> QuerySet:
    stamp = f"{way}__changed_in_version"
    # All in one call: where a way has several rows, each condition is of the same one.
    rows = Passage.objects.filter(
        KNOWN,
        _within(stamp, place, upto),
        **{f"{way}__in": pks, f"{stamp}__gt": F("changed_in_version")},
    )
    return rows.order_by().annotate(number=F(stamp), key=F("pk")).values_list("number", "key")


def _within(stamp: str, place: Place, upto: int) -> Q:
    behind_it = Q(**{f"{stamp}__gt": place.number}) | Q(pk__gt=place.pk)
    return behind_it & Q(**{f"{stamp}__gte": place.number, f"{stamp}__lte": upto})


def _last_changes(pks: list[int]) -> dict[int, int]:
    """The last change of each of these passages, as of one moment.

    Of a withdrawn one only its own counts: nothing that it once printed is shown any more.
    """
    one = [
        f"{way}__changed_in_version" for way in CHANGE_LOOKUPS if way not in MANY_TO_MANY_LOOKUPS
    ]
    many = [Max(f"{way}__changed_in_version") for way in MANY_TO_MANY_LOOKUPS]
    rows = Passage.objects.filter(KNOWN, pk__in=pks).order_by()
    return {
        pk: own if state == State.WITHDRAWN else max(own, *(n for n in others if n is not None))
        for pk, state, own, *others in rows.values_list(
            "pk", "state", "changed_in_version", *one, *many
        )
    }


def _stamped(model: Any, number: int, upto: int) -> QuerySet:
    rows = model._base_manager.order_by()
    return rows.filter(
        changed_in_version__gte=number, changed_in_version__lte=upto, changed_in_version__gt=0
    )
