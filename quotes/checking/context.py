"""What stands right before and behind the words that are quoted, where it turns their sense. Pure.

A quotation may have every word right and leave off the “if” behind it, or the “it looks like”
before. Words that do so are looked up in lists; what a sentence means is not judged.

In the lists, a phrase is written with “_” between its words. A word that is an everyday word of
another language (“se”, “ma”, “sin”) counts in texts of its own language alone. Every other word
counts in all texts, since a text may quote another language or be marked as another one.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from quotes.checking.reading import SKIP, Reading, Token
from quotes.text.spellings import house_form
from quotes.text.words import folded, spelled

Phrase = tuple[str, ...]
# In several of the languages here, with another sense.
ONLY_IN_OWN_LANGUAGE = {
    "de": "ob statt sonst nie bis",
    "fr": "si ni ne sauf personne pas",
    "es": "si sin no solo salvo nada y",
    "it": "se ma né non mai solo salvo e",
    "pt": "se sem nem mas caso",
    "tr": "ama hiç",
    "ru": "или но без",
    "uk": "але коли та",
    "kk": "тек",
}
# Without their accents they are one of these words, and are not.
OTHER_WORDS_WITH_ACCENTS = {"es": "sí", "it": "ne sì sé", "fr": "né", "pt": "sé"}

# Each of these denies; the contractions of English are read as “not”. Where a word is as good as
# a denial (“hardly”, “kaum”, “вряд ли”), the claim without it is the contrary one.
NEGATION_WORDS = {
    "en": "not no never none nobody nothing nowhere neither nor without cannot hardly barely "
    "scarcely unable refuse refuses refused deny denies denied",
    "de": "nicht kein keine keinen keinem keiner keines keinerlei nie niemals niemand niemanden "
    "niemandem nichts nirgends weder ohne kaum keineswegs keinesfalls",
    "fr": "ne pas jamais aucun aucune nul nulle rien personne ni sans guère nullement",
    "es": "no nunca jamás nada nadie ningún ninguno ninguna tampoco sin apenas",
    "it": "non mai nessun nessuno nessuna niente nulla né senza neanche nemmeno neppure",
    "pt": "não nunca jamais nenhum nenhuma nem ninguém sem tampouco",
    "nl": "niet geen nooit niemand niets nergens zonder nauwelijks",
    "tr": "değil yok hiç hiçbir hiçbiri kimse asla",
    "ru": "не нет ни никогда никто никого никому ничего ничто никакой никакая никакие никаких "
    "нигде нельзя без вряд_ли едва_ли отнюдь",
    "uk": "не ні ніколи ніхто нікого ніщо нічого ніякий жоден жодна жодне жодного жодної жодних "
    "без навряд_чи ледве",
    "kk": "емес жоқ ешқашан ешкім ешбір ештеңе ешқандай",
    "ar": "لا ليس ليست لم لن ولا ولم ولن وليس فلا فلن بدون أبدا",
    "zh": "不 没 無 无 非 未 别 勿",
}
# What makes the sentence beside it a condition, or takes some of it back.
CONDITION_WORDS = {
    "en": "if unless except excepting provided providing as_long_as so_long_as on_condition "
    "only_if only assuming supposing without",
    "de": "wenn falls sofern außer es_sei_denn unter_der_bedingung vorausgesetzt solange nur ohne",
    "fr": "si sauf à_moins à_condition pourvu_que pourvu_qu en_supposant seulement tant_que "
    "sous_réserve",
    "es": "si salvo excepto a_menos_que a_no_ser_que siempre_que siempre_y_cuando con_tal_de "
    "a_condición sólo solo",
    "it": "se salvo tranne a_meno_che purché a_condizione a_patto finché sempre_che qualora "
    "soltanto solo",
    "pt": "se salvo exceto a_menos_que a_não_ser desde_que contanto_que caso",
    "nl": "indien tenzij behalve mits zolang alleen_als",
    "tr": "eğer meğerki sürece şartıyla koşuluyla yeter_ki ancak_ve_ancak tabii_ki_eğer",
    "ru": "если кроме при_условии разве_что только лишь пока_не если_только",
    "uk": "якщо якби крім окрім за_умови хіба_що лише тільки поки_не",
    "kk": "егер тек шартымен болмаса",
    "ar": "إذا وإذا فإذا لو ولو إلا ما_لم بشرط شريطة باستثناء سوى",
    "zh": "如果 若 倘若 除非 只要 只有 假如 要是 除了 前提是",
}
# What may turn the sense, or merely go on: it is mentioned, and no verdict comes from it.
MAY_TURN_BEHIND_WORDS = {
    "en": "until only till but however although though otherwise depending once whether or",
    "de": "aber jedoch obwohl bevor bis sonst sondern egal allerdings",
    "fr": "mais sinon toutefois cependant bien lorsque quand tant",
    "es": "pero aunque siempre cuando hasta sino",
    "it": "ma però benché sebbene quando altrimenti anche_se",
    "tr": "ama ancak fakat sürece yoksa aksi_halde",
    "ru": "но однако пока разве хотя иначе независимо",
    "uk": "але проте однак доки хоча інакше незалежно",
    "kk": "бірақ алайда әйтпесе",
    "ar": "لكن ولكن شرط وإلا حتى",
    "zh": "但 但是 不过 否则 然而 直到",
}
MAY_TURN_BEFORE_WORDS = {
    "en": "whether when provided suppose supposing assume assuming imagine pretend "
    "looks look looked seems seem seemed appears appear appeared perhaps maybe possibly probably "
    "might may could would allegedly supposedly apparently reportedly "
    "avoid avoided avoids avoiding prevent prevented prevents preventing stop stopped risk danger "
    "instead rather than lest fear fears feared doubt doubts doubted doubtful unlikely "
    "reject rejected rejects wrong false untrue lie lies myth "
    "nonsense absurd ridiculous fiction illusion fallacy mistake motto slogan notion idea claim "
    "claims claimed claiming rumour rumor rumours rumors accusation accusations allegation "
    "allegations propaganda narrative story dream dreamed hope hoped hopes wish wished pretends "
    "say says said saying told tell tells heard hear argue argues argued believe believed believes "
    "ask asked asks wonder wondered wondering question few little",
    "de": "ob scheint angeblich vielleicht möglicherweise wäre würde könnte verhindern statt "
    "behauptet behaupten sagt sagen falsch lüge märchen bezweifle fürchte",
    "fr": "semble paraît peut-être prétend prétendent éviter évité faux mensonge disent dit doute",
    "es": "parece quizá quizás acaso evitar falso mentira dicen dice dudo",
    "it": "sembra pare forse evitare evitato falso bugia dicono dice dubito sostengono",
    "tr": "sanki belki yalan güya sözde",
    "ru": "кажется якобы будто возможно может избежать вместо ложь неправда говорят сомневаюсь",
    "uk": "здається нібито начебто можливо може уникнути замість брехня неправда кажуть сумніваюся",
    "kk": "мүмкін сияқты өтірік",
    "ar": "يبدو ربما زعم يزعم يقولون كذب",
    "zh": "似乎 也许 可能 据说 所谓",
}
# They hold one of the words above, and turn nothing.
HARMLESS_WORDS = {
    "en": "not_only no_doubt without_doubt no_less no_later nothing_but if_you_ask_me if_you_will "
    "if_you_like if_i_may not_least as_if what_if only_natural",
    "de": "nicht_nur nicht_zuletzt ohne_zweifel wenn_sie_so_wollen wenn_sie_mich_fragen",
    "fr": "pas_seulement sans_doute si_vous_voulez non_seulement si_bien_que",
    "es": "no_solo no_sólo sin_duda si_me_permite sin_embargo",
    "it": "non_solo senza_dubbio se_mi_permette nondimeno",
    "ru": "не_только без_сомнения если_хотите ни_в_коем не_менее",
    "uk": "не_тільки не_лише без_сумніву якщо_хочете",
    "tr": "hiç_şüphesiz",
    "ar": "لا_شك ولا_شك لا_سيما",
    "zh": "不仅 不但 不管 不论 不断 不同 不少 不久 不错 不得不 非常 非洲 未来 无疑 无论 "
    "无线 无人机 沉没 淹没 别人 特别",
}
# Right before the words that are quoted they begin a clause of its own, to which what denies or
# limits the clause before does not reach.
JOINING_WORDS = {
    "en": "and but so because since",
    "de": "und aber denn sondern",
    "fr": "et mais car donc",
    "es": "y pero porque así_que",
    "it": "e ma perché quindi",
    "tr": "ve ama çünkü",
    "ru": "и но а потому_что поэтому",
    "uk": "і й та але бо тому",
    "kk": "және бірақ сондықтан",
    "ar": "و لكن ولكن لأن",
    "zh": "而且 但 但是 所以 因为",
}
# Between what is quoted and a condition these narrow the condition itself: “but only if”.
NARROWING_WORDS = {
    "en": "but only then",
    "de": "aber nur dann",
    "fr": "mais seulement uniquement",
    "es": "pero solo sólo únicamente",
    "it": "ma solo soltanto",
    "tr": "ama ancak sadece",
    "ru": "но только лишь",
    "uk": "але тільки лише",
    "kk": "бірақ тек",
    "zh": "但 但是 只",
}


@lru_cache(maxsize=10_000)
def _phrase(written: str) -> Phrase:
    return tuple(map(house_form, folded(written.replace("_", " "))))


class Phrases:
    """Words and runs of words of several languages."""

    def __init__(self, *tables: Mapping[str, str]) -> None:
        self._everywhere: frozenset[Phrase] = frozenset()
        self._of: dict[str, frozenset[Phrase]] = {}
        for table in tables:
            for language, words in table.items():
                own = frozenset(map(_phrase, words.split()))
                self._of[language] = self._of.get(language, frozenset()) | own
                alone = frozenset(map(_phrase, ONLY_IN_OWN_LANGUAGE.get(language, "").split()))
                self._everywhere |= own - alone
        self._longest = max(len(phrase) for own in self._of.values() for phrase in own)

    @property
    def words(self) -> frozenset[str]:
        """All that are single words, of all languages."""
        return frozenset(
            phrase[0] for own in self._of.values() for phrase in own if len(phrase) == 1
        )

    def length_at(self, tokens: Sequence[Token], at: int, language: str) -> int:
        """How many words the phrase has that begins at ``at`` in a text; 0 where none does."""
        code = language.split("-")[0].lower()
        own = self._of.get(code, frozenset())
        for length in range(min(self._longest, len(tokens) - at), 0, -1):
            phrase = tuple(token.key for token in tokens[at : at + length])
            if (phrase in self._everywhere or phrase in own) and not _is_other(tokens[at], code):
                return length
        return 0

    def all_of(self, tokens: Sequence[Token], first: int, end: int, language: str) -> bool:
        """Whether nothing but such phrases stands there."""
        while first < end and (length := self.length_at(tokens, first, language)):
            first += length
        return first >= end


def _is_other(token: Token, code: str) -> bool:
    return spelled(token.written) in OTHER_WORDS_WITH_ACCENTS.get(code, "").split()


# As the answer to a question they negate nothing of what follows.
INTERJECTIONS = frozenset(folded("no nein non нет ні yok hayır жоқ não nee nej nie لا"))
SENTENCE_END = re.compile(r"[.!?。！？؟।]")
CLAUSE_END = re.compile(r"[,;:–—，；：،؛]|\s-\s")
# At most so many words before and after the quotation are mentioned; a word that turns the sense
# is looked for among the next few.
MAX_BEFORE, MAX_BEHIND, MAX_LOOKED_AT = 14, 12, 3
# Words before the quotation among which a negation is mentioned by itself.
RIGHT_BEFORE = 3
NEGATIONS, CONDITIONS = Phrases(NEGATION_WORDS), Phrases(CONDITION_WORDS)
TURNING_BEFORE = Phrases(NEGATION_WORDS, CONDITION_WORDS, MAY_TURN_BEFORE_WORDS)
TURNING_BEHIND = Phrases(NEGATION_WORDS, CONDITION_WORDS, MAY_TURN_BEHIND_WORDS)
HARMLESS, JOINING = Phrases(HARMLESS_WORDS), Phrases(JOINING_WORDS)
NARROWING = Phrases(NARROWING_WORDS)
# A quotation that ends so is printed as a sentence; in English a comma stands for the point before
# “she said”.
ENDS_SENTENCE = re.compile(r"[.!?,。！？؟।][”’\"'»)\]]*\s*\Z")
MARKED_BEFORE = re.compile(rf"\A\W*(?:{SKIP})|\A\W*\[[^\W\d_]\]")
MARKED_BEHIND = re.compile(rf"(?:{SKIP})\W*\Z")


class LeftOff(NamedTuple):
    """Words beside the quotation that turn its sense; empty where there are none."""

    before: str = ""
    behind: str = ""


NOTHING_LEFT_OFF = LeftOff()


def left_off(original: Reading, first: int, end: int) -> LeftOff:
    """What turns the sense of words ``first … end`` in the same sentence, right beside them."""
    return LeftOff(_before(original, first), _behind(original, end))


class Cut(NamedTuple):
    """Words ``first … end`` of the original that are left off, and whose lack turns the sense."""

    first: int
    end: int
    signal: str


def cuts(quoted: Reading, original: Reading, first: int, end: int) -> list[Cut]:
    """Where ``quoted``, which is words ``first … end``, prints a part as a whole sentence.

    That is where what is left off denies it or makes it a condition, and neither a mark nor a small
    letter shows a part.
    """
    found = []
    before, behind = _turned_before(original, first), _turned_behind(original, end)
    if before and _begins_sentence(quoted, original, first, end):
        found.append(before)
    if behind and _ends_sentence(quoted):
        found.append(behind)
    return found


def _begins_sentence(quoted: Reading, original: Reading, first: int, end: int) -> bool:
    """Whether the quotation looks as if the original's sentence began where it begins."""
    letter = quoted.text[quoted.tokens[0].start]
    if letter.islower() or MARKED_BEFORE.search(quoted.written):
        return False
    if letter.isupper() and original.text[original.tokens[first].start].islower():
        return True
    has_capitals = letter.isupper() or not letter.isalpha()
    is_whole = not has_capitals and _ends_there(original, end)
    return is_whole or ENDS_SENTENCE.search(quoted.written) is not None


