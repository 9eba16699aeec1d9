"""Interviews without names: questions and answers that alternate, with dashes or not. Pure.

Form and place of a paragraph show whether it asks. Of all ways to give the paragraphs to the two
speakers, the likeliest is taken; a dash or a question mark makes a change of speaker likely.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes.ingest.splitters.assembling import Stretch, Voice
from quotes.ingest.splitters.furniture import HEADING, INTRODUCTION
from quotes.ingest.splitters.labels import has_case
from quotes.ingest.splitters.people import guest_and_host
from quotes.ingest.splitters.pieces import Piece
from quotes.ingest.splitters.results import Kind
from quotes.text.words import folded, word_set

DASH = re.compile(r"[-–—―]\s*(?=\S)")
ASKED = re.compile(r"[?？؟]['\"’”»)\]*_…\s]*\Z")
# A question, and at most one more sentence: “Let us begin with that.”
ASKED_LATE = re.compile(r"[?？؟][^.!?…]{0,120}[.!…]?['\"’”»)]*\Z")
OPEN_END = re.compile(r"(?:…|\.\.\.)['\"’”»)*_]*\Z")
# Whom one speaks to.
YOU = word_set(
    "you your yours yourself vous votre vos sie ihr ihre ihnen ihren usted ustedes su sus tu você "
    "вы вас вам ваш ваша ваше ваши вашу вашей вашего ваших сіз сіздің сізге сізді сіздер siz sizin "
    "size sizi lei voi anda u uw ви вас вам ваш"
)
# Of whom the one who answers speaks.
WE = word_set(
    "i we my our us me mine ours je nous notre nos mon ma mes ich wir unser unsere mein meine yo "
    "nosotros nuestro nuestra mi я мы мой наш наша наше наши нас нам мен біз менің біздің ben biz "
    "benim bizim io noi nostro eu nós nosso"
)
# “Tell us about it.”
TELL = word_set(
    "tell describe explain parlez racontez décrivez expliquez erzählen beschreiben erklären "
    "cuéntenos háblenos explíquenos расскажите опишите объясните айтып anlatır bahseder"
)
ASKING_WORDS = word_set(
    "what how why who which when where do does did can could would will is are have has should "
    "tell quel quelle quels comment pourquoi que qui est-ce was wie warum wer welche qué cómo por "
    "quién cuál что как почему зачем кто какой какие какая каким насколько когда где сколько қалай "
    "неге не қандай ne nasıl neden niçin hangi kim 什么 怎么 为什么 如何 吗 هل ما كيف لماذا ماذا"
)
MAX_QUESTION_LENGTH = 900
CHANGE, STAY, FIRST_ASKS = 0.0, -0.35, 1.0


@dataclass(frozen=True)
class Alternating:
    """Numbers of the lines that open a question or an answer, with True for a question."""

    lines: Sequence[Piece]
    asks: Mapping[int, bool]
    is_dashed: bool
    evidence: float
    guest: str = ""
    host: str = ""


def dashed(lines: Sequence[Piece], reasons: Mapping[int, str], title: str = "") -> Alternating:
    """An interview in which a dash opens each turn."""
    numbers = [n for n, line in enumerate(lines) if n not in reasons and DASH.match(line.text)]
    texts = [lines[number].text for number in numbers]
    asks = dict(zip(numbers, _course([_asking(each) for each in texts], STAY * 4), strict=True))
    asked = sum(1 for number in numbers if ASKED_LATE.search(lines[number].text))
    first = min(numbers, default=0)
    share = sum(len(line.text) for line in lines[first:]) / (
        sum(len(line.text) for line in lines) or 1
    )
    is_conversation = len(numbers) >= 2 and asked >= 1 and any(asks.values())
    strength = min(1.0, 0.5 + 0.1 * len(numbers)) * min(1.0, 0.3 + share)
    return _with_people(lines, asks, strength if is_conversation else 0.0, title, is_dashed=True)


def alternating(lines: Sequence[Piece], reasons: Mapping[int, str], title: str = "") -> Alternating:
    """An interview in which paragraphs ask and answer, and nothing else tells them apart."""
    numbers = [n for n, line in enumerate(lines) if n not in reasons and line.opens]
    bold = [n for n in numbers if _is_marked(lines[n])]
    marked = {n for n in bold if len(lines[n].text.split()) > 3 or ASKED.search(lines[n].text)}
    asked = [n for n in marked if ASKED.search(lines[n].text)]
    if sum(1 for n in asked if lines[n].kind != "heading") >= 2:
        # Where bold letters ask, a heading is the document's.
        marked = {n for n in marked if lines[n].kind != "heading"}
    if len(asked) >= 2 and len(asked) >= len(marked) / 3:
        # The file sets the questions in bold, and whatever else it sets so.
        asks = {n: n in marked for n in numbers}
        first = min(marked)
    else:
        course = _course([_asking(lines[n].text) for n in numbers], STAY)
        asks = dict(zip(numbers, course, strict=True))
        first = next((n for n in numbers if asks[n] and _asking(lines[n].text) > 0), -1)
    if first < 0:
        return Alternating(lines, {}, is_dashed=False, evidence=0.0)
    asks = {n: each for n, each in asks.items() if n >= first}
    return _with_people(lines, asks, _strength(lines, asks), title, is_dashed=False)


def _is_marked(line: Piece) -> bool:
    text = line.text
    is_bold = text.startswith(("**", "__")) and text.endswith(("**", "__"))
    return is_bold or line.strong >= len(text) - 1 or line.kind == "heading"


def _strength(lines: Sequence[Piece], asks: Mapping[int, bool]) -> float:
    questions = [n for n, each in asks.items() if each]
    clear = [n for n in questions if ASKED.search(lines[n].text)]
    spoken_to = [n for n in questions if _share(lines[n].text, YOU)]
    below = sum(len(lines[n].text) for n in asks)
    total = sum(len(line.text) for line in lines) or 1
    answers = len(asks) - len(questions)
    if len(clear) < 2 or not answers or answers < len(questions) / 2:
        return 0.0
    own = sum(1 for n in asks if not asks[n] and _share(lines[n].text, WE))
    cased = any(has_case(lines[n].text) for n in questions)
    address = len(spoken_to) / len(questions) if cased else 0.5
    strength = 0.35 + 0.1 * min(3, len(clear)) + 0.2 * address + 0.25 * own / max(1, answers)
    return round(min(1.0, strength) * min(1.0, 0.3 + below / total), 3)


def _asking(text: str) -> float:
    """How much a paragraph looks like a question: above 0 if it does."""
    words = folded(text)
    if not words:
        return -1.0
    score = -1.0
    if ASKED.search(text):
        score = 0.8
    elif OPEN_END.search(text):
        score = -0.3
    elif ASKED_LATE.search(text):
        score = 0.2
    elif re.search(r"[?？؟]", text):
        score = -0.6
    is_asked = score > -1.0
    score += (0.7 if is_asked else 0.3) if _share(text, YOU) else 0
    score -= 0.5 if _share(text, WE) > 0.02 else 0
    if is_asked or words[0] in TELL:
        score += 0.3 if set(_last_sentence(text)) & ASKING_WORDS else 0
    return score - (0.6 if len(text) > MAX_QUESTION_LENGTH else 0)


def _last_sentence(text: str) -> list[str]:
    return folded(re.split(r"(?<=[.!?…？。])\s+", text.strip())[-1])


def _share(text: str, words: frozenset[str]) -> float:
    found = folded(text)
    return sum(1 for word in found if word in words) / len(found) if found else 0.0


def _course(scores: Sequence[float], stay: float) -> list[bool]:
    """The likeliest course of questions and answers; ``stay`` is the price of no change."""
    if not scores:
        return []
    # The best sum that ends with an answer, with a question; and how each was reached.
    best = (-scores[0] - FIRST_ASKS, scores[0])
    ways: list[tuple[bool, bool]] = []
    for score in scores[1:]:
        to_answer = (best[0] + stay / 3, best[1] + CHANGE)
        to_question = (best[0] + CHANGE, best[1] + 2 * stay)
        ways.append((to_answer[1] > to_answer[0], to_question[1] > to_question[0]))
        best = (max(to_answer) - score, max(to_question) + score)
    asks = [best[1] > best[0]]
    for way in reversed(ways):
        asks.append(way[asks[-1]])
    return asks[::-1]


def _with_people(
    lines: Sequence[Piece],
    asks: Mapping[int, bool],
    evidence: float,
    title: str,
    *,
    is_dashed: bool,
) -> Alternating:
    first = min(asks, default=0)
    around = "\n".join([title, *(line.text for line in lines[:first])])
    opening = lines[first].text if asks else ""
    guest, host = guest_and_host(around, opening)
    return Alternating(lines, asks, is_dashed, round(evidence, 3), guest, host)


def stretches(found: Alternating, reasons: Mapping[int, str]) -> list[Stretch]:
    """The turns of question and answer; what stands above the first is introduction."""
    made: list[Stretch] = []
    voice: Voice | None = None
    for number, line in enumerate(found.lines):
        if number in reasons:
            made.append(Stretch(line.start, line.end, reason=reasons[number]))
            continue
        asks = found.asks.get(number)
        if asks is None and voice is None:
            reason = HEADING if number == 0 or line.kind == "heading" else INTRODUCTION
            made.append(Stretch(line.start, line.end, reason=reason))
            continue
        if asks is not None and (found.is_dashed or voice is None or _changes(voice, asks=asks)):
            voice = _voice(found, asks=asks)
        dash = DASH.match(line.text) if found.is_dashed and asks is not None else None
        start = line.start + (dash.end() if dash else 0)
        if dash:
            made.append(Stretch(line.start, start, reason="dash of speech"))
        made.append(Stretch(start, line.end, voice))
    return made


def _changes(voice: Voice, *, asks: bool) -> bool:
    return (voice.kind is Kind.QUESTION) != asks


def _voice(found: Alternating, *, asks: bool) -> Voice:
    kind = Kind.QUESTION if asks else Kind.ANSWER
    return Voice(found.host if asks else found.guest, kind=kind)
