"""Parameters of a search as one checked value that ``find`` takes."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from quotes.filters.dossier import MAX_ITEMS, chosen_item
from quotes.filters.strict import LAST_PAGE, StrictFilterSet
from quotes.filters.values import parse_sort, parse_value, resolve_fields
from quotes.models import Passage
from quotes.models.absence import note_absence
from quotes.models.names import Known, public_nouns
from quotes.search.compile import IndexFilters
from quotes.search.find import MAX_DEPTH, SORTS, Request
from quotes.search.query import Query, parse
from quotes.search.registry import BY_NAME, FILTERS, Filter, Nouns, get_filter
from quotes.search.tree import ranks, texts
from quotes.text.interface import grouped, message
from quotes.text.problems import Problem

ROWS = 20
# Hits on a page of a concordance, where each takes a line or a few.
LINES = 50
MAX_VALUES = 50
EXCLUDABLE = [each.name for each in FILTERS if each.can_exclude]


class ManyField(forms.Field):
    """The values of a repeated parameter, each checked by ``check``, which gives what it means."""

    widget = forms.SelectMultiple

    def __init__(
        self, *, check: Callable[[str], Any], most: int = MAX_VALUES, **kwargs: Any
    ) -> None:
        self.check, self.most = check, most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> tuple[Any, ...]:
        """What the values mean, each once."""
        values = list(dict.fromkeys(text.strip() for text in value or []))
        if len(values) > self.most:
            raise ValidationError(
                message("Give at most {max_values} values.", max_values=self.most)
            )
        return tuple(self.check(text) for text in values)


class ManyFilter(django_filters.Filter):
    """A repeated parameter; ``find`` applies it, so the queryset stays as it is."""

    field_class = ManyField


class OneField(forms.CharField):
    """A parameter given once, the last one counting, checked by ``check``."""

    def __init__(self, *, check: Callable[[str], Any], **kwargs: Any) -> None:
        self.check = check
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """What the value means; None when it isn't given."""
        text = super().to_python(value)
        return self.check(text) if text else None


class OneFilter(django_filters.Filter):
    """A single parameter; ``find`` applies it."""

    field_class = OneField


class SearchForm(forms.Form):
    """Checks of parameters that need the database, for all of them in one query."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What a slug that was given is today, by parameter and slug.
        self.slugs_now: dict[tuple[str, str], str] = {}

    def clean(self) -> dict[str, Any]:
        """Slugs become primary keys; one that names nothing public is an error."""
        cleaned = super().clean() or {}
        wanted: dict[str, set[str]] = {}
        for parameter, slugs in self._slugs(cleaned):
            for noun in get_filter(parameter).fields:
                wanted.setdefault(noun, set()).update(slugs)
        known = public_nouns(wanted) if wanted else {}
        for parameter, slugs in self._slugs(cleaned):
            cleaned[parameter] = self._pks(parameter, slugs, known)
        if cleaned.get("after") and cleaned.get("before") and cleaned["after"] > cleaned["before"]:
            self.add_error("after", message("This day lies behind the one in “before”."))
        return cleaned

    def _slugs(self, cleaned: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
        return [(name, values) for name, values in cleaned.items() if values and _of_nouns(name)]

    def _pks(
        self, parameter: str, slugs: tuple[str, ...], known: dict[tuple[str, str], Known]
    ) -> dict[str, tuple[int, ...]]:
        kinds = get_filter(parameter).fields
        found: dict[str, tuple[int, ...]] = {}
        for slug in slugs:
            nouns = {kind: known[kind, slug] for kind in kinds if (kind, slug) in known}
            if not nouns:
                note_absence(parameter)
                self.add_error(
                    parameter,
                    message(
                        "There is no {parameter} “{slug}” in the archive.",
                        parameter=get_filter(parameter).label.lower(),
                        slug=slug[:60],
                    ),
                )
            for kind, noun_found in nouns.items():
                found[kind] = (*found.get(kind, ()), noun_found.pk)
                self.slugs_now[parameter, slug] = noun_found.slug
        return found


VIEWS = ("compact", "cards", "lines")
# Orders of the lines of a concordance, beside those of hits.
LINE_SORTS = ("left", "right", "speaker")
# So many hits are put in one of these orders.
SORTED_HITS = 300


def _filter(each: Filter) -> django_filters.Filter:
    made = ManyFilter if each.is_repeatable else OneFilter
    return made(each.name, check=partial(parse_value, each))


class SearchFilters(StrictFilterSet):
    """Every parameter of a search. ``asked`` is what ``find`` takes; check ``problems`` first."""

    per_page = ROWS

    class Meta:
        model = Passage
        form = SearchForm
        fields: ClassVar[list[str]] = []

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """The query, the filters of the registry, what leaves their values out, and the order."""
        many = [each for each in FILTERS if each.is_repeatable]
        once = [each for each in FILTERS if not each.is_repeatable]
        return {
            "q": django_filters.CharFilter("q", strip=False),
            **{each.name: _filter(each) for each in many},
            **{f"exclude_{each.name}": _filter(each) for each in many if each.can_exclude},
            **{each.name: _filter(each) for each in once},
            "sort": OneFilter("sort", check=parse_sort),
        }

    def __init__(self, data: QueryDict) -> None:
        # Only those that are given: each search would copy all of them, with their fields.
        own: Any = type(self)
        self.base_filters = {n: each for n, each in own.base_filters.items() if n in data}
        super().__init__(data, Passage.public.none())

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the parameters, the depth of the page included."""
        problems = [*super().problems, *self._typed[1]]
        if not problems and self.first + self.rows > MAX_DEPTH:
            problems = [
                Problem(
                    "page",
                    message(
                        "Only the first {max_depth} hits can be paged through. Add a filter.",
                        max_depth=grouped(MAX_DEPTH),
                    ),
                )
            ]
        return problems

    @property
    def parameters(self) -> dict[str, list[str]]:
        """What was given, former slugs as they are today."""
        now = self.form.slugs_now
        return {
            name: list(dict.fromkeys(now.get((name, value.strip()), value) for value in values))
            for name, values in self.given.items()
        }

    @property
    def query(self) -> Query:
        """What is typed in the box, with its filters looked up."""
        return self._typed[0]

    @cached_property
    def _typed(self) -> tuple[Query, list[Problem]]:
        return resolve_fields(parse(self.given.get("q", [""])[-1]))

    @property
    def rows(self) -> int:
        """Rows on a page."""
        return self._per_page if isinstance(self._per_page, int) else self.per_page

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
        return self.form.cleaned_data.get("sort") or (
            "relevance" if ranks(self.query.tree) else "newest"
        )

    @property
    def asked(self) -> Request:
        """What the parameters ask of the index."""
        return Request(self.query, self._index_filters(), self.sort_in_force, self.first, self.rows)

    def _index_filters(self) -> IndexFilters:
        cleaned = self.form.cleaned_data
        include: dict[str, tuple[Any, ...]] = {}
        exclude: dict[str, tuple[Any, ...]] = {}
        for name in EXCLUDABLE:
            include |= self._by_field(name, cleaned.get(name))
            exclude |= self._by_field(name, cleaned.get(f"exclude_{name}"))
        all_topics = (cleaned.get("topic_all") or {}).get("topic", ())
        return IndexFilters(
            include, exclude, all_topics, cleaned.get("after"), cleaned.get("before")
        )

    def _by_field(self, name: str, values: Any) -> dict[str, tuple[Any, ...]]:
        if not values:
            return {}
        return values if isinstance(values, dict) else {name: values}


