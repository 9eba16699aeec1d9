"""Markdown: markdown-it finds the structure; places in the file are found again by its words. Pure.

Marks of emphasis, of headings and lists, and addresses of links are dropped; escapes are mended.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from quotes.ingest.documents import Block, Document, Dropped, Mend, Metadata, Span, day_of
from quotes.ingest.readers.decoding import decoded
from quotes.ingest.readers.layout import unwrapped

MARKUP = "markup of Markdown"
FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?\n)(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
# Of front matter, in characters; more is no description of a document.
MAX_FRONT_MATTER = 20_000
NOT_TEXT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]*>", re.DOTALL)
NOT_WHITE = re.compile(r"\S+(?:[^\S\n]+\S+)*")
KEYS = {
    "title": ("title",), "authors": ("author", "authors", "byline"),
    "date": ("date", "published", "published_time", "publish_date", "date_published"),
    "outlet": ("outlet", "publisher", "site", "source", "site_name"),
    "url": ("source_url", "url", "link", "canonical_url", "permalink"),
    "language": ("lang", "language"), "event": ("event",),
}  # fmt: skip


def read_markdown(data: bytes) -> Document:
    """The document, with blocks for headings, lists, quotations and paragraphs."""
    characters = decoded(data)
    text = characters.text
    front = FRONT_MATTER.match(text)
    described = _front_matter(front[1]) if front else {}
    body = front.end() if front and described else 0
    reading = _Reading(text, body)
    reading.read()
    dropped = [*characters.dropped, *reading.dropped()]
    if body:
        dropped.append(Dropped(0, body, "description of the document"))
    layout = unwrapped(text, characters.page_ends, taken=dropped)
    return Document.of(
        text,
        format="markdown",
        blocks=reading.blocks,
        dropped=[*dropped, *layout.dropped],
        mended=[*characters.mended, *reading.mended, *layout.mended],
        metadata=_metadata(described),
    )


def _front_matter(source: str) -> dict[str, Any]:
    """What stands before the text, as YAML; empty where it is no such thing."""
    # An alias can make a page of a line.
    if len(source) > MAX_FRONT_MATTER or re.search(r"[\s\[{,:-][*&]\w", source):
        return {}
    try:
        found = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return (
        {str(key).lower(): value for key, value in found.items()} if isinstance(found, dict) else {}
    )


def _metadata(described: dict[str, Any]) -> Metadata:
    found = {
        name: next(filter(None, (_words(described.get(key)) for key in keys)), "")
        for name, keys in KEYS.items()
    }
    if not found["url"].startswith(("http://", "https://")):
        found["url"] = ""
    return Metadata(**{**found, "date": day_of(found["date"])})


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value[:20])))
    return "" if value is None or isinstance(value, dict) else " ".join(str(value).split())


def _blank(match: re.Match[str]) -> str:
    """A tag as long as what was matched."""
    return f"<x{' ' * (len(match.group()) - 3)}>"


class _Reading:
    """Follows the tokens through the text from ``start`` on, noting which characters are theirs."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.kept: list[Span] = []
        self.mended: list[Mend] = []
        self.blocks: list[Block] = []
        self.left_out: list[Dropped] = []
        self.around: list[Token] = []
        ends = [match.end() for match in re.finditer(r"\n|\Z", text[start:])]
        self.line_starts = [start, *(start + end for end in ends)]

    def read(self) -> None:
        """Read all tokens."""
        parser = MarkdownIt("commonmark").enable("table").disable("text_join")
        for token in parser.parse(self.text[self.start :]):
            if token.nesting == 1:
                self.around.append(token)
            elif token.nesting == -1:
                self.around.pop()
            elif token.type == "inline":
                self._inline(token)
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.type == "html_block":
                self._html(*self._places(token))

    def _places(self, token: Token) -> Span:
        """Where a token's lines begin and end."""
        first, last = token.map or (0, 0)
        return self.line_starts[first], self.line_starts[min(last, len(self.line_starts) - 1)]

    def _inline(self, token: Token) -> None:
        start, end = self._places(token)
        if start < self._reached():  # cells of a table share a line
            start = self._reached()
        self.at = start
        strong: list[Span] = []
        bold = first = None
        kept = len(self.kept)
        for child in token.children or []:
            if child.type == "strong_open":
                bold = len(self.kept)
            elif child.type == "strong_close" and bold is not None and bold < len(self.kept):
                strong.append((self.kept[bold][0], self.kept[-1][1]))
            else:
                self._child(child, end)
        if len(self.kept) > kept:
            first = self.kept[kept][0]
            self._block(first, self.kept[-1][1], tuple(strong))

    def _reached(self) -> int:
        return self.kept[-1][1] if self.kept else self.start

    def _child(self, child: Token, end: int) -> None:
        """Find the words of a token behind those of the one before."""
        if child.type in ("text", "code_inline") and child.content:
            self._keep(child.content, end)
        elif child.type == "text_special":
            at = self.text.find(child.markup, self.at, end)
            if at >= 0:
                self.at = at + len(child.markup)
                self.kept.append((at, self.at))
                self.mended.append(Mend(at, self.at, child.content, "escape of Markdown"))
        elif child.type == "image":
            at = self.text.find("![", self.at, end)
            close = self.text.find(")", at, end)
            if at >= 0 and close >= 0:
                self.left_out.append(Dropped(at, close + 1, "picture"))
                self.at = close + 1
        elif child.type == "html_inline":
            at = self.text.find(child.content, self.at, end)
            self.at = at + len(child.content) if at >= 0 else self.at

    def _keep(self, words: str, end: int) -> None:
        at = self.text.find(words, self.at, end)
        if at < 0:
            # White space that Markdown reads otherwise; the words are there one by one.
            for word in words.split():
                at = self.text.find(word, self.at, end)
                if at >= 0:
                    self.kept.append((at, at + len(word)))
                    self.at = at + len(word)
            return
        self.kept.append((at, at + len(words)))
        self.at = at + len(words)

    def _code(self, token: Token) -> None:
        start, end = self._places(token)
        for line in token.content.splitlines():
            at = self.text.find(line, start, end) if line.strip() else -1
            if at >= 0:
                self.kept.append((at, at + len(line)))
                start = at + len(line)
        self._block(*self._places(token), ())

    def _html(self, start: int, end: int) -> None:
        """Words between tags are kept."""
        reached = start
        bare = NOT_TEXT.sub(_blank, self.text[start:end])
        for tag in [*TAG.finditer(bare), None]:
            stop = start + tag.start() if tag else end
            if self.text[reached:stop].strip():
                self.kept.append((reached, stop))
                self._block(reached, stop, ())
            reached = start + tag.end() if tag else end

    def _block(self, start: int, end: int, strong: tuple[Span, ...]) -> None:
        kind, level = "paragraph", 0
        for token in self.around:
            if token.type == "heading_open":
                kind, level = "heading", int(token.tag[1])
            elif token.type in ("list_item_open", "blockquote_open", "td_open", "th_open"):
                kind = {"l": "list", "b": "quote", "t": "table"}[token.type[0]]
        self.blocks.append(Block(start, end, kind, level=level, strong=strong))

    def dropped(self) -> Iterator[Dropped]:
        """All characters that no token has, but white space."""
        yield from self.left_out
        reached = self.start
        for start, end in [*sorted(self.kept), (len(self.text), len(self.text))]:
            for match in NOT_WHITE.finditer(self.text, reached, max(reached, start)):
                is_link = match.group().startswith(("](", "<http"))
                reason = "address of a link" if is_link else MARKUP
                yield Dropped(match.start(), match.end(), reason)
            reached = max(reached, end)
