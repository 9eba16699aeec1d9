"""Interviews: the list, and each conversation as far as it is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.conversation import conversation, spoken_in, with_hits, with_outline
from quotes.answers.exploring import topic_counts
from quotes.answers.nouns import get_noun, search_url
from quotes.answers.public import noun_page, version_of
from quotes.answers.query_marks import query_from
from quotes.answers.responses import no_store_if_stale
from quotes.filters.browse import ConversationPage, InterviewFilters
from quotes.models import Interview, Source

TOPICS = 24


@require_safe
@noun_page
def interviews(request: HttpRequest) -> HttpResponse:
    """All interviews, filtered."""
    rows = Interview.objects.public().with_passage_count().select_related("event")
    filters = InterviewFilters(request.GET, rows)
    return render(request, "quotes/interviews.html", {"filters": filters, "page": filters.page})


@require_safe
@noun_page
def interview(request: HttpRequest, slug: str) -> HttpResponse:
    """One interview: its published words in order, report by report."""
    found = get_noun(slug, Interview.objects.public().select_related("event__series"))
    passages = spoken_in(found)
    filters = ConversationPage(request.GET, passages)
    page = filters.page
    topics = topic_counts(
        "interview", found.pk, TOPICS, version_of(request),
        address_of=lambda topic: search_url(interview=found.slug, topic=topic),
    )  # fmt: skip
    reports = conversation(page.object_list, from_start=page.number == 1)
    context = {
        "interview": found,
        "participations": found.participations.select_related("speaker"),
        "sources": Source.objects.public().for_lists().reporting(found),
        "reports": with_outline(with_hits(reports, query_from(request).tree), passages),
        "topics": topics.rows,
        "filters": filters,
        "page": page,
    }
    return no_store_if_stale(render(request, "quotes/interview.html", context), topics)
