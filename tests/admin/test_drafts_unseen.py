"""No edit of drafts moves anything public: every page, inline and action that the admin has."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import (
    Participation,
    Passage,
    Role,
    SpeakerName,
    Topic,
    TopicAlias,
    Turn,
    Utterance,
    UtteranceMember,
    current_version,
)
from quotes.models.base import Noun
from quotes.models.fields import EdtfField
from tests import factories
from tests.admin.forms import fields, save
from tests.views.room import Room, furnish

MODELS = [
    model
    for model, pages in admin.site._registry.items()
    if model._meta.app_label == "quotes"
    and "add" in "".join(vars(pages.opts)["default_permissions"])
    and model._meta.model_name not in ("identifier", "passagerevision")
]
# What stands on a page of its own and may also hold drafts beside what is public.
HOSTS = (Passage, Turn, UtteranceMember)
SHORT = {2: "FR", 12: "fr"}


@pytest.fixture
def room(db: None) -> Room:
    made = furnish()
    beside_the_public(made)
    of_drafts_alone()
    return made


def beside_the_public(room: Room) -> None:
    """Drafts in what is public: a turn, a source, an interview, an utterance."""
    first = room.first
    factories.draft(turn=first.turn, spans=[[23, 42]], speaker=first.speaker)
    twin = factories.draft("The same, secret.", source=room.report.source, speaker=first.speaker)
    members = UtteranceMember.objects.get(passage=first).utterance.members
    members.create(passage=twin, state="confirmed")


def of_drafts_alone() -> None:
    """A whole occasion that only drafts are of."""
    topic = factories.topic("Secret", factories.topic("Secrets"))
    TopicAlias.objects.create(topic=topic, name="Hidden")
    speaker = factories.speaker("Nobody Secret")
    SpeakerName.objects.create(speaker=speaker, name="Никто", language="ru")
    Role.objects.create(speaker=speaker, title="Keeper", start="2020")
    source = factories.source("Secret source")
    Participation.objects.create(interview=source.interview, speaker=speaker)
    question = factories.turn("Why in secret?", source=source, kind="question", speaker=speaker)
    drafts = [
        factories.draft(
            f"Secret words {n}.", source=source, answers=question, speaker=speaker, topics=[topic]
        )
        for n in range(2)
    ]
    utterance = Utterance.objects.create(interview=source.interview)
    for draft in drafts:
        UtteranceMember.objects.create(utterance=utterance, passage=draft, state="confirmed")


def unseen(model: Any) -> Any:
    """Rows of a model that the public cannot know of."""
    known = ("published", "withdrawn")
    if model is Passage:
        return model.objects.exclude(state__in=known)
    if model is Turn:
        rows = model.objects.exclude(passages__state__in=known)
        return rows.exclude(answered_by__passages__state__in=known)
    public = model.objects.public().values_list("pk", flat=True)
    return model.objects.exclude(pk__in=list(public))


class Public:
    """What the public is given, to be compared with what it is given later."""

    def __init__(self, room: Room) -> None:
        self.client, self.pages = Client(), [*room.pages(), "/api/v1/changes?since=0"]
        # Of each kind of page one, for the many times.
        self.few = [*self.pages[::9], self.pages[-1], room.first.get_absolute_url()]
        self.version, self.answers = current_version(), self._read(self.pages)

    def _read(self, pages: list[str]) -> dict[str, Any]:
        found = {}
        for page in pages:
            forget_kept_pages()
            answer = self.client.get(page)
            found[page] = (answer.status_code, answer.headers.get("ETag"), answer.content)
        return found

    def differs(self, pages: list[str]) -> list[str]:
        """Addresses of these that answer otherwise now."""
        now = self._read(pages)
        return [page for page in pages if now[page] != self.answers[page]]


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:quotes_{model._meta.model_name}_{page}", args=args)


def other_value(form: Any, name: str, now: list[str]) -> Any:
    """Another value that a field may have; None where it has no other."""
    field, given = form.fields[name], now[0] if now else ""
    if isinstance(field, forms.ModelChoiceField):
        rows = unseen(field.queryset.model) if hasattr(field.queryset.model, "objects") else []
        allowed = field.queryset.filter(pk__in=[row.pk for row in rows])
        return next((str(row.pk) for row in allowed if str(row.pk) != given), None)
    if isinstance(field, forms.ChoiceField):
        keys = [str(key) for key, _ in field.choices if key not in ("", None)]
        return next((key for key in keys if key != given), None)
    if isinstance(field, forms.BooleanField):
        return "" if given else "on"
    if isinstance(field, forms.IntegerField):
        return str(int(given or 0) + 40)
    if isinstance(field, forms.DateField):
        return "2001-02-03"
    if isinstance(field, forms.URLField):
        return "https://example.org/secret"
    if isinstance(field, forms.JSONField):
        return None
    return _other_text(form, name, field, given)


def _other_text(form: Any, name: str, field: Any, given: str) -> str:
    columns = {column.name: column for column in form._meta.model._meta.get_fields()}
    if isinstance(columns.get(name), EdtfField):
        return "1999"
    if isinstance(field, forms.SlugField):
        return f"{given or 'secret'}-x"
    if name == "wikidata_id":
        return "Q42"
    return SHORT.get(field.max_length, f"{given} more".strip())


def changed_fields(form: Any, given: dict[str, list[str]]) -> dict[str, Any]:
    """Other values for all fields of a form that have one, by the names they are sent under."""
    values = {}
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.HiddenInput) or name.startswith("why_"):
            continue
        place = form.add_prefix(name)
        if (value := other_value(form, name, given.get(place, []))) is not None:
            values[place] = value
    return values


def send(client: Client, page: str, changes: dict[str, Any]) -> bool:
    """Saves a form with what it takes of these changes; whether it took any."""
    given = fields(client, page)
    while changes:
        answer = client.post(page, given | changes)
        if answer.status_code == 302:
            return True
        bad = {*answer.context["adminform"].form.errors}
        for inline in answer.context["inline_admin_formsets"]:
            for form in inline.formset.forms:
                bad |= {form.add_prefix(name) for name in form.errors}
        left = {name: value for name, value in changes.items() if name not in bad}
        if len(left) == len(changes):
            return False
        changes = left
    return False


def edit_fields(client: Client, page: str) -> bool:
    """Changes every field of a page’s own form."""
    form = client.get(page).context["adminform"].form
    return send(client, page, changed_fields(form, fields(client, page)))


def edit_inlines(client: Client, page: str, *, only: Any = None) -> Iterator[bool]:
    """Adds a row to each inline of a page, changes its rows, and takes them out again."""
    given = fields(client, page)
    for inline in client.get(page).context["inline_admin_formsets"]:
        formset = inline.formset
        if only and formset.model not in only:
            continue
        prefix, number = formset.prefix, formset.total_form_count()
        new = {
            name.replace("__prefix__", str(number)): value
            for name, value in changed_fields(formset.empty_form, {}).items()
            if not name.endswith("DELETE")
        }
        new |= {f"{prefix}-{number}-{formset.fk.name}": str(formset.instance.pk)}
        yield send(client, page, new | {f"{prefix}-TOTAL_FORMS": str(number + 1)})
        rows = {} if only else formset.initial_forms
        changes = [changed_fields(row, given) for row in rows]
        kept = {n: v for each in changes for n, v in each.items() if not n.endswith("DELETE")}
        yield send(client, page, kept) or not rows
        gone = {row.add_prefix("DELETE"): "on" for row in rows if formset.can_delete}
        yield send(client, page, gone) or not gone


def actions_on(client: Client, model: Any, rows: list[Any]) -> Iterator[bool]:
    """Sends every action of the model's list but publishing, with what each asks for."""
    names = [name for name in admin.site._registry[model].actions if name != "publish"]
    more = {"post": "yes", "tagged": "yes", "merged": "yes", "kind": "typo", "reason": "Twice."}
    topic = unseen(Topic).filter(parent__isnull=False).first()
    more |= {"topics": [topic.pk] if topic else [], "into": rows[0].pk, "index": "0"}
    for name in sorted(names, key=lambda name: name == "delete_selected"):
        chosen = [row.pk for row in rows if model.objects.filter(pk=row.pk).exists()]
        data = {"action": name, ACTION_CHECKBOX_NAME: chosen, **more}
        yield client.post(address(model, "changelist"), data).status_code == 302


