"""Parameters of a search as one checked value that ``find`` takes."""

import re
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from quotes.filters.strict import LAST_PAGE, Problem, StrictFilterSet
from quotes.models import Passage, Wording
from quotes.models.names import NOUNS, public_pks
from quotes.search.compile import Narrowing
from quotes.search.documents import UNDATED
from quotes.search.find import DEEPEST, SORTS, Request
from quotes.search.query import Query, parse
from quotes.text import dates

ROWS = 20
NOUN_PARAMETERS = ("speaker", "event", "topic", "outlet", "interview", "source")
YEAR = re.compile(r"[1-9][0-9]{3}")
DAY = re.compile(r"[1-9][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?")
MOST_VALUES = 50


class ManyField(forms.Field):
    """The values of a repeated parameter, each checked by ``check``, which gives what it means."""

    widget = forms.SelectMultiple

    def __init__(self, *, check: Any, **kwargs: Any) -> None:
        self.check = check
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> tuple[Any, ...]:
        """What the values mean, each once."""
        values = list(dict.fromkeys(text.strip() for text in value or []))
        if len(values) > MOST_VALUES:
            raise ValidationError(f"Give at most {MOST_VALUES} values.")
        return tuple(self.check(text) for text in values)


class ManyFilter(django_filters.Filter):
    """A repeated parameter; ``find`` applies it, so the queryset stays as it is."""

    field_class = ManyField


class OneField(forms.CharField):
    """A parameter given once, the last one counting, checked by ``check``."""

    def __init__(self, *, check: Any, **kwargs: Any) -> None:
        self.check = check
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """What the value means; None when it isn't given."""
        text = super().to_python(value)
        return self.check(text) if text else None


class OneFilter(django_filters.Filter):
    """A single parameter; ``find`` applies it."""

    field_class = OneField


def _as_is(text: str) -> str:
    return text


def _wording(text: str) -> str:
    if text not in Wording.values:
        raise ValidationError(
            f"There is no wording “{text[:40]}”: use {', '.join(Wording.values)}."
        )
    return text


def _language(text: str) -> str:
    if len(text) > 12 or not Passage.public.in_language(text).exists():
        raise ValidationError(f"No passage is in the language “{text[:40]}”: use codes such as en.")
    return text


def _year(text: str) -> int:
    if text == "undated":
        return UNDATED
    if not YEAR.fullmatch(text):
        raise ValidationError(f"“{text[:40]}” is not a year: write YYYY or undated.")
    return int(text)


def _after(text: str) -> int:
    return _bounds(text)[0]


def _before(text: str) -> int:
    return _bounds(text)[1]


def _bounds(text: str) -> tuple[int, int]:
    try:
        earliest, latest = dates.days(text) if DAY.fullmatch(text) else (None, None)
        if earliest and latest:
            return earliest.toordinal(), latest.toordinal()
        raise dates.DateError
    except dates.DateError:
        raise ValidationError(
            f"“{text[:40]}” is not a day of the calendar: write YYYY, YYYY-MM or YYYY-MM-DD."
        ) from None


def _sort(text: str) -> str:
    if text not in SORTS:
        raise ValidationError(f"“{text[:40]}” is not an order: use {', '.join(SORTS)}.")
    return text


class SearchForm(forms.Form):
    """Checks of parameters that need the database, for all of them in one query."""

    def clean(self) -> dict[str, Any]:
        """Slugs become primary keys; one that names nothing public is an error."""
        cleaned = super().clean() or {}
        wanted: dict[str, set[str]] = {}
        for parameter, slugs in self._slugs(cleaned):
            wanted.setdefault(noun_of(parameter), set()).update(slugs)
        if "event" in wanted:
            wanted["series"] = wanted["event"]
        pks = public_pks(wanted) if wanted else {}
        for parameter, slugs in self._slugs(cleaned):
            cleaned[parameter] = self._pks(parameter, slugs, pks)
        if cleaned.get("after") and cleaned.get("before") and cleaned["after"] > cleaned["before"]:
            self.add_error("after", "This day lies behind the one in “before”.")
        return cleaned

    def _slugs(self, cleaned: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (name, values) for name, values in cleaned.items() if values and noun_of(name) in NOUNS
        ]

    def _pks(
        self, parameter: str, slugs: tuple[str, ...], pks: dict[tuple[str, str], int]
    ) -> dict[str, tuple[int, ...]]:
        noun = noun_of(parameter)
        kinds = ("event", "series") if noun == "event" else (noun,)
        for slug in slugs:
            if not any((kind, slug) in pks for kind in kinds):
                self.add_error(parameter, f"There is no {noun} “{slug[:60]}” in the archive.")
        found = {k: tuple(pks[k, s] for s in slugs if (k, s) in pks) for k in kinds}
        return {kind: keys for kind, keys in found.items() if keys}


