"""The search page, and the same page as JSON, CSV and Atom."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes import feeds
from quotes.answers import concordance
from quotes.answers.addresses import Addresses
from quotes.answers.also_named import also_named
from quotes.answers.concordance import Concordance
from quotes.answers.errors import ParametersError
from quotes.answers.facets import COUNTED, LOOKED_UP
from quotes.answers.fewer_words import relaxed
from quotes.answers.public import is_not_modified, page_key, public_page, version_of
from quotes.answers.responses import REVALIDATE, answered, for_browsers, no_store_if_stale
from quotes.answers.result import Result, get_page
from quotes.answers.whole_result import FORMS, get_whole_result
from quotes.citations.csv_row import COLUMNS, csv_row, csv_table
from quotes.filters.dossier import chosen_item
from quotes.filters.search import ResultPageFilters
from quotes.filters.strict import given
from quotes.models import Passage, current_version
from quotes.models.addresses import address
from quotes.search.find import find
from quotes.text.interface import message
from quotes.text.problems import Problem


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """All published passages, searched and filtered."""
    filters = ResultPageFilters(request.GET)
    result, problems, asked_for = None, filters.problems, ""
    if not problems:
        asked = replace(filters.asked, values=LOOKED_UP + 1)
        made = Concordance if filters.view == "lines" else Result
        result = made(filters, find(asked, version_of(request)))
        if not result.count and (fewer := relaxed(filters, result.found)):
            asked_for = result.query.text
            asked = replace(fewer.asked, values=LOOKED_UP + 1)
            result = made(fewer, find(asked, version_of(request)))
    context = {
        "named": also_named(filters, result) if result else [],
        "query": filters.query.text,
        "asked_for": asked_for,
        "problems": problems,
        "without_problems": _without(problems, request) if problems else "",
        "permalink": _permalink(filters.query.text) if result and not result.count else "",
        "result": result,
        "active": result.active if result else [],
        "hidden": result.hidden if result else [],
    }
    return no_store_if_stale(render(request, "quotes/search.html", context), result)


def _without(problems: Sequence[Problem], request: HttpRequest) -> str:
    """The search without the parameters that cannot be used; all that can be stays."""
    wrong = {problem.parameter for problem in problems}
    kept = {name: values for name, values in given(request.GET).items() if name not in wrong}
    return Addresses(kept).setting("page", [])


def _permalink(typed: str) -> str:
    """The way to the quotation whose identifier or address was typed; empty for other words."""
    identifier = chosen_item(typed).identifier
    if not identifier or not Passage.public.filter(identifier=identifier).exists():
        return ""
    return address("passage", identifier)


@require_safe
@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as JSON."""
    result = _result(request)
    return no_store_if_stale(JsonResponse(result.as_json(settings.SITE_URL)), result)


@require_safe
@public_page
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as a table for spreadsheets; or their lines."""
    result = _result(request, values=0, with_lines=True)
    site = settings.SITE_URL
    if isinstance(result, Concordance):
        table = [concordance.COLUMNS, *concordance.csv_rows(result.lines, site=site)]
    else:
        table = [COLUMNS, *(csv_row(passage, site=site) for passage in result.passages)]
    response = HttpResponse(csv_table(table), content_type="text/csv; charset=utf-8")
    name = f"on-record-search-{result.page}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    links = [
        f'<{settings.SITE_URL}{url}>; rel="{rel}"' for rel, url in _neighbours(result, "search_csv")
    ]
    if links:
        response["Link"] = ", ".join(links)
    return no_store_if_stale(response, result)


@require_safe
@answered
def whole(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every hit in one file, up to a limit that the file tells, streamed."""
    version = current_version()
    found = get_whole_result(ResultPageFilters(request.GET), version, site=settings.SITE_URL)
    key = page_key(request, version, "")
    if is_not_modified(request, key):
        return HttpResponseNotModified(headers={"ETag": f'"{key}"', "Cache-Control": REVALIDATE})
    chosen = FORMS[form]
    body = [] if request.method == "HEAD" else chosen.write(found)
    response = StreamingHttpResponse(body, content_type=chosen.media_type)
    response["Content-Disposition"] = f'attachment; filename="on-record-search.{form}"'
    if found.result.is_lagging:
        response["Cache-Control"] = "no-store"
    else:
        response["ETag"], response["Cache-Control"] = f'"{key}"', REVALIDATE
    return response


@require_safe
@for_browsers
@public_page
def as_atom(request: HttpRequest) -> HttpResponse:
    """The same hits in the same order, as a feed."""
    result = _result(request, values=0)
    body = feeds.atom(
        result.passages,
        title="; ".join([result.query.understood_as, *(active.label for active in result.active)]),
        site=settings.SITE_URL,
        page=result.shared_url(),
        first=result.shared_url("search_atom", 1),
        feed=result.shared_url("search_atom"),
        **dict(_neighbours(result, "search_atom")),
    )
    return no_store_if_stale(
        HttpResponse(body, content_type="application/atom+xml; charset=utf-8"), result
    )


def _neighbours(result: Result, to: str) -> list[tuple[str, str]]:
    """The pages behind and before this one in the same form, as relation and address."""
    pages = {"next": result.page + 1, "previous": result.page - 1}
    return [
        (rel, result.shared_url(to, number))
        for rel, number in pages.items()
        if 1 <= number <= result.pages
    ]


def _result(request: HttpRequest, *, values: int = COUNTED, with_lines: bool = False) -> Result:
    """What a program asked for; so many ``values`` of each facet are counted.

    Only a form that is ``with_lines`` has a concordance, and its orders.
    """
    filters = ResultPageFilters(request.GET)
    if problems := filters.problems or (filters.line_problems if with_lines else []):
        raise ParametersError(problems)
    if filters.line_sort and not with_lines:
        problem = Problem(
            "sort", message("This form has quotations and no lines: use the CSV, or the page.")
        )
        raise ParametersError([problem])
    made = Concordance if with_lines and filters.view == "lines" else Result
    return get_page(filters, version_of(request), values=values, made=made)
