"""Passages on other sites: the page that may stand in a frame, and oEmbed, which describes it."""

import re
from functools import partial
from typing import NamedTuple, cast
from urllib.parse import unquote, urlencode, urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from quotes.citations.embedding import oembed as described
from quotes.citations.markup import flat_xml
from quotes.models import Passage
from quotes.models.addresses import address
from quotes.views.errors import problem
from quotes.views.permalinks import resolve
from quotes.views.public import View, public_page
from quotes.views.search import refused

NOTHING = ["'none'"]
LENGTH = re.compile("0*[1-9][0-9]{0,5}")


class Wrong(NamedTuple):
    """A parameter that cannot be used, and why."""

    parameter: str
    message: str


def framable(view: View) -> View:
    """Let every site show the view in a frame; in return it may neither run nor send anything."""
    policy = {
        "frame-ancestors": ["*"],
        "script-src": NOTHING,
        "connect-src": NOTHING,
        "form-action": NOTHING,
    }
    return cast(View, xframe_options_exempt(csp_replace(policy)(view)))


@require_safe
@framable
@public_page
def embed(request: HttpRequest, written: str) -> HttpResponse:
    """The passage for a frame; one that was withdrawn says so there."""
    found = resolve(
        request, written, Passage.public.for_display(), address=partial(address, "passage_embed")
    )
    if isinstance(found, HttpResponse):
        return found
    return render(request, "quotes/embed.html", {"passage": found})


@require_safe
@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """How to embed the passage whose permalink is ``url``, as oEmbed asks and answers."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return _not_implemented(request)
    sizes, wrong = _sizes(request)
    url = request.GET.get("url", "")
    if not url:
        wrong.append(Wrong("url", "Name the permalink of a passage."))
    if wrong:
        return refused(request, wrong)
    found = _at(request, url)
    if isinstance(found, HttpResponse):
        return found
    answer = described(found, site=settings.SITE_URL, **sizes)
    if form == "xml":
        return HttpResponse(flat_xml("oembed", answer), content_type="text/xml; charset=utf-8")
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _not_implemented(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        status=501,
        title="There is no such format",
        detail="oEmbed answers come with format=json or format=xml.",
    )


def _sizes(request: HttpRequest) -> tuple[dict[str, int], list[Wrong]]:
    """The largest width and height that the other site has room for, and what cannot be one."""
    sizes, wrong = {}, []
    for parameter, name in (("maxwidth", "most_wide"), ("maxheight", "most_high")):
        value = request.GET.get(parameter, "")
        if LENGTH.fullmatch(value):
            sizes[name] = int(value)
        elif value:
            wrong.append(Wrong(parameter, "Give a whole number of pixels, from 1 to 999999."))
    return sizes, wrong


def _at(request: HttpRequest, url: str) -> Passage | HttpResponse:
    """The passage whose permalink ``url`` is, or the answer in its place."""
    written = _written(url)
    if written is None:
        return problem(
            request,
            status=404,
            title="This is no permalink of the archive",
            detail=f"Name an address such as {settings.SITE_URL}{address('passage', '…')}.",
        )

    def anew(identifier: str) -> str:
        given = request.GET.dict() | {"url": settings.SITE_URL + address("passage", identifier)}
        return f"{address('oembed')}?{urlencode(given)}"

    return resolve(request, written, Passage.public.for_display(), address=anew)


def _written(url: str) -> str | None:
    """What stands in ``url`` as an identifier; None where it is no permalink of ours."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    ours = parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc
    found = re.fullmatch("/q/([^/]+)/?", parts.path)
    if not ours or parts.scheme not in ("http", "https") or not found:
        return None
    return unquote(found[1])
