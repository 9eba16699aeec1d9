"""What stands between the parts of a passage."""

import pytest

from quotes.text.excerpts import EXPUNGED, HIDDEN
from quotes.text.gaps import Gap, gaps_between, gaps_by_place, joined, same_gaps

NARRATION = {"is_account": False, "is_narration": True, "is_reported": True}
SPEECH = {"is_account": False, "is_narration": False, "is_reported": False}
ACCOUNT = {"is_account": True, "is_narration": True, "is_reported": False}


def gap(text: str, **how: bool) -> Gap:
    """What stands between the two parts, which | divides from the rest."""
    before, one, between, other, _ = text.split("|")
    start = len(before)
    second = start + len(one) + len(between)
    spans = [[start, start + len(one)], [second, second + len(other)]]
    return gaps_between(text.replace("|", ""), spans, **how)[0]


@pytest.mark.parametrize(
    "text",
    [
        "“|We kept it open,|” she said. “|Nobody had asked.|”",
        '"|We kept it open,|" she said. "|Nobody had asked.|"',
        "|“We kept it open,”| she said. |“Nobody had asked.”|",
        "„|Wir ließen sie offen|“, sagte sie. „|Niemand hatte gefragt.|“",
        "« |Nous l’avons laissée ouverte| », a-t-elle dit. « |Personne n’avait demandé.| »",
        "»|Vi holdt den åben|«, sagde hun. »|Ingen havde spurgt.|«",
        "”|Pidimme sen auki|”, hän sanoi. ”|Kukaan ei kysynyt.|”",
        "‘|We kept it open,|’ she told the BBC’s reporter. ‘|Nobody’d asked.|’",
        "'|We kept it open,|' she said. '|Nobody'd asked.|'",
        "「|開けていた|」と彼女は述べた。「|誰も頼んでいない|」",
        'A stray mark" before. "|We kept it open,|" she said. "|Nobody had asked.|"',
        "“|We kept it open,|” she said [by telephone]. “|Nobody had asked.|”",
    ],
)
def test_a_report_interrupts_where_only_its_own_words_stand_between(text):
    assert gap(text, **NARRATION) == Gap.INTERRUPTION


@pytest.mark.parametrize(
    "text",
    [
        "“|We kept it open.| Nobody minded,” she said. “|We would again.|”",
        "“|We kept it open,|” she said. “Nobody minded. |We would again.|”",
        "“|We kept it| wide |open.|”",
        "“|We kept it open.| [Laughs] I mean it. |We would again.|”",
        '"|We kept it open.| Nobody minded," she said. "|We would again.|"',
        "« |On l’a laissée ouverte.| Personne n’a rien dit », dit-elle. « |Voilà.| »",
    ],
)
def test_words_inside_the_same_quotation_marks_are_the_speakers_and_left_out_by_us(text):
    assert gap(text, **NARRATION) == Gap.ELISION


INTERPOLATED = [
    "«|Мы построим мост|, — сказал министр. — |Он будет готов в мае|».",
    "«|Мы построим мост!| — сказал министр. — |Он будет готов в мае|».",
    "«|Мы построим мост.| — Министр улыбнулся. — |Он будет готов в мае|».",
    "«|Ми збудуємо міст|, – сказав міністр, – |і він буде готовий|».",
    "«|Көпір саламыз|, – деді министр. – |Ол мамырда дайын болады|».",
    "« |Nous bâtirons la tour|, a dit le ministre lundi, |et elle sera prête en mai|. »",
    "« |Nous bâtirons la tour,| a dit le ministre lundi, et |elle sera prête en mai.| »",
    "« |Bâtirons-nous la tour ?| a demandé le ministre. |Elle sera prête en mai.| »",
    "«|Construiremos el puente| —dijo el ministro—, |y estará listo en mayo|».",
    "«|Construiremos el puente| —dijo el ministro—. |Estará listo en mayo|».",
    "«|Costruiremo il ponte| – ha detto il ministro – |e sarà pronto a maggio|».",
    "“|Vamos construir a ponte|, disse o ministro. |Estará pronta em maio.|”",
    "„|Zbudujemy most| – powiedział minister – |i będzie gotowy w maju|”.",
    "“|Why would we?| Smith asked. |Nobody minds.|”",
    "«|سنبني الجسر|، قال الوزير، |وسيكون جاهزا في مايو|».",
    "«|سنبني الجسر| قال الوزير |وسيكون جاهزا في مايو|».",
    "「|橋を造る|、と大臣は述べ、|五月に完成する|」",
]


@pytest.mark.parametrize("text", INTERPOLATED)
@pytest.mark.parametrize("how", [NARRATION, SPEECH])
def test_what_may_be_the_reports_inside_one_pair_of_marks_is_called_nobodys(text, how):
    assert gap(text, **how) == Gap.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "|We will build the dyke|, the minister said, adding that |it would hold.|",
        "|We will build the dyke,| the minister said, adding that |it would hold.|",
        "|We will build the dyke|, the minister said. |It will hold.|",
        "|Мы построим дамбу| — сказал министр. — |Она выдержит.|",
        "|Vi bygger vallen|, sade ministern, |och den håller.|",
    ],
)
def test_what_may_be_a_reports_in_a_statement_without_marks_is_called_nobodys(text):
    assert gap(text, **SPEECH) == Gap.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "«|Мы построим мост.| Он нам нужен. |Он будет готов в мае|».",
        "« |Nous bâtirons la tour.| Elle est utile, je crois. |Elle sera prête en mai.| »",
        "«|Construiremos el puente.| ¿Quién no lo quiere? |Estará listo en mayo|».",
        "“|We kept it open|. Nobody minded.\n\n“It was warm. |We would again.|”",
        "„|Wir bauen die Brücke.| Niemand hat etwas dagegen“, sagte er. „|Im Mai ist sie fertig.|“",
        "«|Мы построим мост|», — сказал министр. «Он нам нужен. |Он будет готов в мае|».",
        "「|橋を造る。|必要だ。|五月に完成する。|」",
        "„|Wir haben sie| weit |offen gelassen.|“",
        "«|ჩვენ ავაშენებთ ხიდს.| ის საჭიროა. |მაისში იქნება.|»",
    ],
)
def test_whole_sentences_inside_marks_and_bare_words_are_the_speakers(text):
    assert gap(text, **NARRATION) == Gap.ELISION


