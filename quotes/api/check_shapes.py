"""Shapes of the quotation check, as the OpenAPI description tells them."""

from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    FloatField,
    IntegerField,
    ListField,
    Serializer,
)

from quotes.api.shapes import Named, Passage, choice, known, link, number, string
from quotes.checking.asked import MOST_CHARACTERS
from quotes.checking.saying import SIGNALS
from quotes.checking.verdict import Verdict
from quotes.models import Wording

VERDICTS = [verdict.value for verdict in Verdict]
OFFSET = "In characters (code points) of the text as sent."


class Asked(Serializer):
    """A text to check."""

    text = CharField(max_length=MOST_CHARACTERS, help_text="A quotation, or a text with some.")
    speaker = CharField(
        required=False, allow_null=True, allow_blank=True,
        help_text="Slug of whom it is said to be of. The whole archive is searched all the same.",
    )  # fmt: skip
    article = BooleanField(
        required=False, allow_null=True,
        help_text="Whether to look for quotations in the text; else all of it is one.",
    )  # fmt: skip


class Difference(Serializer):
    """A stretch of the quotation against one of the original; joined, the whole of each."""

    kind = ChoiceField(
        choices=["same", "missing", "added", "changed"],
        help_text="Missing is what the original alone has, added what the quotation alone has.",
    )
    quoted = CharField(allow_blank=True, trim_whitespace=False)
    original = CharField(allow_blank=True, trim_whitespace=False)
    marked = BooleanField(help_text="Whether an ellipsis or brackets announce it.")
    outlets = BooleanField(help_text="Whether the original’s words are the outlet’s, in brackets.")
    signals = ListField(
        child=ChoiceField(choices=list(SIGNALS)), help_text="What to look at first."
    )


class Point(Serializer):
    """What is claimed, what the archive has, and whether that is the same."""

    claimed = known("Null where nothing was claimed.")
    found = known()
    matches = BooleanField(allow_null=True, help_text="Null where nothing can be compared.")


class Checks(Serializer):
    """The claim, point by point."""

    speaker = Point()
    date = Point()
    source = Point()


class BriefPassage(Serializer):
    """What tells one passage from another."""

    id = string("The passage.")
    url = link("Its permalink.")
    text = string()
    wording = choice(Wording)
    speaker = Named()
    outlet = string()
    said_on = known("In words.")


class Alternative(BriefPassage):
    """Another passage with these words, or nearly these."""

    verdict = ChoiceField(choices=VERDICTS, help_text="On the words alone.")
    similarity = FloatField(min_value=0, max_value=1)
    same_utterance = BooleanField(help_text="Whether it reports the same words as the passage.")


class CheckedPart(BriefPassage):
    """A place of a quotation that stands in several."""

    start = number(OFFSET)
    end = number(OFFSET)


class CheckedQuotation(Serializer):
    """What is to say of one quotation."""

    quoted = string("The text from start to end.")
    start = number(OFFSET)
    end = number(OFFSET)
    spans = ListField(
        child=ListField(child=IntegerField(min_value=0), min_length=2, max_length=2),
        help_text="Several where the text interrupts it, as by “she said”.",
    )
    verdict = ChoiceField(choices=VERDICTS)
    passage = Passage(allow_null=True)
    similarity = FloatField(
        min_value=0, max_value=1, help_text="Of the words, from 0 to 1. It decides nothing."
    )
    differences = Difference(many=True)
    checks = Checks()
    explanation = string()
    alternatives = Alternative(
        many=True, help_text="Other reports of the same words, other passages, or the nearest ones."
    )
    parts = CheckedPart(many=True, help_text="Where it is joined from several places.")


# “from” is no name that a class body can have.
Searched = type(
    "Searched",
    (Serializer,),
    {
        "__doc__": "What was searched. What is not there may still have been said.",
        "passages": number(),
        "speakers": number(),
        "from": IntegerField(allow_null=True, help_text="The first year."),
        "to": IntegerField(allow_null=True, help_text="The last year."),
    },
)


class Checked(Serializer):
    """The results, in the order of the text."""

    quotations = CheckedQuotation(many=True)
    searched = Searched()
    complete = BooleanField(help_text="Whether the time was enough for all of them.")
    notes = ListField(child=CharField(), help_text="What has to be told about the answer.")
