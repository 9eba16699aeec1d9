"""Plain text: every character is read, and what the page did to it is taken back. Pure."""

from quotes.ingest.documents import Document
from quotes.ingest.readers.decoding import Decoded, decoded
from quotes.ingest.readers.layout import paragraphs, unwrapped


def read_plain_text(data: bytes) -> Document:
    """The document; its blocks are the stretches between blank lines."""
    return laid_out(decoded(data), "text")


def laid_out(characters: Decoded, format: str) -> Document:  # noqa: A002 - the field's name
    """A document of laid-out lines."""
    layout = unwrapped(characters.text, characters.page_ends, taken=characters.dropped)
    return Document.of(
        characters.text,
        format=format,
        dropped=[*characters.dropped, *layout.dropped],
        mended=[*characters.mended, *layout.mended],
        page_ends=characters.page_ends,
    ).with_blocks(paragraphs)