@pytest.mark.parametrize(
    "text",
    [
        # A whole quotation between: the speaker's or somebody else's.
        "“|We kept it open,|” she said. “Why not,” he asked. “|We would again.|”",
        # No quotation marks at all.
        "|She kept it open.| The hall was full. |Nobody had asked.|",
        "|She kept it open.| The hall was full. “|Nobody had asked.|”",
        f"“|We kept it open,| {HIDDEN} |Nobody had asked.|”",
        f"“|We kept it open,| {EXPUNGED} |Nobody had asked.|”",
    ],
)
def test_in_narration_nothing_is_claimed_of_other_words(text):
    assert gap(text, **NARRATION) == Gap.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "|We kept the door open.| Nobody asked us to. |We would again.|",
        "|Он был открыт.| Никто не просил. |Мы повторим.|",
        "|दरवाज़ा खुला था।| किसी ने नहीं कहा। |हम फिर करेंगे।|",
        "|We [the ministry] kept it.| [Laughs] Nobody asked. |We would.|",
    ],
)
def test_a_turn_is_the_speakers_so_that_what_is_missing_is_left_out_by_us(text):
    assert gap(text, **SPEECH) == Gap.ELISION


def test_words_of_the_outlet_in_brackets_are_no_omission():
    assert gap("|We kept it open.| [Applause.] |We would again.|", **SPEECH) == Gap.INTERRUPTION


def test_a_speaker_who_quotes_others_is_not_interrupted_by_a_report():
    text = "They said “|open|” and I told them “|shut|”. That was all."
    assert gap(text, **SPEECH) == Gap.UNKNOWN
    assert gap(text, **SPEECH | {"is_reported": True}) == Gap.INTERRUPTION


def test_an_account_is_the_reporters_throughout():
    text = "|The minister said the door was open|, which pleased all, |and would stay so.|"
    assert gap(text, **ACCOUNT) == Gap.ELISION


def test_punctuation_alone_is_no_gap_in_words():
    assert gap("|We kept it open|. – |We would again.|", **SPEECH) == Gap.NONE
    assert gap("“|We kept it open|. |We would again.|”", **NARRATION) == Gap.NONE


def test_hidden_words_of_a_turn_are_unknown_and_not_the_outlets():
    assert gap(f"|We kept it.| {HIDDEN} |We would.|", **SPEECH) == Gap.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "quoted", "told"),
    [
        (Gap.INTERRUPTION, "“One,” “two.”", "One, two."),
        (Gap.ELISION, "“One, […] two.”", "One, […] two."),
        (Gap.UNKNOWN, "“One,” […] “two.”", "One, […] two."),
        (Gap.NONE, "“One,” “two.”", "One, two."),
    ],
)
def test_what_is_left_out_shows_in_plain_text(kind, quoted, told):
    assert joined(["One,", "two."], [kind], is_quoted=True) == quoted
    assert joined(["One,", "two."], [kind], is_quoted=False) == told


def test_a_joint_of_which_nothing_is_known_is_unknown():
    assert gaps_by_place([5, 9], ["elision"]) == {5: Gap.ELISION, 9: Gap.UNKNOWN}


def test_an_older_text_has_the_gaps_with_the_same_words_around():
    now = {5: Gap.INTERRUPTION, 14: Gap.ELISION}
    text = "One, two three four."
    assert same_gaps("Won, won One, two three fore.", [14, 23], text, now) == {
        14: Gap.INTERRUPTION,
        23: Gap.UNKNOWN,
    }


@pytest.mark.parametrize(
    ("parts", "quoted"),
    [
        (["“We will build the dam,”"], "“We will build the dam,”"),
        (["«Мы построим мост»"], "“Мы построим мост”"),
        (["« Nous bâtirons la tour. »"], "“Nous bâtirons la tour.”"),
        (["„Wir bauen die Brücke.“"], "“Wir bauen die Brücke.”"),
        (["「橋を造る」"], "“橋を造る”"),
        (["“We will build,”", "“and it will hold.”"], "“We will build,” “and it will hold.”"),
        (["“We will build the dam"], "“We will build the dam”"),
        (["“One day.\n\n“Another day.”"], "“One day.\n\nAnother day.”"),
        (["“Yes” and “no” are words"], "““Yes” and “no” are words”"),
        (["“Yes” is no “no”"], "““Yes” is no “no””"),
        (["He said “yes”"], "“He said “yes””"),
        (["'Tis the season"], "“'Tis the season”"),
        (["‘Tis the boys’ season"], "“‘Tis the boys’ season”"),
        (["“"], "““”"),
    ],
)
def test_marks_that_the_words_bring_are_not_printed_twice(parts, quoted):
    assert joined(parts, [Gap.INTERRUPTION] * (len(parts) - 1), is_quoted=True) == quoted
