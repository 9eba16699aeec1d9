"""Who is meant by a label: initials, surnames and titles led back to the fullest name. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotes.ingest.splitters.labels import (
    ARTICLES,
    BRACKETS,
    OFFICES,
    PARTICLES,
    TITLES,
    Label,
    bare,
    name_in,
)
from quotes.ingest.splitters.results import Kind
from quotes.text.attribution_words import ROLES
from quotes.text.names import name_key
from quotes.text.person_names import NAME
from quotes.text.words import word_set

COMMA = re.compile(r"\s?[,，،]\s?|\s[-–—]\s")
SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|phd|ph\.d|md|kc|qc|esq)\.?\Z", re.IGNORECASE)
# One word in capitals as long as this is a name; a shorter one may be an abbreviation.
MIN_CAPITALS = 5
FULL_NAME = re.compile(rf"(?<![\w’'-]){NAME}")
# The one who answers, and the one who asks, as introductions name them.
WITH_GUEST = re.compile(
    r"\b(?:interview(?:s|ed|ing)?|conversation|discussion|meeting|dialogue|talks?|"
    r"talking|sp(?:eaks|"
    r"oke|oken|eaking)|met|meets|sat down|sits down|chat(?:s|ted)?|entretien|rencontre|gespräch|"
    r"entrevista|conversación|intervista|colloquio|röportaj|söyleşi)\s+(?:\w+\s+){0,2}?"
    r"(?:with|to|avec|mit|con|de|com|ile)\s+(?P<guest>[^.\n:;]{3,160})",
    re.IGNORECASE,
)
GAVE = re.compile(
    r"(?P<guest>[^.\n]{3,160}?),?\s+(?:gave|granted|has given|gives)\s+(?:an?\s+)?(?:\w+\s+){0,2}"
    r"interview\s+(?:to|with)\s+(?P<host>[^.\n]{3,80})",
    re.IGNORECASE,
)
HOST = re.compile(
    rf"(?!(?i:we|i|he|she|they|wir|ich|er|sie|nous|je|il|elle)\b)(?P<host>{NAME})\s+"
    r"(?:met|spoke|speaks|talks|talked|sat down|sits down|interviews|interviewed|"
    r"s’entretient|reçoit|sprach|habló)\b"
)
WELCOMED = re.compile(
    rf"(?P<before>{NAME}),\s+(?i:bonjour|bonsoir|good (?:morning|evening|afternoon)|welcome|hello|"
    r"guten (?:tag|morgen|abend)|willkommen|buenos días|buenas tardes|bienvenid[oa]|buongiorno|"
    r"добрый (?:день|вечер)|доброе утро|здравствуйте|сәлеметсіз бе|merhaba|hoş geldiniz)|"
    r"(?i:bonjour|welcome|hello|good (?:morning|evening|afternoon)|bienvenue|buenos días|"
    rf"willkommen|merhaba),?\s+(?P<behind>{NAME})"
)
QUESTION_WORDS = word_set(
    "q question questions questioning frage pregunta pergunta domanda вопрос в п сұрақ с запитання "
    "питання soru s savol sual سؤال السؤال س 问 問 问题 問題 質問 질문 pytanie vraag fråga"
)
NOT_PEOPLE = word_set(
    "republic ministry minister foreign affairs deputy forum conference council international "
    "university institute news times post journal agency press office house department union "
    "nations summit world central international president prime secretary state street north south "
    "organization organisation cooperation committee party corporation fund bank group company "
    "agreement treaty route corridor war day monday tuesday wednesday thursday "
    "friday saturday sunday "
    "east west interview question answer exclusive министерство министр форум республика "
    "президент институт университет агентство совет россии казахстан казахстана"
)


@dataclass
class People:
    """The people of one document, by what its labels, introduction and headings say.

    ``guest`` is who answers, ``host`` who asks, where only the introduction tells.
    """

    names: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    guest: str = ""
    host: str = ""

    @classmethod
    def of(cls, labels: Sequence[Label], around: str, first_words: str = "") -> "People":
        """Those whom ``labels`` name; ``around`` is the text that introduces them."""
        people = cls()
        parsed = [(label, *parts(label)) for label in labels]
        full = _full_names(parsed, around)
        for label, name, role in parsed:
            if not name:
                continue
            found = _one_spelling(_fullest(name, full, around), people.names.values())
            people.names[label.printed] = found
            if role and not people.roles.get(found):
                people.roles[found] = role
        people.guest, people.host = guest_and_host(around, first_words)
        return people

    def who(self, label: Label) -> str:
        """The name of the one a label means; empty if no one is named."""
        if name := self.names.get(label.printed):
            return name
        if label.kind is Kind.ANSWER:
            return self.guest
        return self.host if label.kind is Kind.QUESTION else ""


def parts(label: Label) -> tuple[str, str]:
    """The name in a label, without titles, and the role behind it; no name in “Question”."""
    head = name_in(label)
    if label.kind is not None and head == BRACKETS.sub(" ", label.printed).strip():
        is_nobody = label.kind is Kind.ANSWER or bare(head) in QUESTION_WORDS
        return ("" if is_nobody else head), ""
    name, *rest = COMMA.split(head)
    while rest and SUFFIX.match(rest[0]):
        name += f", {rest.pop(0)}"
    brackets = [each.strip(" ()[]（）【】") for each in BRACKETS.findall(label.printed)]
    return plain_name(name), ", ".join(rest or brackets[:1])


def plain_name(name: str) -> str:
    """A name without titles, in capitals only where it has to be; an office stays as it is."""
    words = name.split()
    while len(words) > 1 and bare(words[0]) in TITLES and bare(words[-1]) not in OFFICES:
        if words[0].lower() == "m." and len(words[1]) < 4:
            break  # “M. S. Name”
        del words[0]
    if len(words) == 1 and len(name) < MIN_CAPITALS:
        return name
    return " ".join(map(_decapitalised, words))


def _decapitalised(word: str) -> str:
    letters = re.sub(r"\W", "", word)
    is_title = bare(word) in TITLES
    if (len(letters) < 3 and not is_title) or not letters.isupper() or "." in word[:-1]:
        return word
    return re.sub(r"[^\W\d_]+", lambda match: _title(match[0]), word)


def _title(word: str) -> str:
    return word[:1] + word[1:].replace("İ", "i").lower()


def _full_names(parsed: Iterable[tuple[Label, str, str]], around: str) -> list[str]:
    """Names of two words and more, those of labels first, then those of the introduction."""
    found = [name for _, name, _ in parsed if len(name.split()) > 1]
    found += [_trimmed(match.group()) for match in FULL_NAME.finditer(around)]
    return list(dict.fromkeys(name for name in found if len(name.split()) > 1))


def _fullest(name: str, full: Sequence[str], around: str) -> str:
    """The name that a shorter one stands for: of initials, a surname, or behind an office."""
    key = name_key(name).split()
    # “President of Russia Vladimir Putin” where “Vladimir Putin” has a label too.
    tails = [other for other in full if _is_tail(name_key(other).split(), key)]
    if tails:
        return min(tails, key=lambda other: len(other.split()))
    if any(word.lower() in PARTICLES for word in name.split()) and len(key) > 3:
        return _behind_office(name, around)
    if len(key) > 1 and all(len(word) == 1 for word in key[:-1]):
        # “A. Doe” for “Anna Doe”
        alike = [other for other in full if _has_initials(name_key(other).split(), key)]
        return alike[0] if alike else name
    if len(key) > 1 or not key:
        return name
    matching = [other for other in full if key[0] in name_key(other).split()]
    if not matching and name.isupper() and 2 <= len(name) <= 4:
        matching = [other for other in full if _initials(other) == name.lower()]
    return plain_name(matching[0]) if matching else name


def _one_spelling(name: str, known: Iterable[str]) -> str:
    """The spelling that is known already of a name that differs in spaces or by an initial."""
    key = name_key(name).replace(" ", "")
    surname, initials = _surname(name)
    for other in known:
        if name_key(other).replace(" ", "") == key:
            return other
        same, others = _surname(other)
        if (
            initials
            and others
            and surname == same
            and (others.startswith(initials) or initials.startswith(others))
        ):
            return other
    return name


def _surname(name: str) -> tuple[str, str]:
    """The last word, and the initials before it; none if a word stands among them."""
    *before, last = name_key(name).split() or [""]
    return last, "".join(before) if all(len(word) == 1 for word in before) else ""


def _has_initials(words: list[str], key: list[str]) -> bool:
    is_spelled = len(words) > 1 and len(words[0]) > 1 and words[-1] == key[-1]
    return is_spelled and words[0].startswith(key[0])


def _is_tail(short: list[str], long: list[str]) -> bool:
    return 2 <= len(short) < len(long) and long[-len(short) :] == short


def _initials(name: str) -> str:
    return "".join(word[0] for word in name_key(name).split())


def _behind_office(name: str, around: str) -> str:
    """The last words of “President of the Republic Jane Doe”, if they stand alone elsewhere."""
    words = name.split()
    for size in (3, 2):
        tail = " ".join(words[-size:])
        if size < len(words) and len(re.findall(re.escape(tail), around)) > 1:
            return tail
    return name


def _trimmed(name: str) -> str:
    """A name found in running text without titles, offices and a possessive."""
    # A point behind a word ends the sentence before the name.
    name = re.split(r"(?<=\w{4})\.\s", name.rstrip(".,"))[-1]
    words = re.sub(r"['’]s?\Z", "", name).split()
    while len(words) > 1 and bare(words[0]) in TITLES | NOT_PEOPLE | OFFICES | ARTICLES | ROLES:
        del words[0]
    return " ".join(map(_decapitalised, words))


def is_person(name: str) -> bool:
    """Whether a name found in running text looks like a person's full one."""
    words = name.split()
    return 2 <= len(words) <= 5 and not any(bare(word) in NOT_PEOPLE for word in words)


def people_in(text: str) -> list[str]:
    """Full names in a text, in its order, as often as they stand there."""
    # No name goes on in the next line.
    matches = (match for line in text.splitlines() for match in FULL_NAME.finditer(line))
    found = (_trimmed(match.group()) for match in matches)
    return [name for name in found if is_person(name)]


def guest_and_host(around: str, first_words: str) -> tuple[str, str]:
    """Who answers and who asks, as far as introduction and first question say."""
    host = ""
    if match := GAVE.search(around):
        host = next(iter(people_in(match["host"])), "")
        guests = people_in(match["guest"])
        if guests:
            return guests[0], host
    if match := HOST.search(around):
        host = _trimmed(match["host"])
    for match in WITH_GUEST.finditer(around):
        if guests := people_in(match["guest"]):
            return guests[0], host if name_key(host) != name_key(guests[0]) else ""
    if match := WELCOMED.search(first_words):
        name = _trimmed(match["before"] or match["behind"])
        if is_person(name):
            return name, host
    counted = Counter(people_in(around))
    return (counted.most_common(1)[0][0] if counted else ""), host
