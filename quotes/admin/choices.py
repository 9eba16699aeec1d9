"""Choosing related things by typing; what could not be their key is refused, not looked up."""

import re
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

# A longer number does not fit the databases' columns.
NUMBER = re.compile(r"[0-9]{1,18}")


class ChooseOne(AutocompleteSelect):
    """One related thing, found by typing."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, _keys(value), attr)


class ChooseSome(AutocompleteSelectMultiple):
    """Several related things, found by typing."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, _keys(value), attr)


class SomeField(forms.ModelMultipleChoiceField):
    """Several related things, by their keys."""

    def _check_values(self, value: Any) -> Any:
        for key in value:
            if not NUMBER.fullmatch(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": key},
                )
        return super()._check_values(value)  # type: ignore[misc]


class ChoosesByTyping(BaseModelAdmin):
    """Pages and inlines whose ``autocomplete_fields`` take these fields and widgets."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # A speaker is not deleted in passing, from a passage's form.
            field.widget.can_delete_related = False
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
            kwargs["form_class"] = SomeField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def _keys(value: Any) -> list[Any]:
    """What can be shown again as chosen: Django looks up whatever was sent, and fails."""
    return [key for key in value if NUMBER.fullmatch(str(key))]
