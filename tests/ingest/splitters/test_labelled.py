"""Transcripts with labels, in many forms and languages."""

import re

import pytest

from quotes.ingest.readers import read_document
from quotes.ingest.splitters import Shape, Split, split


def turned(text: str, name: str = "x.txt") -> Split:
    return split(read_document(name, text.encode()))


def speakers(found: Split) -> list[str]:
    return [turn.speaker or turn.speaker_as_printed for turn in found.turns]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # English
        ("Jane Doe: How are you?\n\nJohn Roe: Well, thank you.\n\nDoe: And the bridge?\n\nRoe: It stands.",
         ["Jane Doe", "John Roe", "Jane Doe", "John Roe"]),
        ("JANE DOE, Minister of Transport: We built it.\n\nMODERATOR: When?\n\nMS. DOE: In May.",
         ["Jane Doe", "MODERATOR", "Jane Doe"]),
        ("The Chair: I call the member.\n\nMr. Roe (Norway): We object.\n\nMs. Poe (Kenya): We do not.",
         ["The Chair", "Roe", "Poe"]),
        ("Speaker 1: Is it on?\n\nSpeaker 2: It is on.\n\nSpeaker 1: Good.",
         ["Speaker 1", "Speaker 2", "Speaker 1"]),
        ("[00:00:01] Jane Doe: Is it on?\n\n[00:00:09] John Roe: It is.\n\n[00:00:12] Jane Doe: Good.",
         ["Jane Doe", "John Roe", "Jane Doe"]),
        ("Q: Is it on?\nA: It is on.\nQ: And now?\nA: Still on.", ["Q", "A", "Q", "A"]),
        ("P.- ¿Cuánto cuesta?\nR.- Nada.\nP.- ¿Está seguro?\nR.- Lo estoy.", ["P", "R", "P", "R"]),
        ("D: Quanto costa?\nR: Niente.\nD: È sicuro?\nR: Sì.", ["D", "R", "D", "R"]),
        ("Q. Did you see it?\n\nA. I saw it.\n\nQ. When?\n\nA. In May.", ["Q", "A", "Q", "A"]),
        ("Q1: Did you see it?\n\nA1: I saw it.\n\nQ2: When?\n\nA2: In May.", ["Q", "A", "Q", "A"]),
        ("MR. SPEAKER.— Order.\n\nHON. J. ROE.— I rise to speak. HON. K. POE.— Sit down!\n\nMR. SPEAKER.— Order.",
         ["Mr. Speaker", "J. Roe", "K. Poe", "Mr. Speaker"]),
        # French, German, Spanish
        ("Question : Où allez-vous ?\n\nRéponse : À Lyon.\n\nQuestion : Quand ?\n\nRéponse : Demain.",
         ["Question", "Réponse", "Question", "Réponse"]),
        ("M. Dupont. – Je proteste.\n\nMme la présidente. – Vous avez la parole.\n\nM. Dupont. – Merci.",
         ["Dupont", "Mme la présidente", "Dupont"]),
        ("Frage: Wann kommt der Zug?\n\nDr. Anna Weiß (SPD): Er kommt morgen.\n\nFrage: Sicher?\n\nWeiß: Ja.",
         ["Frage", "Anna Weiß", "Frage", "Anna Weiß"]),
        ("El señor PRESIDENTE: Tiene la palabra.\n\nLa señora RUIZ GIL: Gracias.\n\nEl señor PRESIDENTE: Adelante.",
         ["El señor Presidente", "La señora Ruiz Gil", "El señor Presidente"]),
        # Cyrillic
        ("Вопрос: Когда построят мост?\n\nОтвет: В мае.\n\nВопрос: Точно?\n\nОтвет: Да.",
         ["Вопрос", "Ответ", "Вопрос", "Ответ"]),
        ("Корреспондент: — Когда построят мост?\n\nАнна Белова: — В мае.\n\nКорреспондент: — Точно?\n\nА. Белова: — Да.",
         ["Корреспондент", "Анна Белова", "Корреспондент", "Анна Белова"]),
        ("Сұрақ: Көпір қашан салынады?\n\nЖауап: Мамыр айында.\n\nСұрақ: Анық па?\n\nЖауап: Иә.",
         ["Сұрақ", "Жауап", "Сұрақ", "Жауап"]),
        # Arabic, Chinese, Turkish
        ("السؤال: متى يبنى الجسر؟\n\nالجواب: في مايو.\n\nالسؤال: حقا؟\n\nالجواب: نعم.",
         ["السؤال", "الجواب", "السؤال", "الجواب"]),
        ("ليلى حداد: متى يبنى الجسر؟\n\nسامي خوري: في مايو.\n\nليلى حداد: حقا؟\n\nسامي خوري: نعم.",
         ["ليلى حداد", "سامي خوري", "ليلى حداد", "سامي خوري"]),
        ("记者：桥什么时候建成？\n\n王小明：五月。\n\n记者：确定吗？\n\n王小明：确定。", ["记者", "王小明", "记者", "王小明"]),
        ("问：桥什么时候建成？\n\n答：五月。\n\n问：确定吗？\n\n答：确定。", ["问", "答", "问", "答"]),
        ("Soru: Köprü ne zaman bitecek?\n\nCevap: Mayısta.\n\nSoru: Kesin mi?\n\nCevap: Evet.",
         ["Soru", "Cevap", "Soru", "Cevap"]),
        ("Muhabir: Köprü ne zaman bitecek?\n\nAyşe Yıldız, Ulaştırma Bakanı: Mayısta.\n\nMuhabir: Kesin mi?\n\nYıldız: Evet.",
         ["Muhabir", "Ayşe Yıldız", "Muhabir", "Ayşe Yıldız"]),
        # Abbreviations and initials, offices before names, surnames after, names in brackets
        ("Корр.: Когда построят мост?\n\nА. П. Белов: В мае.\n\nКорр.: Точно?\n\nБелов: Да.",
         ["Корр", "А. П. Белов", "Корр", "А. П. Белов"]),
        ("Abg. Jan Ott (X): Wann?\n\nAnna Weiß: Morgen.\n\nAbg. Ott: Sicher?\n\nWeiß: Ja.",
         ["Jan Ott", "Anna Weiß", "Jan Ott", "Anna Weiß"]),
        ("المذيعة: أهلا بكم.\n\nنادر شاهين: شكرا.\n\nالمذيعة: متى؟\n\nشاهين: قريبا.\n\nالمذيعة: حقا؟\n\nشاهين: نعم.",
         ["المذيعة", "نادر شاهين"] * 3),
        ("主持人：各位好。\n\n王小明（教师）：你好。\n\n主持人：桥呢？\n\n赵雪（学生）：五月建成。",
         ["主持人", "王小明", "主持人", "赵雪"]),
    ],
)  # fmt: skip
def test_every_form_of_label_opens_a_turn(text, expected):
    found = turned(text)
    assert found.shape is Shape.LABELLED
    assert speakers(found) == expected


