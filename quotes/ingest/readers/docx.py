"""Word documents: python-docx opens them; all their text is walked, tracked changes included. Pure.

python-docx gives a paragraph's text without what was inserted in tracked changes, text boxes and
notes; so the elements themselves are read. What is not the document as it stands is dropped:
deletions, hidden words, comments, heads and feet of pages, notes.
"""

from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from quotes.ingest.documents import Document, Metadata, UnreadableError
from quotes.ingest.readers.limits import check_archive
from quotes.ingest.readers.markup import Role, captured, parsed_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PARTS = {
    "header": "head of pages", "footer": "foot of pages", "footnotes": "footnote",
    "endnotes": "endnote", "comments": "comment",
}  # fmt: skip
DROPPED = {
    f"{W}hdr": "head of pages", f"{W}ftr": "foot of pages", f"{W}footnotes": "footnotes",
    f"{W}endnotes": "endnotes", f"{W}comments": "comments",
    f"{W}del": "deleted in tracked changes", f"{W}moveFrom": "moved in tracked changes",
}  # fmt: skip
MARKUP = frozenset((f"{W}instrText", f"{W}delInstrText", f"{W}pPr", f"{W}sectPr", FALLBACK))
OFF = ("0", "false", "none")


def read_docx(data: bytes) -> Document:
    """The document; headings and lists by its styles."""
    names = check_archive(data)
    if "[Content_Types].xml" not in names or not any(n.startswith("word/") for n in names):
        raise UnreadableError(
            "The file is an archive, and no Word document. Unpack it, or save it as DOCX."
        )
    try:
        opened = docx.Document(BytesIO(data))
        styles = _style_names(opened)
    except (KeyError, ValueError, AttributeError, BadZipFile, PackageNotFoundError) as error:
        raise UnreadableError(
            "The file is no Word document that can be read (one with macros, for instance). "
            "Save it as DOCX."
        ) from error
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"The Word document is broken: {error}. Save it anew.") from error
    root = _everything(opened)
    return captured(root, _Describer(styles).describe).document("docx", _metadata(opened))


def _style_names(opened: Any) -> dict[str, str]:
    return {style.style_id: (style.name or "").lower() for style in opened.styles}


def _everything(opened: Any) -> Any:
    """The body, and behind it what the document has in other parts, under one root."""
    root = etree.Element("document")
    root.append(opened.element.body)
    for relation in opened.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in PARTS and not relation.is_external:
            root.append(parsed_xml(relation.target_part.blob))
    return root


class _Describer:
    """Says what elements of WordprocessingML mean."""

    def __init__(self, styles: dict[str, str]) -> None:
        self.styles = styles

    def describe(self, element: Any) -> Role:
        """What an element means for the text inside it."""
        tag = element.tag
        if tag in MARKUP:
            return Role(is_markup=True)
        if tag in (f"{W}br", f"{W}cr"):
            return Role(is_line_break=True)
        if tag == f"{W}p":
            return self._paragraph(element)
        if tag == f"{W}r":
            return self._run(element)
        if tag == f"{W}tc":
            return Role(is_block=True, kind="table")
        is_block = tag in DROPPED and tag not in (f"{W}del", f"{W}moveFrom")
        return Role(is_block=is_block or tag.endswith("}txbxContent"), dropped=DROPPED.get(tag, ""))

    def _paragraph(self, element: Any) -> Role:
        style = element.find(f"{W}pPr/{W}pStyle")
        name = self.styles.get(style.get(f"{W}val"), "") if style is not None else ""
        if name.startswith("heading") or name in ("title", "subtitle"):
            digits = name.rpartition(" ")[2]
            level = int(digits) if digits.isdigit() else 1
            return Role(is_block=True, kind="heading", level=level)
        if element.find(f"{W}pPr/{W}numPr") is not None or name.startswith("list"):
            return Role(is_block=True, kind="list")
        return Role(is_block=True, kind="quote" if "quote" in name else "")

    def _run(self, element: Any) -> Role:
        return Role(
            is_strong=_is_on(element.find(f"{W}rPr/{W}b")),
            dropped="hidden words" if _is_on(element.find(f"{W}rPr/{W}vanish")) else "",
        )


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{W}val") not in OFF


def _metadata(opened: Any) -> Metadata:
    said = opened.core_properties
    return Metadata(
        title=said.title or "", authors=said.author or "", language=(said.language or "")[:12]
    )
