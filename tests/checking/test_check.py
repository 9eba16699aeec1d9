"""The check on a real index and database: what is found, whose it is, what else there is."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from quotes import editorial
from quotes.checking import check as checking
from quotes.checking.check import CheckRequest, UnknownSpeakerError, check
from quotes.checking.results import Result
from quotes.models import FormerSlug, Passage
from quotes.text.numbers import quantities
from tests import factories
from tests.effort import EFFORT
from tests.views.room import Room, furnish

pytestmark = pytest.mark.django_db
FUZZ = settings(
    max_examples=30 * EFFORT,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SPLIT = (
    "The bridge was opened in the spring by the minister. Everyone came to the river that morning. "
    "Later the bands played, and boats went by until dark."
)


@pytest.fixture
def room() -> Room:
    return furnish()


def one(text: str, speaker: str = "") -> Result:
    [result] = check(CheckRequest(text, speaker)).results
    return result


def ids(results: list) -> list[str]:
    return [each.passage.identifier_id for each in results]


def test_the_verbatim_wording_wins_and_the_reported_one_is_listed(room: Room):
    result = one("We kept the door open.")
    assert (result.verdict, result.passage) == ("exact", room.first)
    other = result.alternatives[0]
    assert (other.passage.pk, other.is_same_utterance) == (room.report.pk, True)


def test_a_wording_that_only_the_report_has_is_the_reports_with_the_verbatim_one_beside(room: Room):
    result = one("We kept the door open. Nobody had asked.")
    assert (result.verdict, result.passage) == ("typography", room.report)
    assert room.first.identifier_id in ids(result.alternatives)


@pytest.mark.parametrize(
    ("quoted", "verdict", "is_marked"),
    [
        ("The mill will stay open we will keep the office open.", "omission", False),
        ("The mill will stay open … we will keep the office open.", "elided", True),
        ("The mill will stay open […] we will keep the office open.", "elided", True),
        ("the mill will stay open we will keep the office open", "omission", False),
    ],
)
def test_words_that_the_archive_itself_leaves_out_are_told(
    quoted: str, verdict: str, is_marked: bool
):
    said = "The mill will stay open, and whoever doubts that may ask, we will keep the office open."
    turn = factories.turn(said)
    factories.published(turn=turn, spans=[[0, 23], [said.index("we will"), len(said)]])
    found = one(quoted)
    assert found.verdict == verdict
    [gap] = [each for each in found.differences if each.kind == "missing"]
    assert (gap.quoted, gap.original.strip(), gap.is_marked) == ("", "[…]", is_marked)
    assert "".join(each.quoted for each in found.differences) == quoted
    assert "leaves words out where it has […]" in found.explanation


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        ("The mill will stay open … We will keep the office open.", "exact"),
        ("the mill will stay open [...] we will keep the office open", "typography"),
        ("The mill will stay open. We will keep the office open.", "omission"),
        ("The mill … will stay open … We will keep the office open.", "typography"),
    ],
)
def test_a_mark_of_omission_that_the_outlet_prints_is_part_of_the_words(quoted: str, verdict: str):
    factories.published("The mill will stay open … We will keep the office open.")
    assert one(quoted).verdict == verdict


def test_words_on_one_side_of_what_the_archive_leaves_out_are_exact():
    said = "The mill will stay open, and whoever doubts that may ask, we will keep the office open."
    turn = factories.turn(said)
    factories.published(turn=turn, spans=[[0, 23], [said.index("we will"), len(said)]])
    assert one("we will keep the office open").verdict == "exact"


def test_the_joint_of_an_interrupted_quotation_is_no_difference(room: Room):
    text = "“We kept the door open,” she said. “Nobody had asked.”"
    [result] = check(CheckRequest(text, is_article=True)).results
    assert (result.verdict, result.passage) == ("exact", room.report)
    assert text[result.quotation.start : result.quotation.end] == text[1:-1]


def test_words_from_another_speaker_are_found_whoever_is_claimed(room: Room):
    result = one("We would do it again", "asker")
    assert (result.verdict, result.passage) == ("other-speaker", room.third)
    speaker = result.checks["speaker"]
    assert (speaker.claimed, speaker.found, speaker.matches) == ("Asker", "Ms Keeper", False)
    assert result.explanation == "The archive has these words from Ms Keeper, not from Asker. " + (
        "Words in brackets, which the outlet put in, are left out: that is no change."
    )


def test_words_of_a_question_are_the_askers(room: Room):
    result = one("Did you keep the door open?", "ms-keeper")
    assert (result.verdict, result.checks["speaker"].found) == ("question", "Asker")
    assert one("Did you keep the door open?", "asker").verdict == "exact"


def test_a_question_that_is_no_passage_is_found_all_the_same(db: None):
    asker = factories.speaker("Host")
    source = factories.source()
    question = factories.turn("What became of the long bridge over the river?", source=source,
                              kind="question", speaker=asker)  # fmt: skip
    answer = factories.published("It stands as it stood.", source=source, answers=question)
    result = one("what became of the long bridge over the river")
    assert (result.verdict, result.passage) == ("question", answer)
    assert "asked by Host" in result.explanation


def test_an_indirect_account_is_told_as_one(db: None):
    source = factories.source(byline="A. Reporter", kind="analysis", default_wording="paraphrased")
    factories.published("The minister said that trade had never been better in the region.",
                        source=source)  # fmt: skip
    result = one("trade had never been better in the region")
    assert result.verdict == "paraphrase"
    assert "in the words of A. Reporter" in result.explanation


def test_a_quotation_over_two_adjacent_passages_is_whole(db: None):
    turn, speaker = factories.turn(SPLIT), factories.speaker()
    for span in ([0, 52], [53, 93], [94, len(SPLIT)]):
        factories.published(turn=turn, speaker=speaker, spans=[span])
    result = one("by the minister. Everyone came to the river that morning. Later the bands played")
    assert result.verdict == "exact"
    assert one(SPLIT).verdict == "exact"


def test_a_quotation_over_words_that_are_not_public_is_not_whole(db: None):
    turn, speaker = factories.turn(SPLIT), factories.speaker()
    for span in ([0, 52], [94, len(SPLIT)]):
        factories.published(turn=turn, speaker=speaker, spans=[span])
    result = one("The bridge was opened in the spring by the minister. Later the bands played, and "
                 "boats went by until dark.")  # fmt: skip
    assert result.verdict == "spliced"
    assert [(p.start, p.words) for p in result.parts] == [
        (0, "The bridge was opened in the spring by the minister"),
        (53, "Later the bands played, and boats went by until dark"),
    ]


def test_parts_of_different_occasions_are_spliced(db: None):
    factories.published("We shall build the bridge before the winter comes to the valley.")
    factories.published("Nobody in this house will ever vote against the harvest festival.")
    result = one("We shall build the bridge before the winter comes. Nobody in this house will ever "
                 "vote against the harvest festival.")  # fmt: skip
    assert result.verdict == "spliced"
    assert len({part.passage.pk for part in result.parts}) == 2
    assert "".join(d.quoted for d in result.differences) == result.quotation.quoted


def test_parts_in_another_order_are_spliced(db: None):
    factories.published(
        "The red boats sail north in the summer. The grey geese fly south in autumn."
    )
    result = one("The grey geese fly south in autumn. The red boats sail north in the summer.")
    assert result.verdict == "spliced"


def test_drafts_and_withdrawn_passages_are_never_found(db: None):
    factories.published("Something else stands here, about nothing.")
    gone = factories.published("The harvest was brought in before the storm broke over us.")
    editorial.withdraw(gone, reason="No.", editor=None)
    factories.draft("The harvest was brought in before the storm broke over us.")
    checked = check(CheckRequest("The harvest was brought in before the storm broke over us."))
    assert (checked.results[0].verdict, checked.results[0].alternatives) == ("not-found", [])
    assert (checked.searched.passages, checked.searched.speakers) == (1, 1)


def test_a_draft_between_two_passages_does_not_make_them_one(db: None):
    turn, speaker = factories.turn(SPLIT), factories.speaker()
    for span in ([0, 52], [94, len(SPLIT)]):
        factories.published(turn=turn, speaker=speaker, spans=[span])
    before = one(SPLIT)
    factories.draft(turn=turn, speaker=speaker, spans=[[53, 93]])
    after = one(SPLIT)
    assert (after.verdict, after.similarity) == (before.verdict, before.similarity)
    assert "Everyone came" not in "".join(d.original for d in after.differences)


def test_what_is_not_found_comes_with_the_nearest_passages(db: None):
    near = factories.published("The harvest was poor and the winter long in the northern valleys.")
    factories.published("Nothing to do with it at all, in any way.")
    result = one("The harvest was rich, said everybody whom we met on the market that day")
    assert (result.verdict, result.passage) == ("not-found", None)
    assert all(each.passage.pk == near.pk for each in result.alternatives)


def test_a_few_words_are_too_short_to_check(room: Room):
    assert one("the door open").verdict == "too-short"


def test_a_speaker_that_nobody_is_raises(room: Room):
    with pytest.raises(UnknownSpeakerError):
        check(CheckRequest("We kept the door open.", "nobody"))


def test_a_former_slug_is_the_speaker_of_today(room: Room):
    FormerSlug.objects.create(noun="speaker", slug="keeper", target_id=room.first.speaker.pk)
    assert one("We kept the door open.", "keeper").checks["speaker"].matches is True


def test_what_the_time_does_not_reach_says_so(room: Room, monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", 0.0)
    checked = check(CheckRequest("“We kept the door open.” “Nobody asked us to.”", is_article=True))
    assert [each.verdict for each in checked.results] == ["not-reached", "not-reached"]
    assert not checked.is_complete
    assert "2 of 2 quotations" in checked.notes[0]


def test_an_article_is_checked_quotation_by_quotation(room: Room):
    text = (
        "“We kept the door open,” Ms Keeper said.\r\n\r\nShe called it a “side”. “We would not do it "
        "again,” said Asker. “The moon is made of cheese and butter,” they said."
    )
    found = check(CheckRequest(text, is_article=True)).results
    assert [(r.verdict.value, r.checks["speaker"].matches) for r in found] == [
        ("typography", True), ("too-short", None), ("altered", False), ("not-found", None),
    ]  # fmt: skip
    assert all(text[r.quotation.start : r.quotation.end] == r.quotation.quoted for r in found)


def test_a_text_full_of_quotations_shows_a_bounded_number_of_passages(room: Room, monkeypatch):
    monkeypatch.setattr("quotes.checking.results.MAX_SHOWN", 1)
    found = check(
        CheckRequest("“We kept the door open.” And “we would do it again”.", is_article=True)
    )
    assert [each.verdict.value for each in found.results] == ["exact", "typography"]
    assert sum(len(each.alternatives) for each in found.results) <= 1


def test_another_name_beside_the_same_words_is_told(room: Room):
    text = "“We kept the door open.” So said Asker. “We kept the door open,” said Хранительница."
    found = check(CheckRequest(text, is_article=True)).results
    assert [each.verdict.value for each in found] == ["exact", "typography"]
    text = "“We kept the door open,” said Asker."
    assert check(CheckRequest(text, is_article=True)).results[0].verdict == "other-speaker"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We kept the door open,” Ms Keeper said.", "We kept the door open,"),
        (
            "“We kept the door open,” she said, “nobody had asked.”",
            "We kept the door open,” she said, “nobody had asked.",
        ),
        ("“We kept” the door open", "“We kept” the door open"),
    ],
)
def test_of_a_quotation_with_its_attribution_the_words_are_checked(room: Room, text, quoted):
    result = one(text)
    assert result.quotation.quoted == quoted
    assert result.verdict in ("exact", "typography")


def test_who_says_the_words_goes_before_who_quotes_them(db: None):
    said = factories.published(
        "Today, we’re closer than ever to declaring our independence from it."
    )
    quoted = factories.published(
        "He said, quote, “We are closer than ever to declaring our independence from it” then."
    )
    result = one("We are closer than ever to declaring our independence from it")
    assert (result.verdict, result.passage) == ("typography", said)
    assert [each.passage.pk for each in result.alternatives] == [quoted.pk]


def test_words_that_are_only_quoted_are_told_as_such(db: None):
    factories.published(
        "He said, quote, “We shall never sell the old bridge to anybody” then.",
        speaker=factories.speaker("Ms Witness"),
    )
    result = one("We shall never sell the old bridge to anybody")
    assert result.verdict == "exact"
    assert "in quotation marks: Ms Witness quotes them." in result.explanation


def test_a_negation_before_an_exact_quotation_is_told(db: None):
    factories.published("We shall not build the new bridge over the river before winter.")
    result = one("build the new bridge over the river")
    assert result.verdict == "exact"
    assert result.explanation.endswith("a negation that is not quoted: “not”.")


def test_two_quotations_that_were_joined_by_their_attribution_are_checked_by_themselves(db: None):
    factories.published("We shall build the bridge before the winter.")
    factories.published("Nobody in this house will vote against it.")
    text = "“We shall build the bridge before the winter,” she said. “Nobody in this house will vote against it.”"
    found = check(CheckRequest(text, is_article=True)).results
    assert [each.verdict.value for each in found] == ["typography", "exact"]


def cuts_number(text: str, *places: int) -> bool:
    return any(each.start < place < each.end for each in quantities(text) for place in places)


@FUZZ
@given(data=st.data())
def test_any_span_of_a_published_passage_is_exact(opening_archive: None, data: st.DataObject):
    passages = list(Passage.public.order_by("pk"))
    passage = data.draw(st.sampled_from(passages))
    starts = [0, *(i + 1 for i, sign in enumerate(passage.text) if sign == " ")]
    start = data.draw(st.sampled_from(starts))
    ends = [i for i, sign in enumerate(passage.text) if sign == " " and i > start]
    end = data.draw(st.sampled_from([*ends, len(passage.text)]))
    quoted = passage.text[start:end].strip()
    if len(quoted.split()) < 8 or quoted.count("[") != quoted.count("]"):
        return
    if cuts_number(passage.text, start, end):
        # “6 million”, quoted as “6”, is another number.
        return
    result = one(f" {quoted}\n")
    expected = (
        "paraphrase" if result.passage and result.passage.wording == "paraphrased" else "exact"
    )
    assert (result.verdict, f" {quoted}\n"[result.quotation.start : result.quotation.end]) == (
        expected, result.quotation.quoted,
    )  # fmt: skip


@FUZZ
@given(data=st.data())
def test_typography_of_any_kind_keeps_the_words(opening_archive: None, data: st.DataObject):
    passage = data.draw(st.sampled_from(list(Passage.public.order_by("pk"))))
    if "[" in passage.text or len(passage.text.split()) < 8:
        return
    change = data.draw(
        st.sampled_from([str.upper, str.lower, lambda t: t.replace(",", ""), lambda t: t.replace("’", "'"),
                         lambda t: t.replace(" ", "\u00a0\n"), lambda t: t.replace("-", "‑")])
    )  # fmt: skip
    result = one(change(passage.text))
    assert result.verdict in ("exact", "typography", "paraphrase")


@FUZZ
@given(data=st.data())
def test_a_dropped_word_is_an_omission_and_a_negation_put_in_is_pointed_out(
    opening_archive: None, data: st.DataObject
):
    passage = data.draw(st.sampled_from(list(Passage.public.order_by("pk"))))
    words = passage.text.split()
    if len(words) < 12 or "[" in passage.text or passage.wording == "paraphrased":
        return
    at = data.draw(st.integers(4, len(words) - 5))
    place = len(" ".join(words[:at]))
    is_in_number = cuts_number(" ".join(words), place, place + 1 + len(words[at]))
    if words[at].isalpha() and words[at] not in (words[at - 1], words[at + 1]) and not is_in_number:
        dropped = one(" ".join(words[:at] + words[at + 1 :]))
        assert dropped.verdict == "omission"
    negated = one(" ".join([*words[:at], "never", *words[at:]]))
    assert negated.verdict == "altered"
    assert "negation" in {signal for each in negated.differences for signal in each.signals}


@FUZZ
@given(data=st.data())
def test_another_digit_in_a_number_is_never_right_and_never_absent(
    opening_archive: None, data: st.DataObject
):
    passages = [each for each in Passage.public.order_by("pk") if "[" not in each.text]
    found = [(each, number) for each in passages for number in quantities(each.text)]
    passage, number = data.draw(st.sampled_from(found))
    digits = [at for at in range(number.start, number.end) if passage.text[at].isdigit()]
    if not digits or len(passage.text.split()) < 8 or passage.wording == "paraphrased":
        return
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from([each for each in "123456789" if each != passage.text[at]]))
    result = one(passage.text[:at] + digit + passage.text[at + 1 :])
    assert result.verdict == "altered"
    assert "number" in {signal for each in result.differences for signal in each.signals}


def test_a_number_in_another_writing_is_told(db: None):
    factories.published("We share 7,500 km of borders with our big neighbour in the north.")
    result = one("We share 7500 kilometres of borders with our big neighbour")
    assert result.verdict == "typography"
    assert "“7500 kilometres” for “7,500 km”" in result.explanation


def test_turkish_capitals_are_found_and_the_same(db: None):
    factories.published("Köprü kışın kıyıda açık kaldı ve yıkılmadı.", language="tr")
    assert one("KÖPRÜ KIŞIN KIYIDA AÇIK KALDI VE YIKILMADI").verdict == "typography"
    assert one("Köprü kisin kiyida açık kaldı ve yıkılmadı").verdict == "altered"


@FUZZ
@given(text=st.text(max_size=300), article=st.booleans())
def test_any_text_is_answered(opening_archive: None, text: str, article: bool):
    for result in check(CheckRequest(text or "x", is_article=article)).results:
        assert (text or "x")[
            result.quotation.start : result.quotation.end
        ] == result.quotation.quoted


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        ("the grey geese fly south in autumn", "other-speaker"),
        ("the grey geese fly north in autumn", "not-found"),
        ("the grey geese fly north in autumn and nobody ever counts them here", "other-speaker"),
    ],
)
def test_a_few_words_that_differ_are_put_in_nobody_elses_mouth(quoted: str, verdict: str):
    factories.published("The grey geese fly south in autumn and nobody ever counts them here.")
    claimed = factories.published("Something else stands here, about nothing.").speaker
    result = one(quoted, claimed.slug)
    assert result.verdict == verdict
    shown = [each.passage.text for each in (*result.alternatives, result) if each.passage]
    assert any("grey geese" in text for text in shown)


@pytest.mark.parametrize(
    ("verbatim", "reported", "differs"),
    [
        ("We will not raise the harbour fee this year.", "We will raise the harbour fee this year.",
         ("a negation", "with “not”")),
        ("The harbour fee rose by 3.4% this year alone.", "The harbour fee rose by 3.2% this year alone.",
         ("a number", "“3.4%” for “3.2%”")),
    ],
)  # fmt: skip
def test_a_contrary_report_closer_to_what_was_said_is_told_first(
    verbatim: str, reported: str, differs: tuple[str, str]
):
    interview, speaker = factories.interview(), factories.speaker("Ada Lund")
    for words, wording in ((verbatim, "verbatim"), (reported, "reported")):
        source = factories.source(interview=interview)
        factories.published(words, source=source, speaker=speaker, wording=wording)
    found = one(reported)
    assert (found.verdict, found.passage and found.passage.text) == ("exact", reported)
    assert f"another report of it differs by {differs[0]}" in found.heading
    assert "nothing to change" not in found.heading
    assert differs[1] in found.explanation
    assert found.has_warning
    assert not one(verbatim).has_warning


def test_another_date_beside_it_is_told_in_the_heading(db: None):
    factories.published("The harbour fee rose by half this year.", said_on="2023-03-05",
                        speaker=factories.speaker("Ada Lund"))  # fmt: skip
    text = "On 3 March 2019 Ada Lund said: “The harbour fee rose by half this year.”"
    [found] = check(CheckRequest(text, is_article=True)).results
    assert found.verdict == "exact"
    assert found.heading == (
        "Word for word as in the archive; the date named beside it is another: compare it"
    )


PUT_IN = (
    "Only the smallest boats on the coast get the rebate this year. {} "
    "The larger shipyards must wait until the harbour budget is agreed."
)


@pytest.mark.parametrize(
    "sentence",
    ["The mayor of Hull disagrees, naturally.", "The boatmen must be arrested at once."],
)
def test_a_sentence_put_in_between_others_is_told_by_itself(db: None, sentence: str):
    speaker = factories.speaker("Ada Lund")
    factories.published(PUT_IN.format("").replace("  ", " "), speaker=speaker)
    found = one(PUT_IN.format(sentence))
    assert (found.verdict, found.is_partly) == ("altered", True)
    assert f"Not in this archive: “{sentence}”" in found.explanation
    assert [part.words for part in found.parts] == [
        each.strip() for each in PUT_IN.split("{}")
    ]  # fmt: skip
    assert found.changes == [f"take out “{sentence}”"]


def test_a_sentence_with_other_words_is_no_other_sentence(db: None):
    factories.published(PUT_IN.format("The mayor of Hull agrees with all of this, naturally."))
    found = one(PUT_IN.format("The mayor of Hull disagrees with all of this, naturally."))
    assert (found.verdict, found.is_partly) == ("altered", False)


def test_what_several_say_accuses_nobody(db: None):
    words = "I should like to thank the harbour council once more for its warm hospitality."
    for name in ("Ada Lund", "Ines Roth"):
        factories.published(words, speaker=factories.speaker(name))
    factories.published("Other words of mine.", speaker=factories.speaker("Karl Brandt"))
    assert one(words, "karl-brandt").verdict == "not-found"
    assert one(words, "ada-lund").verdict == "exact"
    [found] = check(CheckRequest(f"Karl Brandt said: “{words}”", is_article=True)).results
    assert found.verdict == "not-found"
    assert "2 speakers" in found.explanation


def test_a_denial_cut_off_is_shown_with_what_the_archive_has(db: None):
    factories.published("No more trams on the hill will come this year.")
    found = one("More trams on the hill will come this year.")
    assert found.heading == "Cut so that the sense turns: put in what is left off"
    assert found.changes == ["put in “No”"]
    assert "".join(piece.text for piece in found.sides.original).startswith("No more trams")


def test_words_beside_a_part_are_shown_beside_it(db: None):
    factories.published("No more trams on the hill will come this year.")
    found = one("more trams on the hill will come this year")
    assert (found.verdict, found.is_turned) == ("exact", True)
    assert [each.text for each in found.sides.original if each.kind == "beside"] == ["No "]
