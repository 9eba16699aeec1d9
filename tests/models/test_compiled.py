"""Statements that are compiled once, with their constants in them."""

import pytest
from django.db import connection

from quotes.models import Passage
from quotes.models.compiled import CompiledColumns, CompiledQuerySet, with_constants
from tests import factories


def _is_open(value: object) -> bool:
    return value == "?"


@pytest.mark.parametrize(
    "value", ["published", "l'État", "'); DROP TABLE x; --", "100%", "%s", "%%", "", 0, -7, 10**18]
)
@pytest.mark.django_db
def test_a_constant_is_the_same_in_the_statement_as_given(value: str | int):
    sql, params = with_constants("SELECT %s, %s, 5 %% 3", (value, "?"), _is_open)
    assert params == ("?",)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert cursor.fetchone() == (value, "?", 2)


def test_what_is_no_text_and_no_number_is_still_given():
    sql, params = with_constants("SELECT %s, %s, %s", (None, True, 1.5), _is_open)
    assert (sql, params) == ("SELECT %s, %s, %s", (None, True, 1.5))


@pytest.mark.django_db
def test_a_statement_is_given_nothing_but_the_keys():
    columns = CompiledColumns(lambda keys: Passage.public.filter(pk__in=keys).values_list("pk"))
    sql, given = columns.filled([7, 8])
    assert sql.count("%s") == len(given) == 2
    assert "'published'" in sql


@pytest.mark.django_db
def test_a_queryset_finds_its_rows_for_one_value_after_another():
    first, second = factories.draft("One."), factories.draft("Another.")
    compiled = CompiledQuerySet(lambda pk: Passage.objects.filter(pk=pk, state=first.state), -1)
    assert compiled.rows(first.pk) == [first]
    assert compiled.rows(second.pk) == [second]
    assert compiled.rows(0) == []
