"""Citations on a permalink's page: styles, files, and other media types by ``Accept``."""

from functools import lru_cache, partial, wraps
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from quotes.answers.errors import ProblemError
from quotes.answers.kept import made_once
from quotes.answers.permalinks import MistypedPermalinkError
from quotes.answers.responses import View, answered
from quotes.citations.attribution import paragraphs
from quotes.citations.cited import Cited
from quotes.citations.embedding import oembed
from quotes.citations.formats import BY_SUFFIX, FORMATS, Format, render_html
from quotes.citations.reading import cited
from quotes.models import Passage, PassageRevision
from quotes.models.addresses import address
from quotes.text.direction import attributes
from quotes.text.identifiers import MistypedError, canonical
from quotes.text.interface import message

# The sentence for newsrooms stands among the styles, though no handbook has it.
AP = "ap"
JSON_SUFFIX = ".json"
# Suffixes by media type for content negotiation; of several with one type, the first.
ACCEPTED = {"application/json": JSON_SUFFIX} | {
    each.media_type.partition(";")[0]: each.suffix
    for each in reversed(FORMATS)
    if not each.style and each.key not in (AP, "html")
}


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
    """Everything that the permalink's page offers for citing."""

    styles: list[Citation]
    downloads: list[Download]
    quotation: SafeString
    frame: str


def cite_panel(passage: Passage, revision: PassageRevision | None = None) -> CitePanel:
    """Everything to cite the passage by, which is loaded for its record.

    Its latest version is cited, or that of ``revision``, which has its words.
    """
    about = cited(passage, site=settings.SITE_URL, revision=revision)
    page = _page(str(passage.identifier_id), revision)
    written = made_once(partial(_written, about), "citations", about)
    styles = [
        Citation(each.key, each.label, mark_safe(written[each.key]), page + each.suffix)  # noqa: S308
        for each in FORMATS
        if each.key in written
    ]
    downloads = [
        Download(each.label, page + each.suffix, each.media_type.partition(";")[0])
        for each in FORMATS
        if each.key not in written
    ]
    quotation = _with_words_marked(BY_SUFFIX[".txt"].write(about).strip(), about)
    return CitePanel(styles, downloads, quotation, oembed(passage, site=settings.SITE_URL)["html"])


def _written(about: Cited) -> dict[str, str]:
    """Markup of the citation in each style; plain strings, to be kept."""
    wanted = [each for each in FORMATS if each.style or each.key == AP]
    return {each.key: str(_citation(each, about)) for each in wanted}


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


def _page(identifier: str, revision: PassageRevision | None) -> str:
    """The page whose address, with a format's suffix, is the address of that format."""
    if revision:
        return address("passage_version", identifier, str(revision.number))
    return address("passage", identifier)


def negotiated(view: View) -> View:
    """Content negotiation: redirect to the address of the requested media type.

    A redirect, so that each address has one content for all caches.
    """

    @wraps(view)
    def answer(request: HttpRequest, written: str) -> HttpResponse:
        # Not from ``headers``: to read one of these, Django makes a list of all.
        chosen = _preferred(request.META.get("HTTP_ACCEPT", "*/*"))
        if chosen == "text/html":
            response = view(request, written=written)
        else:
            response = _in_another_type(request, written, chosen)
        patch_vary_headers(response, ["Accept"])
        return response

    return answer


@answered
def _in_another_type(request: HttpRequest, written: str, media_type: str | None) -> HttpResponse:
    if media_type is None:
        kinds = ["text/html", *ACCEPTED]
        raise ProblemError(
            status=406,
            title=message("A quotation cannot be had in this form"),
            detail=message("It can be had as {kinds}.", kinds=", ".join(kinds)),
            media_types=kinds,
        )
    try:
        identifier = canonical(written)
    except MistypedError:
        raise MistypedPermalinkError(as_json=media_type == "application/json") from None
    response = HttpResponse(status=303)
    response["Location"] = address("passage", identifier) + ACCEPTED[media_type]
    return response


@lru_cache(maxsize=256)
def _preferred(accept: str) -> str | None:
    """The media type that fits this header best; few headers differ."""
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT"] = accept
    return asked.get_preferred_type(["text/html", *ACCEPTED])
