"""Words that say who speaks: “she said”, “according to”, and the name beside a quotation. Pure.

A name is found by its form: capitals beside a verb of saying, without what stands before it for an
office. What a sentence means is not judged, so a name may be missing; whoever compares must not
take a missing or an unknown one for a contradiction.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from quotes.text.attribution_words import (
    ARABIC_ENDS,
    ARTICLES,
    CHINESE_VERBS,
    NO_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    VERBS_OF,
    WOVEN_VERBS,
)
from quotes.text.person_names import NAME, POSSESSIVE, WORD, bare_name, names_in

ASIDE = r"(?:\s*,[^,“”\"«».!?]{1,90},)?"


def _any_of(words: str) -> str:
    return "|".join(sorted((w.replace("_", r"\s") for w in words.split()), key=len, reverse=True))


VERBS = _any_of(" ".join(VERBS_OF.values()))
VERB = rf"(?<![\w’'])(?:{VERBS})(?![\w’'])"
PRONOUN = rf"(?<![\w’'-])(?:{_any_of(PRONOUNS)})(?![\w’'])"
ATTRIBUTING = re.compile(
    rf"{VERB}|-t-(?:il|elle|on)\b|(?:{CHINESE_VERBS})|\b(?:ajouter|dire|déclarer)\b", re.IGNORECASE
)
# A verb first, then a name: “said Lund”, “a dit Lund”, “قال لوند”.
VERB_FIRST = re.compile(
    rf"\A[\W_]*(?:(?:and|und|et|y|и)\s+)?(?:(?:a|ha|hat|has|had|s’est|l’a|l'a)\s+)?(?:{VERBS})"
    r"(?![\w’'])(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
ADVERB = r"(?:(?!(?:%s)\b)(?![A-ZÀ-ÞЀ-Я])[^\W\d_]+\s+)?" % _any_of(PRONOUNS)  # noqa: UP031 – braces abound
NAME_FIRST = re.compile(rf"(?P<name>{NAME})(?P<aside>{ASIDE})\s+{ADVERB}(?:{VERBS})(?![\w’'])")
# “Lund had in March told us”
HAD_SAID = re.compile(
    rf"(?P<name>{NAME})(?P<aside>{ASIDE})\s+(?:has|had|hat|hatte|habe|a|avait|ha|había|hatten)\s"
    rf"[^,.:;!?]{{0,40}}?(?<![\w’'])(?:{VERBS})(?![\w’'])"
)
# “its head, Lund, told us”
APPOSED = re.compile(rf",\s+(?P<name>{NAME}),\s+{ADVERB}(?:{VERBS})(?![\w’'])")
# “Lund called the vote “…””, with a verb that attributes only before a quotation.
WOVEN = _any_of(" ".join(WOVEN_VERBS))
WOVEN_FIRST = re.compile(rf"(?P<name>{NAME})(?P<aside>{ASIDE})\s+{ADVERB}(?:{WOVEN})(?![\w’'])")
WOVEN_APPOSED = re.compile(rf",\s+(?P<name>{NAME}),\s+{ADVERB}(?:{WOVEN})(?![\w’'])")
# “…”, rief der Fischer Uwe Behrens: behind a comma, whatever the verb. And „…“, so Behrens.
SMALL = r"(?![A-ZÀ-ÞĀ-ŽА-ЯЁ])[^\W\d_][\w’'-]*"
# “Lund later made clear that “…””: a verb that nobody lists, and what is said.
THAT_FIRST = re.compile(
    rf"(?P<name>{NAME})(?P<aside>{ASIDE}),?\s+(?:{SMALL}\s+){{1,3}}(?:that|dass|daß|que|qu|что|che)(?!\w)"
)
SO_NAME = re.compile(rf"\A\W*,\W*so\s+(?P<name>{NAME})")
ANY_VERB_FIRST = re.compile(
    rf"\A\W*[,?!…—–]\W*(?:(?:se|s[’']est|a|ha|hat|has)\s+|s[’'])?(?P<verb>{SMALL})\s+(?:{SMALL}\s+){{0,3}}(?P<name>{NAME})"
)
ACCORDING = re.compile(
    r"(?<![\w’'-])(?i:according\sto|in\sthe\s(?:words|view)\sof|laut|selon|d[’']après|según|"
    r"nach\s(?:angaben|ansicht|meinung|worten|auffassung)(?:\svon|\sdes|\sder)?|aus\ssicht\svon|"
    r"a\sjuicio\sde|en\spalabras\sde|aux\syeux\sde|secondo|segundo|"
    r"по\s(?:словам|мнению|данным)|со\sслов)"
    r"\s+(?P<rest>[^.!?]*)\Z"
    r"|(?:\A|[.!?]\s+)(?:Pour|For|Für|Para|Per|Для|Voor)\s+(?P<pour>[^.!?]*)\Z"
)
ACCORDING_ANYWHERE = re.compile(ACCORDING.pattern.replace(r"\Z", ""))
ACCORDING_BEHIND = re.compile(rf"(?P<name>{NAME})\s+(?:zufolge|göre)\b|(?P<tr>{WORD})\s+göre\b")
# “Lund’a göre”
DATIVE = re.compile(r"[’'][yn]?[ae]\Z")
SPEAKER_COLON = re.compile(rf"(?:\A|[.!?]\s+|\n)\s*(?P<name>{NAME})(?:\s*\([^()]*\))?\s*:\s*\Z")
SPEAKER_COMMA = re.compile(rf"(?P<name>{NAME})(?:\s+(?:ise|da|de))?\s*\Z")
SPEAKER_DASH = re.compile(rf"\A[\s“”\"»]*[—–-]+\s*(?P<name>{NAME})\s*(?:[,(\n]|\Z)")
# “林主席表示：”, “林主席说得更直接：”, “林主席称，这是”; and behind: “，林主席说。”
CHINESE_LEAD = (
    "(?:而|但是|但|不过|不過|随后|隨後|之后|之後|同时|同時|此外|另外|当时|當時|其后|其後)?"
)
CHINESE_ADVERB = (
    "(?:则|則|也|还|還|又|就|并|並|都|再次|进一步|進一步|随后|隨後|曾|后来|後來|当时|當時)*"
)
CHINESE = re.compile(
    rf"(?:\A|[，,；;])\s*(?:据|據|对此|對此)?[，,]?{CHINESE_LEAD}(?P<name>[\u4e00-\u9fff·]{{2,14}}?){CHINESE_ADVERB}(?:{CHINESE_VERBS})[^。！？：:]{{0,20}}[:：]?\s*\Z"
)
CHINESE_BEHIND = re.compile(
    rf"\A[\W_]*{CHINESE_LEAD}(?P<name>[\u4e00-\u9fff·]{{2,14}}?){CHINESE_ADVERB}(?:{CHINESE_VERBS})"
    r"[^\u4e00-\u9fff]*?"
)
ARABIC = re.compile(r"[\u0621-\u064a]+")
WITH_PRONOUN = re.compile(
    rf"{PRONOUN}\s+(?:\w+\s+){{0,2}}?(?:{VERBS})(?![\w’'])|(?:{VERBS})\s+{PRONOUN}|-t-(?:il|elle)\b"
    rf"|[他她][\u4e00-\u9fff]{{0,6}}(?:{CHINESE_VERBS})",
    re.IGNORECASE,
)
ADDING = re.compile(
    r"(?<![\w’'])(?:add(?:ed|s|ing)|continue[ds]|went\son|fügte|ergänzte|fuhr|ajout\w+|poursui\w+|"
    r"añad\w+|agreg\w+|добав\w+|продолж\w+|ekledi|و?أضافت?)(?!\w)",
    re.IGNORECASE,
)
BEGINS_WITH_PRONOUN = re.compile(rf"\s*{PRONOUN}", re.IGNORECASE)
# A point behind an initial or a title ends no sentence.
SENTENCE_END = re.compile(r"(?<!\b[^\W\d_])(?<!\b(?:Mr|Ms|Dr|St))(?<!\bMrs)[.!?](?:\s|\Z)")
BEFORE_PATTERNS = (
    NAME_FIRST, APPOSED, HAD_SAID, WOVEN_APPOSED, WOVEN_FIRST, THAT_FIRST,
)  # fmt: skip
# What leads to words in Arabic, where the verb begins the sentence and its subject follows.
ARABIC_LEAD = re.compile(
    r"\A\S+\s+(?P<rest>[^:.]*?)\s*(?::|[بف]?[أإ]ن(?:ه|ها|هم)?|قائل[ةا]\s*:?)\Z"
)
# Characters looked at on either side; words of a name in a script without capitals.
AROUND, MAX_ARABIC = 200, 6
BEFORE_WORDS = " \n\t\u00a0\u202f“„«\"‘‚'‹「『”»`,>"


def is_attribution(words: str) -> bool:
    """Whether words between two quotations say who speaks."""
    return ATTRIBUTING.search(words) is not None


class Around(NamedTuple):
    """The words before a quotation, between its parts, and behind it, up to the next ones."""

    before: str
    between: str
    behind: str


class Attributed(NamedTuple):
    """Who is said to speak: a name, or nobody's name but a pronoun, or neither.

    ``goes_on``: the verb says that somebody adds to what was said last.
    """

    name: str = ""
    is_pronoun: bool = False
    goes_on: bool = False


def named_around(around: Around, *, is_ended: bool, known: Collection[str] = ()) -> Attributed:
    """Who is said to speak a quotation.

    ``is_ended``: it ends with a sign, as before “she said”. Else what introduces it goes first.
    ``known`` are surnames that the text has somewhere behind a first name.
    """
    behind = _line_behind(around.behind)
    before = _lead(around.before[-AROUND:])
    sides = [(_behind, around.between[:AROUND])]
    order = [(_behind, behind), (_before, before)]
    sides += order if is_ended else order[::-1]
    for look, words in sides:
        if name := look(words):
            return Attributed(name)
        own = words if look is _behind else last_sentence(words)
        if WITH_PRONOUN.search(own):
            return Attributed(is_pronoun=True, goes_on=ADDING.search(own) is not None)
    if starts_with_verb(behind):
        match = SPEAKER_COMMA.search(before)
        name = bare_name(match["name"]) if match else subject(last_sentence(before), known)
        if name:
            return Attributed(name)
    behind = around.between[:AROUND] or behind
    return Attributed(_by_place(before, ("," if is_ended else "") + behind, known))


def _by_place(before: str, behind: str, known: Collection[str]) -> str:
    """The name where a speaker’s stands, with a verb that nobody lists."""
    clause, colon, _ = last_sentence(before).rpartition(":")
    match = SO_NAME.match(behind) or ANY_VERB_FIRST.match(behind)
    if not colon and match and match.groupdict().get("verb") not in NO_VERBS:
        name = bare_name(match["name"])
        return name if _is_persons(name, known) else ""
    arabic = ARABIC_LEAD.match(last_sentence(before))
    if arabic and ARABIC.match(before):
        return _arabic(arabic["rest"])
    # Where a verb of saying stands, somebody speaks who has no name there.
    is_said = is_attribution(before) and not colon
    return "" if is_said else subject(clause or last_sentence(before), known)


def subject(clause: str, known: Collection[str]) -> str:
    """The only person whom a clause names; empty if it names several, or a thing of somebody’s."""
    found = [bare_name(match[0]) for match in re.finditer(NAME, clause)]
    people = [name for name in found if _is_persons(name, known)]
    if len(people) != 1:
        return ""
    before = clause[: clause.index(people[0])].split()
    is_subject = not before or before[-1].lower().strip(",") not in PREPOSITIONS
    # “Tom Falk read from Lund’s letter: ”
    behind = clause[clause.index(people[0]) + len(people[0]) :]
    is_of_another = any(match[0].endswith(POSSESSIVE) for match in re.finditer(NAME, behind))
    return people[0] if is_subject and not is_of_another else ""


def _is_persons(name: str, known: Collection[str]) -> bool:
    """Whether a name has several words, or is the last one of such a name in the same text."""
    return " " in name or name in known


def surnames(text: str, known: Collection[str] = ()) -> frozenset[str]:
    """The last words of all names of several words in a text, and of those ``known``."""
    names = (bare_name(match[0]) for match in re.finditer(NAME, text))
    return frozenset(name.split()[-1] for name in names if name and _is_persons(name, known))


def _lead(before: str) -> str:
    """The words that lead to a quotation; none of a paragraph that has ended."""
    words = before.rstrip(BEFORE_WORDS)
    has_ended = "\n" in before[len(words) :] and words.endswith((".", "!", "?", "。"))
    return "" if has_ended else words.rpartition("\n")[2]


def starts_with_verb(words: str) -> bool:
    """Whether words behind a quotation begin with a verb of saying."""
    return VERB_FIRST.match(words) is not None


def _behind(words: str) -> str:
    """The name in words behind a quotation: “said Lund”, “Lund said”, “— Lund”."""
    if match := VERB_FIRST.match(words):
        is_pronoun = BEGINS_WITH_PRONOUN.match(match["rest"])
        return "" if is_pronoun else _arabic(match["rest"]) or next(names_in(match["rest"]), "")
    if match := CHINESE_BEHIND.match(words):
        return "" if match["name"][0] in "他她" else bare_name(match["name"])
    if match := APPOSED.search(words):
        return bare_name(match["name"])
    for clause in NAME_FIRST.finditer(words):
        if name := _of_clause(clause):
            return name
    if match := ACCORDING_BEHIND.search(words):
        return bare_name(DATIVE.sub("", match["name"] or match["tr"]))
    if match := ACCORDING_ANYWHERE.search(words):
        return _of_according(match)
    return bare_name(match["name"]) if (match := SPEAKER_DASH.match(words)) else ""


def _before(words: str) -> str:
    """The name in words that lead to a quotation: “Lund said: ”, “according to Lund, ”."""
    clause = last_sentence(words)
    for pattern in BEFORE_PATTERNS:
        for match in reversed(list(pattern.finditer(clause))):
            if name := _of_clause(match):
                return name
    if chinese := CHINESE.search(re.split(r"[。！？]", words)[-1]):
        return bare_name(chinese["name"])
    for pattern in (ACCORDING, SPEAKER_COLON):
        if named := pattern.search(clause if pattern is ACCORDING else words):
            return _of_according(named) if pattern is ACCORDING else bare_name(named["name"])
    if behind := ACCORDING_BEHIND.search(clause):
        return bare_name(DATIVE.sub("", behind["name"] or behind["tr"]))
    if not WITH_PRONOUN.search(clause):
        for match in re.finditer(VERB, clause, re.IGNORECASE):
            rest = clause[match.end() :]
            if name := _arabic(rest) or next(names_in(rest), ""):
                return name
    return ""


def _of_according(match: re.Match[str]) -> str:
    """The name behind “according to”; behind an office, the one between commas."""
    rest = match["rest"] or match["pour"] or ""
    if apposed := re.match(rf"[^,]*,\s+(?P<name>{NAME})\s*(?:,|\Z)", rest):
        return bare_name(apposed["name"])
    return next(names_in(rest), "")


def last_sentence(words: str) -> str:
    """The sentence that leads to a quotation; a point behind one letter or a title ends none."""
    return re.split(r"(?<=[^\W\d_]{3}[.!?…])[\s”\"»]+(?=[^\W\d_a-zа-я])", words)[-1]


def _of_clause(match: re.Match[str]) -> str:
    """The name before a verb; in an aside behind an office the name stands: “its head, Lund,”."""
    before = match.string[: match.start()].split()
    name = bare_name(match["name"])
    aside = (match.groupdict().get("aside") or "").strip(" ,")
    inner = bare_name(aside) if re.fullmatch(NAME, aside) else ""
    if inner and not name:
        return inner
    last = before[-1].lower() if before else ""
    is_thing = last in ARTICLES and name == match["name"] and " " not in name
    return "" if is_thing or last in PREPOSITIONS else name


def _arabic(words: str) -> str:
    """The words behind a verb up to what is said, without the office before the name."""
    found: list[str] = []
    for word in words.strip(' :،"«').split()[:MAX_ARABIC]:
        if not ARABIC.match(word) or word in ARABIC_ENDS or word[0] in '"«“':
            break
        if not found and word in ROLES:
            continue
        found.append(word.rstrip('،:."«»'))
        if word[-1] in "،:.":
            break
    return " ".join(found)


def own_sentence(around: Around) -> str:
    """The words of the sentence that a quotation stands in, without the quotation."""
    before = last_sentence(around.before[-AROUND:].rpartition("\n")[2])
    behind = _line_behind(around.behind)
    return " ".join(filter(None, (before, around.between[:AROUND], behind)))


def _line_behind(words: str) -> str:
    """The rest of the sentence on the quotation’s own line, or the line below that signs it."""
    line, _, below = words[:AROUND].partition("\n")
    if not line.strip(BEFORE_WORDS) and SPEAKER_DASH.match(below):
        return below.partition("\n")[0]
    return rest_of_sentence(line)


def rest_of_sentence(words: str) -> str:
    """What is left of the sentence that a quotation stands in."""
    closed = re.match(r"\W{0,4}", words)
    at = closed.end() if closed else 0
    if re.search(r"[.!?]", words[:at]):
        return ""
    end = SENTENCE_END.search(words, at)
    return words[: end.start()] if end else words
