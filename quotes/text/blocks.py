"""Quotations that are set apart instead of marked: quoted lines, blocks, answers. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from quotes.text.marks import MARKS, Span, stripped

LINE = re.compile(r"[^\n]*\n?")
QUOTED_LINE = re.compile(r"[ \t]{0,3}>[ \t]?(?=\S)")
INDENTED_LINE = re.compile(r"(?:\t| {4,}|\u3000{2,})(?=\S)")
LEADS = re.compile(r"[:：]\s*\Z")
BLOCKQUOTE = re.compile(r"<blockquote\b[^<>]*>(.*?)</blockquote\s*>", re.IGNORECASE | re.DOTALL)
LABEL = re.compile(
    r"^[ \t]*(?:\*\*|__)?(?P<label>[^\W\d_][\w.’' -]{0,40}?)(?:\*\*|__)?[:：]"
    r"[ \t]*(?:\*\*)?[ \t]*(?=\S)",
    re.MULTILINE,
)
QUESTION = frozenset(
    (
        "q",
        "question",
        "frage",
        "question",
        "f",
        "вопрос",
        "в",
        "pregunta",
        "p",
        "soru",
        "s",
        "сұрақ",
        "问",
        "س",
    )
)
ANSWER = frozenset(
    (
        "a",
        "answer",
        "antwort",
        "réponse",
        "r",
        "ответ",
        "о",
        "respuesta",
        "cevap",
        "c",
        "жауап",
        "答",
        "ج",
    )
)
MIN_LABELS = 2


class Block(NamedTuple):
    """Words set apart, and whom a label before them names; empty for nobody."""

    span: Span
    speaker: str = ""


def blocks(text: str) -> list[Block]:
    """What is set apart in ``text``, in order, without overlaps."""
    found = sorted([*_tagged(text), *_quoted_lines(text), *_answers(text)])
    apart: list[Block] = []
    for block in found:
        if not apart or block.span[0] >= apart[-1].span[1]:
            apart.append(block)
    return apart


def _tagged(text: str) -> Iterator[Block]:
    for match in BLOCKQUOTE.finditer(text):
        yield from _block(text, *match.span(1))


def _quoted_lines(text: str) -> Iterator[Block]:
    """Runs of lines that begin with “>”, and of indented ones behind a colon."""
    lines = [match for match in LINE.finditer(text) if match[0]]
    for kind, run in groupby(lines, key=_kind):
        inside = list(run)
        start, end = inside[0].start(), inside[-1].end()
        if kind == "quoted" or (
            kind == "indented" and LEADS.search(text[max(0, start - 200) : start])
        ):
            opening = (QUOTED_LINE if kind == "quoted" else INDENTED_LINE).match(inside[0][0])
            yield from _block(text, start + (opening.end() if opening else 0), end)


def _kind(line: re.Match[str]) -> str:
    if QUOTED_LINE.match(line[0]):
        return "quoted"
    return "indented" if INDENTED_LINE.match(line[0]) else ""


def _answers(text: str) -> Iterator[Block]:
    """The turns of an interview whose lines begin with who speaks; questions are nobody's.

    There have to be a question and an answer, or labels that come back.
    """
    found = list(LABEL.finditer(text))
    labels = Counter(match["label"].lower() for match in found)
    is_interview = QUESTION & labels.keys() and ANSWER & labels.keys()
    if len(found) < MIN_LABELS or not is_interview:
        return
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=True):
        label = match["label"].lower()
        # Marks in a turn tell what is quoted in it.
        if label in QUESTION or any(
            sign[0].strip(" \n’'") for sign in MARKS.finditer(text, match.end(), end)
        ):
            continue
        speaker = "" if label in ANSWER else match["label"]
        yield from (Block(block.span, speaker) for block in _block(text, match.end(), end))


def _block(text: str, start: int, end: int) -> Iterator[Block]:
    start, end = stripped(text, start, end)
    if start < end:
        yield Block((start, end))