def _ends_sentence(quoted: Reading) -> bool:
    """Whether the quotation looks as if the original's sentence ended where it ends."""
    written = quoted.written
    if MARKED_BEHIND.search(written) or not ENDS_SENTENCE.search(written):
        return False
    inner = any(_is_parted(quoted, at, SENTENCE_END) for at in range(1, len(quoted.tokens)))
    return inner or not quoted.text[quoted.tokens[0].start].islower()


def _ends_there(original: Reading, end: int) -> bool:
    return end >= len(original.tokens) or _is_parted(original, end, SENTENCE_END)


def _sentence_start(original: Reading, first: int) -> int:
    """Where the sentence begins, or the last words before ``first`` that are looked at."""
    at = first
    while at and first - at < MAX_BEFORE and not _is_parted(original, at, SENTENCE_END):
        at -= 1
    return at


def _turned_before(original: Reading, first: int) -> Cut | None:
    """What denies or limits the clause in which word ``first`` stands, before it."""
    start = _sentence_start(original, first)
    if start == first or JOINING.all_of(original.tokens, first - 1, first, original.language):
        return None
    clause = next(
        (at for at in range(first, start, -1) if _is_parted(original, at, CLAUSE_END)), start
    )
    for at in range(clause, first):
        if _is(NEGATIONS, original, at):
            return Cut(clause, first, "negation")
    for at in range(start, first):
        if _is(CONDITIONS, original, at) and (at >= clause or _begins_clause(original, start, at)):
            return Cut(min(at, clause) if at < clause else clause, first, "qualifier")
    return None


