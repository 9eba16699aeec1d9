"""Quotations in running text: marks of many languages, interruptions, names around."""

import pytest
from hypothesis import given, strategies as st

from quotes.checking.extract import quotations, whole

MARKS = "“”„«»「」『』\"‘’‚‹›'\n\r .,!?…—[]😀e\u0301Aa1"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "one two three" and "four".', ["one two three", "four"]),
        ("„Das ist so“, sagte sie. «Oui», dit-il. »Ja«, sagte er.", ["Das ist so", "Oui", "Ja"]),
        ("「門は開いている」と『本』", ["門は開いている", "本"]),
        ("‘We kept the door open,’ she said of the boys’ ’90s toys.", ["We kept the door open,"]),
        ("It’s the boys’ and the girls’ door, isn't it?", []),
        ("He spoke of a “so-called ‘door’ of ours”.", ["so-called ‘door’ of ours"]),
        ("“One para.\n\n“Two para.” Done.", ["One para.\n\n“Two para."]),
        ("“Open for good.\n\nNext “closed” here.", ["closed"]),
        ('A 6" pipe and "a quotation" here', ["a quotation"]),
        (
            "On parle d’« union des contraires » et qu'« il faut partir ».",
            ["union des contraires", "il faut partir"],
        ),
        ("No quotation at all.", []),
        ('“” “ ” ""', []),
    ],
)
def test_quotations_are_found_by_their_marks(text: str, quoted: list[str]):
    assert [each.quoted for each in quotations(text)] == quoted


def test_an_interrupted_quotation_is_one():
    text = "“We kept the door open,” said Ms Keeper. “Nobody had asked.” The end."
    [found] = quotations(text)
    assert [text[a:b] for a, b in found.spans] == ["We kept the door open,", "Nobody had asked."]
    assert found.read().keys == ["we", "kept", "the", "door", "open", "nobody", "had", "asked"]
    assert found.may_skip


@pytest.mark.parametrize("lead", ["He added that", "The minister said:", "Later she added,"])
def test_a_sentence_that_leads_to_the_next_quotation_joins_nothing(lead):
    text = f"“We kept the door open.” {lead} “We always will.”"
    assert [each.quoted for each in quotations(text)] == [
        "We kept the door open.", "We always will.",
    ]  # fmt: skip


@pytest.mark.parametrize("interruption", ["he said.", "the minister said.", "He added."])
def test_a_sentence_that_ends_between_two_parts_joins_them(interruption):
    text = f"“We kept the door open.” {interruption} “We always will.”"
    assert len(quotations(text)) == 1


def test_two_quotations_with_a_sentence_between_are_two():
    text = "“We kept the door open.” Then the minister left. She said: “Nobody had asked.”"
    assert len(quotations(text)) == 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We kept it,” said Roman Vassilenko.", "Roman Vassilenko"),
        ("“We kept it,” Vassilenko, the deputy minister, told us.", "Vassilenko"),
        ("Mr. Thierry de Montbrial said: “We kept it.”", "Thierry de Montbrial"),
        ("President Tokayev stressed that “we kept it”, and Putin added: “no”.", "Tokayev"),
        ("According to Ms Keeper, “we kept it”.", "Keeper"),
        ("«Мы открыты», — сказал Василенко.", "Василенко"),
        ("„Wir sind offen“, sagte Merkel.", "Merkel"),
        ("“We kept it,” she said.", ""),
        ("“We kept it.” The hall was full.", ""),
    ],
)
def test_whom_the_words_around_name_is_guessed(text: str, speaker: str):
    assert quotations(text)[0].speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Poi ha aggiunto Bruno Neri: «Il porto resta nostro».", "Bruno Neri"),
        ("Ensuite a déclaré Marchand : « Le port reste à nous ».", "Marchand"),
        ("Também disse João Prado: “O porto continua nosso.”", "João Prado"),
        ("Daarna zei Joost Veldman: “De haven blijft van ons.”", "Joost Veldman"),
        ("Finally said Lund: “The port stays ours.”", "Lund"),
        ("Luego añadió: «El puerto sigue siendo nuestro».", ""),
        ("Затем добавил: «Порт остаётся нашим».", ""),
        ("Потім додала: «Порт залишається нашим».", ""),
        ("Ayrıca şunları söyledi: “Liman bizim kalacak.”", ""),
        ("Następnie dodał: „Port zostanie nasz”.", ""),
    ],
)
def test_a_word_that_begins_a_sentence_is_no_name(text: str, speaker: str):
    assert [each.speaker for each in quotations(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The port stays ours.”\n— Susan Pryce, Chief Scientist\n\nMore.", "Susan Pryce"),
        ("“The port stays ours.” — Susan Pryce", "Susan Pryce"),
        ("Dr Pryce wrote:\n\n> The port stays ours for ever and a day.\n", "Pryce"),
        ("“The port stays ours,” Pryce reckons.", "Pryce"),
        ("Susan Pryce was quoted as saying: “The port stays ours.”", "Susan Pryce"),
        ("For Susan Pryce, “the port is ours and nobody else’s”.", "Susan Pryce"),
        ("Rosa Beltrán ha denunciado: «El puerto sigue siendo nuestro».", "Rosa Beltrán"),
        ("«Порт залишається нашим», — повідомила Олена Ткач.", "Олена Ткач"),
        ("«Порт біздікі болып қалады», — деп мәлімдеді Ерлан Сейітов.", "Ерлан Сейітов"),
        ("而王建国则称：“港口永远是我们的。”", "王建国"),
        ("随后，李文博补充道：“港口永远是我们的。”", "李文博"),
        ("“港口永远是我们的，”李文博说，“我们不会卖给别人。”", "李文博"),
        ("قال وزير الدفاع سامي النجار: «الميناء يبقى لنا ولن نبيعه».", "سامي النجار"),
        ("وأكد مدير الشركة خالد فارس أن «الميناء يبقى لنا ولن نبيعه».", "خالد فارس"),
    ],
)
def test_who_speaks_is_named_in_more_ways(text: str, speaker: str):
    [found] = quotations(text)
    assert found.speaker == speaker


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("« Nous irons, a martelé Hélène Marchand, sans aide. »", ", a martelé Hélène Marchand"),
        ("«El puerto es nuestro —lamentó Beltrán—, sin ayuda.»", " —lamentó Beltrán—"),
        ("«Il porto è nostro, ha spiegato Bruno Neri, senza aiuto.»", ", ha spiegato Bruno Neri"),
        ("«Порт наш, — сказал Лунд, — и мы его не продадим».", " — сказал Лунд, —"),
    ],
)
def test_he_said_inside_of_the_marks_is_none_of_the_words(text: str, aside: str):
    [found] = quotations(text)
    assert [text[start:end] for start, end in found.asides] == [aside]


