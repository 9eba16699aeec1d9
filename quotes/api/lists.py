"""Lists: by page, with the number of rows and pages, or walked through by cursor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse

from quotes.answers.errors import NoSuchPageError, ParametersError
from quotes.answers.public import version_of
from quotes.answers.responses import json_response
from quotes.api.base import NounView
from quotes.api.cursors import Place, cursor, gone, place_of, seal, without_cursor
from quotes.filters.strict import LAST_PAGE, StrictFilterSet
from quotes.models.addresses import address
from quotes.text.problems import Problem

NO_PAGES = Problem("page", "A walk by cursor has no pages: leave out either of the two.")


@dataclass(frozen=True)
class Links:
    """Addresses of the neighbours of a page, on the site; empty where there is none.

    Called by their registered relations (RFC 8288).
    """

    next: str = ""
    prev: str = ""
    first: str = ""
    last: str = ""


def listed(body: dict[str, Any], links: Links) -> HttpResponse:
    """A list as JSON, its neighbours in fields and in the header Link."""
    found = {rel: settings.SITE_URL + path for rel, path in vars(links).items() if path}
    response = json_response({**body, "next": found.get("next"), "previous": found.get("prev")})
    if found:
        response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in found.items())
    return response


class NounList(NounView):
    """A list of one noun, with the filters of its page.

    A mixin says which noun: ``rows``, ``records``, ``filters`` and ``list_name``.
    """

    filters: type[StrictFilterSet]
    list_name: str

    def place_of(self, noun: Any) -> tuple[str, int]:
        """The row's public name for cursors, and its key for ``entered_after``."""
        return noun.slug, noun.pk

    def key_of(self, name: str) -> int | None:
        """The key for ``entered_after`` of the row that has, or had, this name."""
        noun = self.rows().model.objects.at(name)
        return noun and noun.pk

    def answer(self, request: HttpRequest) -> HttpResponse:
        """A page, or a part of a walk."""
        data, text = without_cursor(request.GET)
        filters = self.filters(data, self.rows())
        problems = [*filters.problems, *([NO_PAGES] if text and "page" in data else [])]
        if problems:
            raise ParametersError(problems)
        if not text:
            return self._page(filters.given, filters.page)
        archive = version_of(request).archive_id
        return self._walk(filters, archive, text)

    def _page(self, given: Mapping[str, list[str]], page: Page) -> HttpResponse:
        pages, rows = page.paginator.num_pages, page.paginator.per_page
        if page.number > pages:
            raise NoSuchPageError(pages)
        body = {
            "count": page.paginator.count,
            "page": page.number,
            "pages": pages,
            "per_page": rows,
            "deepest_row": LAST_PAGE * rows,
            "results": self.records(list(page.object_list)),
        }
        addresses = [self._address(given, rows, number) for number in self._around(page)]
        return listed(body, Links(*addresses))

    def _around(self, page: Page) -> tuple[int, int, int, int]:
        """Numbers of the neighbouring pages; 0 where there is none."""
        pages = page.paginator.num_pages
        after = page.number + 1 if page.has_next() else 0
        return after, page.number - 1, 1, min(pages, LAST_PAGE)

    def _walk(self, filters: StrictFilterSet, archive: str, text: str) -> HttpResponse:
        rows = filters.page.paginator.per_page
        walk = f"{archive} {self.list_name} {sorted(filters.given.items())}"
        found = filters.qs
        part = list(found.entered_after(self._key(place_of(walk, text)))[: rows + 1])
        body = {
            "count": found.count(),
            "page": None,
            "pages": None,
            "per_page": rows,
            "deepest_row": None,
            "results": self.records(part[:rows]),
        }
        if len(part) <= rows:
            return listed(body, Links())
        name, key = self.place_of(part[rows - 1])
        place = cursor(walk, [name, seal(key)])
        return listed(body, Links(self._address(filters.given, rows, 1, cursor=place)))

    def _key(self, place: Place | None) -> int:
        if place is None:
            return 0
        name, sealed = place
        key = self.key_of(str(name))
        if key is None or seal(key) != sealed:
            raise gone()
        return key

    def _address(self, given: Mapping[str, list[str]], rows: int, number: int, **more: str) -> str:
        if not number:
            return ""
        paging = {"per_page": str(rows)} if rows != self.filters.per_page else {}
        paging |= {"page": str(number)} if number > 1 else {}
        pairs = [(name, value) for name in sorted(given) for value in given[name]]
        query = urlencode([*pairs, *paging.items(), *more.items()])
        return address(self.list_name) + (f"?{query}" if query else "")
