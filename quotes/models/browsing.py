"""Ways to narrow and count passages on the pages that people browse."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.functions import ExtractYear


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

    def preceding(self, passage: Any) -> Self:
        """Those that ``as_spoken`` puts before this one, among passages of its interview."""
        turn = passage.turn
        return self.said_in(passage.interview).filter(
            models.Q(turn__source__lt=turn.source_id)
            | models.Q(turn__source=turn.source_id, turn__position__lt=turn.position)
            | models.Q(turn=turn, first_character__lt=passage.first_character)
        )

    def count_by_wording(self) -> dict[str, int]:
        """How many of each wording, in no order."""
        return dict(self.order_by().values_list("wording").annotate(n=models.Count("pk")))

    def count_by_year(self) -> list[tuple[int | None, int]]:
        """How many of each year in which they can first have been said; undated ones last."""
        own = models.Case(
            models.When(said_on="", then=models.F("turn__source__interview__earliest")),
            default=models.F("said_earliest"),
        )
        rows = self.order_by().annotate(year=ExtractYear(own)).values_list("year")
        return sorted(rows.annotate(n=models.Count("pk")), key=lambda row: (not row[0], row[0]))

    def count_by_topic(self) -> models.QuerySet:
        """Rows ``slug``, ``name``, ``count`` of the topics they carry, the most frequent first."""
        rows = self.order_by().filter(topics__isnull=False)
        named = rows.values(slug=models.F("topics__slug"), name=models.F("topics__name"))
        return named.annotate(count=models.Count("pk")).order_by("-count", "name")

    def at(self, identifier: str) -> Any:
        """The passage with this identifier, or None."""
        # In no order: Django takes longer to word the usual one than the database to answer.
        return next(iter(self.order_by().filter(identifier=identifier)), None)
