"""What the archive says of itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.models import Wording
from quotes.views.public import public_page


@require_safe
@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What the archive is and how it works."""
    return render(request, "quotes/about.html")


@require_safe
@public_page
def wording(request: HttpRequest) -> HttpResponse:
    """What the four grades of wording mean."""
    return render(request, "quotes/about_wording.html", {"grades": list(Wording)})


@require_safe
@public_page
def permanence(request: HttpRequest) -> HttpResponse:
    """What a reader who cites a passage can rely on."""
    return render(request, "quotes/about_permanence.html")
