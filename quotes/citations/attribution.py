"""A quotation with its attribution, to paste: words with their marks, who, where, source, record.

Plain text, Markdown and HTML say the same; each writes these values in its own way.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from quotes.citations import phrases
from quotes.citations.cited import ARCHIVE, Cited
from quotes.citations.days import BRITISH, in_words
from quotes.citations.template import capital
from quotes.text.direction import closed, direction, one_line
from quotes.text.gaps import QUOTED, UNQUOTED, without_marks

if TYPE_CHECKING:
    from quotes.models import Passage

PARAGRAPH_END = re.compile(r"\s*\n\s*\n\s*")
REMOVED = "[The words of this version have been removed for legal reasons. Its record remains.]"
# Signs of Markdown.
ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$^]|:(?=//)|(?<=www)\.", re.IGNORECASE)
AT_LINE_START = re.compile(r"^(\d*)([#+\-=.)])", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
HARD_BREAK = "\\\n"


class Piece(NamedTuple):
    """Words of a line, or an address that is to be a link."""

    text: str
    is_address: bool = False


Line = list[Piece]


def plain_text(cited: Cited) -> str:
    """Plain text: the words, and below them who said them where, source and record."""
    below = "\n".join("".join(piece.text for piece in line) for line in lines(cited))
    return "\n\n".join(paragraphs(cited)) + f"\n\n{below}\n"


def markdown(cited: Cited) -> str:
    """Markdown of CommonMark and GitHub: a block quotation, and its attribution below.

    Words are escaped, so that none of them is taken for markup, a link or HTML.
    """
    quoted = "\n>\n".join(_markdown_paragraph(paragraph) for paragraph in paragraphs(cited))
    return f"{quoted}\n\n{HARD_BREAK.join(_markdown_line(line) for line in lines(cited))}\n"


def escaped(text: str) -> str:
    """``text`` as words of Markdown."""
    text = ANYWHERE.sub(r"\\\g<0>", INDENT.sub("", text))
    return AT_LINE_START.sub(r"\1\\\2", text)


def _markdown_paragraph(paragraph: str) -> str:
    return "\n".join(f"> {line}" for line in escaped(paragraph).split("\n"))


def _markdown_line(line: Line) -> str:
    return "".join(f"<{text}>" if is_address else escaped(text) for text, is_address in line)


def blockquote(cited: Cited) -> str:
    """HTML for a page of one's own: ``figure``, ``blockquote`` and its attribution.

    Every value is escaped; there is no script, style or class.
    """
    way = direction(cited.language if cited.text else "", cited.text)
    words = "\n".join(f'    <p dir="{way}">{escape(text)}</p>' for text in paragraphs(cited))
    below = "<br>\n    ".join(_html_line(line) for line in lines(cited))
    return (
        "<figure>\n"
        f'  <blockquote cite="{escape(cited.record.url)}" lang="{escape(cited.language)}">\n'
        f"{words}\n"
        "  </blockquote>\n"
        "  <figcaption>\n"
        f"    {below}\n"
        "  </figcaption>\n"
        "</figure>\n"
    )


def _html_line(line: Line) -> str:
    return "".join(_link(text) if is_address else escape(text) for text, is_address in line)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address)}</a>'


def quotation(passage: Passage, *, site: str) -> str:
    """The words as they are quoted, with the attribution on one line: for heads of pages.

    A paraphrase stands without quotation marks; where a report had interrupted the speaker, the
    marks close and open again; where words are left out, […] stands.
    """
    return f"{passage.quoted}\n{attribution(passage, site=site)}"


def attribution(passage: Passage, *, site: str) -> str:
    """Who said it, as what, where and when, and the permalink, on one line."""
    told = ", ".join(
        filter(
            None,
            [passage.speaker.name, passage.role_as_printed, passage.interview.event.name,
             passage.said_in_words, _closeness(passage)],
        )
    )  # fmt: skip
    return f"— {told}. {site}{passage.get_absolute_url()}"


def _closeness(passage: Passage) -> str:
    """How close the words are, in a citation's terms; nothing for verbatim ones."""
    outlet = passage.source.outlet.name
    return {
        "verbatim": "",
        "edited": f"edited by {outlet}",
        "reported": f"quoted in {outlet}",
        "paraphrased": f"as paraphrased by {passage.words_by}",
    }[passage.wording]


def paragraphs(cited: Cited) -> list[str]:
    """The words as they are quoted, paragraph by paragraph.

    A paraphrase stands without quotation marks. Every paragraph of a quotation opens them, the last
    closes them, and where a report had interrupted the speaker they close and open again. A pair
    that the words bring themselves is not printed twice. Where words are left out, […] stands.
    """
    if not cited.text:
        return [REMOVED]
    between = UNQUOTED if cited.is_paraphrase else QUOTED
    own = cited.parts if cited.is_paraphrase else map(without_marks, cited.parts)
    first, *others = [_split(part) for part in own]
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