def _begins_clause(original: Reading, start: int, at: int) -> bool:
    is_joined = at > start and JOINING.all_of(original.tokens, at - 1, at, original.language)
    return at == start or is_joined or _is_parted(original, at, CLAUSE_END)


def _turned_behind(original: Reading, end: int) -> Cut | None:
    """What denies or limits the clause that ends before word ``end``, right behind it."""
    stop = _sentence_stop(original, end)
    language = original.language
    for at in range(end, min(stop, end + MAX_LOOKED_AT)):
        narrows = NARROWING.all_of(original.tokens, end, at, language)
        if narrows and _is(CONDITIONS, original, at):
            return Cut(end, _clause_stop(original, at, stop), "qualifier")
    for at in range(end, min(stop, end + MAX_LOOKED_AT)):
        if _is_parted(original, at, CLAUSE_END) or JOINING.length_at(original.tokens, at, language):
            break
        if _is(NEGATIONS, original, at):
            return Cut(end, _clause_stop(original, at, stop), "negation")
    return None


def _sentence_stop(original: Reading, end: int) -> int:
    stop = end
    while stop < len(original.tokens) and stop - end < MAX_BEHIND:
        if stop and _is_parted(original, stop, SENTENCE_END):
            break
        stop += 1
    return stop


def _clause_stop(original: Reading, at: int, stop: int) -> int:
    places = range(at + 1, stop)
    return next((each for each in places if _is_parted(original, each, CLAUSE_END)), stop)