@pytest.mark.parametrize(
    "text",
    [
        "**Jane Doe:** Is it on?\n\n**John Roe:** It is.\n\nAnd it was before.\n\n**Jane Doe:** Good.\n",
        "**Jane Doe**: Is it on?\n\n**John Roe**: It is.\n\nAnd it was before.\n\n**Jane Doe**: Good.\n",
        "### Jane Doe\n\nIs it on?\n\n### John Roe\n\nIt is.\n\nAnd it was before.\n\n### Jane Doe\n\nGood.\n",
        "**Jane Doe**\n\nIs it on?\n\n**John Roe**\n\nIt is.\n\nAnd it was before.\n\n**Jane Doe**\n\nGood.\n",
    ],
)
def test_bold_letters_and_headings_are_labels(text):
    found = turned(text, "x.md")
    assert speakers(found) == ["Jane Doe", "John Roe", "Jane Doe"]
    assert found.turns[1].text.split() == ["It", "is.", "And", "it", "was", "before."]


def test_a_name_and_a_time_alone_on_a_line_are_a_label():
    text = "Jane Doe  00:01\nIs it on?\n\nJohn Roe  00:04\nIt is.\n\nJane Doe  00:09\nGood.\n"
    assert speakers(turned(text)) == ["Jane Doe", "John Roe", "Jane Doe"]


def test_initials_stand_for_the_names_that_the_labels_gave_in_full():
    text = "Maria Lopes : Bonsoir.\n\nKarl Ott : Bonsoir.\n\nML : Commençons.\n\nKO : Oui."
    assert speakers(turned(text)) == ["Maria Lopes", "Karl Ott"] * 2


def test_a_title_before_the_name_is_left_out_where_the_name_stands_alone_later():
    text = (
        "Prime Minister of Norland Jane Doe: Welcome.\n\nJohn Roe: Thank you.\n\n"
        "Jane Doe: Let us begin.\n\nJohn Roe: Gladly."
    )
    assert speakers(turned(text)) == ["Jane Doe", "John Roe"] * 2


def test_answer_without_a_name_is_whom_the_introduction_names():
    text = (
        "Jane Doe, head of the port of Norland, gave an interview to John Roe of Norland Daily.\n\n"
        "Question: Is the port open?\n\nAnswer: It is open.\n\nQuestion: Since when?\n\nAnswer: May."
    )
    assert speakers(turned(text)) == ["John Roe", "Jane Doe"] * 2


def test_words_before_the_first_label_are_told_as_introduction():
    found = turned("The meeting began at noon.\n\nJane Doe: Welcome.\n\nJohn Roe: Thank you.")
    assert len(found.turns) == 2
    assert found.leftovers[0].reason in ("introduction", "heading")


