"""PDF: the text layer, page by page, by PDFium. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
from pypdfium2 import PdfiumError

from quotes.ingest.documents import Block, Document, Metadata, UnreadableError
from quotes.ingest.readers.decoding import cleaned
from quotes.ingest.readers.legible import check_legible
from quotes.ingest.readers.limits import MAX_PAGES, check_characters
from quotes.ingest.readers.plain_text import laid_out

# What PDFium writes for a hyphen at the end of a line; it leaves the line's end out there.
SPLIT_WORD = re.compile("[\x02\ufffe](?:\r\n)?")
# Titles that programs write by themselves.
NO_TITLE = re.compile(
    r"\.\w{2,4}\Z|\A(?:microsoft word|untitled|slide|document\d*\Z)", re.IGNORECASE
)


def read_pdf(data: bytes) -> Document:
    """The document; blocks say on which page they begin.

    Raises UnreadableError where pages have no text, or rubbish for it, or a password is wanted.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
        described = pdf.get_metadata_dict(skip_empty=True)
        pages = list(_pages(pdf))
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(
                "The PDF is protected by a password. Save it without one."
            ) from error
        raise UnreadableError(f"The PDF is broken: {error}. Save it anew, or paste it.") from error
    text = "\f".join(pages)
    check_legible(text)
    document = laid_out(cleaned(text), "pdf")
    return replace(document, blocks=tuple(_with_pages(document)), metadata=_metadata(described))


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[str]:
    if len(pdf) > MAX_PAGES:
        raise UnreadableError(f"The PDF has more than {MAX_PAGES:,} pages. Split it.")
    number = 0
    for page in pdf:
        layer = page.get_textpage()
        words = SPLIT_WORD.sub("-\n", layer.get_text_range())
        layer.close()
        page.close()
        number += len(words)
        check_characters(number)
        yield words


def _with_pages(document: Document) -> Iterator[Block]:
    # A PDF has no blank lines: what is a line still, ends a paragraph.
    for line in re.finditer(r"\S(?:[^\n]*\S)?", document.text):
        ranges, _ = document.captured_at(line.start(), line.start() + 1)
        page = 1 + bisect_left(document.page_ends, ranges[0][0]) if ranges else 1
        yield Block(line.start(), line.end(), locator=f"p. {page}")


def _metadata(described: dict[str, str]) -> Metadata:
    title = " ".join(described.get("Title", "").split())
    return Metadata(
        title="" if NO_TITLE.search(title) else title,
        authors=" ".join(described.get("Author", "").split()),
    )
