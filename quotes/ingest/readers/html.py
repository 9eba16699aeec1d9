"""Web pages: trafilatura finds the article and what the page says of itself. Pure.

The article is the smallest element round what trafilatura finds. All of it is kept, because a line
that the finder passes over may be an answer. What is hidden or marked as navigation is dropped, and
so is everything outside. Where that element holds much else, only what the finder chose is kept.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import trafilatura
from lxml import etree, html

from quotes.ingest.documents import Document, Dropped, Metadata, UnreadableError, day_of
from quotes.ingest.readers.decoding import decoded
from quotes.ingest.readers.markup import Captured, Role, captured

NOT_TEXT = frozenset((
    "script", "style", "template", "svg", "math", "object", "iframe", "canvas", "audio", "video",
    "head", "map",
))  # fmt: skip
FORMS = frozenset(("form", "button", "select", "textarea", "input", "datalist"))
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "li", "main", "nav", "ol", "p", "pre", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
))  # fmt: skip
KINDS = {
    "li": "list", "dd": "list", "dt": "list", "blockquote": "quote", "figcaption": "caption",
    "caption": "caption", "td": "table", "th": "table",
}  # fmt: skip
FURNITURE = {"nav": "navigation", "aside": "aside of the page", "noscript": "hidden on the page"}
# Outside the article; inside it, they are its own.
OUTER = {"header": "head of the page", "footer": "foot of the page"}
BY_ARIA = {
    "navigation": "navigation", "banner": "head of the page", "contentinfo": "foot of the page",
    "complementary": "aside of the page", "search": "form", "tooltip": "hidden on the page",
    "dialog": "hidden on the page", "alertdialog": "hidden on the page", "menu": "navigation",
}  # fmt: skip
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
HIDDEN_CLASS = re.compile(
    r"(?:\A|[\s_-])(?:tool-?tip|pop-?up|popover|sr-only|visually-?hidden|screen-reader-text|"
    r"hidden)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
# What is beside an article; believed only where the finder passed it over too.
NOT_OF_ARTICLE = re.compile(
    r"related|shar(?:e|ing)|social|breadcrumb|newsletter|promo|advert|banner|cookie|sidebar|menu|"
    r"\bnav|footer|comment|recommend|read-?(?:also|more)|\btags?\b|subscribe|signup|pagination",
    re.IGNORECASE,
)
DECLARED = re.compile(
    rb"<\?xml[^>]{0,80}encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]+)",
    re.IGNORECASE,
)
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
SWALLOWING = re.compile(
    r"<(script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext)\b[^>]*>", re.IGNORECASE
)
PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
# Of the characters that the finder chose, inside one element; and of that element's own.
MIN_SHARE_OF_FOUND = 0.9
MIN_SHARE_OF_ELEMENT = 0.6
# A line shorter than this is the finder's only where it stands in its order.
SHORT_LINE = 25
# Characters to look ahead before all is looked through.
NEAR = 5_000


def read_html(data: bytes) -> Document:
    """The article of a page, as a document."""
    characters = decoded(data, _declared(data))
    # Behind these ends nothing more is read; they may be left out.
    source = PAGE_END.sub("", XML_DECLARATION.sub("", characters.text))
    root = _parsed(source)
    found = captured(root, _role)
    article: Any = trafilatura.bare_extraction(
        source, favor_recall=True, include_comments=False, with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    chosen = _chosen(found, article.text or "" if article is not None else "")
    found.dropped[:] = _furniture(found, chosen)
    return found.document("html", _metadata(article, root), list(_outside(found, chosen)))


def _declared(data: bytes) -> str:
    match = DECLARED.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _parsed(source: str) -> Any:
    if open_end := _never_closed(source):
        raise UnreadableError(
            f"{open_end} in the page is never closed, so that all behind it would be lost. "
            "Save the page anew, or as text."
        )
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        root = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableError("The page is empty.") from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise UnreadableError(
            "The page is nested so deeply, or so broken, that words would be lost. Save it as text."
        )
    return root


def _never_closed(source: str) -> str:
    """What swallows the rest of a page, by name; empty where nothing does."""
    last = source.rfind("<!--")
    if last >= 0 and "-->" not in source[last:] and "--!>" not in source[last:]:
        return "A comment"
    opened = {match[1].lower(): match.end() for match in SWALLOWING.finditer(source)}
    for tag, end in opened.items():
        if tag == "plaintext" or not re.search(rf"</{tag}\b", source[end:], re.IGNORECASE):
            return f"“{tag}”"
    return ""


def _role(element: Any) -> Role:
    tag = element.tag
    if tag in NOT_TEXT:
        return Role(is_markup=True)
    if tag == "br":
        return Role(is_line_break=True)
    level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0
    return Role(
        is_block=tag in BLOCKS,
        dropped=_reason(element),
        kind="heading" if level else KINDS.get(tag, ""),
        level=level,
        is_strong=tag in ("b", "strong", "dt") or "speaker" in element.get("class", "").lower(),
        keeps_white=tag == "pre",
    )


def _reason(element: Any) -> str:
    """Why an element is not of the article, by what it is marked as; empty if it may be."""
    tag = element.tag
    if tag in FORMS:
        # Some servers wrap the whole page in one.
        return "" if tag == "form" and len(element.findall(".//p")) > 2 else "form"
    if element.get("hidden") is not None or HIDDEN_STYLE.search(element.get("style", "")):
        return "hidden on the page"
    if tag not in ("html", "body") and HIDDEN_CLASS.search(element.get("class", "")):
        return "hidden on the page"
    if tag in OUTER:
        return "" if any(True for _ in element.iterancestors("article", "main")) else OUTER[tag]
    return FURNITURE.get(tag) or BY_ARIA.get(element.get("role", ""), "")


def _metadata(article: Any, root: Any) -> Metadata:
    language = root.get("lang", "") or root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    if article is None:
        return Metadata(title=(root.findtext(".//title") or "").strip(), language=language)
    return Metadata(
        title=article.title or "",
        authors=(article.author or "").replace(";", ","),
        date=day_of(article.date or ""),
        outlet=article.sitename or article.hostname or "",
        url=article.url or "",
        language=language or article.language or "",
    )


def _furniture(found: Captured, chosen: set[int]) -> list[Dropped]:
    """What the markup says is none of the article, unless much of the article is in it."""
    most = (1 - MIN_SHARE_OF_FOUND) * _size(found, chosen)
    blocks = [found.blocks[at] for at in chosen]
    return [
        drop
        for drop in found.dropped
        if sum(each.end - each.start for each in blocks if drop.start <= each.start < drop.end)
        <= most
    ]


def _outside(found: Captured, chosen: set[int]) -> Iterator[Dropped]:
    """Blocks that are not of the article."""
    element = _article_element(found, chosen)
    if element is None:
        return
    inside = [_is_below(owner, element) for owner in found.owners]
    own = _size(found, [at for at, within in enumerate(inside) if within])
    is_tight = _size(found, chosen) >= MIN_SHARE_OF_ELEMENT * own
    for at, block in enumerate(found.blocks):
        if at in chosen or (inside[at] and block.kind == "heading"):
            continue
        if not inside[at]:
            yield Dropped(block.start, block.end, "outside the article")
        elif _is_outside_article(found.owners[at], element):
            yield Dropped(block.start, block.end, "beside the article")
        elif not is_tight:
            yield Dropped(block.start, block.end, "not of the article")


def _chosen(found: Captured, extracted: str) -> set[int]:
    """Numbers of the blocks whose words the finder gave, in their order."""
    words = "".join(extracted.split())
    chosen, reached = set(), 0
    for at, block in enumerate(found.blocks):
        own = "".join(found.text[block.start : block.end].split())
        place = words.find(own, reached, reached + len(own) + NEAR)
        # A short line stands anywhere; here it has to come next, but for a mark of a list.
        if len(own) < SHORT_LINE:
            place = place if place - reached <= 2 else -1
        elif place < 0:
            place = words.find(own)
        if place >= 0:
            chosen.add(at)
            reached = place + len(own)
    return chosen


def _article_element(found: Captured, chosen: set[int]) -> Any:
    """The smallest element that has nearly all of what was chosen; None if nothing was."""
    sizes: dict[Any, int] = {}
    for at in chosen:
        element = found.owners[at]
        while element is not None:
            sizes[element] = sizes.get(element, 0) + _size(found, [at])
            element = element.getparent()
    wanted = MIN_SHARE_OF_FOUND * _size(found, chosen)
    fitting = [element for element, size in sizes.items() if size >= wanted]
    return max(fitting, key=lambda each: sum(1 for _ in each.iterancestors()), default=None)


def _size(found: Captured, numbers: Iterable[int]) -> int:
    return sum(found.blocks[at].end - found.blocks[at].start for at in numbers)


def _is_below(element: Any, above: Any) -> bool:
    return element is above or any(each is above for each in element.iterancestors())


def _is_outside_article(element: Any, article: Any) -> bool:
    """Whether something between a block and the article is marked as standing beside it."""
    while element is not None and element is not article:
        if NOT_OF_ARTICLE.search(f"{element.get('class', '')} {element.get('id', '')}"):
            return True
        element = element.getparent()
    return False
