"""News reports: quotations with their speakers, and sentences that report what somebody said. Pure.

Every paragraph of the report is a turn of narration. Words between marks are taken for speech if a
verb of saying belongs to them or if they are whole sentences; names and words under suspicion
(“so-called”) are not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quotes.checking.extract import asides, interrupted_groups
from quotes.ingest.splitters import indirect
from quotes.ingest.splitters.assembling import Stretch, Voice
from quotes.ingest.splitters.furniture import HEADING
from quotes.ingest.splitters.pieces import Piece
from quotes.ingest.splitters.results import Kind, Passage, Span, Turn
from quotes.ingest.splitters.speaking import SAYING, Cast, has_capital, speaker_of
from quotes.text.attribution import Around
from quotes.text.marks import quoted_spans, with_marks
from quotes.text.sentences import sentences
from quotes.text.words import folded

DATELINE = re.compile(
    r"(?:[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ.,’' -]{2,40}(?:,\s[A-Z][\w. "
    r"]{2,30})?\s*(?:\([^()]{2,30}\))?\s*[—–-]{1,2}\s*"
    r"|[^\n.]{3,40}\([A-Z][\w ]{1,20}\)\s*[—–-]{1,2}\s*)(?=\S)"
)
# A dash opens speech, and another one leads to who spoke.
DASHED = re.compile(
    r"\A[-–—―]\s*(?P<speech>[^\n]{3,}?[,!?…])\s*[-–—―]\s*(?P<says>[^\n—–]{3,120}?)"
    r"(?:[.,]\s*[-–—―]\s*(?P<rest>[^\n]+?))?\s*\Z"
)
SUSPICIOUS = re.compile(
    r"(?:\bso-called|\bknown as|\bdubbed|\bnicknamed|\btitled|\bentitled|\bnamed|"
    r"\bthe (?:word|term|"
    r"phrase|name)s?|\bfilm|\bbook|\bdit[es]?|\bsurnommée?s?|\bintitulée?s?|"
    r"\bbaptisée?s?|\bsogenannte[nrs]?|"
    r"\bnamens|\bllamad[oa]s?|\btitulad[oa]|\bdenominad[oa]|так называем\w+|под названием|"
    r"ما يعرف|ما يسمى|المعروف|المسمى|المعروفة|所谓|所謂|名为|名為)\W*(?:بـ?)?\W*\Z",
    re.IGNORECASE,
)
ACCORDING_INSIDE = re.compile(
    r"\b(?:according to|selon|laut|según|по данным)(?:\s+[\w’'-]+){0,4}\s*\Z", re.IGNORECASE
)
# “I think”, “we have always said”
OWN = re.compile(
    r"\b(?:I|we|you|je|nous|vous|ich|wir|sie|yo|nosotros|я|мы|вы|мен|біз|ben|biz)(?:[’']\w+)?\s+"
    r"(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
ENDS_SPEECH = re.compile(r"[.,!?…—–-]\Z")
SENTENCE_END = re.compile(r"[.!?…。！？]\Z")
# Paragraphs that show the shape.
SAMPLE = 400
MIN_WORDS_ALONE = 4
PLAIN = str.maketrans({"\ue000": " "})


@dataclass(frozen=True)
class Quoted:
    """Words between marks: their spans in the turn's text, and whose they are."""

    spans: tuple[Span, ...]
    speaker: str
    verb: str


def evidence(lines: Sequence[Piece], reasons: Mapping[int, str]) -> float:
    """From 0 to 1: which part of the sentences says that somebody says something."""
    texts = [line.text for number, line in enumerate(lines) if number not in reasons]
    texts = texts[:SAMPLE]
    found = [text[start:end] for text in texts for start, end in sentences(text)]
    saying = sum(1 for sentence in found if _says(blanked(sentence)))
    share = saying / len(found) if found else 0.0
    dated = any(DATELINE.match(text) for text in texts[:6])
    return round(0.25 + min(0.6, 1.7 * share) + (0.1 if dated else 0.0), 3)


def _says(sentence: str) -> bool:
    """Whether somebody else than “I”, “we” or “you” says something in a sentence."""
    return any(not OWN.search(sentence[: m.start()]) for m in SAYING.finditer(sentence))


def stretches(lines: Sequence[Piece], reasons: Mapping[int, str]) -> list[Stretch]:
    """A turn of narration for each paragraph; headings and all that is no text are left over."""
    made: list[Stretch] = []
    voice: Voice | None = None
    for number, line in enumerate(lines):
        if number in reasons or _is_heading(line):
            reason = reasons.get(number, HEADING)
            made.append(Stretch(line.start, line.end, reason=reason))
            voice = None
            continue
        if line.opens or voice is None:
            voice = Voice(kind=Kind.NARRATION)
        start = line.start
        if match := DATELINE.match(line.text):
            made.append(Stretch(start, start + match.end(), reason="dateline"))
            start += match.end()
        made.append(Stretch(start, line.end, voice))
    return made


def _is_heading(line: Piece) -> bool:
    is_short = len(line.text) < 160 and line.opens and not line.is_ended
    return line.kind == "heading" or is_short


def passages(turns: Sequence[Turn], text: str) -> list[Passage]:
    """Quotations and reported statements of all paragraphs; those of one sentence don't overlap."""
    cast = Cast(text)
    found: list[Passage] = []
    for turn in turns:
        quoted = [*_dashed(cast, turn), *_quoted(cast, turn)]
        direct = [
            Passage(turn.position, each.spans, _words(turn, each.spans), each.speaker, "reported",
                    each.verb)
            for each in quoted
        ]  # fmt: skip
        taken = [(each.spans[0][0], each.spans[-1][1]) for each in quoted]
        found += sorted([*direct, *indirect.passages(cast, turn, taken)], key=lambda p: p.spans)
        spoke = next((each.speaker for each in reversed(direct) if each.speaker), "")
        acts = "" if found and found[-1].turn == turn.position else cast.actor(blanked(turn.text))
        cast.last = spoke or acts or cast.last
    return found


