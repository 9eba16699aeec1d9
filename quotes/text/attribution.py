"""Words that say who speaks: “she said”, “according to”, and the name beside a quotation. Pure.

A name is found by its form: capitals beside a verb of saying, without what stands before it for an
office. What a sentence means is not judged, so a name may be missing; whoever compares must not
take a missing or an unknown one for a contradiction.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from quotes.text.letters import APOSTROPHE


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


VERBS_OF = {
    "en": "said says say saying told tells telling added adds adding stressed stresses noted notes "
    "explained explains argued argues warned warns stated states declared declares remarked "
    "insisted insists replied answered asked continued continues concluded recalled recalls "
    "emphasised emphasises emphasized emphasizes pointed_out underlined underscored announced "
    "admitted acknowledged wrote writes tweeted observed claimed claims maintained confirmed "
    "suggested commented quipped joked reiterated affirmed asserted predicted cautioned conceded "
    "complained demanded pledged promised vowed testified posted responded urged",
    "de": "sagte sagt gesagt erklärte erklärt betonte betont meinte meint fügte schrieb schreibt "
    "warnte kritisierte forderte antwortete bekräftigte ergänzte unterstrich versicherte "
    "berichtete äußerte bemerkte",
    "fr": "dit disait déclaré déclare affirmé affirme expliqué explique ajouté ajoute souligné "
    "souligne assuré assure précisé précise indiqué indique rappelé rappelle estimé estime "
    "martelé insisté insiste lancé écrit poursuit poursuivi conclut répondu répond annoncé",
    "es": "dijo dice declaró afirmó afirma añadió añade explicó explica señaló señala indicó "
    "aseguró subrayó denunció sostuvo manifestó recordó advirtió agregó escribió respondió "
    "insistió",
    "ru": "сказал сказала говорит заявил заявила отметил отметила подчеркнул подчеркнула добавил "
    "добавила пояснил пояснила сообщил сообщила рассказал рассказала ответил ответила написал "
    "написала считает напомнил напомнила уточнил уточнила подытожил подытожила продолжил "
    "продолжила заключил заключила утверждает признал признала",
    "kk": "деді дейді айтты мәлімдеді атап_өтті хабарлады түсіндірді жазды қосты",
    "tr": "dedi diyor söyledi belirtti ifade_etti kaydetti vurguladı açıkladı ekledi konuştu "
    "yazdı sordu",
    "ar": "قال قالت وقال وقالت أضاف وأضاف أضافت وأضافت صرح وصرح أكد وأكد أكدت وأكدت أوضح وأوضح "
    "أعلن وأعلن ذكر وذكر أشار وأشار",
    "other": "disse ha_detto dichiarato aggiunto afferma afirmou zei zegt verklaarde sade säger "
    "powiedział powiedziała dodał dodała сказав сказала заявив зазначив",
}  # fmt: skip
CHINESE_VERBS = "表示|指出|强调|強調|宣布|说|說|称|稱|道|认为|認為"
PRONOUNS = "he she they er sie il elle él ella он она они o ол هو هي"
ROLES = _words(
    "mr mrs ms miss dr prof professor sir dame lord lady sheikh king queen prince princess "
    "sultan president vice-president premier minister vice deputy foreign prime defence defense "
    "finance interior justice health energy ambassador secretary general spokesman spokeswoman "
    "spokesperson chancellor governor mayor senator congressman congresswoman representative "
    "rep sen gov judge justice chairman chairwoman chair chief director commissioner envoy "
    "leader head speaker press state attorney colonel captain admiral lieutenant sergeant "
    "commander marshal pope bishop archbishop cardinal imam rabbi reverend pastor economist "
    "analyst historian lawyer activist co-founder founder ceo cfo officer executive manager "
    "editor reporter correspondent member mp mep undersecretary under-secretary counsellor "
    "councillor counselor herr frau bundeskanzler bundeskanzlerin kanzler kanzlerin präsident "
    "präsidentin ministerin sprecher sprecherin politiker politikerin abgeordnete abgeordneter "
    "chef chefin vorsitzende vorsitzender außenminister außenministerin staatssekretär "
    "bürgermeister bürgermeisterin monsieur madame m mme président présidente ministre premier "
    "première chancelier porte-parole maire député députée sénateur général señor señora "
    "presidente presidenta ministro ministra portavoz canciller alcalde diputado senador "
    "президент министр премьер премьер-министр глава посол депутат сенатор губернатор мэр "
    "пресс-секретарь представитель генерал министрі президенті төрағасы елшісі başkan başkanı "
    "cumhurbaşkanı bakan bakanı başbakan milletvekili sayın bay bayan sözcüsü الرئيس رئيس "
    "الوزير وزير الخارجية السفير المتحدث باسم السيد السيدة الأمير الملك الدكتور"
)
ROLE_ENDS = (
    "minister", "ministerin", "politiker", "politikerin", "sprecher", "sprecherin", "chef",
    "chefin", "präsident", "präsidentin", "abgeordnete", "abgeordneter", "experte", "expertin",
    "secretary", "general", "министр", "секретарь", "elect",
)  # fmt: skip
NOT_NAMES = _words(
    "a an and at but by for from he her his i in it its many most no nobody of on one or our "
    "she so some that the their then there these they this those to we what when who why with "
    "yes you later earlier yesterday today tomorrow monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october "
    "november december der die das den dem ein eine er sie es wir im in am und le la les un une "
    "il elle nous l el los las un una nosotros он она они мы в на и это o ve bu bir"
)
# What is behind them is a place, an occasion, or who was spoken to.
PREPOSITIONS = _words(
    "in at to on of from for with by about after before during against into near over des im in "
    "am bei vor nach zu zum zur mit gegenüber à au aux en dans chez devant de du des d con ante "
    "a al del в на во о об перед для с со к от"
)
AFTER_COMMA = _words("and but or und oder aber et mais ou y pero o и а но ve ama және")
CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽḀ-ỾА-ЯЁӘҒҚҢӨҰҮҺІΑ-Ω]"
PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|zu|al|el|bin|bint|ibn|ben|la|le|du|dos|ter|ten)"
# Typed in the place of an apostrophe, and quotation marks elsewhere: only before a letter.
INNER = "".join(sign for sign in APOSTROPHE if not sign.isalnum() and sign not in "’'")
WORD = rf"{CAPITAL}(?:[\w’'-]|[{INNER}](?=\w))*\.?"
NAME = rf"{WORD}(?:\s+(?:{PARTICLE}\s+){{0,3}}(?:{PARTICLE}[-{APOSTROPHE}])?{WORD}){{0,8}}"
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
ACCORDING = re.compile(
    r"\b(?i:according\sto|laut|nach\sangaben\svon|selon|d’après|según|по\sсловам|in\sthe\swords\sof)"
    r"\s+(?P<rest>[^.!?]*)\Z"
)
ACCORDING_BEHIND = re.compile(rf"(?P<name>{NAME})\s+(?:zufolge|göre)\b|(?P<tr>{WORD})\s+göre\b")
SPEAKER_COLON = re.compile(rf"(?:\A|[.!?]\s+|\n)\s*(?P<name>{NAME})(?:\s*\([^()]*\))?\s*:\s*\Z")
SPEAKER_COMMA = re.compile(rf"(?P<name>{NAME})\s*\Z")
SPEAKER_DASH = re.compile(rf"\A[\s“”\"»]*[—–-]+\s*(?P<name>{NAME})\s*(?:[,(\n]|\Z)")
CHINESE = re.compile(rf"(?P<name>[\u4e00-\u9fff·]{{2,12}}?)(?:{CHINESE_VERBS})[\s:：，,]*\Z")
ARABIC = re.compile(r"[\u0621-\u064a]+")
ARABIC_ENDS = _words("إن أن في إنه إنها أنه أنها على من مع خلال أمام عن ل")
WITH_PRONOUN = re.compile(
    rf"{PRONOUN}\s+(?:\w+\s+){{0,2}}?(?:{VERBS})(?![\w’'])|(?:{VERBS})\s+{PRONOUN}|-t-(?:il|elle)\b",
    re.IGNORECASE,
)
# A point behind an initial or a title ends no sentence.
SENTENCE_END = re.compile(r"(?<!\b[^\W\d_])(?<!\b(?:Mr|Ms|Dr|St))(?<!\bMrs)[.!?](?:\s|\Z)")
# Characters looked at on either side; words of a name in a script without capitals.
AROUND, MAX_ARABIC = 200, 6
BEFORE_WORDS = " \n\t\u00a0\u202f“„«\"‘‚'‹「『”»`,"
POSSESSIVE = ("’s", "'s", "s’", "s'")


def is_attribution(words: str) -> bool:
    """Whether words between two quotations say who speaks."""
    return ATTRIBUTING.search(words) is not None


class Around(NamedTuple):
    """The words before a quotation, between its parts, and behind it, up to the next ones."""

    before: str
    between: str
    behind: str


class Attributed(NamedTuple):
    """Who is said to speak: a name, or nobody's name but a pronoun, or neither."""

    name: str = ""
    is_pronoun: bool = False


