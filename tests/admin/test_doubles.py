"""What may be there once only: on every form of every model, and by two editors at once."""

import json

import pytest
from django.db import models
from django.urls import reverse

from quotes.admin.forms import PlainForm
from quotes.models import Turn, Utterance
from tests import factories
from tests.admin.forms import errors, fields, save
from tests.admin.one_of_each import EDITED, INLINES, one_of_each
from tests.archives import second_archive
from tests.effort import EFFORT

ROUNDS = 2 * EFFORT


def rules(model):
    """Names of the fields that two rows never share, for each rule of a model."""
    own = [(f.name,) for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    meta = model._meta.constraints
    return own + [rule.fields for rule in meta if isinstance(rule, models.UniqueConstraint)]


def as_sent(row, name):
    value = row._meta.get_field(name).value_from_object(row)
    return "" if value is None else value


def two(model):
    """Two rows of a model that have the same parents."""
    first = one_of_each()[model]
    second = model._base_manager.get(pk=first.pk)
    second.pk = None
    taken = {name for rule in rules(model) for name in rule}
    for each in model._meta.concrete_fields:
        if each.name in taken and not each.is_relation and not each.primary_key:
            value = getattr(first, each.name)
            setattr(second, each.name, value + 7 if isinstance(value, int) else f"{value}-2")
    second._state.adding = True
    second.save()
    return first, second


def change(row):
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def stored(model):
    return list(model._base_manager.order_by("pk").values())


CASES = [(model, rule) for model in EDITED for rule in rules(model)]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "rule"), CASES)
def test_a_row_changed_into_a_double_is_an_error_of_its_form(boss, model, rule):
    first, second = two(model)
    address = change(second)
    sent = fields(boss, address)
    doubled = {name: as_sent(first, name) for name in rule if name in sent}
    if not doubled:
        assert rule == ("identifier",), "no form gives it: editorial does"
        return
    before = stored(model)
    page = boss.post(address, sent | doubled)
    assert "already exists" in errors(page)
    assert stored(model) == before


@pytest.mark.django_db
def test_a_double_is_not_added(boss):
    rows = one_of_each()
    for model in {model for model, rule in CASES if rule != ("identifier",)}:
        meta = model._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_add")
        same = {f.name: as_sent(rows[model], f.name) for f in meta.concrete_fields}
        sent = fields(boss, address) | same | {"usable_password": "false"}
        assert "already exists" in errors(boss.post(address, sent)), model


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "inline"), [each for each in INLINES if each[1].model is not Turn]
)
def test_a_double_of_a_row_that_the_page_does_not_show_is_an_error_of_its_row(boss, model, inline):
    if not [rule for rule in rules(inline.model) if rule != ("identifier",)]:
        return  # offices and passages of a turn may be alike
    thing = one_of_each()[model]
    row = inline.model.objects.get()
    [parent] = [f for f in inline.model._meta.fields if f.related_model is model]
    prefix = parent.remote_field.get_accessor_name()
    sent = {
        name: values
        for name, values in fields(boss, change(thing)).items()
        if not name.startswith(f"{prefix}-0-")
    }
    new = {f"{prefix}-0-{f.name}": as_sent(row, f.name) for f in row._meta.concrete_fields}
    del new[f"{prefix}-0-id"]
    counts = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    before = stored(inline.model)
    page = boss.post(change(thing), sent | new | counts)
    assert "already exists" in errors(page)
    assert stored(inline.model) == before


@pytest.mark.django_db
def test_a_passage_confirmed_in_another_utterance_is_refused(boss):
    rows = one_of_each()
    first = rows[Utterance]
    first.members.update(state="confirmed")
    second = Utterance.objects.create(interview=first.interview)
    passage = first.members.get().passage_id
    page = save(
        boss, change(second),
        **{"members-TOTAL_FORMS": "1", "members-0-passage": passage,
           "members-0-state": "confirmed", "members-0-utterance": second.pk},
    )  # fmt: skip
    assert "already exists" in errors(page) or "is violated" in errors(page)
    assert not second.members.exists()


@pytest.mark.django_db
def test_what_only_the_database_refuses_is_an_error_of_the_form(editor, monkeypatch):
    source = factories.source()
    turns = [factories.turn("A turn.", source=source) for _ in range(2)]
    # As if the other one had come from somewhere that does not wait for the archive's lock.
    monkeypatch.setattr(PlainForm, "find_duplicates", lambda form: None)
    page = save(editor, change(turns[1]), position=turns[0].position)
    assert "Somebody else has just saved one" in errors(page)
    assert [turn.position for turn in source.turns.all()] == [1, 2]


@pytest.mark.django_db
def test_two_editors_who_send_the_same_at_once_get_one_row_and_one_form(tmp_path):
    with second_archive(tmp_path, "races") as archive:
        done = json.loads(archive.run("tests.admin.worker", str(ROUNDS)).stdout)
        assert "sound" in archive.manage("verify_archive").stdout
    last = done["came"].pop("an_edit_and_a_deletion")
    assert done["came"] == {kind: [[200, 302]] * ROUNDS for kind in done["came"]}
    assert done["notes"] <= 2 * ROUNDS
    assert all(status in (200, 302, 403) for statuses in last for status in statuses)
