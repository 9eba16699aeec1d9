"""Vocabularies that several nouns use: the state of a passage, and how close a wording is."""

from django.db import models

from quotes.text.interface import message

# The address of such a passage answers, and the nouns that it prints are public.
PUBLIC_STATES = ("published", "withdrawn")


class State(models.TextChoices):
    """Where a passage stands; never back to draft once published."""

    DRAFT = "draft", message("Draft")
    IN_REVIEW = "in_review", message("In review")
    PUBLISHED = "published", message("Published")
    WITHDRAWN = "withdrawn", message("Withdrawn")


class Wording(models.TextChoices):
    """How close a text is to the spoken words: four grades, best first."""

    VERBATIM = "verbatim", message("Verbatim")
    EDITED = "edited", message("Edited")
    REPORTED = "reported", message("Reported")
    PARAPHRASED = "paraphrased", message("Paraphrased")

    @property
    def rank(self) -> int:
        """0 for the closest wording, growing with the distance."""
        return list(Wording).index(self)

    @property
    def mark(self) -> str:
        """The sign shown beside the word, so that no meaning rests on colour."""
        return {"verbatim": "●", "edited": "◐", "reported": "❝", "paraphrased": "~"}[self.value]

    @property
    def meaning(self) -> str:
        """What a reader has to know of this grade, in one sentence."""
        return MEANINGS[self.value]

    @property
    def caution(self) -> str:
        """What to bear in mind before quoting it, behind the grade's name."""
        return CAUTIONS[self.value]


CAUTIONS = {
    "verbatim": message("from a transcript, word for word as published"),
    "edited": message("the outlet may have shortened these words"),
    "reported": message("quoted in somebody’s report, often only in part"),
    "paraphrased": message("the reporter’s words, not the speaker’s"),
}
MEANINGS = {
    "verbatim": message(
        "From a published transcript of what was said. We have not heard the "
        "recording unless noted."
    ),
    "edited": message("From an interview as its outlet presents it."),
    "reported": message("A direct quotation inside somebody’s report."),
    "paraphrased": message("Somebody’s indirect account, in the reporter’s own words."),
}
