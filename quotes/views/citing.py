"""A passage to take along: citations in every style, and files for reference managers."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from quotes.citations.attribution import paragraphs
from quotes.citations.cited import Cited
from quotes.citations.embedding import oembed
from quotes.citations.formats import (
    BY_SUFFIX,
    FORMATS,
    Format,
    UnknownFormatError,
    get_format_by_suffix,
    render_html,
)
from quotes.citations.reading import cited
from quotes.models import Passage, PassageRevision
from quotes.models.addresses import address
from quotes.text.direction import attributes
from quotes.text.identifiers import MistypedError, canonical
from quotes.views.errors import problem
from quotes.views.permalinks import mistyped, resolve
from quotes.views.public import public_page

# The sentence for newsrooms stands among the styles, though no handbook has it.
AP = "ap"
# Formats that a reader saves as a file; the others are text to look at.
FILES = ("bibtex", "ris", "csl-json")
JSON_SUFFIX = ".json"
# What a permalink can be asked for by its Accept header; of several with one type, the first.
ACCEPTED = {"application/json": JSON_SUFFIX} | {
    each.media_type.partition(";")[0]: each.suffix
    for each in reversed(FORMATS)
    if not each.style and each.key not in (AP, "html")
}
View = Callable[..., HttpResponse]


class Citation(NamedTuple):
    """A citation in one style, as markup and as text, and the address of the text."""

    key: str
    label: str
    html: SafeString
    url: str


class Download(NamedTuple):
    """A file of the passage."""

    label: str
    url: str
    media_type: str


class CitePanel(NamedTuple):
    """What the permalink page offers to who wants to cite."""

    styles: list[Citation]
    downloads: list[Download]
    quotation: SafeString
    frame: str


def cite_panel(passage: Passage) -> CitePanel:
    """Everything to cite the passage's latest version by; it is loaded for its record."""
    about, identifier = cited(passage, site=settings.SITE_URL), str(passage.identifier_id)
    styles = [
        Citation(each.key, each.label, _citation(each, about), _address(identifier, each))
        for each in FORMATS
        if each.style or each.key == AP
    ]
    downloads = [
        Download(each.label, _address(identifier, each), each.media_type.partition(";")[0])
        for each in FORMATS
        if not each.style and each.key != AP
    ]
    quotation = _with_words_marked(BY_SUFFIX[".txt"].write(about).strip(), about)
    return CitePanel(styles, downloads, quotation, oembed(passage, site=settings.SITE_URL)["html"])


def _citation(wanted: Format, about: Cited) -> SafeString:
    if wanted.style:
        # Escaped by the writer of styles, which lets only <i> through.
        return mark_safe(render_html(wanted.key, about))  # noqa: S308
    return _with_words_marked(wanted.write(about).strip(), about)


def _with_words_marked(text: str, about: Cited) -> SafeString:
    """``text`` escaped, the words of the passage in it with their language and direction."""
    opening = f"<span {attributes(about.language, about.text)}>"
    html, reached = [], 0
    for paragraph in paragraphs(about):
        at = text.find(paragraph, reached)
        if at >= 0:
            html += [escape(text[reached:at]), opening, escape(paragraph), "</span>"]
            reached = at + len(paragraph)
    # Escaped piece by piece, and so are the attributes.
    return mark_safe("".join([*html, escape(text[reached:])]))  # noqa: S308


def _address(identifier: str, wanted: Format) -> str:
    return address("passage_format", identifier, wanted.suffix[1:])


@require_safe
@public_page
def in_format(request: HttpRequest, written: str, suffix: str) -> HttpResponse:
    """The latest version in the format that the address ends in."""
    wanted = _wanted(request, suffix)
    if isinstance(wanted, HttpResponse):
        return wanted
    found = resolve(
        request, written, Passage.public.for_record(),
        address=lambda identifier: address("passage_format", identifier, suffix),
    )  # fmt: skip
    if isinstance(found, HttpResponse):
        return found
    return _file(wanted, found, None)


@require_safe
@public_page
def version_in_format(request: HttpRequest, written: str, number: str, suffix: str) -> HttpResponse:
    """An older version in the format that the address ends in, the same for ever."""
    wanted = _wanted(request, suffix)
    if isinstance(wanted, HttpResponse):
        return wanted
    found = resolve(
        request, written, Passage.public.for_display(),
        address=lambda identifier: address("version_format", identifier, number, suffix),
        moved=lambda identifier: address("passage_format", identifier, suffix),
    )  # fmt: skip
    if isinstance(found, HttpResponse):
        return found
    revisions = PassageRevision.objects.of(str(found.identifier_id))
    revision = next((each for each in revisions if str(each.number) == number), None)
    if revision is None:
        raise Http404
    return _file(wanted, found, revision)


def negotiated(view: View) -> View:
    """Send who asks for another media type to the address that ends in it.

    By a redirect, so that one address has one page, whatever is kept in between.
    """

    @wraps(view)
    def answer(request: HttpRequest, written: str) -> HttpResponse:
        chosen = _preferred(request.headers.get("Accept", "*/*"))
        if chosen == "text/html":
            response: Any = view(request, written)
        elif chosen is None:
            response = _not_acceptable(request)
        else:
            response = _in_another_type(request, written, chosen)
        patch_vary_headers(response, ["Accept"])
        return response

    return answer


def _in_another_type(request: HttpRequest, written: str, media_type: str) -> HttpResponse:
    try:
        identifier = canonical(written)
    except MistypedError:
        return mistyped(request, as_json=media_type == "application/json")
    response = HttpResponse(status=303)
    response["Location"] = address("passage", identifier) + ACCEPTED[media_type]
    return response


@lru_cache(maxsize=256)
def _preferred(accept: str) -> str | None:
    """The media type that fits this header best; few headers differ."""
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT"] = accept
    return asked.get_preferred_type(["text/html", *ACCEPTED])


def _wanted(request: HttpRequest, suffix: str) -> Format | HttpResponse:
    try:
        return get_format_by_suffix(f".{suffix}")
    except UnknownFormatError:
        formats = sorted([JSON_SUFFIX, *BY_SUFFIX])
        return problem(
            request,
            status=404,
            title="There is no such format",
            detail=f"A passage can be had as {', '.join(formats)}.",
            formats=formats,
        )


def _not_acceptable(request: HttpRequest) -> HttpResponse:
    kinds = ["text/html", *ACCEPTED]
    return problem(
        request,
        status=406,
        title="A passage cannot be had in this form",
        detail=f"It can be had as {', '.join(kinds)}.",
        media_types=kinds,
    )


def _file(wanted: Format, passage: Passage, revision: PassageRevision | None) -> HttpResponse:
    about = cited(passage, site=settings.SITE_URL, revision=revision)
    response = HttpResponse(wanted.write(about), content_type=wanted.media_type)
    if wanted.key in FILES:
        version = f"-v{revision.number}" if revision else ""
        name = f"on-record-{passage.identifier_id}{version}{wanted.suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
