"""Filters of the editors' lists."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from quotes.admin.labels import labels
from quotes.models import Topic

MAX_LISTED = 40
WITHOUT = "none"


class TopicFilter(admin.SimpleListFilter):
    """The tree of topics; each includes its descendants."""

    title = "topic"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.ancestor_ids = _once(request, "topics above", Topic.objects.ancestor_ids)
        return _once(request, "topics", _tree)

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet | None:
        value = self.value()
        if value is None:
            return None
        if value == WITHOUT:
            return queryset.untagged()
        if value not in map(str, self.ancestor_ids):
            raise IncorrectLookupParameters
        chosen = int(value)
        return queryset.about(
            [pk for pk, line in self.ancestor_ids.items() if chosen in {pk, *line}]
        )


class RelatedFilter(admin.RelatedOnlyFieldListFilter):
    """The related rows that occur; if they are many, a link to their list."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = field.related_model.objects
        self.list_of = field.related_model._meta
        self.many = _once(request, f"number of {self.list_of}", rows.count) > MAX_LISTED
        if not self.many:
            choices = super().field_choices
            return _once(
                request,
                f"choice of {self.field_path}",
                lambda: _told_apart(rows, choices(field, request, model_admin)),
            )
        chosen = str(self.lookup_val[-1]) if self.lookup_val else ""
        found = rows.in_bulk([chosen] if chosen.isdecimal() else [])
        return list(labels(list(found.values())).items())

    def has_output(self) -> bool:
        return self.many or super().has_output()

    def choices(self, changelist: Any) -> Iterator[Any]:
        yield from super().choices(changelist)
        if self.many:
            yield {
                "selected": False,
                "query_string": reverse(f"admin:quotes_{self.list_of.model_name}_changelist"),
                "display": f"Choose from all {self.list_of.verbose_name_plural} …",
            }


def _told_apart(rows: Any, choices: Any) -> list[tuple[Any, str]]:
    """The choices of a filter, with details where several have one name."""
    names = Counter(str(name) for _, name in choices)
    twins = [pk for pk, name in choices if names[str(name)] > 1]
    named = labels(list(rows.in_bulk(twins).values())) if twins else {}
    return [(pk, named.get(pk, str(name))) for pk, name in choices]


def _tree() -> list[tuple[str, str]]:
    tree = Topic.objects.with_tree_fields()
    rows = [(str(topic.pk), f"{'– ' * topic.tree_depth}{topic.name}") for topic in tree]
    return [*rows, (WITHOUT, "(without a topic)")]


def _once(request: HttpRequest, name: str, ask: Callable[[], Any]) -> Any:
    """The result of ``ask``, cached for the request: Django creates filters again to count."""
    known = request.__dict__.setdefault("asked_for_filters", {})
    if name not in known:
        known[name] = ask()
    return known[name]
