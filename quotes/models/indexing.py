"""Which passages an index has to take up, and with what."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

from django.db import connection, models

from quotes.models.browsing import BrowsedPassages
from quotes.models.topic import Topic

# Ways from a passage to what it prints or is found by, and that carries a stamp.
STAMPED_WAYS = (
    "speaker",
    "turn",
    "turn__answers",
    "turn__answers__speaker",
    "turn__source",
    "turn__source__outlet",
    "turn__source__interview",
    "turn__source__interview__event",
    "turn__source__interview__event__series",
    "topics",
)


# The ways from a passage to the first columns of an IndexRow, in its order.
INDEX_WAYS = (
    "pk",
    "text",
    "turn__answers__text",
    "wording",
    "language",
    "said_on",
    "turn__source__interview__dates",
    "changed_in",
)


class IndexRow(NamedTuple):
    """What a passage is found by but for names: its own columns, and ``fields`` by name."""

    pk: int
    text: str
    question: str | None
    wording: str
    language: str
    said_on: str
    dates: str
    changed_in: int
    fields: dict[str, Any]


class IndexedPassages(BrowsedPassages):
    """Passages by what they are found by, and by when that changed."""

    model: Any

    def index_rows(self, ways: Mapping[str, str]) -> list[IndexRow]:
        """Rows and no instances: an index of a million takes a tenth of the time.

        ``ways`` lead from a passage to the values of its fields, by the field's name.
        """
        # Put in order here: asked for it, PostgreSQL took a plan of more than 15 seconds in tests.
        rows = self.order_by().values_list(*INDEX_WAYS, *ways.values())
        own = len(INDEX_WAYS)
        found = (IndexRow(*row[:own], dict(zip(ways, row[own:], strict=True))) for row in rows)
        return sorted(found, key=lambda row: row.pk)

    def changed_since(self, number: int) -> Self:
        """Those that changed, or print or are found by a noun that changed, after a version."""
        changed = models.Q(changed_in__gt=number)
        for reached in self._reached_by_changed_nouns(number):
            changed |= models.Q(pk__in=reached)
        return self.filter(changed)

    def few_changed_since(self, number: int, most: int) -> list[int] | None:
        """Primary keys of the same, drafts among them, in order; None when more than ``most``.

        Each is looked up by its own index: asked for together, with an order and a limit, SQLite
        goes through all passages.
        """
        own = self.model._base_manager.filter(changed_in__gt=number).order_by("changed_in", "pk")
        found: set[int] = set()
        for rows in (own, *self._reached_by_changed_nouns(number)):
            found.update(rows.values_list("pk", flat=True)[: most + 1])
            if len(found) > most:
                return None
        return sorted(found)

    def _reached_by_changed_nouns(self, number: int) -> Iterator[models.QuerySet]:
        changed = self._changed_nouns(number)
        for way in STAMPED_WAYS:
            if pks := changed[model_at(self.model, way)]:
                # Through the passages' keys: one way may have several rows for a passage.
                rows = self.model._base_manager.order_by().filter(**{f"{way}__in": pks})
                yield rows.values("pk")

    def _changed_nouns(self, number: int) -> dict[type[models.Model], set[int]]:
        """Primary keys of all that is stamped later than ``number``, in one query."""
        nouns = stamped_models(self.model)
        sql = " UNION ALL ".join(
            f"SELECT {place}, id FROM {noun._meta.db_table} WHERE changed_in > %s"  # noqa: S608
            for place, noun in enumerate(nouns)
        )
        changed: dict[type[models.Model], set[int]] = {noun: set() for noun in nouns}
        with connection.cursor() as cursor:
            cursor.execute(sql, [number] * len(nouns))
            for place, pk in cursor.fetchall():
                changed[nouns[place]].add(pk)
        if topics := changed[Topic]:
            topics |= {pk for pk, above in Topic.objects.above().items() if above & topics}
        return changed


def model_at(passage: Any, way: str) -> type[models.Model]:
    """The model at the end of a way that begins at the model of passages."""
    model = passage
    for step in way.split("__"):
        model = model._meta.get_field(step).related_model
    return model


def stamped_models(passage: Any) -> list[type[models.Model]]:
    """The models that STAMPED_WAYS lead to, each once."""
    return list(dict.fromkeys(model_at(passage, way) for way in STAMPED_WAYS))
