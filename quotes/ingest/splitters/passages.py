"""Passages proposed from a turn: paragraphs, or groups of sentences one would quote. Pure."""

import re
from collections.abc import Iterable, Iterator

from quotes.ingest.splitters.results import Kind, Passage, Span, Turn
from quotes.text.sentences import sentences
from quotes.text.words import folded

PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*")
# Characters: of a paragraph that is one passage, and of a group of sentences.
MAX_PARAGRAPH_LENGTH, GROUP_LENGTH, MIN_GROUP_LENGTH = 560, 300, 110
MIN_WORDS = 6
MIN_SIGNS = 12
COURTESY = re.compile(
    r"\W*(?:thank(?:s| you)|good (?:morning|afternoon|evening)|hello|hi|welcome|"
    r"ladies and gentlemen|"
    r"dear |you(?:’|')re welcome|yes,? (?:please|thank)|merci|bonjour|bonsoir|"
    r"bienvenue|danke|guten |"
    r"gracias|buen[oa]s |спасибо|благодарю|добрый |здравствуйте|рахмет|сәлем|рақмет|"
    r"teşekkür|merhaba|"
    r"شكرا|谢谢|謝謝|你好|您好)",
    re.IGNORECASE,
)
MAX_COURTESY_WORDS = 14


def proposed(turns: Iterable[Turn], wording: str) -> Iterator[Passage]:
    """Passages of every turn in which somebody states something; a question proposes none."""
    for turn in turns:
        if turn.kind is Kind.QUESTION or (turn.kind is Kind.NARRATION and not turn.speaker):
            continue
        for start, end in spans(turn.text):
            yield Passage(
                turn.position, ((start, end),), turn.text[start:end], turn.speaker, wording
            )


def spans(text: str) -> Iterator[Span]:
    """Places of what one would quote from a speech, in order, without overlaps."""
    for match in PARAGRAPH.finditer(text):
        found = [
            (match.start() + start, match.start() + end) for start, end in sentences(match.group())
        ]
        while found and _is_courtesy(text[slice(*found[0])]):
            del found[0]
        if not found:
            continue
        if found[-1][1] - found[0][0] <= MAX_PARAGRAPH_LENGTH:
            groups: Iterable[Span] = [(found[0][0], found[-1][1])]
        else:
            groups = _groups(found)
        yield from (span for span in groups if _says_something(text[slice(*span)]))


def _groups(found: list[Span]) -> Iterator[Span]:
    """Neighbouring sentences up to a length; a short rest joins the group before it."""
    groups: list[list[int]] = []
    for start, end in found:
        if (groups and end - groups[-1][0] <= GROUP_LENGTH + MIN_GROUP_LENGTH // 2) or (
            groups and groups[-1][1] - groups[-1][0] < MIN_GROUP_LENGTH
        ):
            groups[-1][1] = end
        else:
            groups.append([start, end])
    if len(groups) > 1 and groups[-1][1] - groups[-1][0] < MIN_GROUP_LENGTH:
        rest = groups.pop()
        groups[-1][1] = rest[1]
    yield from ((start, end) for start, end in groups)


def _is_courtesy(sentence: str) -> bool:
    return len(sentence.split()) <= MAX_COURTESY_WORDS and COURTESY.match(sentence) is not None


def _says_something(words: str) -> bool:
    return len(folded(words)) >= MIN_WORDS and len(words) >= MIN_SIGNS