def _is(phrases: Phrases, original: Reading, at: int) -> bool:
    """Whether such a phrase begins there, and turns something."""
    return (
        phrases.length_at(original.tokens, at, original.language) > 0
        and not is_interjection(original, at)
        and not _is_harmless(original, at)
    )


def is_interjection(reading: Reading, at: int) -> bool:
    """Whether a word is the “No,” that answers a question, and negates nothing."""
    if reading.tokens[at].key not in INTERJECTIONS:
        return False
    token = reading.tokens[at]
    behind = reading.text[token.end : token.end + 2].lstrip()
    begins = at == 0 or _follows_sign(reading, at)
    return begins and behind[:1] in tuple(",.!?;:—–…")


def _follows_sign(reading: Reading, at: int) -> bool:
    before = reading.text[reading.tokens[at - 1].end : reading.tokens[at].start] if at else ""
    return re.search(r"[.!?…,:;—–“”«\"]", before) is not None


def _is_harmless(original: Reading, at: int) -> bool:
    return any(
        HARMLESS.length_at(original.tokens, begins, original.language) > at - begins
        for begins in range(max(0, at - 2), at + 1)
    )


def _before(original: Reading, first: int) -> str:
    """The words of the sentence up to the quotation, if any turns it."""
    at = _sentence_start(original, first)
    turns = [place for place in range(at, first) if _is(TURNING_BEFORE, original, place)]
    if not turns:
        return ""
    clauses = [place for place in range(at + 1, turns[-1] + 1)
               if _is_parted(original, place, CLAUSE_END)]  # fmt: skip
    start = clauses[-1] if clauses else at
    return original.text[original.tokens[start].start : original.tokens[first - 1].end]


