"""Small XML answers, in which any text stays text."""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
# Characters that no XML may hold, not even escaped.
REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """``text`` with a replacement character for each that XML refuses."""
    return REFUSED.sub("\ufffd", text)


def flat_xml(root: str, values: Mapping[str, object]) -> str:
    """An element with one element for each value."""
    inner = "".join(
        f"<{name}>{escape(xml_text(str(value)))}</{name}>" for name, value in values.items()
    )
    return f"{HEAD}<{root}>{inner}</{root}>\n"


def empty_elements(
    root: str, attributes: Mapping[str, str], name: str, rows: Iterable[Mapping[str, str]]
) -> str:
    """An element with one empty element ``name`` for each row of attributes."""
    inner = "".join(f"<{name}{_attributes(row)}/>" for row in rows)
    return f"{HEAD}<{root}{_attributes(attributes)}>{inner}</{root}>\n"


def _attributes(given: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(xml_text(value))}" for name, value in given.items())
