"""The archive for others to keep: the download, its parts, and the checkpoint of this moment."""

import os
from functools import partial

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.errors import ProblemError
from quotes.answers.public import is_not_modified, page_key, public_page
from quotes.answers.responses import REVALIDATE, answered
from quotes.copies import latest_export
from quotes.copies.schema import RESOURCES
from quotes.editorial.checkpoint import current_checkpoint
from quotes.models import current_version
from quotes.text.interface import message

# The whole name in the address is matched: no path ever comes from a request.
PARTS = {
    "checkpoint.txt": "text/plain; charset=utf-8",
    "datapackage.json": "application/json",
    "verify_export.py": "text/x-python; charset=utf-8",
}
page_of_download = partial(public_page, more=latest_export.state)


@require_safe
@page_of_download
def page(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, how old it is, and how to check it."""
    found = latest_export.offer()
    offer = found if found and not found.is_outdated else None
    rows = offer.rows if offer else {}
    context = {
        "offer": offer,
        "outdated": found if found and found.is_outdated else None,
        "resources": [(each, rows.get(each.name)) for each in RESOURCES],
        "parts": list(PARTS),
        "name": latest_export.NAME,
    }
    return render(request, "quotes/data.html", context)


@require_safe
@page_of_download
def part(request: HttpRequest, name: str) -> HttpResponse:
    """A small file of the export by itself."""
    if name not in PARTS:
        raise Http404
    offer, content = latest_export.offer(), latest_export.part(name)
    if offer is None or content is None:
        raise _none_yet()
    if offer.is_outdated:
        raise _taken_back()
    return HttpResponse(content, PARTS[name])


@require_safe
@answered
def download(request: HttpRequest) -> HttpResponseBase:
    """The export, streamed; a server in front may serve the file itself."""
    try:
        file = latest_export.path().open("rb")
    except OSError:
        raise _none_yet() from None
    offer = latest_export.read_offer(file)
    if offer is None or offer.is_outdated:
        file.close()
        raise _taken_back() if offer else _none_yet()
    status = os.fstat(file.fileno())
    file.seek(0)
    key = page_key(request, current_version(), latest_export.state_of(status))
    response: HttpResponseBase
    if is_not_modified(request, key) or request.method == "HEAD":
        file.close()
        response = HttpResponse(status=304 if is_not_modified(request, key) else 200)
    else:
        response = FileResponse(file, as_attachment=True, filename=latest_export.NAME)
    if response.status_code == 200:
        response["Content-Type"] = "application/zip"
        response["Content-Length"] = str(status.st_size)
    response["ETag"], response["Cache-Control"] = f'"{key}"', REVALIDATE
    return response


@require_safe
@public_page
def checkpoint(request: HttpRequest) -> HttpResponse:
    """How long the log of records is now, and how it ends."""
    return HttpResponse(str(current_checkpoint()), "text/plain; charset=utf-8")


def _taken_back() -> ProblemError:
    return ProblemError(
        status=410,
        title=message("This export has been withdrawn"),
        detail=message(
            "After it was made, words were withdrawn from the archive, or the archive "
            "was restored: it may hold what is public no more. The next export takes its "
            "place here. The checkpoint of this moment is at /checkpoint.txt."
        ),
    )


def _none_yet() -> ProblemError:
    return ProblemError(
        status=404,
        title=message("No export has been made yet"),
        detail=message(
            "The archive offers one as soon as its operator has run export_archive. The "
            "checkpoint of this moment is at /checkpoint.txt."
        ),
    )