class SearchFilters(StrictFilterSet):
    """Every parameter of a search. ``asked`` is what ``find`` takes; check ``problems`` first."""

    per_page = ROWS
    q = django_filters.CharFilter(strip=False)
    speaker = ManyFilter(check=_as_is)
    event = ManyFilter(check=_as_is)
    topic = ManyFilter(check=_as_is)
    topic_all = ManyFilter(check=_as_is)
    outlet = ManyFilter(check=_as_is)
    interview = ManyFilter(check=_as_is)
    source = ManyFilter(check=_as_is)
    wording = ManyFilter(check=_wording)
    language = ManyFilter(check=_language)
    year = ManyFilter(check=_year)
    exclude_speaker = ManyFilter(check=_as_is)
    exclude_event = ManyFilter(check=_as_is)
    exclude_topic = ManyFilter(check=_as_is)
    exclude_outlet = ManyFilter(check=_as_is)
    exclude_interview = ManyFilter(check=_as_is)
    exclude_source = ManyFilter(check=_as_is)
    exclude_wording = ManyFilter(check=_wording)
    exclude_language = ManyFilter(check=_language)
    exclude_year = ManyFilter(check=_year)
    after = OneFilter(check=_after)
    before = OneFilter(check=_before)
    sort = OneFilter(check=_sort)

    class Meta:
        model = Passage
        form = SearchForm
        fields: ClassVar[list[str]] = []

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, Passage.public.none())

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the parameters, the depth of the page included."""
        problems = super().problems
        if not problems and self.first + self.rows > DEEPEST:
            problems = [
                Problem(
                    "page", f"Only the first {DEEPEST:,} hits can be paged through. Add a filter."
                )
            ]
        return problems

    @property
    def query(self) -> Query:
        """What is typed in the box."""
        return parse(self.given.get("q", [""])[-1])

    @property
    def rows(self) -> int:
        """Rows on a page."""
        return self._per_page if isinstance(self._per_page, int) else ROWS

    @property
    def first(self) -> int:
        """Number of the first row on the page, from 0."""
        return (self.number - 1) * self.rows

    @property
    def number(self) -> int:
        """Number of the page, from 1."""
        number = self._number("page", 1, LAST_PAGE)
        return number if isinstance(number, int) else 1

    @property
    def sort_in_force(self) -> str:
        """The order of the hits: as asked, or else by relevance where there are words."""
        return self.form.cleaned_data.get("sort") or ("relevance" if self.query.text else "newest")

    @property
    def asked(self) -> Request:
        """What the parameters ask of the index."""
        return Request(self.query, self._narrowing(), self.sort_in_force, self.first, self.rows)

    def _narrowing(self) -> Narrowing:
        cleaned = self.form.cleaned_data
        include: dict[str, tuple[Any, ...]] = {}
        exclude: dict[str, tuple[Any, ...]] = {}
        for name in (*NOUN_PARAMETERS, "wording", "language", "year"):
            include |= self._by_field(name, cleaned.get(name))
            exclude |= self._by_field(name, cleaned.get(f"exclude_{name}"))
        every = (cleaned.get("topic_all") or {}).get("topic", ())
        return Narrowing(include, exclude, every, cleaned.get("after"), cleaned.get("before"))

    def _by_field(self, name: str, values: Any) -> dict[str, tuple[Any, ...]]:
        if not values:
            return {}
        return values if isinstance(values, dict) else {name: values}


def noun_of(parameter: str) -> str:
    """The noun whose slugs a parameter takes: “topic” for exclude_topic and topic_all."""
    return parameter.removeprefix("exclude_").removesuffix("_all")
