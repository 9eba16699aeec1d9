"""A quotation and the lines below it: the words with their marks, who, where, source and record.

Plain text, Markdown and HTML say the same; each writes these values in its own way.
"""

import re
from typing import NamedTuple

from quotes.citations import phrases
from quotes.citations.cited import ARCHIVE, Cited
from quotes.citations.days import BRITISH, in_words
from quotes.citations.template import capital
from quotes.text.contained import closed, one_line
from quotes.text.gaps import QUOTED, UNQUOTED

PARAGRAPH_END = re.compile(r"\s*\n\s*\n\s*")
REMOVED = "[The words of this version have been removed for legal reasons. Its record remains.]"


class Piece(NamedTuple):
    """Words of a line, or an address that is to be a link."""

    text: str
    is_address: bool = False


Line = list[Piece]


def paragraphs(cited: Cited) -> list[str]:
    """The words as they are quoted, paragraph by paragraph.

    A paraphrase stands without quotation marks. Every paragraph of a quotation opens them, the last
    closes them, and where a report had interrupted the speaker they close and open again. Where
    words are left out, […] stands.
    """
    if not cited.text:
        return [REMOVED]
    between = UNQUOTED if cited.is_paraphrase else QUOTED
    first, *others = [_split(part) for part in cited.parts]
    for part, gap in zip(others, cited.gaps_at.values(), strict=True):
        first = [*first[:-1], f"{first[-1]}{between[gap]}{part[0]}", *part[1:]]
    if cited.is_paraphrase:
        return first
    return [*(f"“{text}" for text in first[:-1]), f"“{first[-1]}”"]


def _split(text: str) -> list[str]:
    return [closed(paragraph) for paragraph in PARAGRAPH_END.split(text)]


def lines(cited: Cited) -> list[Line]:
    """What stands below the words, line by line."""
    # Beside the name, so that nobody takes a reporter's words for the speaker's.
    account = phrases.wording(cited) if cited.is_paraphrase else ""
    speaker = [one_line(cited.speaker.name), one_line(cited.role), account]
    about = [phrases.occasion(cited, BRITISH), phrases.asker(cited)]
    found: list[Line] = [
        [Piece(f"— {', '.join(filter(None, speaker))}")],
        [Piece(", ".join(filter(None, about)))],
        _source(cited),
    ]
    if translation := phrases.translation(cited):
        found.append([Piece(capital(translation))])
    if cited.note:
        found.append([Piece(f"Note: {one_line(cited.note)}")])
    return [*found, _record(cited)]


def _source(cited: Cited) -> Line:
    source = cited.source
    wording = "" if cited.is_paraphrase else capital(phrases.wording(cited))
    printed = [
        phrases.signed(cited),
        phrases.title(cited),
        # “Quoted in” and “edited by” have named the outlet already.
        "" if cited.wording in ("reported", "edited") else one_line(source.outlet),
        in_words(source.published, BRITISH),
    ]
    line = [Piece(f"{wording}{': ' if wording else ''}{', '.join(filter(None, printed))}")]
    if source.url:
        line += [Piece(", "), Piece(source.url, is_address=True)]
    if source.archived_url:
        line += [Piece(", archived at "), Piece(source.archived_url, is_address=True)]
    return line


def _record(cited: Cited) -> Line:
    made = in_words(cited.record.made_on.isoformat(), BRITISH)
    return [
        Piece(f"{ARCHIVE}: {phrases.passage(cited)}, {made}, "),
        Piece(cited.record.url, is_address=True),
    ]
