"""Links: to words inside a page of others, and as people paste addresses of ours. Pure.

Text fragments lead to words, https://wicg.github.io/scroll-to-text-fragment/ – a browser that does
not know them opens the page. Mail and chat programs leave behind an address what stood there in the
sentence.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

# So many words at either end find their place; fewer might stand elsewhere too.
ENDS = 6
# A mark as HTML or an address writes it, once more than was needed, or cut off in the middle.
ESCAPED = re.compile(
    r"(?:&(?:amp|gt|lt|quot|apos|nbsp|[lr][sd]quo|hellip|#\d{1,5})|%[0-9A-F]{2})\Z", re.IGNORECASE
)
MAX_ESCAPED_LENGTH = 8
# No sentence ends so: another directory, a part of an address without letters, a control character.
NOT_PASTED = re.compile(r"/\.\.|/[^/]+/|[\x00-\x1f\x7f-\x9f]")
# What opens a quotation or a bracket before a part of an address, as a letter or as HTML has it.
OPENINGS = re.compile(
    r"(?<=/)(?:[(\[{<*_\"'`´«»‹›“”„‟‘’‚‛「『（【《〈]|&(?:lt|quot|apos|[lr][sd]quo|#\d{1,5});?"
    r"|%(?:2[278]|5B|7B|3C|E2%80%9[8-F]))+(?=[^/])",
    re.IGNORECASE,
)


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


def without_surroundings(text: str) -> str:
    """``text`` without anything before its first and after its last letter or digit."""
    while text and not text[0].isalnum():
        text = text[1:]
    while text and not text[-1].isalnum():
        text = text[:-1]
    return text


def without_openings(path: str) -> str:
    """``path`` without brackets and quotation marks before any of its parts."""
    return OPENINGS.sub("", path)


def without_ending(path: str) -> str:
    """``path`` up to its last letter or digit; every address of ours ends in one, or in a slash.

    As it is where no sentence can have left what stands behind that.
    """
    end = len(path)
    while end:
        if not path[end - 1].isalnum():
            end -= 1
        elif escaped := ESCAPED.search(path[max(0, end - MAX_ESCAPED_LENGTH) : end]):
            end -= len(escaped.group())
        else:
            break
    return path if NOT_PASTED.search(path, end) else path[:end]
