"""Text between markup: one walk over a tree, with a describer for what its elements mean. Pure.

White space is read as HTML and XML read it: any stretch of it is one space. Blocks are parted by
blank lines. What an element drops is captured all the same: it has its place in the receipt.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from quotes.ingest.documents import Block, Document, Dropped, Metadata, UnreadableError
from quotes.ingest.readers.decoding import cleaned
from quotes.ingest.readers.limits import MAX_DEPTH, check_characters, check_depth

WHITE = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
BLOCK_END = "\n\n"


@dataclass(frozen=True)
class Role:
    """What an element means for the text inside it.

    ``is_markup``: it holds none. ``dropped``: why its text is left out. ``is_block``: it begins a
    line. ``kind`` and the like are those of a block; empty, they are those of the block around.
    """

    is_block: bool = False
    is_markup: bool = False
    dropped: str = ""
    kind: str = ""
    level: int = 0
    speaker: str | None = None
    role: str | None = None
    locator: str = ""
    is_strong: bool = False
    is_line_break: bool = False
    keeps_white: bool = False
    is_glued: bool = False


Describe = Callable[[Any], Role]


@dataclass
class Captured:
    """The text of a tree; ``owners`` holds the element of each block."""

    text: str
    blocks: list[Block]
    dropped: list[Dropped]
    owners: list[Any]

    def document(
        self,
        format: str,  # noqa: A002 - the field's name
        metadata: Metadata,
        more: Iterable[Dropped] = (),
    ) -> Document:
        """The document, without what ``more`` drops."""
        characters = cleaned(self.text)
        return Document.of(
            characters.text,
            format=format,
            blocks=self.blocks,
            dropped=[*self.dropped, *characters.dropped, *more],
            mended=characters.mended,
            metadata=metadata,
        )


def captured(root: Any, describe: Describe) -> Captured:
    """All text below ``root``, in the order of the document."""
    check_depth(_depth(root))
    walk = _Walk(describe)
    walk.element(root)
    return walk.captured()


def parsed_xml(data: bytes) -> Any:
    """The root of an XML document; no entity is unfolded, and no other file is looked at.

    Raises UnreadableError where it is not well-formed, or has entities of its own.
    """
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise UnreadableError(
            "The file has entities of its own, which are not unfolded. Save it without a DTD."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    parser.resolvers.add(_Nothing())
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            check_depth(MAX_DEPTH + 1)
        raise UnreadableError(f"The file is not well-formed XML: {error}.") from error
    if any(True for _ in root.iter(etree.Entity)):
        raise UnreadableError("The file has entities that only its DTD knows. Save it without.")
    return root


class _Nothing(etree.Resolver):
    """What a document refers to is empty."""

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:
        return self.resolve_empty(context)


def _depth(root: Any) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


@dataclass
class _Open:
    """The block that text goes to at a place."""

    role: Role
    element: Any
    kind: str
    speaker: str
    speaker_role: str
    locator: str


@dataclass
class _Walk:
    describe: Describe
    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    owners: list[Any] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    strong: list[tuple[int, int]] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    began: int | None = None
    is_preformatted: bool = False
    is_glued: bool = False

    def element(self, element: Any) -> None:
        """An element with all that is in it; not what follows it."""
        role = self.describe(element)
        if role.is_markup:
            return
        if role.is_line_break:
            self._write("\n")
            return
        if role.is_block:
            self._end_block()
            self.opened.append(self._opened(role, element))
        start, was_preformatted = self.length, self.is_preformatted
        self.is_preformatted = was_preformatted or role.keeps_white
        self._content(element)
        self.is_preformatted = was_preformatted
        if role.is_strong and self.length > start:
            self.strong.append((start, self.length))
        if role.is_block:
            self._end_block()
            self.opened.pop()
        if role.dropped and self.length > start:
            self.dropped.append(Dropped(start, self.length, role.dropped))
        self.is_glued = role.is_glued

    def _content(self, element: Any) -> None:
        self._text(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.element(child)
            self._text(child.tail)

    def _opened(self, role: Role, element: Any) -> _Open:
        around = self.opened[-1] if self.opened else _Open(role, element, "paragraph", "", "", "")
        return _Open(
            role,
            element,
            role.kind or around.kind,
            around.speaker if role.speaker is None else role.speaker,
            around.speaker_role if role.role is None else role.role,
            role.locator or around.locator,
        )

    def _text(self, words: str | None) -> None:
        if not words:
            return
        if not self.is_preformatted:
            words = WHITE.sub(" ", words)
            if self._is_line_start() or (self.is_glued and not words.strip()):
                words = words.removeprefix(" ")
            elif words.startswith(" ") and self.parts[-1].endswith(" "):
                words = words[1:]
        self.is_glued = False
        self._write(words)

    def _is_line_start(self) -> bool:
        return self.began is None or self.parts[-1].endswith("\n")

    def _write(self, words: str) -> None:
        if not words or (self.began is None and not words.strip()):
            return
        if self.began is None:
            self.began = self.length
        self.parts.append(words)
        self.length += len(words)
        check_characters(self.length)

    def _end_block(self) -> None:
        """What was written since the last block's end is a block; a blank line follows it."""
        if self.began is None:
            return
        around = self.opened[-1] if self.opened else self._opened(Role(), None)
        strong = tuple(span for span in self.strong if span[0] >= self.began)
        self.blocks.append(
            Block(
                self.began, self.length, around.kind, around.speaker, around.speaker_role,
                around.locator, around.role.level, strong,
            )
        )  # fmt: skip
        self.owners.append(around.element)
        self.strong.clear()
        self.parts.append(BLOCK_END)
        self.length += len(BLOCK_END)
        self.began = None

    def captured(self) -> Captured:
        """All that was written, in NFC."""
        self._end_block()
        raw = "".join(self.parts)
        text = unicodedata.normalize("NFC", raw)
        found = Captured(text, self.blocks, self.dropped, self.owners)
        if text != raw:
            _move(found, raw)
        return found


def _move(found: Captured, raw: str) -> None:
    """Let places in ``raw`` be places in its normal form."""
    spans: list[Any] = [*found.blocks, *found.dropped]
    strong = [at for block in found.blocks for span in block.strong for at in span]
    wanted = sorted({each.start for each in spans} | {each.end for each in spans} | {*strong})
    moved: dict[int, int] = {}
    reached = length = 0
    for at in wanted:
        # A mark belongs to the letter before it.
        end = max(at, reached)
        while end < len(raw) and unicodedata.combining(raw[end]):
            end += 1
        length += len(unicodedata.normalize("NFC", raw[reached:end]))
        reached = end
        moved[at] = min(length, len(found.text))
    found.blocks[:] = [
        replace(
            block, start=moved[block.start], end=moved[block.end],
            strong=tuple((moved[low], moved[high]) for low, high in block.strong),
        )
        for block in found.blocks
    ]  # fmt: skip
    found.dropped[:] = [
        replace(drop, start=moved[drop.start], end=moved[drop.end]) for drop in found.dropped
    ]
