"""What is read for many keys at once is the same as for few."""

import pytest
from django.db.models import Q

from quotes.models import Speaker
from quotes.models.base import FEW_KEYS, among
from quotes.models.compiled import FEW
from quotes.models.names import spellings
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, FEW, FEW + 1, 2 * FEW + 50])
def test_names_of_many_nouns_are_all_found_once(number: int) -> None:
    keys = [factories.speaker(f"Speaker No {n}").pk for n in range(number + 3)][:number]
    found = [(each.pk, each.spelled) for each in spellings({"speaker": keys})]
    assert sorted(found) == sorted(Speaker.objects.filter(pk__in=keys).values_list("pk", "name"))


def test_keys_that_stand_together_are_asked_for_by_their_ends_and_others_one_by_one() -> None:
    together = list(range(1, FEW_KEYS + 5))
    assert among("turn", together) == Q(turn__gte=1, turn__lte=together[-1])
    for keys in ([], [1, 2], together[:FEW_KEYS], [*together, 10 * FEW_KEYS]):
        assert among("turn", keys) == Q(turn__in=keys)
