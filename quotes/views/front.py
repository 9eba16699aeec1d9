"""The front page, and what the archive says of itself."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from quotes.answers.newest import newest
from quotes.answers.nouns import search_url
from quotes.answers.public import public_page, version_of
from quotes.answers.responses import no_store_if_stale
from quotes.citations.linked_data import site_graph
from quotes.models import Event, Passage, Source, Speaker, Topic, Wording

EXAMPLES = ('"boxing ring"', "sanctions", "multi-vector -war", "invest*")
TOPICS, EVENTS = 16, 6


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Search, topics by weight, events and the newest passages."""
    shown = newest(version_of(request))
    context = {
        "examples": [(example, search_url(q=example)) for example in EXAMPLES],
        "passages": Passage.public.count(),
        "speakers": Speaker.objects.with_published_passages().count(),
        "sources": Source.objects.with_published_passages().count(),
        "topics": _weightiest(TOPICS),
        "events": Event.objects.with_published_passages().with_passage_count()[:EVENTS],
        "graph": site_graph(
            site=settings.SITE_URL, search=settings.SITE_URL + reverse("quotes:search")
        ),
        "said_last": shown.said_last,
        "added_last": shown.added_last,
    }
    return no_store_if_stale(render(request, "quotes/home.html", context), shown)


@require_safe
@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What the archive is and how it works."""
    return render(request, "quotes/about.html")


@require_safe
@public_page
def wording(request: HttpRequest) -> HttpResponse:
    """What the four grades of wording mean."""
    return render(request, "quotes/about_wording.html", {"grades": list(Wording)})


@require_safe
@public_page
def permanence(request: HttpRequest) -> HttpResponse:
    """What a reader who cites a passage can rely on."""
    return render(request, "quotes/about_permanence.html")


@require_safe
@public_page
def check_quality(request: HttpRequest) -> HttpResponse:
    """How often the quotation check errs: the page that its measurement prints."""
    return render(request, "quotes/about_check_quality.html", {"measured": _measured()})


@cache
def _measured() -> SafeString:
    text = (settings.BASE_DIR / "docs/reference/check-quality.md").read_text("utf-8")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for token in tokens:
        # The alignment of a column, which the site's policy of content would refuse.
        token.attrs.pop("style", None)
    # No HTML of the text goes through: it quotes what people said.
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S308


def _weightiest(limit: int) -> list[tuple[Topic, int]]:
    counts = Topic.objects.passage_counts()
    topics = [(topic, counts.get(topic.pk, 0)) for topic in Topic.objects.public().taggable()]
    return sorted(topics, key=lambda row: (-row[1], row[0].name))[:limit]
