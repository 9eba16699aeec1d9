"""The page that explains the search, with an example for everything that can be asked."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers import facets, query_marks, without_a_filter
from quotes.answers.public import public_page
from quotes.filters import search as parameters, strict
from quotes.models import Wording
from quotes.search import find, help as examples, query, suggest
from quotes.text.interface import message


class Limit(NamedTuple):
    """What is limited, and how far it goes."""

    label: str
    most: int


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """Every operator, field, filter, order and limit of the search."""
    context = {
        "groups": examples.GROUPS,
        "mistakes": examples.MISTAKES,
        "misspelt": examples.MISSPELT,
        "by_filter": examples.FILTERS,
        "combined": examples.COMBINED,
        "beside": examples.BESIDE,
        "orders": (*examples.ORDERS, *examples.PAGES),
        "grades": list(Wording),
        "limits": limits(),
        "shown": shown(),
    }
    return render(request, "quotes/search_help.html", context)


def limits() -> list[Limit]:
    """How much can be asked for, each number read where it is set."""
    return [
        Limit(message("Characters of a query that are searched"), query.MAX_CHARACTERS),
        Limit(message("Conditions in a query: words, phrases and filters"), query.MAX_WORDS),
        Limit(message("Brackets within brackets"), query.MAX_NESTING),
        Limit(message("Letters before a star, at least"), query.MIN_PREFIX_LENGTH),
        Limit(message("Words that can be asked to stand near each other"), query.MAX_NEAR),
        Limit(message("Other words among two of them"), query.MAX_BETWEEN_TWO),
        Limit(message("Other words among three of them"), query.MAX_BETWEEN_THREE),
        Limit(message("Values of one filter in an address"), parameters.MAX_VALUES),
        Limit(message("Quotations on a page"), strict.MAX_PER_PAGE),
        Limit(message("Quotations that can be paged through"), find.MAX_DEPTH),
    ]


def shown() -> list[Limit]:
    """How much the site shows of its own accord, read where it is set."""
    return [
        Limit(message("Quotations on a page where none is asked for"), parameters.ROWS),
        Limit(message("Values of a filter beside the results"), facets.SHOWN_VALUES),
        Limit(message("More of them when unfolded"), facets.UNFOLDED_VALUES),
        Limit(
            message("Quotations found up to which another spelling is offered"),
            without_a_filter.LITTLE,
        ),
        Limit(message("Suggestions while typing"), suggest.MAX_SUGGESTIONS),
        Limit(
            message("Characters of a query that is marked on a quotation’s page"),
            query_marks.MAX_MARKED_QUERY,
        ),
    ]
