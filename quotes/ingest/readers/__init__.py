"""Readers: from the bytes of a file to a document, nothing lost without a word. Pure.

``read_document`` reads in this process, for those who trust their file; what comes from elsewhere
is read by ``quotes.ingest.readers.process``, which cannot be hung, crashed or filled by it. Readers
are imported when they are first needed: some of their libraries are slow to load.
"""

from quotes.ingest.documents import Document
from quotes.ingest.readers.formats import Format, format_of
from quotes.ingest.readers.limits import check_size

__all__ = ["read_document"]


def read_document(name: str, data: bytes) -> Document:
    """The document that a file holds; ``name`` helps to tell text from Markdown.

    Raises UnreadableError with a sentence that says why not, and what to do.
    """
    check_size(data)
    match format_of(name, data):
        case Format.HTML:
            from quotes.ingest.readers.html import read_html as read
        case Format.PDF:
            from quotes.ingest.readers.pdf import read_pdf as read
        case Format.DOCX:
            from quotes.ingest.readers.docx import read_docx as read
        case Format.SUBTITLES:
            from quotes.ingest.readers.subtitles import read_subtitles as read
        case Format.MARKDOWN:
            from quotes.ingest.readers.markdown import read_markdown as read
        case Format.XML:
            from quotes.ingest.readers.parliament import read_xml as read
        case Format.TEXT:
            from quotes.ingest.readers.plain_text import read_plain_text as read
    return read(data)
