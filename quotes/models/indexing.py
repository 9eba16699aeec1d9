"""Which passages an index has to take up, and with what."""

from collections.abc import Iterator
from typing import Any, Self

from django.db import models

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
    "memberships__utterance",
)


class IndexedPassages(BrowsedPassages):
    """Passages by what they are found by, and by when that changed."""

    model: Any

    def for_index(self) -> Self:
        """With everything it is found by."""
        return self.select_related(
            "speaker",
            "turn__source__outlet",
            "turn__source__interview__event__series",
            "turn__answers",
        ).prefetch_related("topics__aliases", "speaker__names", "memberships")

    def changed_since(self, number: int) -> Self:
        """Those that changed, or print or are found by a noun that changed, after a version."""
        changed = models.Q(changed_in__gt=number)
        for reached in self._reached_by_changed_nouns(number):
            changed |= models.Q(pk__in=reached)
        return self.filter(changed)

    def _reached_by_changed_nouns(self, number: int) -> Iterator[models.QuerySet]:
        for way in STAMPED_WAYS:
            model = self._model_at(way)
            pks = set(
                model._base_manager.filter(changed_in__gt=number).values_list("pk", flat=True)
            )
            if pks and model is Topic:
                pks |= {pk for pk, above in Topic.objects.above().items() if above & pks}
            if pks:
                # Through the passages' keys: one way may have several rows for a passage.
                rows = self.model._base_manager.filter(**{f"{way}__in": pks})
                yield rows.values("pk")

    def _model_at(self, way: str) -> type[models.Model]:
        model = self.model
        for step in way.split("__"):
            model = model._meta.get_field(step).related_model
        return model