def everything_with(client: Client, model: Any) -> Iterator[bool]:
    """Edits, acts on and deletes what is unseen of a model."""
    rows = list(unseen(model))
    for row in rows[-1:]:
        page = address(model, "change", row.pk)
        yield edit_fields(client, page)
        yield from edit_inlines(client, page)
    yield from actions_on(client, model, rows)
    for row in list(unseen(model))[-1:]:
        yield bool(client.post(address(model, "delete", row.pk), {"post": "yes"}))


def test_no_edit_of_drafts_moves_anything_public(chief: Any, room: Room) -> None:
    public = Public(room)
    for model in MODELS:
        saved = []
        with transaction.atomic():
            for is_saved in everything_with(chief, model):
                saved.append(is_saved)
                assert current_version() == public.version, f"{model.__name__}, edit {len(saved)}"
            assert public.differs(public.few) == []
            # The drafts of the next model are all there again.
            transaction.set_rollback(True)
        assert sum(saved) > len(saved) / 2, f"{model.__name__}: {saved}"


def test_drafts_in_what_is_public_move_nothing_public(chief: Any, room: Room) -> None:
    public = Public(room)
    for model in set(MODELS) - {Passage}:
        for row in model.objects.exclude(pk__in=[each.pk for each in unseen(model)])[:1]:
            page = address(model, "change", row.pk)
            assert save(chief, page).status_code == 302
            if model is Utterance:
                edit_draft_members(chief, page)
            list(edit_inlines(chief, page, only=HOSTS) if model is not Utterance else ())
            assert current_version() == public.version, row
    assert public.differs(public.pages) == []


