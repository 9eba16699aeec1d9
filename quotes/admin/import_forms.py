"""The forms of the import: a document comes in, its facts, its people, its turns and proposals."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError

from quotes.admin.forms import PlainTextField
from quotes.admin.lookups import TopicLookup, interview_named
from quotes.admin.words import WordsError, spans_of_words
from quotes.ingest.decisions import ACCEPTED, REJECTED, UNDECIDED
from quotes.ingest.desk import speaker_named
from quotes.ingest.importer import PASTED
from quotes.ingest.readers.limits import MAX_BYTES
from quotes.ingest.splitters import Shape
from quotes.models import (
    Event,
    EventKind,
    Interview,
    InterviewFormat,
    Outlet,
    Source,
    SpeakerKind,
    TurnKind,
    Wording,
)
from quotes.text.spans import SpanError, check_whole_words

SHAPES = {
    Shape.STRUCTURED: "structured: the file itself says who speaks",
    Shape.LABELLED: "labelled: “Name:” before the words",
    Shape.HEADED: "headed: a name alone on a line",
    Shape.DASHED: "dashed: a dash before the words",
    Shape.ALTERNATING: "alternating: question and answer by paragraphs",
    Shape.STATEMENT: "statement: one speech",
    Shape.REPORT: "report: quotations inside an article",
}
WORDINGS = [(each.value, f"{each.mark} {each.label}: {each.caution}") for each in Wording]
DECISIONS = [(UNDECIDED, "open"), (ACCEPTED, "accept"), (REJECTED, "reject")]
# Where each fact is stored, which says what may stand there.
STORED: dict[str, tuple[Any, str]] = {
    "title": (Source, "title"), "byline": (Source, "byline"), "outlet": (Outlet, "name"),
    "url": (Source, "url"), "language": (Source, "language"), "published": (Source, "published"),
    "said_on": (Interview, "dates"), "event": (Event, "name"),
}  # fmt: skip


def text_field(label: str, help_text: str = "", **more: Any) -> PlainTextField:
    """One line of text; ``lists`` names the list of the page that it offers."""
    lists = more.pop("lists", "")
    attrs = {"list": lists, "autocomplete": "off"} if lists else {}
    more.setdefault("required", False)
    more.setdefault("max_length", 300)
    return PlainTextField(
        label=label, help_text=help_text, widget=AdminTextInputWidget(attrs | {"dir": "auto"}),
        **more,
    )  # fmt: skip


def not_known_first(choices: Any) -> list[tuple[str, str]]:
    """Choices for a fact that a document may not give; ``other`` is what is stored then."""
    known = [(each.value, each.label) for each in choices if each.value != "other"]
    return [("", "not known, or another"), *known]


class ReceiveForm(forms.Form):
    """A file or a text, and what is known of it."""

    text = forms.CharField(
        label="Text", required=False, strip=False,
        widget=AdminTextareaWidget({"rows": 14, "dir": "auto", "autofocus": True}),
        help_text="Paste a transcript, an interview or a report, with its heading.",
    )  # fmt: skip
    file = forms.FileField(
        label="Or a file", required=False, allow_empty_file=True,
        help_text="Text, Markdown, a saved web page, PDF, Word, subtitles, or a parliament’s XML; "
        f"at most {MAX_BYTES // 1_000_000} MB.",
    )  # fmt: skip
    shape = forms.ChoiceField(
        label="Shape", required=False, choices=[("", "recognise it"), *SHAPES.items()],
        help_text="How the document marks who speaks. Choose one only if it was taken for another.",
    )  # fmt: skip
    interview = text_field(
        "Interview",
        "Title or slug, if the document reports one that the archive has. Otherwise leave it "
        "empty: one is made.",
        lists="interviews",
    )

    def clean_interview(self) -> Any:
        """The interview meant, or None."""
        return interview_named(self.cleaned_data["interview"])

    def clean(self) -> dict[str, Any]:
        """Either a file or a text."""
        text, file = self.cleaned_data.get("text", "").strip(), self.cleaned_data.get("file")
        if bool(text) == bool(file):
            self.add_error("text", "Paste a text, or choose a file; one of the two.")
        elif file and file.size > MAX_BYTES:
            self.add_error("file", f"It has more than {MAX_BYTES / 1e6:.0f} MB. Split it.")
        return self.cleaned_data

    def contents(self) -> tuple[str, bytes]:
        """Name and bytes of what was given."""
        if file := self.cleaned_data["file"]:
            return file.name, file.read()
        return PASTED, self.cleaned_data["text"].encode(errors="replace")


class DetailsForm(forms.Form):
    """What the document and its occasion are, to confirm."""

    title = text_field(
        "Title", "As printed; in [square brackets] when we supply it.", required=True
    )
    outlet = text_field("Outlet", "Who published it. A new name makes a new outlet.",
                        lists="outlets", max_length=200, required=True)  # fmt: skip
    byline = text_field("Byline", "The author, as printed.", max_length=200)
    url = text_field("Address", "Empty when unknown; the page says so.", max_length=1000)
    published = text_field(
        "Published", "EDTF: 2024-12-13, 2024-12, [2023-06-08..2023-06-09] for one of two days."
    )
    event = text_field("Event", "Where it was said. A new name makes a new event; empty makes one "
                       "of the title.", lists="events")  # fmt: skip
    event_kind = forms.ChoiceField(
        label="Kind of event", choices=not_known_first(EventKind), required=False,
        help_text="Of a new event.",
    )  # fmt: skip
    format = forms.ChoiceField(
        label="Format", choices=not_known_first(InterviewFormat), required=False,
        help_text="How people spoke; readers see it above the words.",
    )  # fmt: skip
    said_on = text_field("Said on", "EDTF, as above; when the words were spoken, if it is known.")
    language = text_field("Language", "Code, as in en.", max_length=12, required=True)
    wording = forms.ChoiceField(
        label="Wording", choices=WORDINGS,
        help_text="How close the text is to the spoken words; each passage can have its own.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Every fact in the form in which it can be stored."""
        for name, (model, field) in STORED.items():
            value = self.cleaned_data.get(name)
            if value:
                try:
                    self.cleaned_data[name] = model._meta.get_field(field).clean(value, model())
                except ValidationError as error:
                    self.add_error(name, error)
        return self.cleaned_data


