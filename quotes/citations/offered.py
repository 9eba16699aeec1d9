"""The forms in which programs can have a passage: what unAPI lists and typed links name.

A citation format joins them by an entry in OFFERED: its name in unAPI (Zotero's own where it has
one, as ``bibtex`` and ``ris``), how it is written, and the page that gives it, if any.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.citations.formats import BY_KEY
from quotes.citations.json_record import passage_record
from quotes.citations.reading import cited

if TYPE_CHECKING:
    from quotes.models import Passage

Write = Callable[["Passage", str], str]


@dataclass(frozen=True)
class Offered:
    """One form: ``write`` takes a passage loaded for its record, and the site's address.

    ``ending`` is what its own address adds to the permalink; empty where it has none.
    """

    name: str
    media_type: str
    write: Write
    ending: str = ""


def _json(passage: Passage, site: str) -> str:
    return json.dumps(passage_record(passage, site=site), ensure_ascii=False)


def _citation(key: str) -> Offered:
    """A citation format, under its own key."""
    wanted = BY_KEY[key]

    def write(passage: Passage, site: str) -> str:
        return wanted.write(cited(passage, site=site))

    return Offered(key, wanted.media_type, write, wanted.suffix)


OFFERED = (
    Offered("json", "application/json", _json, ".json"),
    *(_citation(key) for key in ("bibtex", "ris", "csl-json", "text", "markdown")),
)