def _behind(original: Reading, end: int) -> str:
    """The clause that follows in the sentence, if a word that turns begins it."""
    stop = end
    while stop < len(original.tokens) and stop - end < MAX_BEHIND:
        if stop and _is_parted(original, stop, SENTENCE_END):
            break
        if stop > end and _is_parted(original, stop, CLAUSE_END) and _turns(original, end, stop):
            break
        stop += 1
    if not _turns(original, end, stop):
        return ""
    return original.text[original.tokens[end].start : original.tokens[stop - 1].end]


def _turns(original: Reading, end: int, stop: int) -> bool:
    places = range(end, min(stop, end + MAX_LOOKED_AT))
    return any(_is(TURNING_BEHIND, original, place) for place in places)


def _is_parted(original: Reading, at: int, by: re.Pattern[str]) -> bool:
    """Whether a sign stands before the word of this number."""
    before = original.text[original.tokens[at - 1].end : original.tokens[at].start] if at else ""
    return by.search(before) is not None


def negation_before(original: Reading, number: int) -> str:
    """A negation among the words right before the one of this number, in the same sentence."""
    for at in reversed(range(max(0, number - RIGHT_BEFORE), number)):
        token = original.tokens[at]
        between = original.text[token.end : original.tokens[number].start]
        if re.search(r"[.!?…:;]", between):
            return ""
        if _is(NEGATIONS, original, at):
            # Of a contraction, all of it: “don’t”.
            whole = at - 1 if at and original.tokens[at - 1].end == token.start else at
            is_contracted = not token.written
            return original.text[original.tokens[whole if is_contracted else at].start : token.end]
    return ""
