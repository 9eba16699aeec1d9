"""Words that turn the sense of those beside them, by language. Pure.

A phrase is written with “_” between its words. A word that is an everyday word of another language
(“se”, “ma”, “sin”) counts in texts of its own language alone; every other one counts everywhere,
for a text may quote another language, or be marked as another one.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from quotes.checking.reading import Token
from quotes.text.house_spellings import house_form
from quotes.text.words import folded, spelled

Phrase = tuple[str, ...]
# In several of the languages here, with another sense.
OWN_ALONE = {
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
OTHERS = {"es": "sí", "it": "ne sì sé", "fr": "né", "pt": "sé"}

# Each of these denies; the contractions of English are read as “not”. Where a word is as good as
# a denial (“hardly”, “kaum”, “вряд ли”), the claim without it is the contrary one.
NEGATIONS = {
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
CONDITIONS = {
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
# What may turn the sense, or merely go on: it is told, and no verdict comes from it.
MAY_TURN_BEHIND = {
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
MAY_TURN_BEFORE = {
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
HARMLESS = {
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
JOINING = {
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
NARROWING = {
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
                alone = frozenset(map(_phrase, OWN_ALONE.get(language, "").split()))
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
    return spelled(token.written) in OTHERS.get(code, "").split()
