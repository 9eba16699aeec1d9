"""Addresses for machines: health check, robots.txt, OpenSearch, sitemap."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import InvalidPage
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from quotes.answers.public import public_page
from quotes.answers.responses import RETRY_AFTER_SECONDS
from quotes.models import current_version
from quotes.search.open_index import index_behind
from quotes.sitemaps import urlset

Sitemaps = Mapping[str, type[Sitemap]]
CLOSED_TO_ROBOTS = (
    "/admin/", "/api/v1/", "/search/", "/search.", "/suggest", "/data/on-record.zip",
)  # fmt: skip
# An index that is behind for longer does not catch up by itself: its disk is full, for instance.
MOST_SECONDS_BEHIND = 60
# A page below a closed address; listed first for robots that use the first match.
OPEN_TO_ROBOTS = ("quotes:search_help",)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this node can answer: 200; or 503, with the reason, so that others are asked."""
    state, status = _health(request)
    response = JsonResponse(state | {"version": settings.RELEASE}, status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _health(request: HttpRequest) -> tuple[dict[str, Any], int]:
    # Where the archive has several databases, the project says how they do.
    databases = getattr(request, "databases", {})
    try:
        behind = index_behind(current_version())
    except (DatabaseError, InterfaceError):
        if databases.get("can_be_read"):
            return {"status": "the archive can only be read", **databases}, 200
        return {"status": "the database does not answer", **databases}, 503
    if behind is None:
        return {"status": "ok", **databases}, 200
    state = {"index": {"versions_behind": behind.versions, "seconds_behind": behind.seconds}}
    if behind.seconds <= MOST_SECONDS_BEHIND:
        return {"status": "ok", **state, **databases}, 200
    return {"status": "the search index is too far behind", **state, **databases}, 503


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where the icon is, for browsers that look where icons used to be."""
    return redirect(static("img/mark.svg"))


@require_safe
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What robots are asked to leave alone: endless combinations of filters, and the admin."""
    lines = [
        "User-agent: *",
        *(f"Allow: {reverse(name)}" for name in OPEN_TO_ROBOTS),
        *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS),
        f"Sitemap: {settings.SITE_URL}{reverse('quotes:sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@public_page
def opensearch(request: HttpRequest) -> HttpResponse:
    """How browsers and other programs search here, and get suggestions."""
    media_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "quotes/opensearch.xml", content_type=media_type)


@require_safe
@public_page
def sitemap(request: HttpRequest, sitemaps: Sitemaps) -> HttpResponse:
    """The index of the sitemap's sections."""
    pages = []
    for section, make in sitemaps.items():
        url = settings.SITE_URL + reverse("quotes:sitemap_section", args=[section])
        pages.append({"location": url})
        more = range(2, make().paginator.num_pages + 1)
        pages.extend({"location": f"{url}?p={number}"} for number in more)
    return render(request, "sitemap_index.xml", {"sitemaps": pages}, content_type="application/xml")


@require_safe
@public_page
def sitemap_section(request: HttpRequest, section: str, sitemaps: Sitemaps) -> HttpResponse:
    """One page of one section: addresses of public things alone."""
    if section not in sitemaps:
        raise Http404
    try:
        xml = urlset(sitemaps[section](), request.GET.get("p", 1), site=settings.SITE_URL)
    except InvalidPage as error:
        raise Http404 from error
    return HttpResponse(xml, content_type="application/xml")
