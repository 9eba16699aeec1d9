"""Forms of the editors: what they refuse, and when they ask for a reason."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.formats import date_format

from quotes.editorial import CitedChange
from quotes.models import ChangeKind
from quotes.text.controls import RefusedCharacterError, plain

KINDS = [
    kind for kind in ChangeKind.choices if kind[0] not in (ChangeKind.FIRST, ChangeKind.REINSTATED)
]
# Fields that say something about the change, not about the thing.
ABOUT_THE_CHANGE = frozenset({"why_kind", "why_reason", "why_seen", "opened_at"})
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


class PlainForm(forms.ModelForm):
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

    def _clean_text(self, name: str, value: str) -> None:
        try:
            self.cleaned_data[name] = plain(value)
        except RefusedCharacterError as error:
            self.add_error(name, str(error))


class EditorialForm(PlainForm):
    """A form of a page of its own, on which no one overwrites what another has just saved.

    The admin sets ``refusal`` when it binds the form again after editorial refused to save.
    """

    refusal: ClassVar[Refusal | None] = None
    may_publish: ClassVar[bool] = False

    opened_at = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = self._latest_history()
        if self.latest is not None:
            self.initial["opened_at"] = self.latest.pk

    def clean(self) -> dict[str, Any]:
        """Refuse an edit of what has changed meanwhile; show what editorial refused."""
        super().clean()
        opened_at = self.cleaned_data.get("opened_at")
        if self.latest is not None and opened_at not in (None, self.latest.pk):
            who = self.latest.history_user or "Somebody"
            when = date_format(self.latest.history_date, "j F, H:i")
            self.add_error(
                None,
                f"{who} saved this on {when} UTC, after you opened it. "
                "Open it again and repeat your change.",
            )
        if self.refusal is not None:
            self._show(self.refusal)
        return self.cleaned_data

    def _show(self, refusal: Refusal) -> None:
        self.add_error(None, refusal.message)
        for name in MISSING if refusal.asks_why and self.may_publish else ():
            self.miss(name)

    def miss(self, name: str) -> None:
        """Ask for a part of the reason, if this form has it and it is not given."""
        if name in self.fields and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, MISSING[name])

    def _latest_history(self) -> Any:
        if self.instance.pk is None or not hasattr(self.instance, "history"):
            return None
        return self.instance.history.select_related("history_user").first()


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
