"""Django's own PostgreSQL full text, as its documentation shows it: the page most people build.

A stored search vector with a GIN index, SearchRank for the order, the exact count, a GROUP BY for
each facet, SearchHeadline for the snippets. English stemming for all rows.
"""

from typing import Any

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db import models
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template

from benchmarks.dialects import FACETS, ROWS

SHOWN_VALUES = 10
PAGE = Template("""<!doctype html><html lang="en"><title>Passages</title><h1>{{ count }} found</h1>
{% for name, values in facets %}<h2>{{ name }}</h2><ul>{% for value, number in values %}
<li><a href="?{{ name }}={{ value }}">{{ value }}</a> {{ number }}</li>{% endfor %}</ul>
{% endfor %}{% for hit in hits %}<article><p>{{ hit.snippet }}</p>
<p>{{ hit.speaker.name }}, {{ hit.event.name }}, {{ hit.outlet.name }}, {{ hit.day }}</p>
</article>{% endfor %}</html>""")


class Named(models.Model):
    """A noun of the yardstick."""

    name = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class YardstickSpeaker(Named):
    """Who spoke."""

    class Meta:
        app_label = "yardstick"
        db_table = "speaker"


class YardstickEvent(Named):
    """On which occasion."""

    class Meta:
        app_label = "yardstick"
        db_table = "event"


class YardstickOutlet(Named):
    """Who published it."""

    class Meta:
        app_label = "yardstick"
        db_table = "outlet"


class YardstickPassage(models.Model):
    """A passage with its search vector."""

    text = models.TextField()
    speaker = models.ForeignKey(YardstickSpeaker, models.PROTECT, db_column="speaker")
    event = models.ForeignKey(YardstickEvent, models.PROTECT, db_column="event")
    outlet = models.ForeignKey(YardstickOutlet, models.PROTECT, db_column="outlet")
    wording = models.TextField()
    language = models.TextField()
    year = models.IntegerField(null=True)
    day = models.TextField(null=True)  # noqa: DJ001  as the other yardstick has it
    vector = SearchVectorField()

    class Meta:
        app_label = "yardstick"
        db_table = "passages"

    def __str__(self) -> str:
        return self.text[:80]


def page(request: HttpRequest) -> HttpResponse:
    """The results for ``q`` or ``begins``, filtered by facets' values."""
    asked = request.GET
    query = _query(asked.get("q", ""), asked.get("begins", ""))
    chosen = {name: asked[name] for name in FACETS if name in asked}
    found = _found(query, chosen)
    first = ROWS * (int(asked.get("page", 1)) - 1)
    context = {
        "count": found.count(),
        "facets": [(name, _facet(query, chosen, name)) for name in FACETS],
        "hits": _hits(found, query, first),
    }
    return HttpResponse(PAGE.render(Context(context)))


def _query(text: str, begins: str) -> SearchQuery | None:
    if begins:
        return SearchQuery(f"{begins}:*", search_type="raw", config="english")
    return SearchQuery(text, search_type="websearch", config="english") if text else None


def _found(query: SearchQuery | None, chosen: dict[str, str]) -> models.QuerySet:
    rows = YardstickPassage._base_manager.using("yardstick").filter(**chosen)
    return rows.filter(vector=query) if query else rows


def _hits(found: models.QuerySet, query: SearchQuery | None, first: int) -> models.QuerySet:
    if query is None:
        newest = found.order_by(F("day").desc(nulls_last=True), "-pk").annotate(snippet=F("text"))
        return newest.defer("vector").select_related("speaker", "event", "outlet")[
            first : first + ROWS
        ]
    ranked = found.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "-pk")
    keys = [key for key, _ in ranked.values_list("pk", "rank")[first : first + ROWS]]
    shown = found.model._base_manager.using("yardstick").filter(pk__in=keys).defer("vector")
    headline = SearchHeadline("text", query, config="english", max_words=60, min_words=40)
    return shown.annotate(snippet=headline).select_related("speaker", "event", "outlet")


def _facet(query: SearchQuery | None, chosen: dict[str, str], name: str) -> list[tuple[Any, int]]:
    others = {key: value for key, value in chosen.items() if key != name}
    counts = _found(query, others).order_by().values_list(name).annotate(n=Count("pk"))
    rows = list(counts.order_by("-n", name)[:SHOWN_VALUES])
    if name not in ("speaker", "event", "outlet"):
        return rows
    model = YardstickPassage._meta.get_field(name).related_model
    named = model._base_manager.using("yardstick").in_bulk([key for key, _ in rows])
    return [(named[key].name, number) for key, number in rows]
