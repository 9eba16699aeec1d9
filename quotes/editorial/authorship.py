"""Whose work a draft is: its words, and what its page will print of nouns that nobody reads yet.

Until a noun has a public passage, every editor changes it alone. So its first publication is also
the review of what stands there, and takes a second person.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models

from quotes.editorial.corrections import CITED
from quotes.models import Passage, Turn
from quotes.models.base import Noun


def own_work(passages: Collection[int], editor: User) -> set[int]:
    """Those of these passages that an editor has entered, or in which a cited field is theirs.

    Turn and words are compared too: in another turn a passage is of another source, and whoever
    corrects a turn changes the words of its passages.
    """
    names = ("turn", "text", *CITED)
    columns = [Passage._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    # Not by time: web nodes write it, and their clocks may differ.
    rows = Passage.history.filter(id__in=list(passages)).order_by("history_id")
    before: dict[int, tuple] = {}
    own: set[int] = set()
    for pk, user, *values in rows.values_list("id", "history_user", *columns):
        if user == editor.pk and before.get(pk) != tuple(values):
            own.add(pk)
        before[pk] = tuple(values)
    return own


def own_nouns(passages: Collection[int], editor: User) -> dict[int, str]:
    """Those of these drafts with which something of an editor's would first be read.

    That is a noun or turn that the editor has entered or changed, and that no public passage has.
    Gives its kind, such as “source”, by the passage's primary key.
    """
    found: dict[int, str] = {}
    for model in nouns():
        ways = list(_ways(model, passages))
        own = _touched(model, {noun for noun, _ in ways}, editor)
        own -= set(model.objects.public().filter(pk__in=own).values_list("pk", flat=True))
        kind = str(model._meta.verbose_name)
        found |= {passage: kind for noun, passage in ways if noun in own}
    return found


def nouns() -> list[Any]:
    """All models of which a passage's pages print something: nouns and turns."""
    return [model for model in apps.get_models() if issubclass(model, Noun | Turn)]


def rows_of(model: type[models.Model]) -> list[tuple[Any, str]]:
    """Models with a history of their own whose rows are part of a noun, and their link to it."""
    return [
        (relation.related_model, relation.field.attname)
        for relation in model._meta.related_objects
        if relation.one_to_many
        and hasattr(relation.related_model, "history")
        and not issubclass(relation.related_model, Noun | Turn | Passage)
    ]


def _ways(model: Any, passages: Collection[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a noun and one of these passages through which readers would find it."""
    for path in model.public_through:
        rows = model._base_manager.filter(**{f"{path}__in": list(passages)}).order_by()
        yield from rows.values_list("pk", path).distinct()


def _touched(model: Any, pks: Collection[int], editor: User) -> set[int]:
    """Those of these nouns, or of which rows, an editor has saved."""
    saved = model.history.filter(id__in=pks, history_user=editor.pk).order_by()
    touched = set(saved.values_list("id", flat=True))
    for rows, link in rows_of(model):
        kept = rows.history.filter(**{f"{link}__in": pks}, history_user=editor.pk).order_by()
        touched |= set(kept.values_list(link, flat=True))
    return touched
