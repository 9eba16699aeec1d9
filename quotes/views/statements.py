"""Statements: every report of the same words side by side, as a page and as JSON."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.public import noun_page
from quotes.answers.responses import json_response
from quotes.answers.statement import Statement, get_statement
from quotes.models.addresses import address

STATEMENT, AS_JSON = "statement", "statement_json"


@require_safe
@noun_page
def statement(request: HttpRequest, written: str) -> HttpResponse:
    """The reports in columns, shared words quiet."""
    return _answer(written, STATEMENT, "passage", partial(_page, request))


@require_safe
@noun_page
def as_json(request: HttpRequest, written: str) -> HttpResponse:
    """The record: the reports, and their words stretch by stretch."""
    return _answer(written, AS_JSON, "passage_json", lambda found: json_response(found.record))


def _answer(
    written: str, page: str, passage_page: str, answer: Callable[[Statement], HttpResponse]
) -> HttpResponse:
    """The statement; or the way to the address it goes by, or to a passage that stands alone.

    Not for good: another report may be confirmed, and the first one withdrawn.
    """
    found = get_statement(written, partial(address, page))
    if not isinstance(found, Statement):
        return HttpResponseRedirect(address(passage_page, str(found.identifier_id)))
    if found.identifier != written:
        return HttpResponseRedirect(address(page, found.identifier))
    return answer(found)


def _page(request: HttpRequest, found: Statement) -> HttpResponse:
    return render(request, "quotes/statement.html", {"statement": found})
