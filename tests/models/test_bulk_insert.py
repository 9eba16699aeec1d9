"""What is written past Django is what Django would have written."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from quotes.models import Event, Identifier, Passage, Source, Turn
from quotes.models.bulk_insert import insert, insert_values, new, new_keys
from quotes.models.fields import PlainText
from tests import factories

pytestmark = pytest.mark.django_db
OWN = {"id", "slug", "created_at"}
RELATED = {"interview_id", "outlet_id", "source_id", "turn_id", "speaker_id"}


def event() -> Event:
    return Event(slug=f"e{next(factories._numbers)}", name="Cafe\u0301", dates="2024-12-13/2024-12")


def source() -> Source:
    return Source(
        interview=factories.interview(),
        outlet=factories.outlet(),
        slug=f"s{next(factories._numbers)}",
        kind="transcript",
        default_wording="edited",
        title="A title with 100 %\t\\N “quotes”",
        published="2023-06",
        accessed=timezone.now().date(),
        dropped=[{"start": 0, "end": 5, "reason": "it’s a caption"}],
    )


def turn() -> Turn:
    return Turn(
        source=factories.source(), position=1, kind="statement", text="One\r\ntwo.", ranges=[[0, 9]]
    )


def passage() -> Passage:
    made = Passage(
        turn=factories.turn("It was said."),
        spans=[[0, 2], [3, 12]],
        speaker=factories.speaker(),
        wording="reported",
        said_on="[2023-06-08..2023-06-09]",
        note="He\u0308r",
    )
    made.fill_from_turn()
    return made


def stored(row: models.Model) -> dict[str, Any]:
    """The row's values in the database, but for those that differ from row to row."""
    values = type(row)._base_manager.filter(pk=row.pk).values().get()
    return {name: values[name] for name in values.keys() - OWN - RELATED}


@pytest.mark.parametrize("make", [event, source, turn, passage])
def test_rows_are_written_as_bulk_create_does(make: Any) -> None:
    ours, theirs = make(), make()
    with transaction.atomic():
        insert([ours])
    type(theirs)._base_manager.bulk_create([theirs])
    assert stored(ours) == stored(theirs)
    assert not ours._state.adding


@pytest.mark.parametrize("make", [event, source, passage])
def test_rows_have_what_their_fields_made(make: Any) -> None:
    row = make()
    with transaction.atomic():
        insert([row])
    fields = [f for f in type(row)._meta.concrete_fields if not isinstance(f, PlainText)]
    making = [f.attname for f in fields if type(f).pre_save is not models.Field.pre_save]
    in_database = type(row)._base_manager.filter(pk=row.pk).values(*making).get()
    assert {name: getattr(row, name) for name in making} == in_database


def test_a_row_made_quickly_is_the_one_that_the_model_makes() -> None:
    given = {"source": factories.source(), "position": 1, "kind": "statement", "text": "One."}
    quick, usual = new(Turn, **given, speaker=None), Turn(**given, speaker=None)
    assert {**vars(quick), "_state": None} == {**vars(usual), "_state": None}
    assert quick._state.fields_cache == usual._state.fields_cache
    assert quick._state.adding
    assert new(Turn, **given).ranges is not new(Turn, **given).ranges


def test_keys_are_never_given_twice() -> None:
    first = factories.turn("One.")
    with transaction.atomic():
        keys = new_keys(Turn, 3)
        rows = [Turn(pk=key, source=first.source, position=key + 5, kind="statement", text="Two.")
                for key in keys]  # fmt: skip
        insert(rows)
    after = factories.turn("Three.")
    assert len({first.pk, *keys, after.pk}) == 5
    assert [row.pk for row in rows] == keys


def test_more_rows_than_a_statement_holds_are_all_written_and_know_their_keys() -> None:
    now = timezone.now()
    names = [f"{number:08}" for number in range(1_234)]
    with transaction.atomic():
        insert_values(Identifier, [{"id": name, "minted_at": now} for name in names])
    written = Identifier.objects.order_by("id").values_list("id", "minted_at")
    assert list(written) == [(name, now) for name in names]


def test_what_the_database_refuses_is_an_error_that_django_knows() -> None:
    place = {"source": factories.source(), "position": 1, "kind": "statement"}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Turn(**place, text="One."), Turn(**place, text="Two.")])
    assert not Turn.objects.exists()


def test_no_rows_are_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert([])


@pytest.mark.parametrize(
    "value", ["text", {"a": 1}, [[1]], [[1, "2"]], [[1, 2, 3]], [1, 2], [[True, False]]]
)
def test_json_of_another_shape_is_refused_with_an_example(value):
    field = Turn._meta.get_field("ranges")
    with pytest.raises(ValidationError, match=r"Give JSON such as \[\[0, 120\]\]\."):
        field.clean(value, None)


def test_json_of_the_shape_passes_and_what_is_no_json_is_told_what_is_wanted():
    assert Turn._meta.get_field("ranges").clean([[0, 4], [7, 9]], None) == [[0, 4], [7, 9]]
    mend = {"at": 1, "raw": "a", "text": "b", "reason": "line wrap"}
    assert Turn._meta.get_field("mends").clean([mend], None) == [mend]
    form_field = Source._meta.get_field("dropped").formfield()
    with pytest.raises(ValidationError, match="Give JSON such as"):
        form_field.clean("[{start: 0}]")
