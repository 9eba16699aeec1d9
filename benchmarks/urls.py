"""The site's addresses, with those that it is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from benchmarks.yardsticks import postgresql


def empty(request: HttpRequest) -> HttpResponse:
    """The least that a Django view can do."""
    return HttpResponse(b"")


urlpatterns = [
    path("bench/empty", empty),
    path("bench/postgresql", postgresql.page),
    path("", include("archive.urls")),
]

handler400 = "quotes.answers.responses.bad_request"
handler403 = "quotes.answers.responses.permission_denied"
handler404 = "quotes.answers.responses.page_not_found"
handler500 = "quotes.answers.responses.server_error"
