"""Marks inside quoted words: brackets of the outlet, and where to cut and highlight."""

import re
from collections.abc import Iterable

BRACKETED = re.compile(r"\[[^\[\]]*\]")


def bracketed(text: str) -> list[list[int]]:
    """Places ``[start, end]`` of the words in square brackets: the outlet's, not the speaker's."""
    return [list(match.span()) for match in BRACKETED.finditer(text)]


def cut(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """``text`` as parts ``(words, marked)``, in order; ``places`` may touch or overlap."""
    parts, reached = [], 0
    for start, end in sorted(places):
        start = max(start, reached)
        if end <= start:
            continue
        parts += [(text[reached:start], False), (text[start:end], True)]
        reached = end
    parts.append((text[reached:], False))
    return [part for part in parts if part[0]]
