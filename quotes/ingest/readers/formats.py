"""Which format a file has: by what it holds, and by its name where that leaves it open. Pure."""

import re
from enum import StrEnum
from pathlib import PurePath

from quotes.ingest.documents import UnreadableError


class Format(StrEnum):
    """What can be read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    SUBTITLES = "subtitles"
    XML = "xml"


# How files begin that cannot be read, and what to do with them.
REFUSED = (
    (b"\xd0\xcf\x11\xe0", "The file is an old or protected Office document. Save it as DOCX."),
    (b"{\\rtf", "The file is RTF. Save it as DOCX or text."),
    (b"\x1f\x8b", "The file is packed (gzip). Unpack it."),
    (b"BZh", "The file is packed (bzip2). Unpack it."),
    (b"\xfd7zXZ", "The file is packed (xz). Unpack it."),
    (b"7z\xbc\xaf", "The file is packed (7-Zip). Unpack it."),
    (b"Rar!", "The file is packed (RAR). Unpack it."),
    (b"\x89PNG", "The file is a picture. Recognise its text (OCR), or paste it."),
    (b"\xff\xd8\xff", "The file is a picture. Recognise its text (OCR), or paste it."),
    (b"GIF8", "The file is a picture. Recognise its text (OCR), or paste it."),
    (b"ID3", "The file is a recording. A transcript or subtitles can be read."),
    (b"OggS", "The file is a recording. A transcript or subtitles can be read."),
    (b"\x7fELF", "The file is a program."),
    (b"MZ\x90", "The file is a program."),
    (b"SQLite format 3", "The file is a database. Export its text."),
)  # fmt: skip
HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html\b)",
    re.IGNORECASE | re.DOTALL,
)
XML = re.compile(
    rb"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html\b)|<(?:\w+:)?(?:akomaNtoso|TEI|teiCorpus)\b)"
)
SUBTITLES = re.compile(
    rb"\s*(?:WEBVTT(?:\s|\Z)|(?:\d+\s*\n)?\s*\d{1,2}:\d{2}:\d{2}[.,]\d{1,3}\s*-->)"
)
TAG = re.compile(
    rb"<(?:p|div|br|body|head|table|h[1-6]|span|ul|article|section)\b[^>]*>", re.IGNORECASE
)
BY_NAME = {
    ".md": Format.MARKDOWN, ".markdown": Format.MARKDOWN, ".mdown": Format.MARKDOWN,
    ".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML,
    ".vtt": Format.SUBTITLES, ".srt": Format.SUBTITLES,
}  # fmt: skip
# These begin with bytes of their own, and are broken where they don't.
NAMED_ONLY = {
    ".pdf": "The file is named as a PDF, and is none, or is broken. Save it anew.",
    ".docx": "The file is named as a Word document, and is none, or is broken. Save it anew.",
}
# What is looked at of a file.
HEAD = 4096


def format_of(name: str, data: bytes) -> Format:
    """The format of a file; raises UnreadableError, with advice, for one that is not read."""
    head = _ascii(data[:HEAD])
    for start, advice in REFUSED:
        if data.startswith(start):
            raise UnreadableError(advice)
    # A PDF may have other bytes before its own.
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.DOCX
    if HTML.match(head):
        return Format.HTML
    if XML.match(head):
        return Format.XML
    if SUBTITLES.match(head):
        return Format.SUBTITLES
    if broken := NAMED_ONLY.get(PurePath(name).suffix.lower()):
        raise UnreadableError(broken)
    by_name = BY_NAME.get(PurePath(name).suffix.lower(), Format.TEXT)
    if by_name is Format.SUBTITLES:
        raise UnreadableError("The file is named as subtitles, and has no times of cues.")
    if by_name is Format.TEXT and len(TAG.findall(head)) >= 3:
        return Format.HTML
    return by_name


def _ascii(head: bytes) -> bytes:
    """The beginning of a file without marks of byte order, and without zeros of wide characters."""
    return (
        head.removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .replace(b"\0", b"")
    )
