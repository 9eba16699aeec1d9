"""Text goes out compressed, with and without a proxy in front."""

import re

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Pictures, Word documents and archives are compressed in themselves.
TEXT = re.compile(r"text/|image/svg\+xml|application/(x-(?!zip)|yaml|([\w.+-]+\+)?(json|xml))\b")


class CompressionMiddleware(GZipMiddleware):
    """Django's, for whole answers that are text.

    Their validators become weak. Forms are safe from guesses at their token by length: it is masked
    anew for every page.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer, compressed if the client takes that."""
        is_whole = request.method != "HEAD" and response.status_code != 206
        if not is_whole or not TEXT.match(response.get("Content-Type", "")):
            return response
        response = super().process_response(request, response)
        if isinstance(response, FileResponse) and response.has_header("Content-Encoding"):
            # WhiteNoise knows no weak validator; with the day of the last change it answers 304.
            del response.headers["ETag"]
        return response
