"""Text fragments: addresses that lead to words inside a page of others.

https://wicg.github.io/scroll-to-text-fragment/ – a browser that does not know them opens the page.
"""

from collections.abc import Iterable
from urllib.parse import quote

# So many words at either end find their place; fewer might stand elsewhere too.
ENDS = 6


def to_words(url: str, parts: Iterable[str]) -> str:
    """``url`` with a directive for each part of a quotation; as it is unless it is a web address.

    A long part is named by its first and last words.
    """
    directives = "&".join(f"text={_directive(part)}" for part in parts if part.split())
    if not directives or not url.startswith(("http://", "https://")):
        return url
    return f"{url}{'' if '#' in url else '#'}:~:{directives}"


def _directive(part: str) -> str:
    paragraphs = [paragraph.split() for paragraph in part.split("\n") if paragraph.split()]
    first, last = paragraphs[0], paragraphs[-1]
    if len(paragraphs) == 1 and len(first) <= 2 * ENDS:
        return _encoded(first)
    # Neither end may reach over the edge of a paragraph: no browser would find it.
    return f"{_encoded(first[:ENDS])},{_encoded(last[-ENDS:])}"


def _encoded(words: list[str]) -> str:
    # A dash, a comma or an ampersand would be read as part of the directive.
    return quote(" ".join(words), safe="").replace("-", "%2D")
