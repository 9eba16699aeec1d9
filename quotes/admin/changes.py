"""What a form would change, field by field, shown as word differences before it is saved."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quotes.admin import edit_token
from quotes.admin.forms import ABOUT_THE_CHANGE, Refusal
from quotes.editorial import NotPossibleError
from quotes.models import Passage
from quotes.text.differences import WordDifference, differences

# Both say where the words of a passage stand; the words themselves are shown.
PLACES = {"words", "spans"}
NOTHING = "Nothing would change."

Change = dict[str, str]


class ChangePreviewedError(NotPossibleError):
    """Ends the saving of a form that was sent to see what it changes; nothing is saved."""

    def __init__(self, changes: list[Change]) -> None:
        self.changes = changes
        super().__init__(NOTHING)

    def as_refusal(self) -> Refusal:
        """The differences, to stand above the form."""
        rows = ((each["label"], marked(each["before"], each["after"])) for each in self.changes)
        listed = format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows)
        shown = format_html('<dl class="correction">{}</dl>', listed) if listed else NOTHING
        text = "This is what would change; save to change it. Nothing has been saved yet. {}"
        return Refusal(ValidationError(format_html(text, shown)))


def marked(before: str, after: str) -> SafeString:
    """Two texts laid over each other, with marks for what goes and what comes."""
    return format_html_join("", "{}", ((_marked(part),) for part in differences(before, after)))


def _marked(part: WordDifference) -> SafeString:
    shape = {"removed": "<del>{}</del>", "added": "<ins>{}</ins>"}.get(part.kind, "{}")
    return format_html(shape, part.text)


def changes_of(form: Any, formsets: list[Any]) -> list[Change]:
    """What a valid form and its inline rows change, ``[{label, before, after}, …]``."""
    return [*_own_changes(form), *_row_changes(formsets)]


def _own_changes(form: Any) -> Iterator[dict[str, str]]:
    """What the form changes of the row itself."""
    stored = type(form.instance)._base_manager.filter(pk=form.instance.pk).first()
    if stored is None:
        return  # a new row changes nothing that is there
    changed = [name for name in form.changed_data if name not in ABOUT_THE_CHANGE]
    if isinstance(stored, Passage) and PLACES.intersection(changed):
        changed = [name for name in changed if name not in PLACES]
        yield {"label": "words", "before": stored.text, "after": form.instance.text}
    for name in changed:
        if name not in form._meta.fields:
            continue
        field = type(stored)._meta.get_field(name)
        before, after = edit_token.whole_text(stored, field), _shown(form, name)
        if before != after:
            yield {"label": str(field.verbose_name), "before": before, "after": after}


def _row_changes(formsets: list[Any]) -> Iterator[dict[str, str]]:
    """What the form changes of its inline rows."""
    for formset in formsets:
        label = str(formset.model._meta.verbose_name)
        for form in formset.forms:
            if not form.has_changed():
                continue
            stored = formset.model._base_manager.filter(pk=form.instance.pk).first()
            before = _row(stored, form) if stored else ""
            gone = form in formset.deleted_forms
            after = "" if gone else ", ".join(filter(None, (_shown(form, n) for n in _own(form))))
            if before != after:
                yield {"label": label, "before": before, "after": after}


def _own(form: Any) -> list[str]:
    """Names of the fields of a row, without the one that leads to the main row."""
    return [
        name
        for name in form._meta.fields
        if name in form.fields and not isinstance(form.fields[name], InlineForeignKeyField)
    ]


def _row(stored: models.Model, form: Any) -> str:
    fields = [stored._meta.get_field(name) for name in _own(form)]
    return ", ".join(filter(None, (edit_token.whole_text(stored, field) for field in fields)))


def _shown(form: Any, name: str) -> str:
    """A field's new value as text."""
    value = form.cleaned_data.get(name)
    if value is None:
        return ""
    if isinstance(value, models.QuerySet | set | list):
        return ", ".join(sorted(map(str, value)))
    choices = (
        dict(getattr(form.fields[name], "choices", None) or ()) if isinstance(value, str) else {}
    )
    return str(choices.get(value, value))
