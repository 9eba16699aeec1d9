"""The forms of a source's words: a passage marked in a turn, and turns put in other order."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError

from quotes.admin.forms import PlainTextField, SpansField
from quotes.admin.import_forms import WORDINGS, spans_in, text_field
from quotes.admin.lookups import TopicLookup
from quotes.admin.words import WordsError, spans_of_words
from quotes.ingest.desk import speaker_named
from quotes.models import Speaker, Turn, TurnKind
from quotes.text.spans import SpanError, check_spans, check_whole_words


class MarkForm(forms.Form):
    """Words of a turn to be made a passage; given by their places, or by the words themselves."""

    spans = SpansField(required=False, widget=forms.HiddenInput)
    words = PlainTextField(
        label="Words", required=False, max_length=20_000,
        widget=AdminTextareaWidget({"rows": 2, "dir": "auto"}),
        help_text="Select them above, or paste them; … stands between parts.",
    )  # fmt: skip
    first = text_field("or from", "The first words of a long passage")
    last = text_field("to", "and its last ones.")
    speaker = text_field("Speaker", lists="speakers", max_length=200)
    role = text_field("Role as printed")
    wording = forms.ChoiceField(label="Wording", choices=WORDINGS)
    topics = forms.TypedMultipleChoiceField(
        label="Topics", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    other_topic = text_field("Another topic", lists="topics")

    def __init__(
        self, *args: Any, turn: Turn, topics: TopicLookup, offered: list[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.turn, self.known = turn, topics
        chosen: Any = self.fields["topics"]
        chosen.choices = [(pk, topics.label(pk)) for pk in offered]
        if not offered:
            del self.fields["topics"]

    def clean_speaker(self) -> Speaker | None:
        """The speaker typed; the turn's, where nothing was typed."""
        typed = self.cleaned_data["speaker"]
        found = speaker_named(typed) if typed else self.turn.speaker
        if found is None:
            raise ValidationError(
                f"Nobody is called “{typed}”: add the speaker first."
                if typed
                else "The turn doesn’t say: name the speaker."
            )
        return found

    def clean_other_topic(self) -> int | None:
        """The key of the topic typed."""
        return self.known.named(self.cleaned_data["other_topic"])

    def clean(self) -> dict[str, Any]:
        """Set the spans, by whichever way they were given."""
        said = self.cleaned_data
        try:
            said["spans"] = self._spans(said)
        except ValidationError as error:
            self.add_error("words" if said.get("words") else "first", error)
        return said

    @property
    def chosen_topics(self) -> set[int]:
        """Keys of the topics ticked and typed."""
        typed = self.cleaned_data["other_topic"]
        return {*self.cleaned_data.get("topics", ()), *([typed] if typed else [])}

    def _spans(self, said: dict[str, Any]) -> list[list[int]]:
        words, text = said.get("words", ""), self.turn.text
        if said.get("spans") and words:
            return selected(said["spans"], words, text)
        if words:
            return spans_in(words, text)
        if said.get("first") and said.get("last"):
            return between(said["first"], said["last"], text)
        raise ValidationError("Select words, paste them, or give the first and the last ones.")


def selected(spans: Any, words: str, text: str) -> list[list[int]]:
    """Places that a page gave, if the words that it showed still stand there.

    Else the words are looked for: what stands at those places now is never taken for them.
    """
    try:
        check_spans(spans, len(text))
        if [" ".join(text[a:b].split()) for a, b in spans] == [" ".join(words.split())]:
            check_whole_words(spans, text)
            return spans
    except SpanError as error:
        raise ValidationError(str(error)) from error
    return spans_in(words, text)


def between(first: str, last: str, text: str) -> list[list[int]]:
    """The span that begins with some words and ends with others; raises ValidationError."""
    try:
        [[start, reached]] = spans_of_words(first, text)
        [[_, end]] = spans_of_words(last, text[start:])
        end += start
        check_spans([[start, end]], len(text))
        check_whole_words([[start, end]], text)
    except (WordsError, SpanError) as error:
        raise ValidationError(str(error)) from error
    except ValueError as error:
        raise ValidationError("Give these words without … between them.") from error
    if end < reached:
        raise ValidationError("The last words stand before the first ones.")
    return [[start, end]]


class CutForm(forms.Form):
    """A place in a turn, given by the words that come next."""

    words = text_field("Begin the second part with", required=True)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_words(self) -> int:
        """The place at which the words begin."""
        return spans_in(self.cleaned_data["words"], self.text)[0][0]


class MoveForm(forms.Form):
    """Where a turn is to stand."""

    position = forms.IntegerField(label="Move to place", min_value=1, max_value=1_000_000)


class InsertForm(forms.Form):
    """A turn that an editor writes down."""

    text = PlainTextField(
        label="Text", max_length=100_000, widget=AdminTextareaWidget({"rows": 3, "dir": "auto"})
    )
    kind = forms.ChoiceField(label="Kind", choices=TurnKind.choices)
    speaker = text_field("Speaker", "Empty for the outlet itself.", lists="speakers")

    def clean_speaker(self) -> Speaker | None:
        """The speaker typed, who has to be known; None for the outlet."""
        typed = self.cleaned_data["speaker"]
        if typed and (found := speaker_named(typed)):
            return found
        if typed:
            raise ValidationError(f"Nobody is called “{typed}”: add the speaker first.")
        return None
