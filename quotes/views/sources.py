"""Sources: the list, and each document with what is kept of it and what was left out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.nouns import by_wording, get_noun, left_out
from quotes.answers.public import noun_page
from quotes.filters.browse import PassageList, SourceFilters
from quotes.models import Passage, Source


@require_safe
@noun_page
def sources(request: HttpRequest) -> HttpResponse:
    """All sources, filtered."""
    rows = Source.objects.public().with_passage_count().for_lists()
    filters = SourceFilters(request.GET, rows)
    return render(request, "quotes/sources.html", {"filters": filters, "page": filters.page})


@require_safe
@noun_page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source."""
    rows = Source.objects.public().select_related("outlet", "interview__event")
    found = get_noun(slug, rows.defer("captured_text"))
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
