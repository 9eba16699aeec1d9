"""Forms of the editors: what they refuse, and when they ask for a reason."""

from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.forms.fields import InvalidJSONInput
from django.forms.models import InlineForeignKeyField
from django.forms.utils import ErrorDict

from quotes.admin.choices import missing_for
from quotes.admin.edit_token import Conflict
from quotes.editorial import CitedChange
from quotes.models import ChangeKind
from quotes.text.controls import RefusedCharacterError, plain

KINDS = [
    kind for kind in ChangeKind.choices if kind[0] not in (ChangeKind.FIRST, ChangeKind.REINSTATED)
]
# Fields that say something about the change, not about the thing.
ABOUT_THE_CHANGE = frozenset({"why_kind", "why_reason", "why_seen"})
MISSING = {
    "why_kind": "Say what kind of change this is.",
    "why_reason": "Give the reason: readers see it with the new version.",
    "why_seen": "Look at the passages named above, then tick this and save again.",
}


@dataclass(frozen=True)
class Refusal:
    """What editorial refused when the form was saved, to be shown in the form."""

    message: ValidationError
    asks_why: bool = False


class PlainTextField(forms.CharField):
    """Text without control characters, in one normal form; for what no model field cleans."""

    def to_python(self, value: Any) -> str:
        try:
            return plain(super().to_python(value) or "")
        except RefusedCharacterError as error:
            raise ValidationError(str(error), code="control_character") from error


class ReasonField(PlainTextField):
    """A reason that readers see: it has to say something."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(map(str.isalnum, value)):
            raise ValidationError("Give the reason in words.", code="no_words")


class SpansField(forms.JSONField):
    """Spans as JSON; what the decoder chokes on is an error of the editor's, not ours."""

    longest = 20_000

    def to_python(self, value: Any) -> Any:
        try:
            if isinstance(value, str) and len(value) > self.longest:
                raise ValueError(len(value))
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise ValidationError("Spans are written [[start, end], …].", code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        # As typed: decoded, it may hold what no page can (a lone surrogate).
        return InvalidJSONInput(data or "")


class EditForm(forms.ModelForm):
    """A form that is shown again, with what was typed, where its page refuses to save it.

    The admin sets ``conflict`` when the form was made from an older state, and ``refusal`` when it
    binds the form again after editorial refused to save.
    """

    conflict: Conflict | None = None
    refusal: ClassVar[Refusal | None] = None

    def full_clean(self) -> None:
        """Look at nothing else where the form was made from an older state."""
        if self.conflict is None:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        if self.prefix is None:  # rows of inlines were looked at before
            self.conflict.merge_stored(self)
            self.conflict.note_typed_elsewhere(self)
            self.add_error(None, ValidationError(self.conflict.message, code="conflict"))

    def clean(self) -> dict[str, Any]:
        """Show what was refused."""
        super().clean()
        if self.refusal is not None:
            self.show(self.refusal)
        return self.cleaned_data

    def show(self, refusal: Refusal) -> None:
        """Put what was refused above the form."""
        self.add_error(None, refusal.message)


class EditFormSet(forms.BaseInlineFormSet):
    """The rows of an inline; shown again as they stand where the page was of an older state."""

    conflict: Conflict | None = None

    def full_clean(self) -> None:
        """Look at nothing where the page was made from an older state."""
        if self.conflict is None:
            super().full_clean()
            return
        self._errors: list[Any] = [form.errors for form in self.forms]
        self._non_form_errors = self.error_class()

    def clean(self) -> None:
        """Refuse doubles: first among the rows of the page, then of what is stored."""
        super().clean()
        for form in cast(list[PlainForm], self.forms):
            if form.is_valid() and form.has_changed() and form not in self.deleted_forms:
                form.find_duplicates()


class PlainForm(EditForm):
    """A form that lets no control character in, and shows errors of fields it doesn't show."""

    @property
    def changes(self) -> set[str]:
        """Names of the fields that the editor changed."""
        return set(self.changed_data) - ABOUT_THE_CHANGE

    def clean(self) -> dict[str, Any]:
        """Bring every text into its normal form, or refuse it."""
        super().clean()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str):
                self._clean_text(name, value)
        return self.cleaned_data

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error; one of a field that this form doesn't show stands above it."""
        if field is None and hasattr(error, "error_dict"):
            shown: dict[str, list[ValidationError]] = {}
            for name, errors in error.error_dict.items():
                if name not in self.errors:
                    place = name if name in self.fields else NON_FIELD_ERRORS
                    shown.setdefault(place, []).extend(errors)
            if not shown:
                return
            error = ValidationError(shown)
        super().add_error(field, error)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.prefix is None:
            self.find_duplicates()

    def find_duplicates(self) -> None:
        """Refuse a double also by fields that the form doesn't show, or shows to be read only.

        Django leaves out every rule that such a field takes part in, and the database then fails.
        """
        left_out = self._get_validation_exclusions()  # type: ignore[attr-defined]
        left_out |= {n for n, f in self.fields.items() if isinstance(f, InlineForeignKeyField)}
        for constraint in self.instance._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and left_out & set(constraint.fields):
                self._find_duplicate(constraint)

    def validate_unique(self) -> None:
        """Unique fields too, whether the form has them or not."""
        try:
            self.instance.validate_unique(exclude=set(self.errors))
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]

    def _find_duplicate(self, constraint: UniqueConstraint) -> None:
        try:
            constraint.validate(type(self.instance), self.instance, exclude=set(self.errors))
        except ValidationError as error:
            shown = [name for name in constraint.fields if name in self.fields]
            visible = [name for name in shown if not self.fields[name].widget.is_hidden]
            self.add_error(visible[-1] if visible else None, error.messages)

    def _clean_text(self, name: str, value: str) -> None:
        try:
            self.cleaned_data[name] = plain(value)
        except RefusedCharacterError as error:
            self.add_error(name, str(error))


class EditorialForm(PlainForm):
    """A form of a page of its own.

    ``made_for`` is the field for which a new row is made in a window of its own.
    """

    may_publish: ClassVar[bool] = False
    made_for: ClassVar[Any] = None

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.made_for is not None and self.instance.pk is None:
            for name, text in missing_for(self.made_for, self.instance).items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, text)

    def show(self, refusal: Refusal) -> None:
        super().show(refusal)
        for name in MISSING if refusal.asks_why and self.may_publish else ():
            self.require(name)

    def require(self, name: str) -> None:
        """Ask for a part of the reason, if this form has it and it is not given."""
        if name in self.fields and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, MISSING[name])


class WhyForm(EditorialForm):
    """A form that may change what is cited, and then has to say why."""

    why_kind = forms.ChoiceField(
        label="Kind of change", choices=[("", "---------"), *KINDS], required=False
    )
    why_reason = ReasonField(
        label="Reason", required=False, widget=AdminTextareaWidget({"rows": 2}),
        help_text="Readers see it with the new version.",
    )  # fmt: skip

    @property
    def why(self) -> CitedChange | None:
        """The reason, once it is whole and from somebody who may give it."""
        why = CitedChange(
            self.cleaned_data.get("why_kind", ""), self.cleaned_data.get("why_reason", "")
        )
        return why if why and self.may_publish else None


class NounForm(WhyForm):
    """A form of something that passages print."""

    why_seen = forms.BooleanField(
        label="I have seen the passages concerned", required=False,
        help_text="They are listed when you save without this.",
    )  # fmt: skip

    @property
    def why(self) -> CitedChange | None:
        """The reason, once the passages it concerns have been seen."""
        return super().why if self.cleaned_data.get("why_seen") else None
