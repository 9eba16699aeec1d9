"""Conversations without labels: dashes, alternation, headings, speeches, structure."""

import pytest
from hypothesis import example, given, settings, strategies as st

from quotes.ingest.documents import Block, Document
from quotes.ingest.measuring import is_tiled
from quotes.ingest.readers import read_document
from quotes.ingest.splitters import Shape, ShapeError, Split, split

ENGLISH = [
    "How did you come to build bridges, and what made you stay?",
    "I grew up on the river. My father was a ferryman, and we crossed it every day.",
    "Our town had no bridge then. We dreamed of one, and I drew it at school.",
    "What would you tell your younger self?",
    "I would say that patience is everything. We never hurried, and nothing fell down.",
    "Do you still cross the river by boat?",
    "My wife does not let me. We have a bridge now, and I am proud of it.",
]
OTHERS = {
    "fr": [
        "Comment êtes-vous venu à construire des ponts ?",
        "J’ai grandi au bord du fleuve. Mon père était passeur, et nous traversions chaque jour.",
        "Que diriez-vous aux jeunes ?",
        "Je leur dirais que la patience est tout. Nous n’avons jamais couru.",
    ],
    "de": [
        "Wie sind Sie zum Brückenbau gekommen?",
        "Ich bin am Fluss aufgewachsen. Mein Vater war Fährmann, und wir fuhren jeden Tag hinüber.",
        "Was raten Sie der Jugend?",
        "Ich rate zur Geduld. Wir haben uns nie beeilt, und nichts ist eingestürzt.",
    ],
    "ru": [
        "Как вы пришли к строительству мостов?",
        "Я вырос на реке. Мой отец был паромщиком, и мы переправлялись каждый день.",
        "Что вы посоветуете молодым?",
        "Я советую терпение. Мы никогда не спешили, и ничего не упало.",
    ],
    "kk": [
        "Көпір салуға қалай келдіңіз? Сіздің жолыңыз қалай басталды?",
        "Мен өзен жағасында өстім. Әкем паромшы болды, біз күн сайын өттік.",
        "Жастарға не айтасыз? Сізге не көмектесті?",
        "Мен сабырлы бол деймін. Біз ешқашан асықпадық.",
    ],
    "tr": [
        "Köprü yapmaya nasıl başladınız? Sizi ne etkiledi?",
        "Ben nehir kıyısında büyüdüm. Babam kayıkçıydı, biz her gün karşıya geçerdik.",
        "Gençlere ne söylersiniz? Sizin sırrınız nedir?",
        "Ben sabırlı olun derim. Biz hiç acele etmedik.",
    ],
    "ar": [
        "كيف بدأت بناء الجسور؟",
        "نشأت على ضفة النهر. كان أبي صاحب عبارة وكنا نعبر كل يوم.",
        "ماذا تقول للشباب؟",
        "أقول لهم الصبر. لم نستعجل أبدا.",
    ],
}


def found(text: str, name: str = "x.txt") -> Split:
    return split(read_document(name, text.encode()))


def test_paragraphs_that_ask_and_answer_are_told_apart():
    head = "A life on the river\n\nThe Norland Review met with Jane Doe, an engineer.\n\n"
    made = found(head + "\n\n".join(ENGLISH))
    assert made.shape is Shape.ALTERNATING
    assert [turn.kind for turn in made.turns] == ["question", "answer"] * 3
    assert {turn.speaker for turn in made.turns if turn.kind == "answer"} == {"Jane Doe"}


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_alternation_is_seen_in_other_languages(language):
    made = found("\n\n".join(OTHERS[language]))
    assert made.shape is Shape.ALTERNATING
    assert [turn.kind for turn in made.turns] == ["question", "answer"] * 2


@pytest.mark.parametrize("language", ["ru", "kk", "tr", "fr"])
@pytest.mark.parametrize("dash", ["– ", "— ", "- "])
def test_a_dash_opens_each_turn(language, dash):
    question, answer, *rest = OTHERS[language]
    # The second paragraph of the answer has no dash.
    lines = [dash + question, dash + answer, rest[-1], *(dash + each for each in rest)]
    made = found("\n\n".join(lines))
    assert made.shape is Shape.DASHED
    assert [turn.kind for turn in made.turns] == ["question", "answer"] * 2
    assert made.turns[1].text.endswith(rest[-1])


def test_questions_in_bold_are_the_questions_whatever_they_look_like():
    text = (
        "**Let us begin with the bridge.**\n\nIs it not a fine bridge? I built it, and we love it.\n\n"
        "**And what of the tunnel below it?**\n\nWe never built it.\n\n"
        "**Why did nobody want it?**\n\nIt was wet."
    )
    made = found(text, "x.md")
    assert [turn.kind for turn in made.turns] == ["question", "answer"] * 3


def test_where_bold_letters_ask_a_heading_does_not():
    made = found(
        "# A river needs no opinion\n\nAnn Poe on floods\n\n**Are the dykes high enough?**\n\n"
        "They are.\n\n**Since when?**\n\nSince May.\n",
        "x.md",
    )
    assert [turn.kind for turn in made.turns] == ["question", "answer"] * 2
    assert made.turns[1].speaker == "Ann Poe"