def named_around(around: Around, *, is_ended: bool) -> Attributed:
    """Who is said to speak a quotation.

    ``is_ended``: it ends with a sign, as before “she said”. Else what introduces it goes first.
    """
    behind = rest_of_sentence(around.behind[:AROUND].partition("\n")[0])
    before = around.before[-AROUND:]
    before = before.rstrip(BEFORE_WORDS).rpartition("\n")[2]
    sides = [(_behind, around.between[:AROUND])]
    order = [(_behind, behind), (_before, before)]
    sides += order if is_ended else order[::-1]
    for look, words in sides:
        if name := look(words):
            return Attributed(name)
        if WITH_PRONOUN.search(words if look is _behind else _last_sentence(words)):
            return Attributed(is_pronoun=True)
    if starts_with_verb(behind) and (match := SPEAKER_COMMA.search(before)):
        return Attributed(bare_name(match["name"]))
    return Attributed()


def starts_with_verb(words: str) -> bool:
    """Whether words behind a quotation begin with a verb of saying."""
    return VERB_FIRST.match(words) is not None


def _behind(words: str) -> str:
    """The name in words behind a quotation: “said Lund”, “Lund said”, “— Lund”."""
    if match := VERB_FIRST.match(words):
        return _arabic(match["rest"]) or next(_names(match["rest"]), "")
    for clause in NAME_FIRST.finditer(words):
        if name := _of_clause(clause):
            return name
    if match := ACCORDING_BEHIND.search(words):
        return bare_name(match["name"] or match["tr"])
    if match := re.search(ACCORDING.pattern.replace(r"\Z", ""), words):
        return next(_names(match["rest"]), "")
    return bare_name(match["name"]) if (match := SPEAKER_DASH.match(words)) else ""


