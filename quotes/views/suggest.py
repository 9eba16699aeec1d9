"""Suggestions while typing: for the box's script, for browsers, and as a plain page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.errors import ParametersError
from quotes.answers.public import public_page, version_of
from quotes.answers.responses import no_store_if_stale
from quotes.filters.strict import given, unknown_parameters, unreadable
from quotes.search.open_index import open_index
from quotes.search.suggest import suggestions
from quotes.text.problems import Problem


@require_safe
@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """Completions, descriptions and addresses, as browsers expect them of a search engine."""
    text = _typed(request)
    if problems := _problems(request):
        raise ParametersError(problems)
    index = open_index(version_of(request))
    found = suggestions(index, text)
    body = [
        text,
        [each.text for each in found],
        [each.description for each in found],
        [settings.SITE_URL + each.url for each in found],
    ]
    response = JsonResponse(body, safe=False, content_type="application/x-suggestions+json")
    return no_store_if_stale(response, index)


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """The same suggestions as links."""
    text, problems = _typed(request), _problems(request)
    index = None if problems else open_index(version_of(request))
    found = suggestions(index, text) if index else []
    context = {"text": text, "problems": problems, "suggestions": found}
    return no_store_if_stale(render(request, "quotes/suggest.html", context), index)


def _typed(request: HttpRequest) -> str:
    return given(request.GET).get("q", [""])[-1].strip()


def _problems(request: HttpRequest) -> list[Problem]:
    parameters = given(request.GET)
    return unreadable(parameters) or unknown_parameters(parameters, ("q",))
