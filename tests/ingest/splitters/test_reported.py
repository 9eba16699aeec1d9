"""News reports: direct quotations with their speakers, and reported statements, in many languages."""

import pytest

from quotes.ingest.readers import read_document
from quotes.ingest.splitters import Passage, Shape, split

# «speaker|words» stands for marked words that are a quotation; other marks hold none.
REPORTS = {
    "en": """NORPORT (Norland Wire) - The bridge over the river will open in May, Transport Minister Jane Doe said on Monday.

[Jane Doe|“We have waited for this for thirty years,”] Doe told reporters at the harbour. [Jane Doe|“Nobody will have to take the ferry again.”]

She called the old ferry “[Jane Doe|a danger to everybody]” and said the new road would be “[Jane Doe|safe and cheap]”.

The opposition leader, Karl Ott, was not convinced. [Karl Ott+|“The minister,”] he said, [Karl Ott|“has forgotten the villages.”]

According to the “white paper” of the ministry, the so-called “river tax” will go.

Maria Lopes, a fisherwoman, said: [Maria Lopes|“We were never asked.”]

Asked about the price, Ott added that it was “[Karl Ott|far beyond what anyone had promised]”.""",
    "fr": """Le pont ouvrira en mai, a annoncé lundi la ministre des transports, Jeanne Petit.

« [Jeanne Petit|Nous avons attendu trente ans] », a déclaré Jeanne Petit devant la presse. Elle a ajouté que la route serait « [Jeanne Petit|sûre et gratuite] ».

« [Karl Ott|Les villages ont été oubliés] », regrette le maire Karl Ott, qui parle d’un « [Karl Ott|mépris complet] ».

Le « bac » fermera en juin.""",
    "de": """Die Brücke wird im Mai eröffnet, sagte Verkehrsministerin Anna Weiß am Montag.

„[Anna Weiß|Wir haben dreißig Jahre gewartet]“, sagte Weiß vor Journalisten. „[Anna Weiß|Niemand muss mehr die Fähre nehmen.]“

Der Bürgermeister Karl Ott nannte das Vorhaben „[Karl Ott|einen teuren Irrtum]“.

Die „Alte Liebe“ wird im Juni verschrottet.""",
    "es": """El puente se abrirá en mayo, anunció el lunes la ministra Ana Ruiz.

“[Ana Ruiz|Hemos esperado treinta años]”, dijo Ruiz ante la prensa.

El alcalde Carlos Gil afirmó que los pueblos habían sido “[Carlos Gil|olvidados por completo]”.""",
    "ru": """Мост откроют в мае, сообщила в понедельник министр транспорта Анна Белова.

«[Анна Белова|Мы ждали этого тридцать лет]», — сказала Белова журналистам.

Мэр города Павел Котов назвал проект «[Павел Котов|дорогой ошибкой]».

— [Павел Котов|О деревнях никто не подумал], — добавил Павел Котов.""",
    "tr": """Köprü mayıs ayında açılacak, dedi Ulaştırma Bakanı Ayşe Yıldız.

“[Ayşe Yıldız|Otuz yıl bekledik]” dedi Ayşe Yıldız.

Belediye başkanı Kemal Demir, “[Kemal Demir|Köyleri kimse düşünmedi]” ifadesini kullandı.""",
    "ar": """أعلنت الوزيرة ليلى حداد أن الجسر سيفتح في مايو.

وقالت ليلى حداد إن "[ليلى حداد|الانتظار دام ثلاثين عاما]".

وأكد سامي خوري أن "[سامي خوري|أحدا لم يفكر في القرى المجاورة]".""",
}


