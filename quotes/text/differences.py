"""What changed between two texts, word by word. Pure."""

import re
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.text.letters import MARK, MARK_BEYOND

# Words with their marks, spaces and each other sign: joined, they are the text again.
TOKEN = re.compile(rf"\s+|\w[\w{MARK}{MARK_BEYOND}]*|[^\w\s]")


class WordDifference(NamedTuple):
    """A stretch of text that stayed (``same``), went (``removed``) or came (``added``)."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[WordDifference]:
    """The texts laid over each other.

    Without what was ``added`` they are ``before``, without what was ``removed`` ``after``.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    parts: list[WordDifference] = []
    gone = came = ""
    for step in LCSseq.opcodes(old, new):
        if step.tag == "equal":
            parts += [
                *_changed(gone, came),
                WordDifference("same", "".join(old[step.src_start : step.src_end])),
            ]
            gone = came = ""
        else:
            gone += "".join(old[step.src_start : step.src_end])
            came += "".join(new[step.dest_start : step.dest_end])
    return [*parts, *_changed(gone, came)]


def _changed(gone: str, came: str) -> list[WordDifference]:
    parts = [WordDifference("removed", gone), WordDifference("added", came)]
    return [part for part in parts if part.text]
