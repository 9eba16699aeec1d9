"""What interrupts a quotation: “he said” between two pairs of marks, or inside of one. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

from quotes.text.attribution import (
    SMALL,
    VERB,
    is_attribution,
    rest_of_sentence,
    starts_with_verb,
)
from quotes.text.attribution_words import AFTER_COMMA, NO_VERBS, VERBS_OF
from quotes.text.marks import ENDS_SPEECH, Span
from quotes.text.person_names import WORD

SIGNS = "“”„«»\"‘’‚‹›'「」『』 \n\r\t\u00a0\u202f"
# Of Chinese, where each sign is as wide as a character.
NARROW = str.maketrans("，。！？；：", ",.!?;:")
ENDED = re.compile(r"[.!?…]\W*\Z")
GOES_ON = re.compile(r"[,;—–-][\W_]*\Z")
# Characters that may stand between two parts of one quotation; words, where no verb is known.
MAX_INTERRUPTION_LENGTH, MAX_UNKNOWN, MIN_SENTENCE = 120, 5, 4
# Russian, Kazakh and Turkish print “he said” between dashes inside of the marks, French and Spanish
# between commas. There the verb comes first.
HAS = r"(?:(?:a|ont|ha|han)\s)?"
WORDS_INSIDE = r"[^.!?«»“”„\"—–]{0,80}?"
BETWEEN_DASHES = re.compile(
    rf"(?<=[\w,.!?…])[ \u00a0]?[—–-] ?{HAS}{VERB}{WORDS_INSIDE}"
    r"(?:[,.]?\s*[—–]+(?=[\s,.;:])|\.?\Z)",
    re.IGNORECASE,
)
INVERTED = "|".join(" ".join(VERBS_OF[language] for language in ("fr", "es", "it")).split())
BETWEEN_COMMAS = re.compile(
    rf",\s(?:(?:a|ont|s’est|s'est)-t-(?:il|elle|on|ils|elles)\s\w+|(?:{INVERTED})(?:-t)?-(?:il|elle)|"
    rf"{HAS}(?:{INVERTED})(?![\w’'-]))[^,.!?«»“”]{{0,60}}(?=,|\.\s)",
    re.IGNORECASE,
)


# With a verb that nobody lists, there has to be a whole name.
UNLISTED = re.compile(
    rf"(?:,\s|(?<=[\w,.!?…])[ \u00a0]?[—–] ?)(?P<verb>{SMALL})\s+"
    rf"(?:{SMALL}\s+){{0,2}}{WORD}\s+{WORD}"
    r"[^,.!?«»“”—–]{0,40}?(?=,|[ \u00a0]?[—–])"
)


def joined(text: str, spans: list[Span]) -> Iterator[list[Span]]:
    """The spans in groups: the parts of one quotation that an attribution interrupts."""
    group = spans[:1]
    behind = [*(start for start, _ in spans[2:]), len(text)]
    for (one, other), following in zip(pairwise(spans), behind, strict=False):
        goes_on = text[other[0]].islower() or not _is_attributed(text, other, following)
        if goes_on and _interrupts(text, one, other):
            group.append(other)
            continue
        yield group
        group = [other]
    if group:
        yield group


def _is_attributed(text: str, span: Span, following: int) -> bool:
    """Whether the words behind a quotation say whose it is: then it begins anew."""
    behind = text[span[1] : min(following, span[1] + MAX_INTERRUPTION_LENGTH)]
    return _last_sign(text, span[1]) in ",?!…—–-" and is_attribution(rest_of_sentence(behind))


def _last_sign(text: str, end: int) -> str:
    """The sign that ends a quotation, inside of the mark or right behind it."""
    last = text[end - 1].translate(NARROW)
    if last in ENDS_SPEECH:
        return last
    behind = text[end : end + 4].lstrip(SIGNS)[:1].translate(NARROW)
    return behind if behind == "," or behind in "—–" else last


def _interrupts(text: str, one: Span, other: Span) -> bool:
    between = text[one[1] : other[0]]
    if len(between) > MAX_INTERRUPTION_LENGTH or re.search(r"\n\s*\n", between):
        return False
    sign = _last_sign(text, one[1])
    # Of two sentences of the reporter's, the second quotation belongs to the latter.
    inner = between.strip(SIGNS + ",.;:—–-")
    if not inner or sign not in ENDS_SPEECH or re.search(r"[^\W\d_]{3}[.!?…]\s", inner):
        return False
    is_inside = text[one[1] - 1] in ENDS_SPEECH
    if text[other[0]].islower() and not GOES_ON.search(between):
        # “…,” he said, and called it “a joke”.
        return False
    if is_attribution(inner):
        # Between two whole sentences one of the reporter's begins, and ends with the second one.
        is_lead = sign in ".!?…" and inner[:1].isupper() and not ENDED.search(between)
        # “…”, he said, adding: “…”
        return not is_lead and (
            is_inside
            or _goes_on(text, between, other)
            or _parts_sentences(text, between, one, other)
        )
    # A verb that nobody lists: short, between two commas, and the sentence goes on.
    return sign in ",—–-" and len(inner.split()) <= MAX_UNKNOWN and _goes_on(text, between, other)


def _parts_sentences(text: str, between: str, one: Span, other: Span) -> bool:
    """Whether “…”, says X. “…” stands between sentences, with the comma outside of the marks."""
    words = text[slice(*one)]
    is_whole = words[:1].isupper() and len(words.split()) >= MIN_SENTENCE
    follows = text[other[0]].isupper() and ENDED.search(text[slice(*other)]) is not None
    return is_whole and follows and ENDED.search(between) is not None and starts_with_verb(between)


def _goes_on(text: str, between: str, other: Span) -> bool:
    """Whether a sentence begun before the words ``between`` goes on behind them."""
    first = re.sub(r"^\W+", "", between).split(None, 1)[:1]
    is_joined = bool(first) and first[0].lower() in AFTER_COMMA
    return GOES_ON.search(between) is not None and not is_joined and text[other[0]].islower()


def asides(text: str, span: Span) -> list[Span]:
    """Where “he said” seems to stand inside of a quotation; the words may be the speaker’s."""
    quoted = text[span[0] : span[1]]
    found = [*BETWEEN_DASHES.finditer(quoted), *BETWEEN_COMMAS.finditer(quoted)]
    found += [each for each in UNLISTED.finditer(quoted) if each["verb"] not in NO_VERBS]
    places = sorted((span[0] + each.start(), span[0] + each.end()) for each in found)
    return [place for before, place in pairwise([(0, 0), *places]) if before[1] <= place[0]]


def may_skip(text: str, group: list[Span]) -> bool:
    """Whether a sentence ends where the quotation is interrupted."""
    return any(
        text[other[0]].isupper() and re.search(r"[.!?]\W*\Z", text[one[0] : other[0]])
        for one, other in pairwise(group)
    )
