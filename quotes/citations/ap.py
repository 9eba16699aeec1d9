"""A quotation as a sentence for newsrooms, after the Associated Press's rules.

Short months beside a day, “said”, the source named, a comma before one sentence and a colon before
more. The words themselves and the role as printed are never changed to fit.
"""

import re

from quotes.citations import phrases
from quotes.citations.attribution import paragraphs
from quotes.citations.cited import ARCHIVE, Cited
from quotes.citations.days import AP, in_words
from quotes.text.dates import ACCEPTED
from quotes.text.direction import one_line

ANOTHER_SENTENCE = re.compile(r"[.!?…][”’\"')\]]*\s+[“‘\"'(\[]*[^\W\d_]")


def ap_sentence(cited: Cited) -> str:
    """Who said where and when, after which report, then the words, then source and record."""
    speaker = [one_line(cited.speaker.name), one_line(cited.role)]
    said = " ".join(filter(None, [_verb(cited), _place(cited), _when(cited)]))
    words = paragraphs(cited)
    mark = "," if len(words) == 1 and _is_one_sentence(cited) else ":"
    comma = "," if cited.role or cited.is_paraphrase else ""
    opening = f"{', '.join(filter(None, speaker))}{comma} {said}, {_wording(cited)}{mark}"
    if len(words) > 1:
        return "\n\n".join([opening, *words, _sources(cited)]) + "\n"
    return f"{opening} {words[0]} {_sources(cited)}\n"


def _verb(cited: Cited) -> str:
    """“said”; nothing for a paraphrase, which says it in its own words."""
    if cited.is_paraphrase:
        return ""
    if cited.format == "interview" and cited.asker:
        return f"said in an interview with {one_line(cited.asker.name)}"
    return "said"


def _place(cited: Cited) -> str:
    event, place = one_line(cited.event.name), one_line(cited.event.place)
    if cited.event.kind == "media_interview":
        event = f"({event})"
    else:
        the = "" if re.match(r"(?:the|an?)\s", event, re.IGNORECASE) else "the "
        event = f"at {the}{event}"
    return f"{event} in {place}" if place else event


def _when(cited: Cited) -> str:
    match = ACCEPTED.fullmatch(cited.said_on)
    said = in_words(cited.said_on, AP)
    if not match:
        return "on a date not known"
    if match["start"] or said.startswith(("between", "about", "not ")):
        return said
    has_day = (match["single"] or match["first"] or "").count("-") == 2
    return f"{'on' if has_day else 'in'} {said}"


def _wording(cited: Cited) -> str:
    """In answer to whom, and how the words came down to us."""
    is_told = cited.format == "interview" and not cited.is_paraphrase
    answer = "" if is_told else phrases.asker(cited)
    transcript = f"according to a transcript published by {one_line(cited.source.outlet)}"
    return ", ".join(filter(None, [answer, phrases.wording(cited) or transcript]))


def _is_one_sentence(cited: Cited) -> bool:
    if cited.is_paraphrase or len(cited.parts) > 1:
        return False
    found = ANOTHER_SENTENCE.finditer(cited.text)
    return not any(sentence.group()[-1].isupper() for sentence in found)


def _sources(cited: Cited) -> str:
    source = cited.source
    outlet = [one_line(source.outlet), in_words(source.published, AP), source.url]
    by = f"{phrases.signed(cited)}, " if source.byline else ""
    said = [
        f"{by}{phrases.title(cited, ',')} {', '.join(filter(None, outlet))}",
        phrases.translation(cited),
        f"{ARCHIVE}, {phrases.version(cited)}, {cited.record.url}",
    ]
    return f"({'; '.join(filter(None, said))})"
