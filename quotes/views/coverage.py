"""What the archive covers: speakers by year and wording, and known gaps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.coverage import Coverage
from quotes.answers.public import noun_page, version_of
from quotes.answers.responses import no_store_if_stale
from quotes.models import Wording


@require_safe
@noun_page
def page(request: HttpRequest) -> HttpResponse:
    """The speakers quoted most, each over the years, with the wordings told apart."""
    coverage = Coverage(request.GET, version_of(request))
    context = {"coverage": coverage, "page": coverage.page, "grades": list(Wording)}
    return no_store_if_stale(render(request, "quotes/coverage.html", context), coverage)
