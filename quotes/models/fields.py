"""Columns that keep what they promise: plain text, EDTF dates with their bounds, unique slugs."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Func

from quotes.text import dates
from quotes.text.codes import COUNTRIES, country_code, language_tag
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


class ShapedJSONField(models.JSONField):
    """JSON with the shape of ``example``; other shapes are validation errors.

    A list of one element in the example means any number of such elements; a longer list means
    exactly these. A dictionary needs the example's keys and may have others.
    """

    def __init__(self, *args: Any, example: Any = None, **kwargs: Any) -> None:
        self.example = example
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", list(args), kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value not in self.empty_values and not _is_shaped(value, self.example):
            raise ValidationError(self.wanted, code="shape")

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"error_messages": {"invalid": self.wanted}, **kwargs})

    @property
    def wanted(self) -> str:
        """The error message, with the example."""
        return f"Give JSON such as {json.dumps(self.example, ensure_ascii=False)}."


def _is_shaped(value: Any, example: Any) -> bool:
    if isinstance(example, dict):
        is_dict = isinstance(value, dict) and example.keys() <= value.keys()
        return is_dict and all(_is_shaped(value[key], each) for key, each in example.items())
    if isinstance(example, list):
        if not isinstance(value, list):
            return False
        if len(example) == 1:
            return all(_is_shaped(each, example[0]) for each in value)
        return len(value) == len(example) and all(map(_is_shaped, value, example))
    return type(value) is type(example)


class CodeField(models.CharField):
    """A code from a list. An unknown code is accepted only where it is stored already."""

    wanted = ""

    def parse_code(self, text: str) -> str | None:
        """The code in its canonical form; None if it is not a code."""
        raise NotImplementedError

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), kwargs

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        value = super().clean(value, model_instance)
        if not value or self._is_stored(value, model_instance):
            return value
        code = self.parse_code(value)
        if code is None:
            raise ValidationError(self.refusal(value), code="code")
        return code

    def refusal(self, value: str) -> str:
        """What to say of a value that is no such code."""
        return f"“{value[:40]}” is not {self.wanted}."

    def _is_stored(self, value: str, row: models.Model | None) -> bool:
        if row is None or row.pk is None:
            return False
        return type(row)._base_manager.filter(pk=row.pk, **{self.attname: value}).exists()


class LanguageField(CodeField):
    """A language as a tag of BCP 47, as “en” or “zh-Hant”."""

    wanted = "the code of a language: write it as in en, kk or zh-Hant (BCP 47)"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 12, **kwargs})

    def parse_code(self, text: str) -> str | None:
        return language_tag(text)


class CountryField(CodeField):
    """A country by its code in ISO 3166-1, as “AE”; chosen from a list in forms."""

    wanted = "the code of a country: write it as in AE (ISO 3166)"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 2, "blank": True, **kwargs})

    def parse_code(self, text: str) -> str | None:
        return country_code(text)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "widget": CountrySelect})


class CountrySelect(forms.Select):
    """Countries by name; a stored value that is none of them can still be seen."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        named = sorted(COUNTRIES.items(), key=lambda item: item[1])
        super().__init__(attrs, [("", "---------"), *((c, f"{name} ({c})") for c, name in named)])

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        odd = [each for each in value if each and each not in COUNTRIES]
        groups = super().optgroups(name, value, attrs)
        options = [
            self.create_option(name, each, f"{each} (no country)", True, len(groups), attrs=attrs)
            for each in odd
        ]
        return [*groups, *((None, [option], len(groups)) for option in options)]


class UnknownCode(NamedTuple):
    """A stored value that is not a code, and its column."""

    model: str
    field: str
    value: str


def unknown_codes() -> Iterator[UnknownCode]:
    """Unknown languages and countries, entered before codes were checked.

    Each once for each column; history tables are not checked.
    """
    for model in apps.get_app_config("quotes").get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, CodeField) or hasattr(model, "history_object"):
                continue
            rows = model._base_manager.order_by().values_list(field.name, flat=True).distinct()
            for value in sorted(rows):
                if value and field.parse_code(value) is None:
                    named = str(model._meta.verbose_name_plural), str(field.verbose_name)
                    yield UnknownCode(*named, value)


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
