"""A quotation as HTML for a page of one's own: ``figure``, ``blockquote`` and its attribution."""

from html import escape

from quotes.citations.attribution import Line, lines, paragraphs
from quotes.citations.cited import Cited
from quotes.text.direction import direction


def blockquote(cited: Cited) -> str:
    """The quotation with its attribution, every value escaped; no script, style or class."""
    way = direction(cited.language if cited.text else "", cited.text)
    words = "\n".join(f'    <p dir="{way}">{escape(text)}</p>' for text in paragraphs(cited))
    below = "<br>\n    ".join(_line(line) for line in lines(cited))
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


def _line(line: Line) -> str:
    return "".join(_link(text) if is_address else escape(text) for text, is_address in line)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address)}</a>'
