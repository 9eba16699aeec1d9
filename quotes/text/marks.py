"""Marks inside quoted words: brackets of the outlet."""

import re

BRACKETED = re.compile(r"\[[^\[\]]*\]")


def bracketed(text: str) -> list[list[int]]:
    """Places ``[start, end]`` of the words in square brackets: the outlet's, not the speaker's."""
    return [list(match.span()) for match in BRACKETED.finditer(text)]