def ticked() -> ManyFilter:
    """What was ticked for a dossier on other pages of a result, and is carried along."""
    return ManyFilter("p", check=_ticked, most=MAX_ITEMS)


def _ticked(text: str) -> str:
    chosen = chosen_item(text)
    if not chosen.identifier:
        raise ValidationError(
            message(
                "“{written}” is mistyped: no permalink looks like this.", written=chosen.written
            )
        )
    return chosen.value


def _one_of(known: tuple[str, ...], called: str) -> Callable[[str], str]:
    """A check that a text is one of the words ``known``."""

    def check(text: str) -> str:
        if text not in known:
            raise ValidationError(
                message(
                    "“{text}” is not {called}: use {known}.",
                    text=text[:40],
                    called=called,
                    known=", ".join(known),
                )
            )
        return text

    return check


class ResultPageFilters(SearchFilters):
    """A search, and how a page of it is laid out; a concordance has orders of its own."""

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Those of every search, the view, the orders of lines, and what is ticked."""
        sorts = OneFilter("sort", check=_one_of((*SORTS, *LINE_SORTS), "an order"))
        view = OneFilter("view", check=_one_of(VIEWS, "a view"))
        return {**super().get_filters(), "sort": sorts, "view": view, "p": ticked()}

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        if self.view == "lines":
            self.per_page = LINES

    @property
    def view(self) -> str:
        """One of VIEWS."""
        given = self.given.get("view", [VIEWS[0]])[-1].strip()
        return given if given in VIEWS else VIEWS[0]

    @property
    def line_sort(self) -> str:
        """The order of lines that was asked for, if any."""
        sort = self.given.get("sort", [""])[-1].strip()
        return sort if sort in LINE_SORTS else ""

    @property
    def has_lines(self) -> bool:
        """Whether words are searched for that can stand below one another, in that view."""
        return self.view == "lines" and bool(texts(self.query.tree))

    @property
    def line_problems(self) -> list[Problem]:
        """Why a table of lines would have none, whatever is in the archive."""
        if self.view != "lines" or self.has_lines:
            return []
        said = message("Lines are of words: search for some, or leave the view out.")
        return [Problem("view", said)]

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the parameters."""
        problems = super().problems
        if not problems and self.line_sort and self.view != "lines":
            wanted = message(
                "Only lines can be put in order by “{sort}”: add view=lines.", sort=self.line_sort
            )
            return [Problem("sort", wanted)]
        return problems

    @property
    def asked(self) -> Request:
        """What the parameters ask of the index; for lines in order, all that are ordered."""
        if not self.line_sort:
            return super().asked
        usual = "relevance" if ranks(self.query.tree) else "newest"
        return Request(self.query, self._index_filters(), usual, 0, SORTED_HITS)


def _of_nouns(parameter: str) -> bool:
    name = parameter.removeprefix("exclude_")
    return name in BY_NAME and isinstance(BY_NAME[name].values, Nouns)


def noun_of(parameter: str) -> str:
    """The noun whose slugs a parameter takes: “topic” for exclude_topic and topic_all."""
    return parameter.removeprefix("exclude_").removesuffix("_all")
