"""The beginning of the API, its OpenAPI description, and the page that explains it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.public import public_page, version_of
from quotes.answers.responses import json_response
from quotes.api.answer_shapes import Beginning
from quotes.api.base import PublicView, refuse_parameters
from quotes.api.described import described
from quotes.api.openapi import document, endpoints, shapes, statuses, yaml
from quotes.models.addresses import address

LISTS = (
    "passages", "speakers", "events", "interviews", "sources", "topics", "utterances", "changes",
)  # fmt: skip


@described(called="beginning", group="Archive", gives=Beginning)
class Root(PublicView):
    """Where everything is, and which version of which archive answers."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The addresses."""
        refuse_parameters(request)
        version, site = version_of(request), settings.SITE_URL
        body: dict[str, Any] = {
            "archive_id": version.archive_id,
            "version": version.number,
            "token": version.token,
            "release": settings.RELEASE,
            "documentation": site + address("api_documentation"),
            "openapi": site + address("api_openapi"),
            "check": site + address("api_check"),
            "endpoints": {name: site + address(f"api_{name}") for name in LISTS},
        }
        return json_response(body)


@require_safe
@public_page
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description."""
    return HttpResponse(yaml(settings.SITE_URL), content_type="application/yaml; charset=utf-8")


@require_safe
@public_page
def documentation(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    schema = document(settings.SITE_URL)
    context = {
        "endpoints": endpoints(schema),
        "shapes": shapes(schema),
        "statuses": statuses(schema),
    }
    return render(request, "quotes/api.html", context)
