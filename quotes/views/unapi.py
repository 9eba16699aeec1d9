"""UnAPI: by which Zotero and others fetch a passage in a form of their choice.

https://web.archive.org/web/2011/http://unapi.info/specs/
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quotes.citations.markup import empty_elements
from quotes.citations.offered import OFFERED
from quotes.models import Passage
from quotes.models.addresses import address
from quotes.views.errors import problem
from quotes.views.permalinks import resolve
from quotes.views.public import public_page


@require_safe
@public_page
def unapi(request: HttpRequest) -> HttpResponse:
    """The forms there are, those of the passage ``id`` (300), or the passage in ``format``."""
    written, wanted = request.GET.get("id", ""), request.GET.get("format", "")
    if not written:
        return _forms()
    found = resolve(request, written, Passage.public.for_record(), address=_anew(wanted))
    if isinstance(found, HttpResponse):
        return found
    if not wanted:
        return _forms(str(found.identifier_id), status=300)
    form = next((form for form in OFFERED if form.name == wanted), None)
    if form is None:
        return _not_acceptable(request)
    return HttpResponse(form.write(found, settings.SITE_URL), content_type=form.media_type)


def _anew(wanted: str):
    """The address of the same question about another identifier."""

    def anew(identifier: str) -> str:
        given = {"id": identifier} | ({"format": wanted} if wanted else {})
        return f"{address('unapi')}?{urlencode(given)}"

    return anew


def _forms(identifier: str = "", status: int = 200) -> HttpResponse:
    rows = [{"name": form.name, "type": form.media_type.partition(";")[0]} for form in OFFERED]
    about = {"id": identifier} if identifier else {}
    body = empty_elements("formats", about, "format", rows)
    return HttpResponse(body, content_type="application/xml; charset=utf-8", status=status)


def _not_acceptable(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        status=406,
        title="There is no such format",
        detail=f"The archive has {', '.join(form.name for form in OFFERED)}.",
    )
