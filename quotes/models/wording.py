"""Wording: how close a text is to the spoken words; the backbone of what the archive says."""

from django.db import models


class Wording(models.TextChoices):
    """The four grades, best first."""

    VERBATIM = "verbatim", "Verbatim"
    EDITED = "edited", "Edited"
    REPORTED = "reported", "Reported"
    PARAPHRASED = "paraphrased", "Paraphrased"

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


MEANINGS = {
    "verbatim": "From a published transcript of what was said. "
    "We have not heard the recording unless noted.",
    "edited": "From an interview as its outlet presents it.",
    "reported": "A direct quotation inside somebody’s report.",
    "paraphrased": "Somebody’s indirect account, in the reporter’s own words.",
}
