"""Questions as people ask them: the words that tell, and which of them to leave out. Pure.

“What did Vassilenko say about sanctions?” has two words that tell. The others belong to asking:
question words, auxiliaries, verbs of saying, and what binds words. They are closed classes, listed
here for the languages in which questions are expected.
"""

from collections.abc import Iterator
from itertools import combinations

from quotes.search.query import Query
from quotes.search.tree import And, Word

# Beyond so many words there are too many ways to leave some out.
MAX_TELLING = 8
# Words that are left out at most, one after the other, of those that tell.
MAX_DROPPED = 2
BINDING = frozenset(
    " ".join((
        # English
        "what who whom whose which when where why how did do does done has have had is are was "
        "were be been will would can could should may might shall say says said saying tell tells "
        "told talk talks talked speak speaks spoke think thinks thought mean means meant state "
        "states stated comment comments commented claim claims claimed view views opinion position "
        "quote quotes quotation quotations statement statements remark remarks about on of the a "
        "an in at to for from with by against over and or as that this these those there it its "
        "his her their he she they we you i me my our your any ever regarding concerning",
        # Russian
        "что кто кого кому чей какой какая какие когда где куда почему зачем как сколько сказал "
        "сказала сказали говорил говорила говорит говорят думает думал считает заявил заявила "
        "ответил о об обо про на в во с со по из к ко у за от для и или а но же ли бы не был была "
        "было были есть это этот эта эти он она они его её ее их мнение цитата цитаты",
        # French
        "que quoi qui quel quelle quels quelles quand où ou pourquoi comment a ont est sont était "
        "dit disait déclaré pense pensait parle parlé propos sujet sur de du des le la les un une "
        "au aux en dans et il elle ils elles son sa ses leur ce cette ces avis citation",
        # German
        "was wer wen wem wessen welche welcher welches wann wo warum wie hat haben hatte ist sind "
        "war sagt sagte gesagt meint meinte denkt dachte spricht sprach über von zu zum zur in im "
        "am an auf für mit gegen und oder der die das den dem des ein eine einer er sie es sein "
        "seine ihr ihre meinung zitat",
        # Spanish
        "qué que quién quien quiénes cuál cuales cuándo cuando dónde donde cómo como por porque ha "
        "han es son era dijo dice decía dicho piensa pensó habló sobre acerca de del la el los las "
        "un una en con para y o su sus opinión cita",
    )).split()
)  # fmt: skip


def telling(query: Query) -> list[Word]:
    """The loose words of a plain question without those of asking; none where it has operators."""
    nodes = query.tree.nodes if isinstance(query.tree, And) else (query.tree,)
    words = [node for node in nodes if isinstance(node, Word)]
    if len(words) != len(nodes) or len(words) < 2:
        return []
    return [word for word in words if word.typed.strip("?!.,;:«»¿¡").casefold() not in BINDING]


def relaxations(query: Query) -> Iterator[tuple[Word, ...]]:
    """Words to search for in place of all of them, those with more words first.

    One word stays of a question only; of words without those of asking, two.
    """
    words = telling(query)
    if not 0 < len(words) <= MAX_TELLING:
        return
    nodes = query.tree.nodes if isinstance(query.tree, And) else (query.tree,)
    is_question = len(words) < len(nodes)
    if is_question:
        yield tuple(words)
    for left_out in range(1, MAX_DROPPED + 1):
        if len(words) - left_out >= (1 if is_question else 2):
            yield from combinations(words, len(words) - left_out)
