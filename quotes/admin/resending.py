"""Forms of the admin that are sent by the program: for a proposal, or for a row of a table.

So there is one way of writing: whatever checks, asks, stamps and logs a form, does so here too.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict


def send(own: Any, request: HttpRequest, fields: QueryDict, object_id: str | None) -> HttpResponse:
    """What the form at ``own`` answers to these fields; 302 if it has saved them."""
    post, request.POST = request.POST, fields  # type: ignore[assignment]
    # Its state is of one form, and one request may send many.
    request.__dict__.pop("edit_request", None)
    try:
        return own.changeform_view(request, object_id)
    finally:
        request.POST = post
        request.__dict__.pop("edit_request", None)


def refusals(answer: Any) -> Iterator[str]:
    """What stands against saving, as the form says it."""
    context = getattr(answer, "context_data", None) or {}
    if "reason" in context:
        yield context["reason"]
    elif "adminform" in context:
        form = context["adminform"].form
        for name, errors in form.errors.items():
            label = "" if name == "__all__" else f"{form.fields[name].label or name}: "
            yield from (f"{label}{error}" for error in errors)
        for inline in context["inline_admin_formsets"]:
            for errors in inline.formset.errors:
                yield from (f"{name}: {error}" for name, each in errors.items() for error in each)
    else:
        yield "It can no longer be applied."