class PersonForm(forms.Form):
    """Who is meant by a name of the document."""

    name = text_field("Who", lists="speakers", max_length=200, required=True)
    role = text_field("Role as printed")
    kind = forms.ChoiceField(label="Kind", choices=SpeakerKind.choices, required=False)

    def __init__(self, *args: Any, is_label: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A label such as “Q” is nobody's name, and nobody has to say whose.
        self.fields["name"].required = not is_label

    def clean_name(self) -> str:
        """The name, if it tells one speaker, or none whom the archive knows."""
        if name := self.cleaned_data["name"]:
            speaker_named(name)
        return self.cleaned_data["name"]


class TurnForm(forms.Form):
    """A turn of the document: who speaks, what it does, and words for one more passage."""

    speaker = text_field("Speaker", lists="people", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=TurnKind.choices)
    words = PlainTextField(
        label="One more passage", required=False, max_length=20_000,
        widget=AdminTextareaWidget({"rows": 1}),
    )  # fmt: skip

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_words(self) -> list[list[int]]:
        """The spans of the words; none where nothing was typed."""
        words = self.cleaned_data["words"]
        return spans_in(words, self.text) if words else []


class ProposalForm(forms.Form):
    """A proposed passage: its words, who says them, its topics, and what becomes of it."""

    decision = forms.ChoiceField(required=False, choices=DECISIONS, widget=forms.RadioSelect)
    words = PlainTextField(
        label="Words", max_length=20_000, widget=AdminTextareaWidget({"rows": 3, "dir": "auto"})
    )
    speaker = text_field("Speaker", lists="people", max_length=200)
    wording = forms.ChoiceField(label="Wording", choices=[(e.value, e.label) for e in Wording])
    topics = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    other_topic = text_field("Another topic", lists="topics")

    def __init__(
        self, *args: Any, text: str, spans: list[list[int]], topics: TopicLookup,
        offered: list[int], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.text, self.spans, self.known = text, spans, topics
        chosen: Any = self.fields["topics"]
        chosen.choices = [(pk, topics.label(pk)) for pk in offered]

    def clean_words(self) -> list[list[int]]:
        """The spans of the words: those it had, if the words are the same."""
        words = self.cleaned_data["words"]
        return (
            self.spans
            if words == shown_words(self.text, self.spans)
            else spans_in(words, self.text)
        )

    def clean_other_topic(self) -> int | None:
        """The key of the topic typed."""
        return self.known.named(self.cleaned_data["other_topic"])


def shown_words(text: str, spans: list[list[int]]) -> str:
    """The words of a passage as its form shows them: parts of several spans joined by “ … ”."""
    return " … ".join(text[start:end] for start, end in spans).strip()


def spans_in(words: str, text: str) -> list[list[int]]:
    """Where words stand in a turn; raises ValidationError where they don't, or halve a word."""
    try:
        spans = spans_of_words(words, text)
        check_whole_words(spans, text)
    except (WordsError, SpanError) as error:
        raise ValidationError(str(error)) from error
    return spans
