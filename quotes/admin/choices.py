"""Autocomplete fields and widgets; values that cannot be keys are refused without a query."""

import re
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest

from quotes.admin.labels import labels

# A longer number does not fit the databases' columns.
NUMBER = re.compile(r"[0-9]{1,18}")
# The query parameter of an “add” page that names the field which the new row is for.
MADE_FOR = "_made_for"


class ChooseOne(AutocompleteSelect):
    """A select with autocomplete for one related row."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return _labelled(self, super().optgroups(name, _keys(value), attr))


class ChooseSome(AutocompleteSelectMultiple):
    """A select with autocomplete for several related rows."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return _labelled(self, super().optgroups(name, _keys(value), attr))


class ManyField(forms.ModelMultipleChoiceField):
    """A field for several related rows, by their keys."""

    def _check_values(self, value: Any) -> Any:
        for key in value:
            if not NUMBER.fullmatch(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": key},
                )
        return super()._check_values(value)  # type: ignore[misc]


class RelatedWidget(RelatedFieldWidgetWrapper):
    """A select with its links; the link to add a row names the field that the row is for."""

    made_for = ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.made_for:
            context["url_params"] += f"&{MADE_FOR}={self.made_for}"
        return context


class ChoosesByTyping(BaseModelAdmin):
    """Pages and inlines whose ``autocomplete_fields`` take these fields and widgets."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # Related rows are not deleted from another row's form.
            field.widget.can_delete_related = False
            field.widget.__class__ = RelatedWidget
            field.widget.made_for = str(db_field)
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChooseOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChooseSome(db_field, self.admin_site)
            kwargs["form_class"] = ManyField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def missing_for(field: models.Field, obj: models.Model) -> dict[str, str]:
    """Errors of a new row that the field it was added for would not accept, by field."""
    limits = field.get_limit_choices_to()  # type: ignore[attr-defined]
    use = f"“{field.verbose_name}” of a {field.model._meta.verbose_name}"
    missing = {}
    for lookup, wanted in dict(limits).items():
        name, _, how = lookup.partition("__")
        own: Any = obj._meta.get_field(name)
        value = getattr(obj, own.attname)
        if how == "isnull" and (value is None) != wanted:
            missing[name] = (
                f"The {own.verbose_name} is missing: as {use} one can choose only what has "
                f"{'none' if wanted else 'one'}."
            )
        elif not how and value != wanted:
            label = dict(own.flatchoices).get(wanted, wanted)
            missing[name] = f"Choose “{label}”: as {use} one can choose nothing else."
    return missing


def field_named(name: str) -> Any:
    """The relation named as in “quotes.Passage.topics”, or None."""
    try:
        model, _, field = name.rpartition(".")
        found = apps.get_model(model)._meta.get_field(field)
        return found if isinstance(found, RelatedField) else None
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _labelled(widget: Any, groups: Any) -> Any:
    """The options with the labels of the suggestions, so that what is chosen looks as it did."""
    options = [option for _, group, _ in groups for option in group if option["selected"]]
    keys = [option["value"] for option in options if option["value"]]
    rows = list(widget.choices.queryset.filter(pk__in=keys)) if keys else []
    named = {str(pk): label for pk, label in labels(rows).items()}
    for option in options:
        option["label"] = named.get(str(option["value"]), option["label"])
    return groups


def _keys(value: Any) -> list[Any]:
    """The values that can be keys; for others, Django's widget would fail."""
    return [key for key in value if NUMBER.fullmatch(str(key))]
