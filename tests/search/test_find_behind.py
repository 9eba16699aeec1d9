"""Going on behind a row's key: the way of those who read everything."""

from dataclasses import replace

import pytest

from quotes import editorial
from quotes.search.find import ENTERED, Found, Request, find
from quotes.search.query import parse
from tests import factories

pytestmark = pytest.mark.django_db
DATES = ["2023-06", "2021", "", "2023-06", "2022-01-05", "", "2024"]


@pytest.fixture
def passages() -> list:
    return [
        factories.published(f"They said it, number {n}.", said_on=date)
        for n, date in enumerate(DATES)
    ]


def walked(request: Request) -> list[Found]:
    answers = [find(request)]
    while answers[-1].keys:
        answers.append(find(replace(request, after_key=answers[-1].keys[-1])))
    return answers


@pytest.mark.parametrize("sort", ["newest", "oldest", "changed", ENTERED])
def test_rows_behind_one_another_are_all_rows_in_order(passages: list, sort: str):
    request = Request(parse("said"), sort=sort, rows=2)
    answers = walked(request)
    everything = find(replace(request, rows=100)).pks
    assert [pk for answer in answers for pk in answer.pks] == everything
    assert {answer.count for answer in answers} == {len(passages)}


def test_the_order_of_entry_is_that_of_the_keys(passages: list):
    assert find(Request(parse(""), sort=ENTERED, rows=100)).pks == [p.pk for p in passages]


def test_only_hits_are_met(passages: list):
    request = Request(parse("-3 said"), sort=ENTERED, rows=2)
    met = [pk for answer in walked(request) for pk in answer.pks]
    assert met == [p.pk for p in passages if "3" not in p.text]


def test_a_row_that_is_gone_is_still_a_place(passages: list):
    first = find(Request(parse(""), sort="oldest", rows=3))
    [gone] = [each for each in passages if each.pk == first.pks[-1]]
    editorial.withdraw(gone, reason="No.", editor=None)
    rest = find(Request(parse(""), sort="oldest", rows=100, after_key=first.keys[-1]))
    assert sorted([*first.pks, *rest.pks]) == [p.pk for p in passages]
    assert rest.count == len(passages) - 1
