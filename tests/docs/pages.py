"""The documentation as values: pages, fenced blocks, tables, and what they name."""

import re
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FENCE = re.compile(r"^( *)```(\S*) ?(\S*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`` (.+?) ``|``(.+?)``|`([^`]+)`")


class Block(NamedTuple):
    """A fenced block: its language, a word behind it, and its text."""

    language: str
    mark: str
    text: str


def pages() -> dict[str, str]:
    """Every page of the documentation, by its path."""
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in sorted(files)}


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [Block(language, mark, dedent(text)) for _, language, mark, text in FENCE.findall(page)]


def prose(page: str) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", page)


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of every row in the tables whose first column has this heading."""
    found, is_inside = [], False
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if not line.startswith("|"):
            is_inside = False
        elif cells[0] == heading:
            is_inside = True
        elif is_inside and not cells[0].startswith("---"):
            found.append(cells)
    return found


def codes(text: str) -> list[str]:
    """What stands between back-ticks."""
    return [next(filter(None, found)) for found in CODE.findall(text)]