def _words(turn: Turn, spans: Sequence[Span]) -> str:
    return " ".join(turn.text[start:end] for start, end in spans)


def blanked(text: str) -> str:
    """A text in which nothing stands between marks, as long as before."""
    for start, end in quoted_spans(with_marks(text)):
        text = text[:start] + "\ue000" * (end - start) + text[end:]
    return text


def _dashed(cast: Cast, turn: Turn) -> Iterator[Quoted]:
    """Speech that a dash opens: “— …, — said Jane Doe.”."""
    match = DASHED.match(turn.text)
    if match is None or not SAYING.search(match["says"]):
        return
    spans = [(match.start("speech"), match.end("speech") - (match["speech"][-1] == ","))]
    if match["rest"]:
        spans.append(match.span("rest"))
    speaker = speaker_of(cast, Around("", "", match["says"]), "", is_ended=True)
    yield Quoted(tuple(spans), speaker, _verb(match["says"]))


def _quoted(cast: Cast, turn: Turn) -> Iterator[Quoted]:
    """The quotations of a paragraph that are speech, in order."""
    text = turn.text
    plain = with_marks(text)
    bare = blanked(text)
    ends = [*sentences(text)]
    groups = list(interrupted_groups(plain, list(quoted_spans(plain))))
    for group in groups:
        start, end = group[0][0], group[-1][1]
        first, last = _sentence(ends, bare, start, end)
        inner = asides(plain, group[0]) if len(group) == 1 else []
        between = " ".join(plain[a[1] : b[0]] for a, b in pairwise(group))
        between = between or " ".join(plain[a:b] for a, b in inner)
        around = Around(
            bare[first:start].translate(PLAIN).rstrip("“”„«»\"‘’'「『 \u00a0"),
            between,
            bare[end:last].translate(PLAIN),
        )
        before = bare[:first].translate(PLAIN)
        speaker = _speaker(cast, before, text[start:end], around)
        if speaker is None:
            continue
        spans = _without(text, group[0], inner) if inner else tuple(group)
        cast.last = speaker or cast.last
        yield Quoted(spans, speaker, _verb(around.between + around.behind) or _verb(around.before))


def _without(text: str, span: Span, inner: Sequence[Span]) -> tuple[Span, ...]:
    """A span cut at what interrupts it from inside."""
    edges = [span[0], *(edge for cut in inner for edge in cut), span[1]]
    parts = (_trimmed(text, *part) for part in zip(edges[::2], edges[1::2], strict=True))
    return tuple((a, b) for a, b in parts if a < b)


def _trimmed(text: str, start: int, end: int) -> Span:
    """A part without the signs and spaces that belong to what interrupts it."""
    part = text[start:end]
    start += len(part) - len(part.lstrip(" \u00a0,.—–-"))
    return start, max(start, start + len(text[start:end].rstrip(" \u00a0,—–-")))


def _sentence(ends: Sequence[Span], bare: str, start: int, end: int) -> Span:
    """The reporter's sentence in which a quotation stands, which may end sentences of its own."""
    first = max((a for a, _ in ends if a <= start and not _is_inside(bare, a)), default=0)
    behind = re.compile(r"[.!?…。](?=\s|\Z)").search(bare, end + 1)
    close = behind.end() if behind else len(bare)
    if SENTENCE_END.search(bare[end - 1 : end]) or SENTENCE_END.match(bare[end : end + 1]):
        close = min(close, end + 3)
    return first, close


def _is_inside(bare: str, at: int) -> bool:
    return bare[at : at + 1] == "\ue000"


def _speaker(cast: Cast, before: str, words: str, around: Around) -> str | None:
    """Who speaks words between marks; None where they are no speech.

    ``before`` is the paragraph up to the sentence, without what stands between marks.
    """
    number = len(folded(words))
    is_whole = number >= MIN_WORDS_ALONE and _is_sentence(words, around.before)
    is_ended = (
        ENDS_SPEECH.search(words) is not None or around.behind[:3].strip('”“»«"’ \u00a0')[:1] == ","
    )
    if SUSPICIOUS.search(around.before) or ACCORDING_INSIDE.search(around.before):
        return None
    speaker = speaker_of(cast, around, before, is_ended=is_ended)
    says = any(SAYING.search(part) for part in around) or speaker
    if is_whole and not says:
        # It stands alone: whoever spoke last in this paragraph, or in the one before, goes on.
        return cast.last
    if not says or (number <= 6 and _is_name(words, around)):
        return None
    return speaker


def _is_sentence(words: str, before: str) -> bool:
    begins = words[:1].isupper() or not words[:1].islower()
    is_ended = ENDS_SPEECH.search(words) is not None
    return begins and (is_ended or not before.strip())


def _is_name(words: str, around: Around) -> bool:
    """Whether a few words between marks name something instead of being somebody's.

    A name has capitals throughout, or, where the script has none, stands amid its sentence.
    """
    long = [word for word in words.split() if len(word) > 3]
    if words.lower() != words.upper():
        return len(long) >= 2 and all(map(has_capital, long))
    follows = around.behind.strip('”»"’ .،,。')
    return bool(follows) and not ENDS_SPEECH.search(words)


def _verb(words: str) -> str:
    """The last verb of saying in words, in small letters."""
    found = [match.group().lower() for match in SAYING.finditer(words)]
    return found[-1] if found else ""
