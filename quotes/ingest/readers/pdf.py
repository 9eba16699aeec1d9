"""PDF: the text layer, page by page, by PDFium; refused where it is no words. Pure."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
from pypdfium2 import PdfiumError

from quotes.ingest.documents import Block, Document, Metadata, UnreadableError
from quotes.ingest.readers.decoding import cleaned
from quotes.ingest.readers.limits import MAX_PAGES, check_characters
from quotes.ingest.readers.plain_text import laid_out

# What PDFium writes for a hyphen at the end of a line; it leaves the line's end out there.
SPLIT_WORD = re.compile("[\x02\ufffe](?:\r\n)?")
# Titles that programs write by themselves.
NO_TITLE = re.compile(
    r"\.\w{2,4}\Z|\A(?:microsoft word|untitled|slide|document\d*\Z)", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]{3,}")
LATIN_WORD = re.compile(r"[A-Za-z]{4,}")
VOWELS = frozenset("aeiouyAEIOUY")
# A page of fewer characters has too few words to be judged by.
MIN_CHARACTERS = 200
MAX_UNKNOWN = 0.05
MIN_LETTERS = 0.5
MIN_WITH_VOWEL = 0.7
MAX_WORD = 60
ADVICE = "Recognise the text anew (OCR), or paste it."


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


def check_legible(text: str) -> None:
    """Raise UnreadableError for characters that stand for other ones, or for none.

    That is so where a PDF was scanned badly, or has fonts without a table of their characters.
    """
    signs = "".join(text.split())
    if not signs:
        raise UnreadableError(f"The PDF has pictures of pages, and no text. {ADVICE}")
    if len(signs) < MIN_CHARACTERS:
        return
    unknown = sum(
        unicodedata.category(sign) in ("Co", "Cn", "Cc") or sign == "\ufffd" for sign in signs
    )
    letters = sum(unicodedata.category(sign)[0] in "LM" for sign in signs)
    latin = LATIN_WORD.findall(text)
    with_vowel = sum(not VOWELS.isdisjoint(word) for word in latin)
    is_rubbish = (
        unknown > MAX_UNKNOWN * len(signs)
        or letters < MIN_LETTERS * len(signs)
        or (len(latin) > 20 and with_vowel < MIN_WITH_VOWEL * len(latin))
        or _has_no_spaces(text)
    )
    if is_rubbish:
        raise UnreadableError(f"The text layer of the PDF is not words. {ADVICE}")


def _has_no_spaces(text: str) -> bool:
    """Whether most words of an alphabet run together."""
    words = [word for word in WORD.findall(text) if ord(word[0]) < 0x0E00]
    long = sum(len(word) for word in words if len(word) > MAX_WORD)
    return long > 0.5 * sum(map(len, words)) > 0
