"""A passage as a file: in the format that an address ends in, or that unAPI asks for."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quotes.answers.citing import JSON_SUFFIX
from quotes.answers.errors import ProblemError
from quotes.answers.permalinks import WordsRemovedError, resolve
from quotes.answers.public import public_page, version_page
from quotes.citations.formats import (
    BY_SUFFIX,
    Format,
    UnknownFormatError,
    get_format_by_suffix,
)
from quotes.citations.markup import empty_elements
from quotes.citations.offered import OFFERED
from quotes.citations.reading import cited
from quotes.models import Passage, PassageRevision
from quotes.models.addresses import address
from quotes.text.interface import message

# Formats that a reader saves as a file; the others are text to look at.
FILES = ("bibtex", "ris", "csl-json")


@require_safe
@version_page
def in_format(request: HttpRequest, written: str, suffix: str) -> HttpResponse:
    """The latest version in the format that the address ends in."""
    wanted = _wanted(suffix, others=[JSON_SUFFIX])
    found = resolve(
        written,
        address=lambda identifier: address("passage_format", identifier, suffix),
    )  # fmt: skip
    return _file(wanted, found, None)


@require_safe
@version_page
def version_in_format(request: HttpRequest, written: str, number: str, suffix: str) -> HttpResponse:
    """An older version in the format that the address ends in, the same for ever."""
    wanted = _wanted(suffix)
    found = resolve(
        written,
        address=lambda identifier: address("version_format", identifier, number, suffix),
        moved=lambda identifier: address("passage_format", identifier, suffix),
    )  # fmt: skip
    revision = PassageRevision.objects.version(str(found.identifier_id), number)
    if revision is None:
        raise Http404
    if not revision.standing_words:
        raise WordsRemovedError(revision)
    return _file(wanted, found, revision)


@require_safe
@public_page
def unapi(request: HttpRequest) -> HttpResponse:
    """The forms there are, those of the passage ``id`` (300), or the passage in ``format``.

    Zotero and others ask so, https://web.archive.org/web/2011/http://unapi.info/specs/.
    """
    written, wanted = request.GET.get("id", ""), request.GET.get("format", "")
    if not written:
        return _forms()
    found = resolve(written, address=_anew(wanted))
    if not wanted:
        return _forms(str(found.identifier_id), status=300)
    form = next((form for form in OFFERED if form.name == wanted), None)
    if form is None:
        raise ProblemError(
            status=406,
            title=message("There is no such format"),
            detail=message(
                "The archive has {value}.", value=", ".join(form.name for form in OFFERED)
            ),
        )
    return HttpResponse(form.write(found, settings.SITE_URL), content_type=form.media_type)


def _anew(wanted: str) -> Callable[[str], str]:
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


def _wanted(suffix: str, *, others: Sequence[str] = ()) -> Format:
    try:
        return get_format_by_suffix(f".{suffix}")
    except UnknownFormatError:
        formats = sorted([*others, *BY_SUFFIX])
        raise ProblemError(
            status=404,
            title=message("There is no such format"),
            detail=message("A quotation can be had as {formats}.", formats=", ".join(formats))
            if others
            else message("A version can be had as {formats}.", formats=", ".join(formats)),
            formats=formats,
        ) from None


def _file(wanted: Format, passage: Passage, revision: PassageRevision | None) -> HttpResponse:
    about = cited(passage, site=settings.SITE_URL, revision=revision)
    response = HttpResponse(wanted.write(about), content_type=wanted.media_type)
    if wanted.key in FILES:
        version = f"-v{revision.number}" if revision else ""
        name = f"on-record-{passage.identifier_id}{version}{wanted.suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
