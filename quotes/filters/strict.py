"""FilterSets that refuse what they don't know, and the parameters every list has."""

from collections.abc import Container
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import override

from quotes.filters.tracking import is_tracking
from quotes.models.absence import note_absence
from quotes.text.controls import REFUSED
from quotes.text.interface import grouped, in_both, joined, message, translated
from quotes.text.problems import Problem

PER_PAGE = 50
MAX_PER_PAGE = 100
LAST_PAGE = 10_000


def given(data: QueryDict) -> dict[str, list[str]]:
    """The parameters with a value, without those that only track readers."""
    return {
        name: values
        for name, everything in data.lists()
        if not is_tracking(name) and (values := [v for v in everything if v.strip()])
    }


def unreadable(parameters: dict[str, list[str]]) -> list[Problem]:
    """Problems with characters that no value can have, in names or values."""
    return [
        Problem(
            REFUSED.sub("�", name)[:40],
            message("This holds a control character or half a character. Type it anew."),
        )
        for name, values in parameters.items()
        if any(REFUSED.search(text.replace("\r", "")) for text in [name, *values])
    ]


def unknown_parameters(
    parameters: dict[str, list[str]], known: Container[str] = ()
) -> list[Problem]:
    """A problem for each parameter that is not among the ``known`` ones."""
    return [
        Problem(name[:40], message("There is no parameter “{name}” here.", name=name[:40]))
        for name in parameters
        if name not in known
    ]


def said_of(*errors: ValidationError) -> str:
    """What errors say, in English and in the interface's language; those of Django's forms too."""
    return joined(" ", [_said(each) for error in errors for each in error.error_list])


def _said(error: ValidationError) -> str:
    with override("en"):
        english = str(error.message)
    translation = str(translated(error.message))
    if error.params:
        english, translation = english % error.params, translation % error.params
    return in_both(english, translation)


def page_at(paginator: Paginator, number: int) -> Page:
    """A page of the paginator; an empty one after the last."""
    if number > paginator.num_pages:
        return Page([], number, paginator)
    return paginator.page(number)


def whole_number(
    parameters: dict[str, list[str]], name: str, *, default: int, max_value: int
) -> int | Problem:
    """A parameter that is a number from 1 to ``max_value``; the default when it isn't given."""
    if name not in parameters:
        return default
    text = parameters[name][-1].strip()
    if text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= max_value:
        return int(text)
    return Problem(
        name,
        message(
            "“{text}” is not a whole number from 1 to {max_value}.",
            text=text[:40],
            max_value=grouped(max_value),
        ),
    )


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet over GET parameters that reports each parameter it cannot apply.

    Besides its own filters it takes ``page`` and ``per_page``.
    """

    per_page = PER_PAGE

    def __init__(self, data: QueryDict, queryset: QuerySet, **more: Any) -> None:
        self.given = given(data)
        paging = {name: self.given.pop(name, None) for name in ("page", "per_page")}
        self._paging = {name: values for name, values in paging.items() if values}
        known = QueryDict(mutable=True)
        for name, values in self.given.items():
            known.setlist(name, values)
        super().__init__(known, queryset, **more)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the parameters; empty when all of them can be applied."""
        if bad := unreadable(self.given | self._paging):
            return bad
        numbers = (self._number("page", 1, LAST_PAGE), self._per_page)
        unknown = unknown_parameters(self.given, self.filters)
        errors = self.form.errors.as_data().items()
        wrong = [Problem(name, said_of(*each)) for name, each in errors]
        if wrong:
            note_absence(wrong[0].parameter)
        return [*unknown, *wrong, *(n for n in numbers if isinstance(n, Problem))]

    @property
    def paging(self) -> dict[str, list[str]]:
        """What was given of ``page`` and ``per_page``."""
        return self._paging

    @property
    def page(self) -> Page:
        """The requested page; empty if there are problems, or if it is after the last one."""
        problems = self.problems
        rows = self.queryset.none() if problems else self.qs
        size = self._per_page if isinstance(self._per_page, int) else self.per_page
        number = self._number("page", 1, LAST_PAGE)
        paginator = Paginator(rows, size)
        if problems or not isinstance(number, int):
            return paginator.page(1)
        return page_at(paginator, number)

    @property
    def _per_page(self) -> int | Problem:
        return self._number("per_page", self.per_page, MAX_PER_PAGE)

    def _number(self, name: str, default: int, max_value: int) -> int | Problem:
        return whole_number(self._paging, name, default=default, max_value=max_value)
