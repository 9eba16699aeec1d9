"""Quotations as a document for word processors, each with a footnote that says where it stands.

Office Open XML (ECMA-376), of which this writes the few parts that a text with footnotes needs. It
is written while it is read, so that a long document takes no more memory than a short one: a ZIP
archive has its parts one behind the other, and footnotes wait in a temporary file until the text
is whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from quotes.citations.attribution import Piece, lines, paragraphs
from quotes.citations.cited import ARCHIVE, Cited
from quotes.text.direction import direction

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Bytes of footnotes that are kept in memory, and bytes handed on at a time.
IN_MEMORY, AT_ONCE = 1 << 20, 1 << 16
# What XML 1.0 has no place for.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = ("document", "footnotes", "styles", "settings")
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{name}+xml"/>'
        for name in PARTS[1:]
    )
    + f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
    'core-properties+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
WORD_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(PARTS[1:], 1)
    )
    + "</Relationships>"
)
SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{WORDS}"><w:footnotePr><w:footnote w:id="-1"/>'
    '<w:footnote w:id="0"/></w:footnotePr></w:settings>'
)


def _style(key: str, name: str, kind: str, how: str) -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>'
        f"{'' if key == 'Normal' or kind == 'character' else _BASED}{how}</w:style>"
    )


_BASED = '<w:basedOn w:val="Normal"/>'
STYLES = (
    f'{HEAD}<w:styles xmlns:w="{WORDS}">'
    + _style(
        "Normal", "Normal", "paragraph",
        '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr>',
    )
    + _style(
        "Title", "Title", "paragraph",
        '<w:pPr><w:spacing w:after="200"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr>',
    )
    + _style(
        "Quote", "Quote", "paragraph",
        '<w:pPr><w:spacing w:before="160" w:after="80"/><w:ind w:left="425"/></w:pPr>',
    )
    + _style("FootnoteText", "footnote text", "paragraph", '<w:rPr><w:sz w:val="18"/></w:rPr>')
    + _style(
        "FootnoteReference", "footnote reference", "character",
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
    )
    + "</w:styles>"
)  # fmt: skip


def document(title: str, about: Sequence[str], quoted: Iterable[Cited]) -> Iterator[bytes]:
    """The document in pieces: a title, paragraphs ``about`` it, and the quotations in order."""
    sink = _Sink()
    with (
        SpooledTemporaryFile(max_size=IN_MEMORY, mode="w+", encoding="utf-8") as footnotes,
        ZipFile(cast("IO[bytes]", sink), "w", ZIP_DEFLATED) as package,
    ):
        package.writestr(_entry("[Content_Types].xml"), TYPES)
        package.writestr(_entry("_rels/.rels"), RELATIONS)
        package.writestr(_entry("docProps/core.xml"), _core(title))
        package.writestr(_entry("word/_rels/document.xml.rels"), WORD_RELATIONS)
        package.writestr(_entry("word/styles.xml"), STYLES)
        package.writestr(_entry("word/settings.xml"), SETTINGS)
        with package.open(_entry("word/document.xml"), "w") as part:
            for text in _body(title, about, quoted, footnotes):
                part.write(text.encode())
                yield from sink.take(AT_ONCE)
        footnotes.seek(0)
        with package.open(_entry("word/footnotes.xml"), "w") as part:
            part.write(f'{HEAD}<w:footnotes xmlns:w="{WORDS}">{SEPARATORS}'.encode())
            while text := footnotes.read(AT_ONCE):
                part.write(text.encode())
                yield from sink.take(AT_ONCE)
            part.write(b"</w:footnotes>")
    yield from sink.take(0)


def _entry(name: str) -> ZipInfo:
    """A part of the package, without the time of packing: the same document has the same bytes."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


class _Sink:
    """A file that only grows, and is emptied as it does."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._kept.append(bytes(data))
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def take(self, least: int) -> Iterator[bytes]:
        """What was written, once it is more than ``least`` bytes."""
        if self._size > least:
            yield b"".join(self._kept)
            self._kept, self._size = [], 0


def _body(
    title: str, about: Sequence[str], quoted: Iterable[Cited], footnotes: IO[str]
) -> Iterator[str]:
    yield f'{HEAD}<w:document xmlns:w="{WORDS}"><w:body>'
    yield _paragraph("Title", _run(title))
    for text in about:
        yield _paragraph("Normal", _run(text))
    for number, cited in enumerate(quoted, 1):
        footnotes.write(_footnote(number, cited))
        texts = paragraphs(cited)
        for place, text in enumerate(texts, 1):
            way = direction(cited.language if cited.text else "", text)
            reference = _reference(number) if place == len(texts) else ""
            yield _paragraph("Quote", _run(text, way) + reference, way)
    yield "<w:sectPr/></w:body></w:document>"


def _footnote(number: int, cited: Cited) -> str:
    pieces = [_pieces(line) for line in lines(cited)]
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    text = mark + _run(" ") + _run(" ").join(pieces)
    return f'<w:footnote w:id="{number}">{_paragraph("FootnoteText", text)}</w:footnote>'


def _pieces(line: Sequence[Piece]) -> str:
    return "".join(_link(text) if is_address else _run(text) for text, is_address in line)


def _link(url: str) -> str:
    # A field needs no relation of the footnotes' own. Quotation marks would end its address.
    field = quoteattr(f'HYPERLINK "{_plain(url).replace(chr(34), "%22")}"')
    return f"<w:fldSimple w:instr={field}>{_run(url)}</w:fldSimple>"


def _paragraph(style: str, content: str, way: str = "ltr") -> str:
    bidi = "<w:bidi/>" if way == "rtl" else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{content}</w:p>'


def _run(text: str, way: str = "ltr") -> str:
    how = "<w:rPr><w:rtl/></w:rPr>" if way == "rtl" else ""
    breaks = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _plain(text).splitlines()
    )
    return f"<w:r>{how}{breaks}</w:r>"


def _reference(number: int) -> str:
    return (
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r>'
    )


def _core(title: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_plain(title))}</dc:title><dc:creator>{ARCHIVE}</dc:creator>"
        "</cp:coreProperties>"
    )


def _plain(text: str) -> str:
    return NO_XML.sub("\ufffd", text)
