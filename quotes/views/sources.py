"""Sources: the list, and each document with what is kept of it and what was left out."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.filters.browse import PassageList, SourceFilters
from quotes.models import Passage, Source
from quotes.views.nouns import by_wording, find
from quotes.views.public import public_page


class LeftOut(NamedTuple):
    """What was left out of a document for one reason."""

    reason: str
    places: int
    characters: int


@require_safe
@public_page
def sources(request: HttpRequest) -> HttpResponse:
    """All sources, filtered."""
    rows = Source.objects.public().with_passage_count().for_lists()
    filters = SourceFilters(request.GET, rows)
    return render(request, "quotes/sources.html", {"filters": filters, "page": filters.page})


@require_safe
@public_page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source."""
    rows = Source.objects.public().select_related("outlet", "interview__event")
    found = find(slug, rows.defer("captured_text"))
    if isinstance(found, HttpResponse):
        return found
    passages = Passage.public.standing_in(found)
    filters = PassageList(request.GET, passages.for_display().as_spoken())
    context = {
        "source": found,
        "wordings": by_wording(passages.count_by_wording(), source=slug),
        "left_out": left_out(found.dropped),
        "filters": filters,
        "page": filters.page,
    }
    return render(request, "quotes/source.html", context)


def left_out(dropped: list[dict[str, Any]]) -> list[LeftOut]:
    """Dropped ranges of a captured text by reason, the longest first."""
    by_reason: dict[str, list[int]] = {}
    for place in dropped:
        length = place["end"] - place["start"]
        by_reason.setdefault(place.get("reason") or "no reason given", []).append(length)
    rows = [LeftOut(reason, len(each), sum(each)) for reason, each in by_reason.items()]
    return sorted(rows, key=lambda row: -row.characters)
