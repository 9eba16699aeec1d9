"""Forms of the admin: validation, refusals, and the reason for a change.

A proposal and a row of a table are saved by sending the form of the object (``send``). So all that
is checked, asked, stamped and logged for a form is so for them too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.forms.fields import InvalidJSONInput
from django.forms.models import InlineForeignKeyField
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict

from quotes.admin.choices import missing_for
from quotes.admin.edit_token import Conflict
from quotes.editorial import CitedChange
from quotes.models import ChangeKind
from quotes.text.controls import RefusedCharacterError, plain

KINDS = [
    kind for kind in ChangeKind.choices if kind[0] not in (ChangeKind.FIRST, ChangeKind.REINSTATED)
]
# Fields about the change, not about the object.
ABOUT_THE_CHANGE = frozenset({"why_kind", "why_reason", "why_seen"})
MISSING = {
    "why_kind": "Say what kind of change this is.",
    "why_reason": "Give the reason: readers see it with the new version.",
    "why_seen": "Look at the passages named above, then tick this and save again.",
}


@dataclass(frozen=True)
class Refusal:
    """An error of editorial on saving, shown in the form; ``asks_why`` asks for a reason."""

    message: ValidationError
    asks_why: bool = False


class PlainTextField(forms.CharField):
    """Normalised text without control characters, for form fields without a model field."""

    def to_python(self, value: Any) -> str:
        try:
            return plain(super().to_python(value) or "")
        except RefusedCharacterError as error:
            raise ValidationError(str(error), code="control_character") from error


class ReasonField(PlainTextField):
    """A reason that readers see; it has to contain a letter or digit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(map(str.isalnum, value)):
            raise ValidationError("Give the reason in words.", code="no_words")


class SpansField(forms.JSONField):
    """Spans as JSON; errors of the decoder become validation errors."""

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
    """A form that keeps its input when saving is refused.

    The admin sets ``conflict`` if the page is outdated, and ``refusal`` if editorial refused to
    save.
    """

    conflict: Conflict | None = None
    refusal: ClassVar[Refusal | None] = None

    def full_clean(self) -> None:
        """Skip validation if the page is outdated."""
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
    """The inline rows; shown again unvalidated if the page is outdated."""

    conflict: Conflict | None = None

    def full_clean(self) -> None:
        """Skip validation if the page is outdated."""
        if self.conflict is None:
            super().full_clean()
            return
        self._errors: list[Any] = [form.errors for form in self.forms]
        self._non_form_errors = self.error_class()

    def clean(self) -> None:
        """Refuse duplicates, among the rows of the page and with stored rows."""
        super().clean()
        for form in cast(list[PlainForm], self.forms):
            if form.is_valid() and form.has_changed() and form not in self.deleted_forms:
                form.find_duplicates()


class PlainForm(EditForm):
    """A form that refuses control characters, and shows errors of fields that it lacks."""

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
        """Add an error; an error of a field that the form lacks is shown above it."""
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
        """Check unique constraints with fields that the form lacks or shows read-only.

        Django skips such constraints, and the database would then raise an error.
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

    ``made_for`` is the field for which a new row is added in a popup.
    """

    may_publish: ClassVar[bool] = False
    asks_reason: ClassVar[bool] = False
    is_popup: ClassVar[bool] = False
    is_preview: ClassVar[bool] = False
    is_proposal: ClassVar[bool] = False
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
        """Add an error if this field of the reason exists and is empty."""
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

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a proposal; of other changes, the page asks when it saves them."""
        super().clean()
        # Also where only inline rows change, which the form doesn't see.
        for name in ("why_kind", "why_reason") if self.is_proposal else ():
            self.require(name)
        return self.cleaned_data

    @property
    def why(self) -> CitedChange | None:
        """The reason, if it is complete and the editor may publish."""
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
        """The reason, if the editor has confirmed the passages concerned."""
        return super().why if self.cleaned_data.get("why_seen") else None


def send(own: Any, request: HttpRequest, fields: QueryDict, object_id: str | None) -> HttpResponse:
    """What the form at ``own`` answers to these fields; 302 if it has saved them."""
    post, request.POST = request.POST, fields  # type: ignore[assignment]
    # Its state is of one form, and one request may send many.
    request.__dict__.pop("edit_request", None)
    try:
        return own.changeform_view(request, object_id)
    finally:
        request.POST = post
        request.__dict__.pop("edit_request", None)


def refusals(answer: Any) -> Iterator[str]:
    """What stands against saving, as the form says it."""
    context = getattr(answer, "context_data", None) or {}
    if "reason" in context:
        yield context["reason"]
    elif "adminform" in context:
        form = context["adminform"].form
        for name, errors in form.errors.items():
            label = "" if name == "__all__" else f"{form.fields[name].label or name}: "
            yield from (f"{label}{error}" for error in errors)
        for inline in context["inline_admin_formsets"]:
            for errors in inline.formset.errors:
                yield from (f"{name}: {error}" for name, each in errors.items() for error in each)
    else:
        yield "It can no longer be applied."