def edit_draft_members(client: Client, page: str) -> None:
    """Says everything of a member that is a draft, takes it out, and puts it in again."""
    member = UtteranceMember.objects.get(passage__text="The same, secret.")
    place = next(
        form.prefix
        for inline in client.get(page).context["inline_admin_formsets"]
        for form in inline.formset.initial_forms
        if form.instance == member
    )
    for state in ("proposed", "rejected", "confirmed"):
        assert save(client, page, **{f"{place}-state": state}).status_code == 302
    assert save(client, page, **{f"{place}-DELETE": "on"}).status_code == 302
    new = {"passage": member.passage_id, "state": "confirmed", "utterance": member.utterance_id}
    place = f"members-{member.utterance.members.count()}"
    new = {f"{place}-{name}": str(value) for name, value in new.items()}
    total = str(member.utterance.members.count() + 1)
    assert save(client, page, **new, **{"members-TOTAL_FORMS": total}).status_code == 302
    assert member.utterance.members.filter(passage=member.passage).exists()


def test_what_stands_unpublished_in_a_public_turn_is_corrected_unseen(
    chief: Any, room: Room
) -> None:
    public = Public(room)
    turn = room.first.turn
    text = turn.text.replace("Nobody asked us to", "Nobody had asked us")
    assert save(chief, address(Turn, "change", turn.pk), text=text).status_code == 302
    assert Passage.objects.get(pk=room.third.pk).text == room.third.text
    assert current_version() == public.version
    assert public.differs(public.few) == []


def test_telling_two_published_reports_together_is_seen(chief: Any, room: Room) -> None:
    before = current_version().number
    member = UtteranceMember.objects.get(passage=room.report)
    page = address(Utterance, "change", member.utterance_id)
    assert save(chief, page, **{"members-1-state": "rejected"}).status_code == 302
    assert current_version().number == before + 1
    assert Passage.objects.get(pk=room.first.pk).changed_in_version == before + 1


def test_saving_what_is_not_public_of_a_noun_is_not_seen(room: Room) -> None:
    source = room.first.source
    before = current_version()
    source.captured_text = "The whole document."
    editorial.save_noun(source, editor=None)
    assert current_version() == before
    source.refresh_from_db()
    assert source.captured_text == "The whole document."


def test_every_noun_has_columns_that_are_public() -> None:
    for model in MODELS:
        if issubclass(model, Noun):
            names = {column.name for column in model._meta.concrete_fields}
            assert isinstance(model._meta.pk, models.Field)
            assert names - model.private_columns
