"""Passages on other sites: the page that may stand in a frame, and oEmbed, which describes it."""

import re
from functools import partial
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.errors import ParametersError, ProblemError
from quotes.answers.permalinks import changed_since, resolve
from quotes.answers.public import passage_page, public_page
from quotes.answers.responses import framable, json_response
from quotes.citations.embedding import oembed as described
from quotes.citations.markup import flat_xml
from quotes.models import Passage
from quotes.models.addresses import address
from quotes.text.interface import message
from quotes.text.links import without_ending
from quotes.text.problems import Problem

PERMALINK = re.compile("/q/(?P<written>[^/]+?)(/v/(?P<number>[1-9][0-9]{0,8}))?")
LENGTH = re.compile("0*[1-9][0-9]{0,5}")


@require_safe
@framable
@passage_page
def embed(request: HttpRequest, written: str) -> HttpResponse:
    """The passage for a frame; one that was withdrawn says so there."""
    found = resolve(written, address=partial(address, "passage_embed"))
    context = {"passage": found, "changed_since": changed_since(request, found)}
    return render(request, "quotes/embed.html", context)


@require_safe
@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """How to embed the passage whose permalink is ``url``, or that of one of its versions."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        raise ProblemError(
            status=501,
            title=message("There is no such format"),
            detail=message("oEmbed answers come with format=json or format=xml."),
        )
    sizes, wrong = _sizes(request)
    url = request.GET.get("url", "")
    if not url:
        wrong.append(Problem("url", message("Name the permalink of a quotation.")))
    if wrong:
        raise ParametersError(wrong)
    passage, since = _at(request, url)
    answer = described(passage, site=settings.SITE_URL, since=since, **sizes)
    if form == "xml":
        return HttpResponse(flat_xml("oembed", answer), content_type="text/xml; charset=utf-8")
    return json_response(answer)


def _sizes(request: HttpRequest) -> tuple[dict[str, int], list[Problem]]:
    """The largest width and height that the other site has room for, and what cannot be one."""
    sizes, wrong = {}, []
    for parameter, name in (("maxwidth", "max_width"), ("maxheight", "max_height")):
        value = request.GET.get(parameter, "")
        if LENGTH.fullmatch(value):
            sizes[name] = int(value)
        elif value:
            wrong.append(
                Problem(parameter, message("Give a whole number of pixels, from 1 to 999999."))
            )
    return sizes, wrong


def _at(request: HttpRequest, url: str) -> tuple[Passage, int | None]:
    """The passage that ``url`` leads to, and the older version linked to."""
    named = _named(url)
    if named is None:
        raise ProblemError(
            status=404,
            title=message("This is no permalink of the archive"),
            detail=message(
                "Name an address such as {site_url}{value}.",
                site_url=settings.SITE_URL,
                value=address("passage", "…"),
            ),
        )

    def anew(page: str, identifier: str, *number: str) -> str:
        url = settings.SITE_URL + address(page, identifier, *number)
        return f"{address('oembed')}?{urlencode(request.GET.dict() | {'url': url})}"

    written, number = named
    found = resolve(
        written,
        address=lambda identifier: (
            anew("passage_version", identifier, number) if number else anew("passage", identifier)
        ),
        moved=partial(anew, "passage"),
    )
    if number and not 1 <= int(number) <= found.version:
        raise Http404
    return found, int(number) if number and int(number) < found.version else None


def _named(url: str) -> tuple[str, str] | None:
    """Identifier and version in ``url``, as written; None where it is no permalink of ours."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    ours = parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc
    found = PERMALINK.fullmatch(without_ending(unquote(parts.path)))
    if not ours or parts.scheme not in ("http", "https") or not found:
        return None
    return found["written"], found["number"] or ""