def _before(words: str) -> str:
    """The name in words that lead to a quotation: “Lund said: ”, “according to Lund, ”."""
    clause = _last_sentence(words)
    for match in reversed(list(NAME_FIRST.finditer(clause))):
        if name := _of_clause(match):
            return name
    if chinese := CHINESE.search(words):
        return chinese["name"]
    for pattern in (ACCORDING, SPEAKER_COLON):
        if named := pattern.search(clause if pattern is ACCORDING else words):
            found = named.groupdict()
            return next(_names(found["rest"]), "") if "rest" in found else bare_name(named["name"])
    if behind := ACCORDING_BEHIND.search(clause):
        return bare_name(behind["name"] or behind["tr"])
    if not WITH_PRONOUN.search(clause):
        for match in re.finditer(VERB, clause, re.IGNORECASE):
            rest = clause[match.end() :]
            if name := _arabic(rest) or next(_names(rest), ""):
                return name
    return ""


def _last_sentence(words: str) -> str:
    """The sentence that leads to a quotation; a point behind one letter or a title ends none."""
    return re.split(r"(?<=[^\W\d_]{3}[.!?…])[\s”\"»]+(?=[^\W\d_a-zа-я])", words)[-1]


def _of_clause(match: re.Match[str]) -> str:
    """The name before a verb; in an aside behind an office the name stands: “its head, Lund,”."""
    before = match.string[: match.start()].split()
    name = bare_name(match["name"])
    inner = bare_name(match["aside"].strip(" ,")) if match["aside"] else ""
    if inner and re.fullmatch(NAME, match["aside"].strip(" ,")) and not name:
        return inner
    is_other = bool(before) and before[-1].lower() in PREPOSITIONS
    return "" if is_other else name


def _names(words: str) -> Iterator[str]:
    """The names in words behind a verb of saying, but for places, owners and who listened."""
    for match in re.finditer(NAME, words):
        before = words[: match.start()].split()
        if match[0].endswith(POSSESSIVE):
            continue
        if before and before[-1].lower().strip(",") in PREPOSITIONS:
            continue
        if name := bare_name(match[0]):
            yield name


def _arabic(words: str) -> str:
    """The words behind a verb up to what is said; without capitals, all may be the name."""
    found = []
    for word in words.strip(' :،"«').split()[:MAX_ARABIC]:
        if not ARABIC.match(word) or word in ARABIC_ENDS or word[0] in '"«“':
            break
        found.append(word.rstrip('،:."«»'))
        if word[-1] in "،:.":
            break
    return " ".join(found)


def rest_of_sentence(words: str) -> str:
    """What is left of the sentence that a quotation stands in."""
    closed = re.match(r"\W{0,4}", words)
    at = closed.end() if closed else 0
    if re.search(r"[.!?]", words[:at]):
        return ""
    end = SENTENCE_END.search(words, at)
    return words[: end.start()] if end else words


def bare_name(found: str) -> str:
    """A name without offices, titles and small words; empty if nothing else is left."""
    words = found.split()
    ends = [at for at, word in enumerate(words) if _is_role(word)]
    words = words[ends[-1] + 1 :] if ends else words
    while words and _key(words[0]) in NOT_NAMES:
        del words[0]
    name = " ".join(words).rstrip(".,")
    for ending in POSSESSIVE[:2]:
        name = name.removesuffix(ending)
    return name


def _key(word: str) -> str:
    return word.lower().strip(".,’'")


def _is_role(word: str) -> bool:
    key = _key(word)
    return (
        key in ROLES
        or ("-" in key and key.endswith(ROLE_ENDS))
        or (len(key) > 10 and key.endswith(ROLE_ENDS))
    )
