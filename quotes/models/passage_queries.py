"""Passages by what pages, the index and the quotation check ask for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from django.db import connection, models
from django.db.models.functions import Length

from quotes.models.base import related_model
from quotes.models.topic import Topic
from quotes.models.vocabularies import Wording

# Lookups from a passage to all stamped rows that it prints or is found by.
CHANGE_LOOKUPS = (
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


# Lookups for the first columns of an IndexRow, in its order.
INDEX_LOOKUPS = (
    "pk",
    "text",
    "turn__answers__text",
    "wording",
    "language",
    "said_on",
    "turn__source__interview__dates",
    "changed_in_version",
)
# Lookups for the columns of a ComparedRow, in its order.
COMPARED_COLUMNS = (
    "pk", "text", "spans", "gaps", "wording", "language", "speaker_id", "turn_id", "turn__kind",
    "turn__answers_id", "turn__answers__text", "turn__answers__speaker_id",
)  # fmt: skip


class BrowsedPassages(models.QuerySet):
    """Passages by what a page is about."""

    def spoken_by(self, speaker: models.Model) -> Self:
        """Those in this speaker's name."""
        return self.filter(speaker=speaker)

    def standing_in(self, source: models.Model) -> Self:
        """Those of one document."""
        return self.filter(turn__source=source)

    def said_in(self, interview: models.Model) -> Self:
        """Those of one occasion, in whatever document."""
        return self.filter(turn__source__interview=interview)

    def said_at(self, event: models.Model) -> Self:
        """Those of one event."""
        return self.filter(turn__source__interview__event=event)

    def said_at_editions_of(self, series: models.Model) -> Self:
        """Those of all events of a series."""
        return self.filter(turn__source__interview__event__series=series)

    def about(self, topics: Collection[int]) -> Self:
        """Those that carry any of the topics with these primary keys, each once."""
        tagged = type(self)(self.model).filter(topics__in=topics)
        return self.filter(pk__in=tagged.values("pk"))

    def as_reported(self) -> Self:
        """In the order of their sources, those closest to the spoken words first."""
        ranks = [
            models.When(turn__source__default_wording=each, then=models.Value(each.rank))
            for each in Wording
        ]
        return self.order_by(
            models.Case(*ranks), "turn__source_id", "turn__position", "first_character"
        )

    def preceding(self, passage: Any) -> Self:
        """Those that ``as_reported`` puts before this one, among passages of its interview."""
        turn = passage.turn
        wording = turn.source.default_wording
        closer = [each for each in Wording if each.rank < Wording(wording).rank]
        return self.said_in(passage.interview).filter(
            models.Q(turn__source__default_wording__in=closer)
            | models.Q(turn__source__default_wording=wording, turn__source__lt=turn.source_id)
            | models.Q(turn__source=turn.source_id, turn__position__lt=turn.position)
            | models.Q(turn=turn, first_character__lt=passage.first_character)
        )

    def lengths_by_speaker(self) -> models.QuerySet:
        """Rows ``source``, ``name``, ``slug``, ``characters``: who is quoted at what length."""
        rows = self.order_by().values(
            source=models.F("turn__source_id"),
            name=models.F("speaker__name"),
            slug=models.F("speaker__slug"),
        )
        return rows.annotate(characters=models.Sum(Length("text"))).order_by("-characters", "slug")

    def count_by_wording(self) -> dict[str, int]:
        """How many of each wording, in no order."""
        return dict(self.order_by().values_list("wording").annotate(n=models.Count("pk")))

    def noun_keys(self, pks: Sequence[int], ways: list[str]) -> models.QuerySet:
        """Rows of primary key and the keys of the nouns at the ends of these ways, in no order."""
        return self.order_by().filter(pk__in=pks).values_list("pk", *ways)


class IndexRow(NamedTuple):
    """What the index needs of a passage except names: its columns, and ``fields`` by name."""

    pk: int
    text: str
    question: str | None
    wording: str
    language: str
    said_on: str
    dates: str
    changed_in_version: int
    fields: dict[str, Any]


