"""Sentences in which a report says what somebody said, in the reporter's own words. Pure.

A sentence is proposed only if a verb of saying gives it to a named person, or to “he” after one.
What the author concludes, or what states, papers and unnamed people say, is not proposed.
"""

import re
from collections.abc import Iterator, Sequence

from quotes.ingest.splitters.people import is_person
from quotes.ingest.splitters.results import Passage, Span, Turn
from quotes.ingest.splitters.speaking import (
    ACCORDING,
    CAPITALISED,
    HIM,
    SAYING,
    Cast,
)
from quotes.text.attribution import PRONOUN, VERBS
from quotes.text.person_names import POSSESSIVE
from quotes.text.sentences import sentences
from quotes.text.words import folded

# “began his remarks by referring to”, “in his remarks”
REMARKS = (
    r"(?:began|opened|concluded|closed|ended)\s+(?:his|her|their)\s+(?:remarks|speech|address)"
)
VERB_NEAR = re.compile(rf"\s+(?:\w+\s+){{0,2}}?(?P<verb>{SAYING.pattern}|{REMARKS})", re.IGNORECASE)
ASIDE = re.compile(r"\s*,[^,]{2,120},")
BEGINS_WITH_PRONOUN = re.compile(
    rf"(?:[^,]{{3,80}},\s+)?{PRONOUN}\s+(?:(?:also|then|later|further|также|ещё|затем|a|est)\s+)?"
    rf"(?P<verb>{SAYING.pattern})",
    re.IGNORECASE,
)
VERB_FIRST = re.compile(
    rf"(?P<verb>(?<![\w’'])(?:{VERBS})(?![\w’']))\s+(?:\w+\s+){{0,4}}?\Z", re.IGNORECASE
)
# What is asked, wondered or not said is no statement.
NO_STATEMENT = re.compile(
    r"\b(?:did not|didn[’']t|has not|had not|declined|refus\w+|asked|wondered|n[’']a pas|не)\s*\Z",
    re.IGNORECASE,
)
MIN_WORDS = 8


def passages(cast: Cast, turn: Turn, taken: Sequence[Span]) -> Iterator[Passage]:
    """A paraphrased passage for each sentence that reports, outside of the quotations ``taken``."""
    spans = list(sentences(turn.text))
    for start, end in spans:
        if any(one < end and start < other for one, other in taken):
            continue
        sentence = turn.text[start:end]
        if len(folded(sentence)) < MIN_WORDS or sentence.rstrip('”»"’ ')[-1:] in "?:":
            continue
        speaker, verb = _reported(cast, sentence, turn.text[:start])
        if speaker:
            cast.last = speaker
            yield Passage(turn.position, ((start, end),), sentence, speaker, "paraphrased", verb)


def _reported(cast: Cast, sentence: str, before: str) -> tuple[str, str]:
    """Who is said to have said a sentence, and by which verb; nothing if nobody is."""
    if (match := ACCORDING.search(sentence)) and (
        match.start() < 3 or match.end() > len(sentence) - 4
    ):
        phrase = match["phrase"]
        name = cast.pronoun(before) if HIM.fullmatch(phrase) else cast.described(phrase)
        if is_person(name):
            return name, match.group().split()[0].lower()
    if match := BEGINS_WITH_PRONOUN.match(sentence):
        name = cast.pronoun(before)
        return (name, match["verb"].lower()) if is_person(name) else ("", "")
    for found in CAPITALISED.finditer(sentence):
        if found.group().endswith(POSSESSIVE) or sentence[found.end() :][:2] in ("’s", "'s"):
            continue
        name = cast.named(found.group())
        if not is_person(name) or not cast.full.get(name.casefold(), name):
            continue
        if verb := _verb_of(sentence, found.start(), found.end()):
            return name, verb
    return "", ""


def _verb_of(sentence: str, start: int, end: int) -> str:
    """The verb of saying right behind a name, behind an aside, or right before it."""
    aside = ASIDE.match(sentence, end)
    for at in filter(None, (end, aside and aside.end())):
        match = VERB_NEAR.match(sentence, at)
        if match and not NO_STATEMENT.search(sentence[at : match.start("verb")]):
            return match["verb"].lower()
    if match := VERB_FIRST.search(sentence[:start]):
        return match["verb"].lower()
    return ""
