"""Speeches: one person speaks from beginning to end, and the heading says who. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes.ingest.splitters.assembling import Stretch, Voice
from quotes.ingest.splitters.furniture import HEADING
from quotes.ingest.splitters.people import is_person, people_in
from quotes.ingest.splitters.pieces import Piece
from quotes.text.words import folded, word_set

SPEECH = re.compile(
    r"\b(?:speech|address|remarks|statement|lecture|keynote|message|discours|"
    r"allocution|intervention|"
    r"déclaration|message|rede|ansprache|erklärung|grußwort|discurso|intervención|palabras|mensaje|"
    r"declaración|discorso|intervento|выступление|речь|обращение|послание|заявление|слово|сөзі|"
    r"жолдауы|үндеуі|мәлімдемесі|konuşması|konuşma|hitabı|açıklaması|كلمة|خطاب|بيان|讲话|講話|演讲|"
    r"演講|致辞|致辭|发言|發言)\b",
    re.IGNORECASE,
)
SALUTATION = re.compile(
    r"(?:[•▪-]\s*)?(?:(?:dear|honou?rable|distinguished|excellenc(?:y|ies)|your|"
    r"ladies and|mr\.?|madam|"
    r"esteemed|friends|colleagues|thank you|good (?:morning|afternoon|evening))\b|"
    r"mesdames|messieurs|m\.\s(?:le|la)\s|mme\s(?:le|la)\s|monsieur|madame|"
    r"excellences?|chers?\b|sehr geehrte|meine damen|liebe\b|"
    r"señor(?:as|es)?\b|excelencias|уважаем|дорог|құрметті|аса құрметті|sayın|değerli|saygıdeğer|"
    r"السيد|أيها|أصحاب|بسم|尊敬的|各位|女士)",
    re.IGNORECASE,
)
OWN = word_set(
    "i we my our us me je nous notre nos mon ich wir unser unsere yo nosotros nuestro nuestra я мы "
    "наш наша наше наши нас нам мен біз біздің ben biz bizim noi nostro nós nosso 我 我们 我們"
)


@dataclass(frozen=True)
class Statement:
    """Where the speech begins, by the number of its first line, and whose it is."""

    lines: Sequence[Piece]
    first: int
    speaker: str
    role: str
    evidence: float


def statement(lines: Sequence[Piece], reasons: Mapping[int, str], title: str = "") -> Statement:
    """The speech in a document; everything up to its salutation or first sentence heads it."""
    numbers = [number for number in range(len(lines)) if number not in reasons]
    first = next((n for n in numbers if SALUTATION.match(lines[n].text)), None)
    plain = next((n for n in numbers if lines[n].is_ended and len(lines[n].text) > 100), None)
    if first is None or (plain is not None and first > plain):
        first = plain if plain is not None else (numbers[0] if numbers else 0)
    head = " ".join([title, *(line.text for line in lines[:first])])
    words = folded(" ".join(line.text for line in lines[first : first + 60]))
    own = sum(1 for word in words if word in OWN) / (len(words) or 1)
    named = next((name for name in people_in(_behind_word(head)) if is_person(name)), "")
    strength = (0.35 if SPEECH.search(head) else 0.0) + (0.2 if named else 0.0)
    strength += 0.15 if first < len(lines) and SALUTATION.match(lines[first].text) else 0.0
    strength += 0.3 if own > 0.01 else 0.0
    return Statement(lines, first, named, _role(head, named), round(strength, 3))


def _behind_word(head: str) -> str:
    """The heading from the word for speech on: “Address by …”; all of it without such a word."""
    match = SPEECH.search(head)
    return head[match.end() :] if match and people_in(head[match.end() :]) else head


def _role(head: str, name: str) -> str:
    """The title between commas behind the name in the heading."""
    if not name:
        return ""
    found = re.search(
        rf"{re.escape(name.split()[-1])},\s*([^.\n]{{4,160}}?)(?:,\s+(?:at|on|à)\b|$)",
        head,
        re.IGNORECASE,
    )
    return found[1].strip() if found else ""


def stretches(found: Statement, reasons: Mapping[int, str]) -> list[Stretch]:
    """One turn from the first line of the speech on."""
    voice = Voice(found.speaker, role=found.role)
    made = []
    for number, line in enumerate(found.lines):
        if number in reasons or number < found.first:
            reason = reasons.get(number, HEADING)
            made.append(Stretch(line.start, line.end, reason=reason))
        else:
            made.append(Stretch(line.start, line.end, voice))
    return made