def test_a_title_may_stand_under_the_name():
    made = found(
        "Panel 3: Small ports\n\nHelen Strand\nDirector of the Port\n\nOur quay is long.\n\n"
        "Joao Prata, President of the Pilots\n\nI shall be brief.\n\n"
        "Helen Strand\nDirector of the Port\n\nMay I answer that?"
    )
    assert [turn.speaker for turn in made.turns] == ["Helen Strand", "Joao Prata", "Helen Strand"]
    assert made.turns[0].text == "Our quay is long."
    assert made.people["Helen Strand"] == "Director of the Port"


def test_who_answers_is_a_person_of_the_introduction_alone():
    asked = "\n\n".join(ENGLISH)
    made = found(f"Who closed on Sundays\n\nFor years Joan Tully built. We met her.\n\n{asked}")
    assert {turn.speaker for turn in made.turns} == {"", "Joan Tully"}


def test_name_and_title_above_the_words_head_a_turn():
    text = (
        "JANE DOE\n\nMinister of Bridges of Norland\n\nKarl Ott, Chairman of the River Forum\n\n"
        "Welcome to the forum, minister. What can you tell us of the bridge?\n\n"
        "Jane Doe, Minister of Bridges of Norland\n\nThank you. The bridge is open.\n\nIt is good."
    )
    made = found(text)
    assert made.shape is Shape.HEADED
    assert [turn.speaker for turn in made.turns] == ["Karl Ott", "Jane Doe"]
    assert made.turns[1].role == "Minister of Bridges of Norland"


@pytest.mark.parametrize(
    ("head", "speaker"),
    [
        ("Address by Jane Doe, Minister of Bridges, at the River Forum", "Jane Doe"),
        ("Rede von Anna Weiß, Ministerin für Brücken, beim Flussforum", "Anna Weiß"),
        ("Discours de Marie Petit, ministre des Ponts", "Marie Petit"),
    ],
)
def test_a_speech_is_one_turn_of_whom_its_heading_names(head, speaker):
    words = (
        "Ladies and gentlemen,\n\nWe have built a bridge. Our people wanted it, and I am glad.\n\n"
    )
    made = found(f"{head}\n\n{words}We shall build more of them. I promise it to our children.")
    assert (made.shape, len(made.turns)) == (Shape.STATEMENT, 1)
    assert made.turns[0].speaker == speaker


def test_the_files_own_speakers_make_turns_and_notes_part_none():
    parts = [
        ("speech", "Jane Doe", "I ask for order."),
        ("note", "", "Applause"),
        ("speech", "Jane Doe", "Thank you."),
        ("speech", "Karl Ott", "I object."),
    ]
    text, blocks = "", []
    for kind, speaker, words in parts:
        blocks.append(Block(len(text), len(text) + len(words), kind, speaker, locator="00:00:01"))
        text += words + "\n\n"
    made = split(Document.of(text, format="tei", blocks=blocks))
    assert made.shape is Shape.STRUCTURED
    assert [turn.speaker for turn in made.turns] == ["Jane Doe", "Karl Ott"]
    assert made.turns[0].text == "I ask for order.\n\nThank you."
    assert made.leftovers[0].reason == "stage direction"


def test_a_shape_can_be_overruled_and_one_that_is_not_there_is_refused():
    document = read_document("x.txt", "\n\n".join(ENGLISH).encode())
    assert split(document, "statement").shape is Shape.STATEMENT
    with pytest.raises(ShapeError, match="alternating"):
        split(document, "structured")


def test_captions_and_related_stories_are_told_and_do_not_part_an_answer():
    text = (
        "Norland Daily: Is the bridge open?\n\nJane Doe: It is open to all.\n\n"
        "The bridge at night [Courtesy: Norland Daily]\n\nIt is lit as well.\n\n"
        "Norland Daily: Since when?\n\nJane Doe: Since May.\n\nRead more\n\nA tunnel under the river"
    )
    made = found(text)
    assert made.turns[1].text == "It is open to all.\n\nIt is lit as well."
    assert {"photo caption", "related stories"} <= {left.reason for left in made.leftovers}


PIECES = st.sampled_from(
    ["Jane Doe:", "Q:", "A:", "— ", "“We won,”", " she said.", "\n\n", "\n", "?", "Well. ", "###", "**",
     "(Laughter)", "问：", "© 2020", "HON. J. ROE.- ", " ", "•", "Read more", "12", "\u00a0", "[x]", "é",
     "🙂", "AT SEA — "]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("###\u00a0###")
def test_turns_and_leftovers_tile_any_text_and_passages_lie_in_their_turns(text):
    document = Document.of(text, format="text")
    for shape in (None, *Shape):
        try:
            made = split(document, shape)
        except ShapeError:
            continue
        assert is_tiled(document, made)
        for turn in made.turns:
            assert turn.text == "".join(document.text[a:b] for a, b in turn.ranges)
        for passage in made.passages:
            words = made.turns[passage.turn - 1].text
            assert passage.text == " ".join(words[a:b] for a, b in passage.spans)
