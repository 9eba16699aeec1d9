"""Columns that keep what they promise: plain text, EDTF dates with their bounds, unique slugs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Func

from quotes.text import dates
from quotes.text.controls import RefusedCharacterError, plain
from quotes.text.names import name_key


class PlainText:
    """Text in NFC with LF line ends and without control characters, on whatever way it comes."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)  # type: ignore[misc]
        if not isinstance(value, str):
            return value
        try:
            return plain(value)
        except RefusedCharacterError as error:
            raise ValidationError(str(error), code="control_character") from error

    def formfield(self, **kwargs: Any) -> Any:
        """The form's field, which writes right-to-left text as it is typed."""
        made = super().formfield(**kwargs)  # type: ignore[misc]
        if made is not None:
            made.widget.attrs.setdefault("dir", "auto")
        return made

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(instance, add))  # type: ignore[misc]
        setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value


class PlainCharField(PlainText, models.CharField):
    """One line of plain text."""


class PlainTextField(PlainText, models.TextField):
    """Plain text of any length."""


class EdtfField(PlainText, models.CharField):
    """A date in EDTF, checked on entry; empty when unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        try:
            dates.days(value or "")
        except dates.DateError as error:
            raise ValidationError(str(error), code="edtf") from error
        return value


class DayOfField(models.DateField):
    """The earliest or latest day of an EDTF column of the same row; filled in on saving."""

    def __init__(self, *args: Any, of: str = "", bound: str = "earliest", **kwargs: Any) -> None:
        self.of, self.bound = of, bound
        kwargs |= {"null": True, "blank": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), {**kwargs, "of": self.of, "bound": self.bound}

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = self.day_of(instance)
        setattr(instance, self.attname, value)
        return value

    def day_of(self, instance: models.Model) -> date | None:
        """The day that the date of this row says; raises DateError."""
        return getattr(dates.days(getattr(instance, self.of)), self.bound)


class NameKeyField(models.TextField):
    """What names of the same row are found by: their keys, one a line; filled in on saving."""

    def __init__(self, *args: Any, of: Sequence[str] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        kwargs |= {"default": "", "blank": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), {**kwargs, "of": self.of}

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = self.key_of(instance)
        setattr(instance, self.attname, value)
        return value

    def key_of(self, instance: models.Model) -> str:
        """The keys of the row's names."""
        keys = (name_key(getattr(instance, name)) for name in self.of)
        return "\n".join(dict.fromkeys(filter(None, keys)))


class HoldsNoControls(Func):
    """True when a text column is free of control characters but tab and line feed.

    Written out for each engine with its own functions alone, so that the rule also holds for a
    client that is not Django.
    """

    output_field = models.BooleanField()
    conditional = True

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, list[Any]]:
        """The engine's own expression."""
        if connection.vendor == "postgresql":
            template = r"(%(expressions)s !~ '[\x01-\x08\x0b-\x1f\x7f-\x9f]')"
        else:
            ranges = ((1, 8), (11, 31), (127, 159))
            classes = " || ".join(f"char({a}) || '-' || char({b})" for a, b in ranges)
            template = (
                f"(%(expressions)s NOT GLOB '*[' || {classes} || ']*' "
                "AND instr(%(expressions)s, char(0)) = 0)"
            )
        sql, params = super().as_sql(compiler, connection, template=template, **extra)
        # Where a form asks, the value is a parameter, in each place the template names it.
        return sql, [*params] * template.count("%(expressions)s")


def no_controls(*names: str) -> list[CheckConstraint]:
    """A CHECK for each of these text columns against control characters."""
    return [
        CheckConstraint(
            condition=HoldsNoControls(F(name)),
            name=f"%(class)s_{name}_plain",
            violation_error_message=f"“{name}” holds a control character.",
        )
        for name in names
    ]
