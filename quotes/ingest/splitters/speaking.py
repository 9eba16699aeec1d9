"""Whose words a report gives: by the words around them, and by who has been named before. Pure.

``quotes.text.attribution`` reads the words around. This module adds what only a whole report shows:
which full name a surname or “the Russian president” stands for, and whom “he” means.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from quotes.ingest.splitters.people import is_person, plain_name
from quotes.text.attribution import PRONOUN, SMALL, VERBS, Around, named_around
from quotes.text.attribution_words import NOT_NAMES, PREPOSITIONS, ROLES
from quotes.text.names import name_key
from quotes.text.person_names import CAPITAL, NAME, POSSESSIVE, bare_name
from quotes.text.words import word_set

# Verbs that report, beside those that stand right at a quotation: of naming, judging, asking for.
REPORTING = (
    r"call(?:ed|s|ing)|describ(?:ed?|es|ing)|term(?:ed|s)|dubbed|accus(?:ed|es|ing)|"
    r"critici[sz](?:ed|"
    r"es|ing)|dismiss(?:ed|es)|prais(?:ed|es|ing)|denounc(?:ed|es|ing)|hail(?:ed|s|"
    r"ing)|condemn(?:ed|"
    r"s|ing)|reiterat(?:ed?|es|ing)|highlight(?:ed|s|ing)|stress(?:ing)|emphasi[sz](?:ing)|"
    r"underscor(?:es|ing)|underlin(?:es|ing)|warning|arguing|noting|insisting|"
    r"referr(?:ed|ing)|refers|"
    r"spoke of|speaks of|express(?:ed|es|ing)|outlin(?:ed|es)|welcom(?:ed|es)|reject(?:ed|s)|"
    r"compar(?:ed|es)|characteri[sz](?:ed|es)|label(?:l)?ed|assur(?:ed|es)|thank(?:ed|s)|hope[sd]?|"
    r"believe[sd]?|think[s]?|thought|fear(?:s|ed)|put|report(?:ed|s)|"
    r"expliquer|affirmer|assurer|préciser|dénonce[rz]?|dénonçant|dénoncé|qualifi(?:e|ait|er|é)|"
    r"prévien(?:t|nent)|prévenu|s[’']offusque|juge|jugé|accuse[r]?|accusé|regrette|regretté|promet|"
    r"promis|plaide|plaidé|évoque|évoqué|parle(?:nt)?|parlé|reconnaît|reconnu|salue|salué|prône|"
    r"félicit(?:e|é|ée|és|ait)|confie|confié|raconte|raconté|ironise|élude|tranche|résume|avertit|averti|"
    r"demande|appelle|cite|"
    r"versprach|verspricht|glaubt|glaubte|hofft|hoffte|denkt|dachte|nannte|nennt|bezeichne(?:te|t)|sprach|spricht|lobte|warf|beklagte|bezweifelte|begrüßte|sieht|"
    r"calific(?:ó|a)|critic(?:ó|a)|pid(?:ió|e)|llam(?:ó|a)|describi(?:ó|e)|acus(?:ó|"
    r"a)|conden(?:ó|a)|"
    r"destac(?:ó|a)|expres(?:ó|a)|reiter(?:ó|a)|defini(?:to|sce)|defin(?:ió|e)|sottolinea(?:to)?|"
    r"назвал[аи]?|называет|призвал[аи]?|призывает|обвинил[аи]?|раскритиковал[аи]?|"
    r"охарактеризовал[аи]?|"
    r"поблагодарил[аи]?|выразил[аи]?|отмеча(?:ет|ют)|подч[её]ркива(?:ет|ют)|добавля(?:ет|ют)|"
    r"заявля(?:ет|ют)|расска(?:зывает|зали)|поясня(?:ет|ют)|объясн(?:яет|ил[аи]?)|сказали|заявили|"
    r"отметили|сообщили|сообща(?:ет|ют)|полага(?:ет|ют)|увер(?:ен|ена|яет)|предупред(?:ил[аи]?)|"
    r"остановил(?:ся|ась)|поручил[аи]?|выступил[аи]?|указал[аи]?|акцентировал[аи]?|"
    r"деп\s+(?:атап\s+өтті|мәлімдеді|атады|санайды|жазды)|атап\s+өтті|жеткізді|сөзінше|тоқталды|"
    r"dile\s+getirdi|ifadesini\s+kullandı|(?:şeklinde|diye)\s+konuştu|işaret\s+etti|"
    r"sözleriyle|ifadesiyle|ifadeleriyle|değerlendir(?:di|mesinde)|nitelendirdi|savundu|aktardı|uyardı|"
    r"[وف]?(?:شدد|شددت|دعا|دعت|حض|حضت|حث|حثت|صرح|صرحت|اعتبر|اعتبرت|وصف|وصفت|حذر|حذرت|"
    r"رأى|رأت|نفى|نفت|"
    r"طالب|طالبت|أفاد|أفادت|كشف|لفت|أكد|أكدت|قال|قالت|أضاف|أضافت|أوضح|أوضحت|أعلن|"
    r"أعلنت|أشار|أشارت|ذكر|"
    r"ذكرت|يقول|تقول|جدد|انتقد|انتقدت|أعرب|أعربت|نقل)|"
    r"批评|批評|警告|呼吁|呼籲|重申|回应|回應|回答|告诉|告訴|透露|补充|補充|解释|解釋|写道|寫道"
)
SAYS = rf"(?<![\w’'])(?:{VERBS}|{REPORTING})(?![\w’'])"
SAYING = re.compile(SAYS, re.IGNORECASE)
DETERMINER = (
    r"(?:the|an?|his|her|their|its|le|la|les|une?|des|der|die|das|ein|eine|el|los|las|un|una|il|"
    r"lo|gli|uno)"
)
PHRASE = re.compile(
    rf"(?:\b{DETERMINER}\s+|\bl[’'])(?:(?!{DETERMINER}\s)[\w’'.-]+\s+){{0,6}}?(?:[\w’'.-]+)\Z",
    re.IGNORECASE,
)
PHRASE_BEHIND = re.compile(
    rf"\s+(?P<phrase>(?:{DETERMINER}\s+|l[’'])[^,.;:!?«“\"(]{{3,70}})", re.IGNORECASE
)
INVERTED = re.compile(rf"\A[\W_]*,?\s*[^\W\d_]+\s+(?P<name>{NAME})")
ACCORDING = re.compile(
    r"\b(?:according to|selon|d’après|d'après|laut|según|secondo|по словам|по мнению|وفق[اً]*|بحسب|"
    r"وبحسب|вслед за)\s+(?:an?\s(?:new\s)?\w+\s(?:by|from)\s)?(?P<phrase>[^,.;:«“\"،]{3,90})[,،]?",
    re.IGNORECASE,
)
NAME_COMMA = re.compile(rf"(?<![\w’'-])(?P<name>{NAME})\s*,\s*(?:{SMALL}(?:\s+|\Z)){{0,4}}\Z")
LED = re.compile(rf"[\W_]*{SAYS}(?:\s\w+){{0,2}}[\W_]*\Z", re.IGNORECASE)
BOUNDARY = re.compile(
    r"[,;:–—(]|\b(?:that|who|which|and|but|when|while|where|as|que|qui|où|et|mais|"
    r"dont|und|aber|dass|"
    r"der|die|y|pero|что|и|но|который|которая)\s|qu[’']",
    re.IGNORECASE,
)
THAT = re.compile(r"\b(?:that|dass|que|qu[’']|что|che)\s*\Z", re.IGNORECASE)
# “Elle a toutefois reconnu”
PRONOUN_ACTS = re.compile(
    rf"(?i:{PRONOUN})(?:\s+\w+)?\s*\Z|\A\W*(?i:{PRONOUN})(?:\s+{SMALL}){{1,3}}\s*\Z"
)
BEHIND_VERB = re.compile(rf"\s+{PRONOUN}", re.IGNORECASE)
# Words between who acts and the verb: “continued to”, “has also”.
HELPING = re.compile(
    r"(?:\s+(?:continue[sd]?|began|begins|went on|tried|sought|has|have|had|is|was|will|would|also|"
    r"then|later|repeatedly|a|ont|avait|hat|haben|ha|to))+\Z",
    re.IGNORECASE,
)
OPENERS = (
    NOT_NAMES
    | PREPOSITIONS
    | word_set(
        "as if after since while though although when because despite according speaking quoting "
        "under "
        "alors selon lorsque puis quand pour comme als während wie laut как когда "
        "после однако но по "
        "cuando mientras como según"
    )
)
# “Highlighting Kazakhstan’s position, …”
PARTICIPLE = re.compile(r"[A-Z][a-z]{3,}ing\Z")
ARABIC = re.compile(r"[\u0621-\u064a]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
CASE = re.compile(r"(?:ого|ому|ым|ом|ем|ой|ою|ий|ый|а|я|у|ю|е|ы)\Z")
MIN_STEM = 4
ARABIC_STOPS = word_set(
    "إن أن في إلى على من مع خلال أمام عن ل إنه إنها أنه أنها فيه فيها بيان له لها وهو وهي كافة قد "
    "فقد بأن بأنه حول بعد قبل حيث"
)
ARABIC_TOPIC = re.compile(r"(?:\A|[.،\n]\s*)أما\s+(?P<name>[^،.]{3,80})،\s+فقد")
MAX_ARABIC_WORDS = 5
CAPITALISED = re.compile(rf"(?<![\w’'-]){NAME}")
HIM = re.compile(r"\b(?:him|her|lui|elle|ihm|ihr|него|неё|нее|него|его|её|ее)\b", re.IGNORECASE)


@dataclass
class Cast:
    """The people of one report, in the order they are named, and who spoke last."""

    text: str
    full: dict[str, str] = field(default_factory=dict)
    last: str = ""
    _known: dict[str, str] = field(default_factory=dict, repr=False)
    _counts: dict[str, int] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Keep the fullest form of each name, under its key and under its last word."""
        # No name goes on behind a heading or a paragraph.
        self.text = re.sub(r"\s*\n\s*\n\s*", " ¶ ", self.text)
        for match in CAPITALISED.finditer(self.text):
            name = self._without_place(self.cleaned(match.group()), match.start())
            if is_person(name):
                key = name_key(name)
                self.full.setdefault(key, name)
                self.full.setdefault(key.split()[-1], name)

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The last words of all full names."""
        return frozenset(name.split()[-1] for name in self.full.values())

    @staticmethod
    def cleaned(found: str) -> str:
        """A name without office, possessive and the point of a sentence."""
        words = re.split(r"(?<=\w{4})\.\s", found)[-1].rstrip(".,")
        # “sagte Jana Doe der Lokalzeitung”
        words = re.split(r"(?<!\bvon)(?<!\bvan)\s(?:der|dem|den|des)\s", words)[0].split()
        while len(words) > 1 and (words[0].lower() in OPENERS or PARTICIPLE.match(words[0])):
            del words[0]
        # “Kazakh Deputy Foreign Minister Jane Doe”
        offices = [n for n, word in enumerate(words[:-1]) if word.lower().strip(".,") in ROLES]
        words = words[offices[-1] + 1 :] if offices else words
        return plain_name(bare_name(" ".join(words)))

    def _without_place(self, name: str, at: int) -> str:
        """“of Kazakhstan Jane Doe” without the country, which the text names by itself as well."""
        words = name.split()
        before = self.text[max(0, at - 6) : at].split()[-1:]
        is_of = bool(before) and before[0].lower() in ("of", "de", "du", "von", "for")
        if not is_of or len(words) < 3:
            return name
        often = self._count(words[0]) > 2 * self._count(name)
        return " ".join(words[1:]) if often else name

    def _count(self, words: str) -> int:
        if words not in self._counts:
            self._counts[words] = self.text.count(words)
        return self._counts[words]

    def named(self, name: str) -> str:
        """The full name that a name as printed stands for."""
        if name not in self._known:
            self._known[name] = self._named(name)
        return self._known[name]

    def _named(self, name: str) -> str:
        name = self.cleaned(name) or name
        words = name_key(name).split()
        if not words:
            return name
        known = self.full.get(" ".join(words)) or self.full.get(words[-1])
        if known and set(words) <= set(name_key(known).split()):
            return known
        if CYRILLIC.search(name) and (nominative := self._undeclined(words[-1])):
            return nominative
        return self._recurring(name) if ARABIC.search(name) else name

    def _undeclined(self, word: str) -> str:
        """The full name that a surname in another case stands for: “по словам Лапина”."""
        stem = CASE.sub("", word)
        alike = (name for key, name in self.full.items() if CASE.sub("", key.split()[-1]) == stem)
        return next(alike, "") if len(stem) >= MIN_STEM else ""

    def described(self, phrase: str) -> str:
        """The name that stands somewhere behind the words of a phrase: “the Russian president”."""
        phrase = " ".join(phrase.split()).strip(" ,.")
        key = f"the {phrase}"
        if key not in self._known:
            self._known[key] = self._described(phrase)
        return self._known[key]

    def _described(self, phrase: str) -> str:
        if match := CAPITALISED.search(
            re.sub(rf"\A(?:{DETERMINER}\s|l[’'])", "", phrase, flags=re.IGNORECASE)
        ):
            whole = self.cleaned(match.group())
            known = self.named(whole) if whole else ""
            if is_person(known):
                return known
        nouns = re.sub(rf"\A(?:{DETERMINER}\s+|l[’'])", "", phrase, flags=re.IGNORECASE)
        if re.fullmatch(NAME, nouns) and nouns.lower() not in ROLES:
            return phrase  # “the Fed”: a body, and not its chair
        for words, gap in ((nouns, ""), (nouns.split(" ")[0], r"(?:\s(?:d[’'])?[\w-]+){0,2}?")):
            # “Minister Jane Doe”, “the minister, Jane Doe”
            found = re.search(rf"(?i:\b{re.escape(words)}\b{gap}),?\s({NAME})", self.text)
            if words and found and len(words) > 3:
                return self.named(found[1])
        return phrase

    def _recurring(self, name: str) -> str:
        """The longest beginning of a phrase that the text has twice, or that begins a longer one.

        Scripts without capitals tell no name from its neighbours otherwise.
        """
        words = name.split()
        for size in range(len(words), 0, -1):
            part = " ".join(words[:size])
            if self.text.count(part) > 1:
                return self._longest(part)
        return " ".join(words[:2])

    def _longest(self, part: str) -> str:
        """A phrase with the words that follow it more than once."""
        grown = part
        while match := re.search(rf"{re.escape(grown)} ([^\s،.:]+)", self.text):
            longer = f"{grown} {match[1]}"
            if match[1] in ARABIC_STOPS or self.text.count(longer) < 2:
                break
            grown = longer
        return grown

    def people(self, words: str) -> Iterator[str]:
        """People whom words name as somebody who acts: no owner, nobody behind a preposition."""
        for match in CAPITALISED.finditer(words):
            before = words[: match.start()].split()
            is_owner = match.group().endswith(POSSESSIVE) or words[match.end() :][:2] in (
                "’s",
                "'s",
            )
            if is_owner or (before and before[-1].lower() in PREPOSITIONS):
                continue
            name = self.named(match.group())
            if is_person(name) and name_key(name) in self.full:
                yield name

    def actor(self, words: str) -> str:
        """The first of those whom words name as somebody who acts; empty without one."""
        return next(self.people(words), "")

    def pronoun(self, paragraph_before: str) -> str:
        """Whom “he” means: who acts first in the paragraph before it, else who spoke last."""
        return self.actor(paragraph_before) or self.last


def speaker_of(cast: Cast, around: Around, paragraph_before: str, *, is_ended: bool) -> str:
    """Who speaks words of a report; empty if nothing around them says so.

    ``around`` holds words of the same sentence, ``paragraph_before`` those of the paragraph up to
    it. ``is_ended``: a sign of speech ends the words, as before “she said”.
    """
    if match := ARABIC_TOPIC.search(around.before):
        return cast.named(match["name"])
    behind = around.between or around.behind
    if (led := NAME_COMMA.search(around.before)) and LED.match(behind):
        # “Kemal Demir, ‘…’ dedi”
        return cast.named(led["name"])
    if is_ended and (name := _behind(cast, behind, paragraph_before)):
        return name
    if name := _before(cast, around.before, paragraph_before):
        return name
    found = named_around(around, is_ended=is_ended, known=cast.surnames)
    if found.name:
        return cast.named(found.name)
    if found.is_pronoun:
        return cast.pronoun(paragraph_before)
    return "" if is_ended else _behind(cast, behind, paragraph_before)


def _behind(cast: Cast, words: str, paragraph_before: str) -> str:
    """By the words behind: “he said”, “said Jane Doe”, “assure l’Elysée”, “élude Guy Lagache”."""
    found = named_around(Around("", "", words), is_ended=True)
    if found.name:
        return cast.named(found.name)
    if found.is_pronoun:
        return cast.pronoun(paragraph_before)
    for match in SAYING.finditer(words):
        if behind := PHRASE_BEHIND.match(words, match.end()):
            return cast.described(behind["phrase"].strip())
        is_behind = BEHIND_VERB.match(words, match.end()) is not None
        if is_behind or re.search(rf"{PRONOUN}\s*\Z", words[: match.start()], re.IGNORECASE):
            return cast.pronoun(paragraph_before)
        if phrase := PHRASE.search(_clause(words[: match.start()]).strip()):
            return cast.described(phrase.group())
    inverted = INVERTED.match(words)
    return cast.named(inverted["name"]) if inverted else ""


def _before(cast: Cast, words: str, paragraph_before: str) -> str:
    """By the words before, the nearest verb first: who stands before it acts."""
    according = list(ACCORDING.finditer(words))
    for match in reversed(list(SAYING.finditer(words))):
        if name := _subject(cast, words[: match.start()], words[match.end() :], paragraph_before):
            return name
    if according:
        phrase = according[-1]["phrase"]
        return cast.pronoun(paragraph_before) if HIM.fullmatch(phrase) else cast.described(phrase)
    return ""


def _subject(cast: Cast, before: str, behind: str, paragraph_before: str) -> str:
    """Who acts by a verb between two stretches of one sentence."""
    if ARABIC.search(behind):
        return _arabic_subject(cast, behind)
    # “…, its founder, highlighted”
    aside = re.search(rf"(?P<name>{NAME})\s*,[^,]{{2,120}},?\s*\Z", before)
    clause = _clause(before)
    if PRONOUN_ACTS.search(clause):
        # “Doe said that she would speak of …”
        said_that = THAT.search(before[: len(before) - len(clause)])
        own = cast.actor(before[: said_that.start()]) if said_that else ""
        return own or cast.pronoun(paragraph_before)
    names = [m for m in CAPITALISED.finditer(clause) if not _is_owned(clause, m)]
    if names:
        name = cast.named(names[-1].group())
        if not is_person(name) and BEHIND_VERB.match(behind):
            # “Das nannte sie …”
            return cast.pronoun(paragraph_before)
        follows = clause[names[-1].end() :].split()
        if cast.cleaned(names[-1].group()) and len(follows) <= 3:
            return name
    if aside and is_person(cast.named(aside["name"])):
        return cast.named(aside["name"])
    if phrase := PHRASE.search(HELPING.sub("", clause.strip())):
        return cast.described(phrase.group())
    return ""


def _is_owned(clause: str, match: re.Match[str]) -> bool:
    before = clause[: match.start()].split()
    is_owner = match.group().endswith(POSSESSIVE) or clause[match.end() :][:2] in ("’s", "'s")
    is_object = bool(before) and before[-1].lower() in PREPOSITIONS
    return is_owner or is_object or match.group().lower() in NOT_NAMES


def _clause(words: str) -> str:
    """The last clause of words that stand before a verb."""
    cuts = [match.end() for match in BOUNDARY.finditer(words.rstrip())]
    return words[cuts[-1] :] if cuts else words


def _arabic_subject(cast: Cast, behind: str) -> str:
    """The words behind an Arabic verb, up to what cannot be of a name."""
    found: list[str] = []
    for word in behind.split()[: MAX_ARABIC_WORDS + 2]:
        bare = word.strip('،.:"«»')
        if bare in ARABIC_STOPS:
            if found:
                break
            continue
        if not ARABIC.match(word):
            break
        found.append(bare)
        if word != bare or len(found) == MAX_ARABIC_WORDS:
            break
    return cast.named(" ".join(found)) if found else ""


def has_capital(word: str) -> bool:
    """Whether a word begins as names do."""
    return re.match(CAPITAL, word) is not None