class IndexedPassages(BrowsedPassages):
    """Passages for the index, and by when something that the index holds changed."""

    model: Any

    def index_rows(self, lookups: Mapping[str, str]) -> list[IndexRow]:
        """Rows instead of model instances: indexing a million takes a tenth of the time.

        ``lookups``: for each field of the index, the lookup of its value.
        """
        # Sorted here: with ORDER BY, PostgreSQL chose a plan of over 15 seconds in tests.
        rows = self.order_by().values_list(*INDEX_LOOKUPS, *lookups.values())
        own = len(INDEX_LOOKUPS)
        found = (
            IndexRow._make((*row[:own], dict(zip(lookups, row[own:], strict=True))))  # noqa: SLF001 - public in named tuples
            for row in rows
        )
        return sorted(found, key=lambda row: row.pk)

    def changed_since(self, number: int) -> Self:
        """Those that changed, or print or are found by a noun that changed, after a version."""
        changed = models.Q(changed_in_version__gt=number)
        for reached in self._reached_by_changed_nouns(number):
            changed |= models.Q(pk__in=reached)
        return self.filter(changed)

    def few_changed_since(self, number: int, limit: int) -> list[int] | None:
        """Primary keys of the same, drafts included, in order; None if more than ``limit``.

        One query for each lookup, so that each uses an index. For a single query with an order and
        a limit, SQLite would scan all passages.
        """
        own = self.model._base_manager.filter(changed_in_version__gt=number).order_by(
            "changed_in_version", "pk"
        )
        found: set[int] = set()
        for rows in (own, *self._reached_by_changed_nouns(number)):
            found.update(rows.values_list("pk", flat=True)[: limit + 1])
            if len(found) > limit:
                return None
        return sorted(found)

    def _reached_by_changed_nouns(self, number: int) -> Iterator[models.QuerySet]:
        changed = self._changed_nouns(number)
        for lookup in CHANGE_LOOKUPS:
            if pks := changed[related_model(self.model, lookup)]:
                # Through the passages' keys: a lookup may give several rows for a passage.
                rows = self.model._base_manager.order_by().filter(**{f"{lookup}__in": pks})
                yield rows.values("pk")

    def _changed_nouns(self, number: int) -> dict[type[models.Model], set[int]]:
        """Primary keys of all that is stamped later than ``number``, in one query."""
        nouns = stamped_models(self.model)
        sql = " UNION ALL ".join(
            f"SELECT {place}, id FROM {noun._meta.db_table} WHERE changed_in_version > %s"  # noqa: S608
            for place, noun in enumerate(nouns)
        )
        changed: dict[type[models.Model], set[int]] = {noun: set() for noun in nouns}
        with connection.cursor() as cursor:
            cursor.execute(sql, [number] * len(nouns))
            for place, pk in cursor.fetchall():
                changed[nouns[place]].add(pk)
        if topics := changed[Topic]:
            topics |= {pk for pk, above in Topic.objects.ancestor_ids().items() if above & topics}
        return changed


class ComparedRow(NamedTuple):
    """A published passage to compare with; ``question`` is what it answers."""

    pk: int
    text: str
    spans: list[list[int]]
    gaps: list[str]
    wording: str
    language: str
    speaker: int
    turn: int
    turn_kind: str
    question_turn: int | None
    question: str | None
    asker: int | None


class ComparedPassages(IndexedPassages):
    """Passages for the quotation check."""

    def compared(self, pks: Iterable[int]) -> list[ComparedRow]:
        """Those with these primary keys; rows and no instances, in no order."""
        return self._compared(pk__in=list(pks))

    def compared_in(self, turns: Iterable[int]) -> list[ComparedRow]:
        """All of these turns, as spoken in each."""
        rows = self._compared(turn__in=list(turns))
        return sorted(rows, key=lambda row: (row.turn, row.spans[0][0]))

    def _compared(self, **where: Any) -> list[ComparedRow]:
        rows = self.filter(**where).order_by().values_list(*COMPARED_COLUMNS)
        return [ComparedRow(*row) for row in rows]


def stamped_models(passage: Any) -> list[type[models.Model]]:
    """The models that CHANGE_LOOKUPS lead to, each once."""
    return list(dict.fromkeys(related_model(passage, lookup) for lookup in CHANGE_LOOKUPS))