def read(marked: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without the tags, and the pairs of speaker and words."""
    pairs: list[tuple[str, str]] = []
    text, is_open = "", ""
    for piece in marked.replace("]", "[").split("["):
        speaker, bar, words = piece.partition("|")
        if not bar:
            text += piece
            continue
        text += words
        bare = words.strip("“”«» ")
        if is_open:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {bare}")
        else:
            pairs.append((speaker.rstrip("+"), bare))
        is_open = "+" if speaker.endswith("+") else ""
    return text, pairs


def found(text: str) -> list[Passage]:
    made = split(read_document("x.txt", text.encode()))
    assert made.shape is Shape.REPORT
    return list(made.passages)


@pytest.mark.parametrize("language", sorted(REPORTS))
def test_quotations_of_a_report_have_their_words_and_speakers(language):
    text, expected = read(REPORTS[language])
    direct = [(each.speaker, each.text) for each in found(text) if each.wording == "reported"]
    if language in ("en", "de"):
        # “…,” he said. “…” is one quotation, wherever the comma stands.
        expected[0:2] = [(expected[0][0], f"{expected[0][1]} {expected[1][1]}")]
    assert direct == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        # Interrupted, in the ways of several presses.
        ("“We paid,” cried Ann Poe, a nurse. “Twice over.”", [("Ann Poe", "We paid, Twice over.")]),
        ("“We paid,” Ann Poe said; “but never again.”", [("Ann Poe", "We paid, but never again.")]),
        ("“Who walks home?” the clerk Tom Lee wanted to know. “It is dark.”",
         [("Tom Lee", "Who walks home? It is dark.")]),
        ("«Мы построили два моста, — сказал Пётр Сомов. — И оба стоят».",
         [("Пётр Сомов", "Мы построили два моста И оба стоят")]),
        ("« Nous avons demandé trois fois, a-t-elle déclaré. On nous a dit d’attendre. »",
         [("", "Nous avons demandé trois fois On nous a dit d’attendre.")]),
        # Whom a pronoun means, and where it stands.
        ("Karl Ott, however, said that he would believe it “when it is built”.",
         [("Karl Ott", "when it is built")]),
        ("Die Bürgermeisterin Anna Weiß kam. Den Bau vor zehn Jahren nannte sie „einen Irrtum“.",
         [("Anna Weiß", "einen Irrtum")]),
        ("Jeanne Petit était là. Elle a toutefois reconnu que ce serait « un peu cher ».",
         [("Jeanne Petit", "un peu cher")]),
        # Whose report it is; a body, and not who heads it; a name behind its office; another case.
        ("According to a report by the roads office, it grows by “about a fifth”.",
         [("the roads office", "about a fifth")]),
        ("Fed Chair Jane Doe came. Risks are “roughly balanced” between two things, the Fed said.",
         [("the Fed", "roughly balanced")]),
        ("« C’est une victoire », s’est félicitée la maire, Jeanne Petit.",
         [("Jeanne Petit", "C’est une victoire")]),
        ("Архитектор Денис Лапин пришёл. По словам Лапина, собирали «по памяти».",
         [("Денис Лапин", "по памяти")]),
    ],
)  # fmt: skip
def test_a_quotation_is_whole_and_has_its_speaker(paragraph, expected):
    made = split(read_document("x.txt", paragraph.encode()), "report")
    direct = [(each.speaker, each.text) for each in made.passages if each.wording == "reported"]
    assert direct == expected


def test_reported_statements_are_proposed_with_their_verb_and_the_authors_view_is_not():
    text = (
        "The bridge will change the valley, as everybody can see who has ever taken the ferry.\n\n"
        "Transport Minister Jane Doe stressed that the bridge would be open to all by the first of May. "
        "She underlined that no toll would be taken from those who live on the river. "
        "This is, frankly, an odd promise, since the state has no money left for it at all.\n\n"
        "According to Doe, the old ferry will be sold to a museum on the other side of the river."
    )
    indirect = [(each.speaker, each.verb, each.text[:12]) for each in found(text)]
    assert indirect == [
        ("Jane Doe", "stressed", "Transport Mi"),
        ("Jane Doe", "underlined", "She underlin"),
        ("Jane Doe", "according", "According to"),
    ]
