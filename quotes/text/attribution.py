"""Words that say who speaks: “she said”, “according to”, and the name beside a quotation. Pure."""

import re
from typing import NamedTuple

# Whom the words around name is guessed from their form.
VERBS = (
    "said|says|say|told|tells|added|adds|stressed|stresses|noted|notes|explained|explains|argued|"
    "argues|warned|warns|stated|states|declared|declares|remarked|insisted|insists|replied|answered|"
    "asked|continued|continues|concluded|recalled|recalls|emphasi[sz]ed|emphasi[sz]es|pointed out|"
    "underlined|underscored|announced|admitted|acknowledged|wrote|writes|tweeted|observed|claimed|"
    "sagte|sagt|erklärte|erklärt|betonte|betont|meinte|fügte|schrieb|dit|déclaré|déclare|affirmé|"
    "affirme|expliqué|explique|ajouté|ajoute|souligné|dijo|dice|declaró|afirmó|añadió|explicó|"
    "сказал|сказала|говорит|заявил|заявила|отметил|отметила|подчеркнул|подчеркнула|добавил|"
    "добавила|пояснил|пояснила|dedi|söyledi|belirtti|деді|айтты"
)
ATTRIBUTING = re.compile(rf"\b(?:{VERBS})\b", re.IGNORECASE)
CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁӘҒҚҢӨҰҮҺІ]"
PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|al|el|bin|ibn|la|le|du|dos)"
WORD = rf"{CAPITAL}[\w’'-]*\.?"
NAME = rf"{WORD}(?:\s+(?:{PARTICLE}\s+)*{WORD}){{0,4}}"
NOT_NAMES = (
    "he she they it we i you who that this there the a an but and so then his her their "
    "minister president ambassador secretary spokesman spokeswoman deputy foreign mr mrs "
    "ms dr prof er sie il elle on él ella он она они"
)
ASIDE = r"(?:,[^,“”\"«»]{1,80},)?"
BEHIND = (
    re.compile(
        rf"\A\W*(?:(?:a|ha|hat|has|had)\s+)?(?:{VERBS})\s+(?:\w+\s+){{0,3}}?(?P<name>{NAME})"
    ),
    re.compile(rf"\A\W*(?:\w+\s+){{0,3}}?(?P<name>{NAME}){ASIDE}\s+(?:\w+\s+)?(?:{VERBS})\b"),
)
BEFORE = (
    re.compile(rf"(?P<name>{NAME}){ASIDE}\s+(?:\w+\s+)?(?:{VERBS})\b[^.!?]*\Z"),
    re.compile(
        rf"\b(?:according to|laut|selon|según|по словам)\s+(?P<name>{NAME})[^.!?]*\Z", re.IGNORECASE
    ),
)
# Characters looked at on either side.
AROUND = 200


def is_attribution(words: str) -> bool:
    """Whether words between two quotations say who speaks."""
    return ATTRIBUTING.search(words) is not None


class Around(NamedTuple):
    """The words before a quotation, between its parts, and behind it, up to the next ones."""

    before: str
    between: str
    behind: str


def named_around(around: Around, *, is_ended: bool) -> str:
    """The name that is said to speak a quotation; empty without one.

    ``is_ended``: it ends with a sign, as before “she said”. Else what introduces it goes first.
    """
    behind = (BEHIND, rest_of_sentence(around.behind[:AROUND].partition("\n")[0]))
    before = (BEFORE, around.before[-AROUND:].rpartition("\n")[2])
    order = (behind, before) if is_ended else (before, behind)
    for patterns, words in ((BEHIND, around.between[:AROUND]), *order):
        for pattern in patterns:
            if (match := pattern.search(words)) and (name := _name(match["name"])):
                return name
    return ""


def rest_of_sentence(words: str) -> str:
    """What is left of the sentence that a quotation stands in."""
    closed = re.match(r"\W{0,3}", words)
    at = closed.end() if closed else 0
    if re.search(r"[.!?]", words[:at]):
        return ""
    end = re.search(r"[.!?](?:\s|\Z)", words[at:])
    return words[: at + end.start()] if end else words


def _name(found: str) -> str:
    """A name without titles and pronouns; empty if nothing else is left."""
    words = found.split()
    while words and words[0].lower().rstrip(".") in NOT_NAMES.split():
        del words[0]
    return " ".join(words).rstrip(".").removesuffix("’s").removesuffix("'s")
