"""One row for each of the editors' pages, with a row in each of its inlines."""

from typing import Any

from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.db import models

from quotes.models import (
    Outlet,
    Participation,
    Role,
    SpeakerName,
    TopicAlias,
    Utterance,
    UtteranceMember,
)
from tests import factories

# Written once, read afterwards: their pages take no form.
READ_ONLY = {"identifier", "passagerevision"}
EDITED = [model for model in site._registry if model._meta.model_name not in READ_ONLY]
INLINES = [
    (model, inline) for model in EDITED for inline in site.get_model_admin(model).inlines
]  # fmt: skip


def one_of_each(*, published: bool = False) -> dict[type[models.Model], Any]:
    """A row of every model that has a page, by model, and one in each inline of it."""
    make = factories.published if published else factories.draft
    speaker, topic = factories.speaker("Ada Lovelace"), factories.topic("Engines")
    source = factories.source("The engine")
    turn = factories.turn("It weaves algebra. It thinks not.", source=source, speaker=speaker)
    passage = make("x", turn=turn, spans=[[0, 18]], speaker=speaker, topics=[topic])
    interview = source.interview
    utterance = Utterance.objects.create(interview=interview)
    SpeakerName.objects.create(speaker=speaker, name="Countess", language="en")
    Role.objects.create(speaker=speaker, title="Analyst", organisation="Babbage’s")
    Participation.objects.create(interview=interview, speaker=speaker, role_as_printed="Guest")
    TopicAlias.objects.create(topic=topic, name="Machines")
    UtteranceMember.objects.create(utterance=utterance, passage=passage, state="proposed")
    rows = [speaker, topic, source, turn, passage, interview, utterance, source.outlet]
    rows += [interview.event, interview.event.series, User.objects.create_user("olga")]
    rows += [Group.objects.create(name="Guests")]
    found = {type(row): row for row in rows}
    assert set(found) == set(EDITED)
    return found


def text_fields(model: type[models.Model], shown: Any) -> list[models.Field]:
    """The fields of plain text among those that a form shows."""
    free = [each for each in model._meta.concrete_fields if each.name in shown]
    return [
        each
        for each in free
        if isinstance(each, models.CharField | models.TextField)
        and not each.choices
        and type(each).__name__ in ("PlainCharField", "PlainTextField", "CharField")
    ]


def other_outlet() -> Outlet:
    """One more row, so that something can be a double of something."""
    return factories.outlet("Other outlet")
