"""Dossiers: chosen passages on one page, and the same as files."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from quotes.answers.dossier import Dossier
from quotes.answers.errors import ParametersError
from quotes.answers.public import public_page
from quotes.answers.responses import framable, json_response
from quotes.citations import docx
from quotes.filters.dossier import MAX_ITEMS, DossierParameters
from quotes.models.addresses import address
from quotes.text.interface import message

MEDIA_TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "docx": docx.MEDIA_TYPE,
}
LABELS = {
    "docx": message("Word, with footnotes"),
    "bib": "BibTeX",
    "ris": "RIS",
    "csv": "CSV",
    "json": "JSON",
}


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """The passages in the order of the address, each with what became of it since."""
    parameters = DossierParameters(request.GET)
    dossier = None if parameters.problems else Dossier(parameters, site=settings.SITE_URL)
    files = dossier and [(label, dossier.url(f"dossier_{form}")) for form, label in LABELS.items()]
    context = {
        "problems": parameters.problems,
        "dossier": dossier,
        "filters": parameters,
        "items": dossier.items if dossier else [],
        "files": files,
        "most": MAX_ITEMS,
    }
    return render(request, "quotes/dossier.html", context)


@require_safe
def collect(request: HttpRequest) -> HttpResponse:
    """The form of a page of results: what is ticked goes on to a dossier, the search does not."""
    chosen = request.GET.getlist("p")
    query = urlencode([("p", value) for value in chosen])
    return redirect(f"{address('dossier')}?{query}" if chosen else address("dossier"))


@require_safe
@framable
@public_page
def embed(request: HttpRequest) -> HttpResponse:
    """The dossier for a frame on another site, which goes on telling what has changed."""
    parameters = DossierParameters(request.GET)
    problems = parameters.problems
    dossier = None if problems else Dossier(parameters, site=settings.SITE_URL)
    return render(request, "quotes/dossier_embed.html", {"dossier": dossier, "problems": problems})


@require_safe
@public_page
def in_format(request: HttpRequest, form: str) -> HttpResponse:
    """The dossier as a file."""
    parameters = DossierParameters(request.GET)
    if parameters.problems:
        raise ParametersError(parameters.problems)
    dossier = Dossier(parameters, site=settings.SITE_URL)
    if form == "json":
        return json_response(dossier.as_json())
    made = {
        "bib": dossier.as_bibtex,
        "ris": dossier.as_ris,
        "csv": dossier.as_csv,
        "docx": lambda: b"".join(dossier.as_docx()),
    }
    response = HttpResponse(made[form](), content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="on-record-dossier.{form}"'
    return response
