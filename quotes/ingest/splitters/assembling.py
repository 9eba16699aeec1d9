"""Stretches of a document put together to turns; turns and leftovers tile its text. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from quotes.ingest.splitters.results import Kind, Leftover, Span, Turn

BLANK = "blank lines"
LABEL = "speaker label"
# What ends a question, in any script.
ASKS = "?？؟;"


@dataclass(eq=False)
class Voice:
    """One turn while it is being put together; each is a turn of its own."""

    speaker: str = ""
    printed: str = ""
    role: str = ""
    kind: Kind = Kind.STATEMENT
    locator: str = ""


@dataclass(frozen=True)
class Stretch:
    """Characters ``start`` to ``end``: of a turn, or left over for a ``reason``."""

    start: int
    end: int
    voice: Voice | None = None
    reason: str = ""


def assemble(text: str, stretches: Iterable[Stretch]) -> tuple[list[Turn], list[Leftover]]:
    """Turns in the order of their first words, and all else with its reason.

    White space between two stretches of one turn is the turn's; other white space belongs to what
    is left over behind it.
    """
    ordered = sorted((each for each in stretches if each.start < each.end), key=lambda s: s.start)
    last = {each.voice: number for number, each in enumerate(ordered)}
    spans: dict[Voice, list[Span]] = {}
    for number, stretch in enumerate(ordered):
        if stretch.voice is None:
            continue
        # Up to what follows, if the turn goes on behind that.
        end = ordered[number + 1].start if number < last[stretch.voice] else stretch.end
        ranges = spans.setdefault(stretch.voice, [])
        if ranges and ranges[-1][1] == stretch.start:
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((stretch.start, end))
    turns = [_turn(text, number, voice, spans[voice]) for number, voice in enumerate(spans, 1)]
    left = [each for each in ordered if each.voice is None]
    return linked(turns), list(_leftovers(text, turns, left))


def _turn(text: str, position: int, voice: Voice, ranges: Sequence[Span]) -> Turn:
    words = "".join(text[start:end] for start, end in ranges)
    return Turn(
        position, voice.kind, voice.speaker, voice.printed, voice.role, tuple(ranges), words,
        locator=voice.locator,
    )  # fmt: skip


def linked(turns: list[Turn]) -> list[Turn]:
    """The turns, each answer with the position of the question it answers."""
    made: list[Turn] = []
    question: Turn | None = None
    for turn in turns:
        if turn.kind is Kind.ANSWER and question is not None:
            made.append(replace(turn, answers=question.position))
        else:
            made.append(turn)
        if turn.kind is Kind.QUESTION:
            question = turn
    return made


def _leftovers(text: str, turns: list[Turn], left: list[Stretch]) -> Iterator[Leftover]:
    """What is in no turn; neighbours of one reason are one."""
    kept = sorted(span for turn in turns for span in turn.ranges)
    waiting: Leftover | None = None
    for start, end, reason in _parts(len(text), kept, left):
        if waiting and waiting.end == start and waiting.reason in (reason, BLANK):
            waiting = Leftover(waiting.start, end, reason)
        elif waiting and waiting.end == start and reason == BLANK:
            waiting = Leftover(waiting.start, end, waiting.reason)
        else:
            if waiting:
                yield waiting
            waiting = Leftover(start, end, reason)
    if waiting:
        yield waiting


def _parts(length: int, kept: list[Span], left: list[Stretch]) -> Iterator[tuple[int, int, str]]:
    """The gaps between kept spans, cut where their reasons change."""
    reached = 0
    stretches = iter([*left, Stretch(length, length)])
    stretch = next(stretches)
    for start, end in [*kept, (length, length)]:
        while stretch.start < start:
            if reached < stretch.start:
                yield reached, stretch.start, BLANK
            yield stretch.start, stretch.end, stretch.reason
            reached = stretch.end
            stretch = next(stretches)
        if reached < start:
            yield reached, start, BLANK
        reached = max(reached, end)


def with_kinds(voices: Sequence[Voice], texts: Sequence[str]) -> None:
    """Say of each turn, by who asks in this conversation, whether it asks or answers.

    ``texts`` are the words of the turns in order. What a label has said already stays.
    """
    asking = _askers(voices, texts)
    asked, answering = "", ""
    for voice, words, following in zip(voices, texts, [*voices[1:], None], strict=True):
        is_followed = following is not None and following.speaker != voice.speaker
        # One person answers; who speaks after that states something.
        is_answer = bool(asked) and asked != _name(voice) and answering in ("", _name(voice))
        if voice.kind is Kind.STATEMENT:
            asks = _name(voice) in asking or (words.rstrip("”»\"') ")[-1:] in ASKS and not asking)
            if asks and (is_followed or not is_answer):
                voice.kind = Kind.QUESTION
            elif is_answer:
                voice.kind = Kind.ANSWER
            elif asked not in ("", _name(voice)):
                asked = ""
        if voice.kind is Kind.QUESTION:
            asked, answering = _name(voice), ""
        elif voice.kind is Kind.ANSWER:
            answering = _name(voice)


def _name(voice: Voice) -> str:
    return voice.speaker or voice.printed or "?"


def _askers(voices: Sequence[Voice], texts: Sequence[str]) -> set[str]:
    """Those who ask in most of their turns, where others do not."""
    turns: dict[str, list[bool]] = {}
    for voice, words in zip(voices, texts, strict=True):
        if voice.kind is not Kind.NARRATION:
            turns.setdefault(_name(voice), []).append(any(sign in words for sign in "?？؟"))
    known = {_name(voice) for voice in voices if voice.kind is Kind.QUESTION}
    shares = {name: sum(asked) / len(asked) for name, asked in turns.items()}
    least = min(shares.values(), default=0)
    return known | {
        name for name, share in shares.items() if share >= 0.5 and share >= least + 0.25
    }
