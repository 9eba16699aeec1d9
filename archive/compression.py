"""Text goes out compressed, with and without a proxy in front."""

import gzip
import re
from functools import lru_cache

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

# Pictures, Word documents and archives are compressed in themselves.
TEXT = re.compile(r"text/|image/svg\+xml|application/(x-(?!zip)|yaml|([\w.+-]+\+)?(json|xml))\b")
ACCEPTS = re.compile(r"\bgzip\b")
# To compress a page takes as long as to answer with a kept one. So many stay compressed, if short.
MAX_KEPT, MAX_KEPT_BYTES, MIN_BYTES = 200, 200_000, 200


class CompressionMiddleware(GZipMiddleware):
    """Django's, for whole answers that are text.

    Their validators become weak. Forms are safe from guesses at their token by length: it is masked
    anew for every page, and what has no validator is filled up with bytes by chance.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer, compressed if the client takes that."""
        if not TEXT.match(response.get("Content-Type", "")):
            return response
        # Of heads and short answers as well: they have the headers of any other.
        patch_vary_headers(response, ["Accept-Encoding"])
        if request.method == "HEAD" or response.status_code == 206:
            return response
        if isinstance(response, HttpResponse) and _may_be_kept(response):
            if ACCEPTS.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
                _compress(response)
            return response
        response = super().process_response(request, response)
        if isinstance(response, FileResponse) and response.has_header("Content-Encoding"):
            # WhiteNoise knows no weak validator; with the day of the last change it answers 304.
            del response.headers["ETag"]
        return response


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether it is a public page, the same for everybody until what it prints changes."""
    is_public = response.has_header("ETag") and not response.has_header("Content-Encoding")
    return is_public and MIN_BYTES <= len(response.content) <= MAX_KEPT_BYTES


def _compress(response: HttpResponse) -> None:
    response.content = _compressed(response.content)
    response.headers["Content-Encoding"] = "gzip"
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))
    if response.headers["ETag"].startswith('"'):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"


@lru_cache(MAX_KEPT)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
