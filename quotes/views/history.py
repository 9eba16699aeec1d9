"""The history of a passage: its versions, what each changed, and what became of its address."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.history import versions
from quotes.answers.permalinks import resolve
from quotes.answers.public import passage_page
from quotes.models import Identifier
from quotes.models.addresses import address


@require_safe
@passage_page
def history(request: HttpRequest, written: str) -> HttpResponse:
    """All versions, the newest first, with their differences and reasons."""
    found = resolve(written, address=partial(address, "passage_history"))
    made = versions(found)[::-1]
    context = {
        "passage": found,
        "versions": made,
        "are_all_readable": all(version.is_readable for version in made),
        "events": Identifier.objects.public_events(str(found.identifier_id))[::-1],
    }
    return render(request, "quotes/passage_history.html", context)