TALK = (
    "Ann Writer: Will the port be open?\n\nJane Harrow: It will be open.\n\nAnn Writer: When?\n\n"
    "Jane Harrow: In spring, I hope."
)


@pytest.mark.parametrize(
    "headline",
    [
        "Harbour minister: the state pays",
        "Jane Harrow: The state pays for it",
        "Jane Harrow: “The state pays for everything”",
        "Norland: the way ahead",
        "INTERVIEW\n\nJane Harrow: the state pays for it",
    ],
)
def test_a_headline_with_a_colon_is_no_turn(headline):
    found = turned(f"{headline}\n\n{TALK}")
    assert speakers(found) == ["Ann Writer", "Jane Harrow"] * 2
    assert found.leftovers[0].reason == "heading"


def test_a_headline_of_a_marked_document_is_no_turn_either():
    bold = re.sub(r"(Ann Writer:|Jane Harrow:)", r"**\1**", TALK)
    found = turned(f"# Jane Harrow: The state pays\n\n{bold}", "x.md")
    assert speakers(found) == ["Ann Writer", "Jane Harrow"] * 2


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        # It ends like the others; it is a greeting; the others end no better.
        ("Jane Harrow: The state pays for it.", TALK),
        ("Jane Harrow: Good evening", TALK),
        ("Jane Harrow: the state pays for it", TALK.replace(".", "").replace("?", "")),
        ("Jane Harrow: The state has always\npaid for it.", TALK),
    ],
)
def test_a_first_turn_is_no_headline(first, rest):
    assert speakers(turned(f"{first}\n\n{rest}"))[0] == "Jane Harrow"


def test_a_run_together_record_has_labels_behind_an_address_and_behind_a_page_number():
    text = (
        "MR. SPEAKER.- The floor is yours, Sir. HON. J. ROE.- Thank you, Mr. Speaker, Sir. "
        "HON. K. POE.- Sit down! Debate on the Bill 1007 HON. J. ROE.- I shall not.\n\n"
        "MR. SPEAKER.- Order."
    )
    assert speakers(turned(text)) == ["Mr. Speaker", "J. Roe", "K. Poe", "J. Roe", "Mr. Speaker"]


def test_a_sentence_that_leads_on_to_a_list_is_no_label():
    text = (
        "Mr. Speaker: Order.\n\nMr. Roe: I rise.\n\n### Mr. Speaker, Sir, the questions are:\n\n"
        "Who pays, and when will it be done?\n\nMr. Speaker: Order."
    )
    assert speakers(turned(text, "x.md")) == ["Mr. Speaker", "Roe", "Mr. Speaker"]


def test_answers_know_their_question_and_a_third_voice_states():
    found = turned("Host: Is it on?\n\nJane Doe: It is.\n\nJohn Roe: I agree with her.")
    assert [turn.kind for turn in found.turns] == ["question", "answer", "statement"]
    assert found.turns[1].answers == 1


@pytest.mark.parametrize(
    "text",
    [
        "Note: the hall is closed.\n\nSource: Norland Daily.\n\nThe town has built a bridge, and it is open.",
        "Date: 4 May\n\nPlace: Norland\n\nThe town has built a bridge, and it is open now.",
        "She said this: it is over.\n\nThen she said that: it is not over at all, and it goes on.",
    ],
)
def test_lines_about_the_document_are_no_labels(text):
    assert turned(text).shape is not Shape.LABELLED


def test_words_played_in_are_not_the_presenters():
    text = (
        "Jane Doe: Good evening.\n\nJohn Roe: Good evening. Listen to Maria Lopes.\n\n"
        "We have never closed the port, and we never shall.\n\nJane Doe: Thank you.\n\n"
        "John Roe: Now sport.\n\nJane Doe: Good night."
    )
    inserted = turned(text).turns[2]
    assert (inserted.kind, inserted.speaker) == ("narration", "Maria Lopes")


@pytest.mark.parametrize(
    ("about", "wording"),
    [
        ("Norland Daily’s interview with Jane Doe", "edited"),
        ("Transcript of the interview with Jane Doe", "verbatim"),
        ("Meeting of the river board", "verbatim"),
    ],
)
def test_an_interview_is_edited_unless_it_is_called_a_transcript(about, wording):
    text = f"{about}\n\nNorland Daily: Is the bridge open?\n\nJane Doe: It is open to all of us today.\n\n"
    found = turned(
        text + "Norland Daily: Since when?\n\nJane Doe: Since the first of May of this year."
    )
    assert {passage.wording for passage in found.passages} == {wording}


def test_labels_in_subtitles_without_voices_say_who_speaks():
    said = ["HOST: Is it on?", "JANE DOE: It is on.", "HOST: And now?", "JANE DOE: Still on."]
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{each}\n" for n, each in enumerate(said, 1)]
    found = turned("\n".join(cues), "x.srt")
    assert speakers(found) == ["HOST", "Jane Doe", "HOST", "Jane Doe"]
