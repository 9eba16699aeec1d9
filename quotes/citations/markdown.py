"""A quotation as Markdown: a block quotation, and its attribution below; CommonMark and GitHub's.

Words are escaped, so that none of them is taken for markup, a link or HTML.
"""

import re

from quotes.citations.attribution import Line, lines, paragraphs
from quotes.citations.cited import Cited

ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$^]|:(?=//)|(?<=www)\.", re.IGNORECASE)
AT_LINE_START = re.compile(r"^(\d*)([#+\-=.)])", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
HARD_BREAK = "\\\n"


def markdown(cited: Cited) -> str:
    """The quotation with its attribution."""
    quoted = "\n>\n".join(_quoted(paragraph) for paragraph in paragraphs(cited))
    return f"{quoted}\n\n{HARD_BREAK.join(_line(line) for line in lines(cited))}\n"


def escaped(text: str) -> str:
    """``text`` as words of Markdown."""
    text = ANYWHERE.sub(r"\\\g<0>", INDENT.sub("", text))
    return AT_LINE_START.sub(r"\1\\\2", text)


def _quoted(paragraph: str) -> str:
    return "\n".join(f"> {line}" for line in escaped(paragraph).split("\n"))


def _line(line: Line) -> str:
    return "".join(f"<{text}>" if is_address else escaped(text) for text, is_address in line)