@given(st.text(st.sampled_from(MARKS), max_size=200) | st.text(max_size=100))
def test_every_offset_slices_to_what_is_quoted(text: str):
    reached = 0
    for found in quotations(text):
        assert text[found.start : found.end] == found.quoted != ""
        assert reached <= found.start < found.end
        assert all(text[a:b] == text[a:b].strip() for a, b in found.spans)
        reached = found.end
        found.read()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (" “We kept it.”\r\n", "We kept it."),
        ("'We kept the boys' toys'", "We kept the boys' toys"),
        ("We kept it", "We kept it"),
        ("“We,” she said, “kept it.”", "“We,” she said, “kept it.”"),
        ('"', '"'),
    ],
)
def test_one_pair_of_marks_around_a_quotation_is_none_of_it(text: str, quoted: str):
    found = whole(text)
    assert found.quoted == quoted == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Behind a comma, whatever the verb
        ("“Sheep first,” bellowed shepherd Nils Aune. He left.", "Nils Aune"),
        ("„Erst die Schafe“, brummt der Hirte Nils Aune.", "Nils Aune"),
        ("« Les brebis d’abord », a grommelé le berger Noël Aunis.", "Noël Aunis"),
        ("«Primero las ovejas», refunfuñó el pastor Nilo Auñón.", "Nilo Auñón"),
        ("«Сначала овцы», — проворчал пастух Нил Аунов.", "Нил Аунов"),
        ("“Prima le pecore”, borbotta il pastore Nilo Auna.", "Nilo Auna"),
        # Between commas behind an office
        ("“Sheep first,” the valley's shepherd, Nils Aune, told us.", "Nils Aune"),
        ("La ministre des Prés, Irène Aubin, a qualifié cela d’« erreur de jeunesse ».",
         "Irène Aubin"),
        # Before a colon, whatever the verb
        ("Shepherd Nils Aune shook his head: “Sheep first.”", "Nils Aune"),
        ("Hirte Nils Aune schüttelt den Kopf: „Erst die Schafe.“", "Nils Aune"),
        ("Пастух Нил Аунов покачал головой: «Сначала овцы».", "Нил Аунов"),
        ("Çoban Nil Aydın başını salladı: “Önce koyunlar.”", "Nil Aydın"),
        # Whose view it is
        ("In the view of Nils Aune, it is “a matter of sheep and hay”.", "Nils Aune"),
        ("Nach Ansicht von Nils Aune geht es „um Schafe und Heu“.", "Nils Aune"),
        ("A juicio de Nilo Auñón, se trata “de ovejas y de heno”.", "Nilo Auñón"),
        # Verbs inside and behind, in scripts without capitals
        ("وشدد الراعي نبيل عون على أن «الخراف أولا».", "الراعي نبيل عون"),
        ("牧民代表倪奥纳强调：“羊先走。”", "倪奥纳"),
        ("“羊先走，”发言人倪奥纳回应说。", "倪奥纳"),
        ("Nil Aydın, “Önce koyunlar” diye konuştu.", "Nil Aydın"),
        # Long past
        ("Nils Aune had in May told the paper that sheep “come first in this valley”.", "Nils Aune"),
        ("Nils Aune hatte im Mai gesagt, Schafe gingen „immer und überall vor“.", "Nils Aune"),
        # Of nobody
        ("Nils Aune was quoted by Ida Berg: “Sheep first.”", ""),
        ("Nils Aune read aloud from Berg’s letter: “Sheep first.”", ""),
        ("The talk with Nils Aune went on: “Sheep first.”", ""),
        ("“Sheep first,” while Nils Aune slept.", ""),
        ("Nils Aune slept.\n\n“Sheep first.”", ""),
    ],
)  # fmt: skip
def test_who_speaks_is_seen_by_the_place_of_the_name(text: str, speaker: str):
    found = quotations(text)[0].speaker
    # An office that no list has may stand before the name.
    assert found.endswith(speaker) if speaker else found == ""


@pytest.mark.parametrize(
    ("behind", "speaker"),
    [("he added", "Bo Falk"), ("a-t-il ajouté", "Bo Falk"), ("he said", ""), ("he joked", "")],
)
def test_who_adds_something_is_the_one_who_spoke_last(behind: str, speaker: str):
    text = f"Ada Lund said: “We kept it.” Bo Falk said: “We sold it.”\n\n“All of it,” {behind}."
    assert quotations(text)[-1].speaker == speaker
