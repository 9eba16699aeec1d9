"""A quotation as plain text: the words, and below them who said them where, source and record."""

from quotes.citations.attribution import lines, paragraphs
from quotes.citations.cited import Cited


def plain_text(cited: Cited) -> str:
    """The quotation with its attribution."""
    below = "\n".join("".join(piece.text for piece in line) for line in lines(cited))
    return "\n\n".join(paragraphs(cited)) + f"\n\n{below}\n"
