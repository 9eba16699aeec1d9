"""A passage's source and record as CSL-JSON, as Zotero and others take it."""

import json

from quotes.citations.cited import Cited
from quotes.citations.csl_item import csl_item

# The signs by which JSON inside a page would be cut short, and the line ends of JavaScript alone.
UNSAFE_IN_PAGES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def csl_json(cited: Cited) -> str:
    """A list of the one item; its address is the record's where that of the source is unknown."""
    item = csl_item(cited)
    item.setdefault("URL", cited.record.url)
    return json.dumps([item], ensure_ascii=False, indent=2).translate(UNSAFE_IN_PAGES) + "\n"
