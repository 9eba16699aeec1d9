"""The list of speakers: by alphabet, in every script that names are written in, or most quoted."""

from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.http import QueryDict

from quotes.filters.browse import SpeakerIndexFilters
from quotes.filters.strict import page_at
from quotes.models import Speaker, Version
from quotes.models.addresses import address
from quotes.search.grids import Counted, most_quoted
from quotes.text.alphabets import by_script
from quotes.text.interface import message

# Speakers that the order by number of quotations has.
MAX_QUOTED = 1_000
# Where the cache keeps the letters of one version: with many speakers they are long.
LETTERS = "speakers_by_letter"


class Choice(NamedTuple):
    """A letter or an order, with its address."""

    label: str
    url: str
    selected: bool


class SpeakerIndex:
    """A page of the list. Raises PreparingError for the most quoted while there is no index."""

    most = MAX_QUOTED

    def __init__(self, data: QueryDict, version: Version) -> None:
        self.filters = SpeakerIndexFilters(data, Speaker.objects.public().with_passage_count())
        self.version = version

    @cached_property
    def page(self) -> Page:
        """The page asked for; of the most quoted, those with a quotation alone."""
        if self._is_by_quotations:
            fitting = self._fitting(list(self._quoted.counts))
        elif self.filters.under and not self.filters.problems:
            fitting = self._fitting(self._letters.get(self.filters.under, []))
        else:
            return self.filters.page
        return self._page_of(fitting)

    @property
    def letters(self) -> list[list[Choice]]:
        """The letters that speakers stand under, by script."""
        chosen = self.filters.under
        return [
            [Choice(each, self._here(letter=each), each == chosen) for each in letters]
            for letters in by_script(self._letters)
        ]

    @property
    def sorts(self) -> list[Choice]:
        """The orders there are."""
        labels = {"name": message("A–Z"), "quoted": message("Most quoted")}
        return [
            Choice(
                label, self._here(sort="" if sort == "name" else sort), sort == self.filters.order
            )
            for sort, label in labels.items()
        ]

    @property
    def by_name_url(self) -> str:
        """The same in the order of names, which leaves nobody out."""
        return self._here(sort="")

    @property
    def is_limited(self) -> bool:
        """Whether this order leaves speakers with quotations out."""
        return self._is_by_quotations and len(self._quoted.counts) >= MAX_QUOTED

    @cached_property
    def left_out(self) -> int:
        """How many speakers fit what was asked but are left out by this order."""
        if not self._is_by_quotations:
            return 0
        rows = self.filters.qs.order_by()
        if not self.filters.under:
            return rows.count() - self.page.paginator.count
        fitting = self._letters.get(self.filters.under, [])
        if self.filters.given.get("q"):
            fitting = list(set(fitting).intersection(rows.values_list("pk", flat=True)))
        return len(fitting) - self.page.paginator.count

    @property
    def is_lagging(self) -> bool:
        """Whether the order may lack the newest quotations."""
        return self._is_by_quotations and self._quoted.is_lagging

    @property
    def _is_by_quotations(self) -> bool:
        return self.filters.order == "quoted" and not self.filters.problems

    @cached_property
    def _quoted(self) -> Counted:
        return most_quoted("speaker", MAX_QUOTED, self.version)

    @cached_property
    def _letters(self) -> dict[str, list[int]]:
        """Who stands under which letter: read once for each version of the archive."""
        version, found = cache.get(LETTERS) or (None, {})
        if version != self.version:
            found = Speaker.objects.public().letters()
            cache.set(LETTERS, (self.version, found))
        return found

    def _fitting(self, pks: list[int]) -> list[int]:
        """Those of ``pks`` that the filters leave, in their order."""
        rows = self.filters.qs.order_by()
        if self._is_by_quotations:
            kept = set(rows.filter(pk__in=pks).values_list("pk", flat=True))
            if self.filters.under:
                kept &= set(self._letters.get(self.filters.under, []))
        elif self.filters.given.get("q"):
            kept = set(rows.values_list("pk", flat=True))
        else:
            return pks
        return [pk for pk in pks if pk in kept]

    def _page_of(self, pks: list[int]) -> Page:
        asked = self.filters.paging
        size = int(asked.get("per_page", [str(self.filters.per_page)])[-1])
        number = int(asked.get("page", ["1"])[-1])
        page: Any = page_at(Paginator(pks, size), number)
        rows = Speaker.objects.with_passage_count().in_bulk(list(page.object_list))
        page.object_list = [rows[pk] for pk in page.object_list if pk in rows]
        return page

    def _here(self, **changed: str) -> str:
        given = {name: values[-1] for name, values in self.filters.given.items()}
        state = {name: value for name, value in {**given, **changed}.items() if value}
        return f"{address('speakers')}?{urlencode(state)}" if state else address("speakers")
