"""The form of a passage: words are located in the turn, or given as spans."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from quotes.admin.forms import PlainForm, PlainTextField, SpansField, WhyForm
from quotes.admin.words import WordsError, spans_of_words
from quotes.editorial.corrections import CITED
from quotes.editorial.tagging import narrowest
from quotes.models import Passage, State, Topic, Turn

FROM_TURN = ("speaker", "wording", "language")


class WordsForm(PlainForm):
    """A passage's words and what follows from its turn."""

    words = PlainTextField(
        required=False, max_length=20_000, widget=AdminTextareaWidget({"rows": 3}),
        help_text="Paste the words as the turn has them; quotation marks and spacing may differ. "
        "Where the report interrupts them, put … between the parts. Or set the spans below.",
    )  # fmt: skip
    spans = SpansField(
        required=False, widget=AdminTextareaWidget({"rows": 1}),
        help_text="[[start, end], …] in the turn’s text, in characters; set from the words.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FROM_TURN:
            if self.instance.pk is None and name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = "Empty: as the turn or its source has it."
        if self.instance.pk is None and "language" in self.fields:
            self.initial.setdefault("language", "")
            self.initial["language"] = ""

    def clean(self) -> dict[str, Any]:
        """Set the spans from the words, and what was left empty from the turn."""
        super().clean()
        turn = self.cleaned_data.get("turn") or getattr(self.instance, "turn", None)
        if turn is None:
            return self.cleaned_data
        if self.cleaned_data.get("words"):
            self._place(self.cleaned_data["words"], turn)
        elif self._lacks_spans:
            self.add_error("words", "Give the words of the passage, or their spans.")
        if self.instance.pk is None:
            self._fill_in(turn)
        if topics := self.cleaned_data.get("topics"):
            self.cleaned_data["topics"] = narrowest(set(topics), Topic.objects.ancestor_ids())
        return self.cleaned_data

    @property
    def saved_fields(self) -> set[str]:
        """Names of the passage's own fields that the editor changed."""
        return self.changes | ({"spans"} if "words" in self.changes else set())

    @property
    def _lacks_spans(self) -> bool:
        faulty = {"spans", "words"} & set(self.errors)
        return "spans" in self.fields and not faulty and not self.cleaned_data.get("spans")

    def _place(self, words: str, turn: Turn) -> None:
        self.errors.pop("spans", None)
        try:
            self.cleaned_data["spans"] = spans_of_words(words, turn.text)
        except WordsError as error:
            self.cleaned_data["spans"] = None
            self.add_error("words", str(error))

    def _fill_in(self, turn: Turn) -> None:
        source = turn.source
        known = {
            "speaker": turn.speaker,
            "wording": source.default_wording,
            "language": source.language,
        }
        for name, value in known.items():
            if name not in self.fields:
                setattr(self.instance, name, value)
            elif name not in self.errors and not self.cleaned_data.get(name):
                self.cleaned_data[name] = value
                if not value:
                    self.add_error(name, "The turn doesn’t say: choose one.")

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error; no error about spans if the words were not found."""
        if field is None and hasattr(error, "error_dict") and "words" in self.errors:
            others = {name: each for name, each in error.error_dict.items() if name != "spans"}
            if not others:
                return
            error = ValidationError(others)
        super().add_error(field, error)


class PassageForm(WordsForm, WhyForm):
    """A passage's form; cited fields of a published one need a reason to change."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error; for a published passage, only about fields that the editor changed."""
        if field is None and hasattr(error, "error_dict") and self.instance.is_published:
            changed = {*self.changed_data, *(["spans"] if "words" in self.changed_data else [])}
            faults = {
                name: each
                for name, each in error.error_dict.items()
                if name in changed or name == NON_FIELD_ERRORS
            }
            if not faults:
                return
            error = ValidationError(faults)
        super().add_error(field, error)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_preview or self.instance.state != State.PUBLISHED:
            return
        if self.errors or not self.cited_changes:
            return
        if self.why is None:
            self.add_error(None, "Readers may have cited what you changed. Say why, below.")
            self.require("why_kind")
            self.require("why_reason")

    @property
    def cited_changes(self) -> dict[str, Any]:
        """Cited fields that differ from the stored ones, with their new values."""
        old = Passage.objects.get(pk=self.instance.pk)
        fields: list[Any] = [Passage._meta.get_field(name) for name in CITED if name in self.fields]
        return {
            field.name: getattr(self.instance, field.name)
            for field in fields
            if getattr(self.instance, field.attname) != getattr(old, field.attname)
        }


class PassageInlineForm(WordsForm):
    """A draft passage added on its turn's page."""


def overlap_warnings(others: Iterable[Passage]) -> Iterator[str]:
    """Warnings for a draft that shares words with these passages and drafts."""
    for other in others:
        what = "the draft " if other.is_draft else ""
        yield f"It shares words with {what}“{other}”: only one of them can be published."
