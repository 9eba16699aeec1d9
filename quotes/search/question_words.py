"""Questions as people ask them: the words that tell, and which of them to leave out. Pure.

“What did Vassilenko say about sanctions?” has two words that tell. The others belong to asking:
question words, auxiliaries, verbs of saying, and what binds words. They are closed classes, listed
here for the languages in which questions are expected.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from quotes.search.query import Query
from quotes.search.tree import And, Node, Word
from quotes.text.words import folded

# Beyond so many words there are too many ways to leave some out.
MAX_TELLING = 8
# Words that are left out at most, one after the other, of those that tell.
MAX_DROPPED = 2
BINDING = {
    language: frozenset(folded(words))
    for language, words in {
        "en": (
            "what who whom whose which when where why how did do does done has have had is are was "
            "were be been will would can could should may might shall say says said saying tell "
            "tells told talk talks talked speak speaks spoke think thinks thought mean means meant "
            "state states stated comment comments commented claim claims claimed view views "
            "opinion position quote quotes quotation quotations statement statements remark "
            "remarks about on of the a an in at to for from with by against over and or as that "
            "this these those there it its his her their he she they we you i me my our your any "
            "ever regarding concerning s"
        ),
        "ru": (
            "что кто кого кому чем чей какой какая какие какое когда где куда почему зачем как "
            "сколько сказал сказала сказали говорил говорила говорили говорит говорят думает "
            "думают думал думала считает считают заявил заявила заявляет ответил ответила "
            "отвечает относится отношение высказался высказалась высказывался о об обо про на в "
            "во с со по из к ко у за от для и или а но же ли бы не был была было были есть это "
            "этот эта эти этом он она они его её их ему ей им мнение позиция слова цитата цитаты "
            "насчёт относительно поводу"
        ),
        "uk": (
            "що хто кого кому чий який яка які коли де куди чому навіщо як скільки сказав сказала "
            "сказали говорив говорила говорить говорять думає думав вважає заявив заявила "
            "відповів про на в у з зі із до за від для і й та або але же чи би не був була було "
            "були є це цей ця ці він вона вони його її їх думка цитата"
        ),
        "kk": (
            "не кім кімді кімге қандай қашан қайда неге қалай қанша деді айтты айтқан дейді айтады "
            "туралы жайлы жөнінде бойынша және мен немесе бұл ол оның олар пікірі ме ма"
        ),
        "fr": (
            "que quoi qui quel quelle quels quelles quand où ou pourquoi comment a ont est sont "
            "était dit disait déclaré pense pensait parle parlé propos sujet sur de du des le la "
            "les un une au aux en dans et il elle ils elles son sa ses leur ce cette ces avis "
            "citation qu l d c s n"
        ),
        "de": (
            "was wer wen wem wessen welche welcher welches wann wo warum wie hat haben hatte ist "
            "sind war sagt sagte gesagt meint meinte denkt dachte spricht sprach über von zu zum "
            "zur in im am an auf für mit gegen und oder der die das den dem des ein eine einer er "
            "sie es sein seine ihr ihre meinung zitat"
        ),
        "es": (
            "qué quién quien quiénes cuál cuales cuándo dónde cómo por porque ha han es son era "
            "dijo dice decía dicho piensa pensó habló sobre acerca de del la el los las un una en "
            "con para y o su sus opinión cita"
        ),
        "it": (
            "che cosa chi quale quali quando dove perché come ha hanno è sono era detto dice disse "
            "diceva pensa parla parlato su sul sulla sulle sugli di del della dei delle il lo la i "
            "gli le un una in con per e o suo sua opinione citazione"
        ),
        "pt": (
            "que quem qual quais quando onde porque por como disse diz dizia dito pensa falou fala "
            "sobre de do da dos das o a os as um uma em no na com para e ou seu sua opinião citação"
        ),
        "nl": (
            "wat wie wiens welke wanneer waar waarom hoe heeft hebben is zijn was zei zegt gezegd "
            "denkt dacht vindt over van op in de het een en of met tegen voor mening citaat"
        ),
        "tr": (
            "ne kim kimi kime hangi neden niçin nasıl nerede dedi diyor söyledi söylüyor düşünüyor "
            "hakkında konusunda ilgili ve veya ile bu şu o mi mı mu mü için görüşü"
        ),
        "ar": (
            "ما ماذا من متى أين لماذا كيف هل كم قال قالت يقول تقول صرح ذكر عن في على إلى حول بشأن "
            "بخصوص و أو هو هي هذا هذه رأي تصريح"
        ),
    }.items()
}
BINDING_IN_ANY = frozenset().union(*BINDING.values())


def telling(query: Query) -> list[Word]:
    """The loose words of a plain question without those of asking; none where it has operators."""
    nodes = _nodes(query)
    words = [node for node in nodes if isinstance(node, Word)]
    if len(words) != len(nodes):
        return []
    return [word for word in words if not BINDING_IN_ANY.issuperset(word.parts)]


def languages(query: Query) -> list[str]:
    """The languages that most of the words of asking are of; none where there are none."""
    words = [node for node in _nodes(query) if isinstance(node, Word)]
    numbers = {
        code: sum(binding.issuperset(word.parts) for word in words)
        for code, binding in BINDING.items()
    }
    most = max(numbers.values())
    return [code for code, number in numbers.items() if number == most > 0]


def relaxations(query: Query, named: Iterable[Word] = ()) -> Iterator[tuple[Word, ...]]:
    """Words to search for in place of all of them, those with more words first.

    One word stays of a question only; of words without those of asking, two. All of these stay
    where some of them name something in another form than typed: ``named``.
    """
    words = telling(query)
    if not 0 < len(words) <= MAX_TELLING:
        return
    is_question = len(words) < len(_nodes(query))
    if is_question or any(True for _ in named):
        yield tuple(words)
    for left_out in range(1, MAX_DROPPED + 1):
        if len(words) - left_out >= (1 if is_question else 2):
            yield from combinations(words, len(words) - left_out)


def _nodes(query: Query) -> tuple[Node, ...]:
    return query.tree.nodes if isinstance(query.tree, And) else (query.tree,)
