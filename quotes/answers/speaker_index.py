"""The list of speakers: by alphabet, in every script that names are written in, or most quoted."""

from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from quotes.filters.browse import SpeakerIndexFilters
from quotes.models import Speaker, Version
from quotes.models.addresses import address
from quotes.search.grids import most_quoted
from quotes.text.alphabets import by_script, initial

# Speakers that the order by number of quotations has.
MOST_QUOTED = 1_000


class Choice(NamedTuple):
    """A letter or an order, with its address."""

    label: str
    url: str
    selected: bool


class SpeakerIndex:
    """A page of the list. Raises PreparingError for the most quoted while there is no index."""

    def __init__(self, data: QueryDict, version: Version) -> None:
        self.filters = SpeakerIndexFilters(data, Speaker.objects.public().with_passage_count())
        self.version = version

    @cached_property
    def page(self) -> Page:
        """The page asked for; of the most quoted, those with a quotation alone."""
        if self.filters.order != "quoted" or self.filters.problems:
            return self.filters.page
        counts = most_quoted("speaker", MOST_QUOTED, self.version)
        fitting = set(self.filters.qs.order_by().filter(pk__in=counts).values_list("pk", flat=True))
        return self._page_of([pk for pk in counts if pk in fitting])

    @property
    def letters(self) -> list[list[Choice]]:
        """The letters that speakers stand under, by script."""
        chosen = initial(self.filters.given.get("letter", [""])[-1])
        return [
            [Choice(each, self._here(letter=each), each == chosen) for each in letters]
            for letters in by_script(Speaker.objects.public().letters())
        ]

    @property
    def sorts(self) -> list[Choice]:
        """The orders there are."""
        labels = {"name": "A–Z", "quoted": "Most quoted"}
        return [
            Choice(
                label, self._here(sort="" if sort == "name" else sort), sort == self.filters.order
            )
            for sort, label in labels.items()
        ]

    @property
    def is_limited(self) -> bool:
        """Whether there may be speakers that this order leaves out."""
        return self.filters.order == "quoted" and self.page.paginator.count >= MOST_QUOTED

    def _page_of(self, pks: list[int]) -> Page:
        asked = self.filters.paging
        size = int(asked.get("per_page", [str(self.filters.per_page)])[-1])
        number = int(asked.get("page", ["1"])[-1])
        paginator: Paginator = Paginator(pks, size)
        if number > paginator.num_pages:
            return Page([], number, paginator)
        page: Any = paginator.page(number)
        rows = Speaker.objects.with_passage_count().in_bulk(list(page.object_list))
        page.object_list = [rows[pk] for pk in page.object_list if pk in rows]
        return page

    def _here(self, **changed: str) -> str:
        given = {name: values[-1] for name, values in self.filters.given.items()}
        state = {name: value for name, value in {**given, **changed}.items() if value}
        return f"{address('speakers')}?{urlencode(state)}" if state else address("speakers")
