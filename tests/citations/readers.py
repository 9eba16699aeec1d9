"""Readers of what the formats write, and what two texts have to agree in."""

import re
from html.parser import HTMLParser

from bibtexparser.middlewares import LatexDecodingMiddleware
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from quotes.citations.names import Person

# What ends a direction may be added, so that the direction doesn't reach beyond its field.
ENDS_OF_DIRECTIONS = str.maketrans("", "", "\u202c\u2069")


def words(text: str) -> str:
    """``text`` with one space between its words."""
    return " ".join(text.translate(ENDS_OF_DIRECTIONS).split())


def undressed(text: str) -> str:
    """Words without what a style may do to a title: large letters, quotation marks."""
    return re.sub(r"[“”‘’]", "'", words(text)).casefold()


def full(person: Person) -> list[str]:
    return [person.family or person.name]


class Reader(HTMLParser):
    """The words of a piece of HTML, and every element and attribute in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.seen: set[str] = set()
        self.links: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.seen |= {tag, *(f"{tag}@{name}" for name, _ in attrs)}
        self.links |= {value for name, value in attrs if name in ("href", "cite", "src")}
        self.text += "\n" if tag in ("p", "br") else ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl


def tex_reader() -> LatexDecodingMiddleware:
    """bibtexparser's own, taught the signs of LaTeX that it doesn't know or takes for others."""
    known = get_default_latex_context_db()
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    taught = [MacroTextSpec(name, simplify_repl=sign) for name, sign in signs.items()]
    known.add_context_category("signs", prepend=True, macros=taught)
    decoder = LatexNodes2Text(latex_context=known, math_mode="verbatim")
    return LatexDecodingMiddleware(decoder=decoder)
