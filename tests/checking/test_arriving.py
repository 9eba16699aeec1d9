"""Text as it really arrives: broken characters, typed marks, blocks, and the words of a page."""

import pytest
from hypothesis import given, settings, strategies as st

from quotes.checking.extract import quotations, single
from quotes.checking.reading import read
from quotes.checking.verdict import Verdict, compare
from quotes.text.copied import repaired

CLEAN = "We don’t sell the mill"


@pytest.mark.parametrize(
    "written",
    ["We don&rsquo;t sell the mill", "We don&#8217;t sell the mill", "We donâ€™t sell the mill",
     "We don’t sell the mill[12]", "We don’t sell the mill https://t.co/Ab3",
     "[00:02:11] We don’t sell the mill", "We don’t (sic) sell the mill",
     "We don’t\n\n- 12 -\n\nsell the mill", "<p>We don’t sell <b>the</b> mill</p>"],
)  # fmt: skip
def test_what_copying_did_to_the_words_is_undone(written: str):
    assert read(written).keys == read(CLEAN).keys


@pytest.mark.parametrize(
    "written",
    [
        "the race took 2:03:59 in all",
        "5 m² of x²",
        "a&b &c; 3",
        "Её мост открыт зимой",
        "AKÖ’nün dört köprüsü var",
        "«ВСЁ ДЛЯ НАМ»: здесь мост",
        "l’été’”, dit-il encore là",
    ],
)
def test_what_only_looks_like_it_stays(written: str):
    assert len(read(written).tokens) >= 4 or "²" in written
    assert repaired(written)[0] == written


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("The plan is on https://a.example/east", "The plan is on https://a.example/west"),
        ("See <www.a.example> for all of our plans", "See <www.b.example> for all of our plans"),
        ("https://a.example/1 has all of our plans", "https://a.example/2 has all of our plans"),
        ("We stand with you today. #Mills", "We stand with you today. #Dams"),
    ],
)
def test_another_link_or_hashtag_is_another_word(written: str, other: str):
    found = compare(read(written), read(other), lambda _: 4.0)
    assert found.verdict == Verdict.ALTERED
    assert "".join(each.quoted for each in found.differences) == written
    assert "".join(each.original for each in found.differences) == other
    assert [each.kind for each in found.differences if each.kind != "same"] == ["changed"]
    assert compare(read(written), read(written), lambda _: 4.0).verdict == Verdict.EXACT


@given(st.text(st.sampled_from("aé&#39;lt;quot &rsquo;Ã©â€™“” \n\u0301"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_every_place_in_mended_text_leads_back(text: str):
    plain, place = repaired(text)
    reached = 0
    for at in range(len(plain)):
        start, end = place(at, at + 1)
        assert reached <= end <= len(text)
        assert 0 <= start < end
        reached = start


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("``The mill is ours,'' she said.", ["The mill is ours,"]),
        (",,Die Mühle ist unser'', sagte er.", ["Die Mühle ist unser"]),
        ("“The mill is ours,“ she said.", ["The mill is ours,"]),
        ("Il dit : « le moulin est à nous », puis « il le reste ».",
         ["le moulin est à nous", "il le reste"]),
        ("Mill is ‘not for sale at any price’, says owner", ["not for sale at any price"]),
        ("He said, &ldquo;The mill is ours.&rdquo;", ["&ldquo;The mill is ours.&rdquo;"[7:-7]]),
        ('أضاف بـ"وضوح تام" أن', ["وضوح تام"]),
        ("”Kvarnen är vår”, sade hon.", ["Kvarnen är vår"]),
        ("She wrote:\n\n> The mill is ours.\n> It stays.\n\nThen left.",
         ["The mill is ours.\n> It stays."]),
        ("He wrote:\n\n    The mill is ours.\n\nThen left.", ["The mill is ours."]),
        ("<blockquote>The mill is ours.</blockquote> So it was.", ["The mill is ours."]),
        ("Q: Whose is it?\nA: The mill is ours.", ["The mill is ours."]),
    ],
)  # fmt: skip
def test_quotations_are_cut_out_however_they_are_set(text: str, quoted: list[str]):
    assert [each.quoted for each in quotations(text)] == quoted


@pytest.mark.parametrize(
    "text",
    ["“The mill,” he grinned, “is not for sale.”", "„Die Mühle bleibt“, so Lund, „und zwar hier.“",
     "« Le moulin », a-t-elle juré, « est à nous. »"],
)  # fmt: skip
def test_an_interruption_needs_no_verb_that_is_listed(text: str):
    assert len(quotations(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["“The mill is ours,” he complained, calling the tax a “real burden”.",
     "He called it “a round house” that “has no corners at all”."],
)  # fmt: skip
def test_two_quotations_of_one_sentence_stay_two(text: str):
    assert len(quotations(text)) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("«Мельница наша, — сказала Лунд, — и останется».", "мельница наша и останется"),
        (
            "« Le moulin est à nous, a-t-il assuré, et il reste. »",
            "le moulin est a nous et il reste",
        ),
    ],
)
def test_he_said_inside_of_the_marks_is_none_of_the_words(text: str, words: str):
    [found] = quotations(text)
    assert " ".join(found.without_asides().read().keys) == words


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"The mill is ours" — Ada Lund', "The mill is ours"),
        ("“The mill is ours…” https://t.co/Ab3dE", "The mill is ours…"),
        ("The mill is “ours” and stays", "The mill is “ours” and stays"),
    ],
)
def test_who_signs_a_quotation_is_none_of_it(text: str, quoted: str):
    assert single(text).quoted == quoted
