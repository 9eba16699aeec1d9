"""Cards: letters there are, words that fit, and a picture of the right size."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image, ImageChops

from quotes.citations.card import CardWords, card_words, draw, lettering
from quotes.citations.card.lettering import SANS, SERIF, STRONG, block, drawable, font, one_line
from tests import factories
from tests.work import calls_of

ALPHABETS = (
    "ABCXYZabcxyzÀÉÎÕÜßçñøžşğıİŁő",
    "АБВГДЕЁЖЗИЙЩЪЫЬЭЮЯабвгдеёжщъыьэюя",
    "ӘәҒғҚқҢңӨөҰұҮүҺһІі",
    "ΑΒΓΔΩαβγδωάέή",
    "0123456789.,;:!?…–—-“”‘’«»„()[]/&%€§",
)
CARD = CardWords(
    words="“We kept the door open.”", speaker="Ms Keeper", role="Minister",
    occasion="Forum 1, Astana, 8 June 2023", source="Gazette, “Transcript”", wording="reported",
    by="in Gazette", address="archive.example/q/khms7xrr",
)  # fmt: skip
SIZES = range(64, 29, -2)


@pytest.mark.parametrize("name", [SERIF, SANS, STRONG])
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_font_has_the_letters_of_our_languages(name, alphabet):
    assert drawable(alphabet, name) == alphabet


def test_kazakh_letters_have_shapes_of_their_own():
    shapes = {bytes(font(SERIF, 40).getmask(sign)) for sign in "ӘҒҚҢӨҰҮҺІАГКНОУ"}
    assert len(shapes) == 15


@pytest.mark.parametrize("text", ["السلام", "你好", "\U0001f600"])
def test_letters_that_are_not_in_the_font_are_not_drawn_as_boxes(text):
    assert drawable(f"a {text}", SERIF) == ""


def test_signs_of_direction_have_no_picture():
    assert drawable("a\u202eb\u200fc\u00ad\u2011", SERIF) == "abc-"


def test_short_words_are_large_and_long_ones_small_and_cut():
    short = block("“No.”", SERIF, SIZES, (1044, 326), end="…”")
    long = block("“" + "words " * 400 + "”", SERIF, SIZES, (1044, 326), end="…”")
    assert (short.size, short.lines) == (64, ["“No.”"])
    assert long.size == 30
    assert long.lines[-1].endswith("words…”")


@pytest.mark.parametrize("text", ["x" * 3_000, "ж" * 90 + " end", "a " * 2_000, "\n\n\n", "“”"])
def test_no_line_is_wider_than_its_box_and_no_block_higher(text):
    fitted = block(text, SERIF, SIZES, (1044, 326), end="…”")
    wide = [font(SERIF, fitted.size).getlength(line) for line in fitted.lines]
    assert max(wide, default=0) <= 1044
    assert len(fitted.lines) * lettering.line_height(fitted.size) <= 326


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_fits_on_one_line(text):
    fitted = one_line(drawable(text, SANS), SANS, range(24, 20, -1), 500)
    assert font(SANS, fitted.size).getlength(fitted.lines[0]) <= 500


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=25, deadline=None)
def test_any_strings_make_a_picture(text):
    picture = Image.open(io.BytesIO(draw(replace(CARD, words=f"“{text}” “{text}”", speaker=text, role=text,
                                                 occasion=text, source=text, by=text))))  # fmt: skip
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


@pytest.mark.parametrize("wording", ["verbatim", "edited", "reported", "paraphrased"])
def test_the_wording_is_drawn_whatever_else_stands_there(wording):
    crowded = replace(CARD, words="“" + "x" * 900 + "”", speaker="S" * 300, role="R" * 300, by="by " * 200,
                      address=f"{'host.' * 40}example/q/khms7xrr", wording=wording)  # fmt: skip
    plain = replace(CARD, wording=wording)
    place = (84, 556, 120 + round(font(STRONG, 26).getlength(wording)), 600)
    first, second = (_grey(words).crop(place) for words in (crowded, plain))
    # Each picture has its own palette: shades differ by a trifle.
    assert ImageChops.difference(first, second).getextrema()[1] < 40
    assert first.getextrema()[0] < 80 < 200 < first.getextrema()[1]


def test_the_four_wordings_look_different():
    cards = {_grey(replace(CARD, wording=each, by="")).tobytes()
             for each in ("verbatim", "edited", "reported")}  # fmt: skip
    assert len(cards) == 3


def test_where_the_report_interrupts_the_marks_close_and_open_again():
    joined = draw(replace(CARD, words="“One two.”"))
    parted = draw(replace(CARD, words="“One” “two.”"))
    assert joined != parted


def test_the_same_words_make_the_same_picture():
    assert draw(CARD) == draw(replace(CARD))


def test_ten_times_the_words_are_at_most_ten_times_the_work():
    def drawing(times: int) -> int:
        card = replace(CARD, words=f"“{'Many words of a long quotation. ' * times}”")
        return calls_of(lambda: draw(card))

    drawing(60)
    assert drawing(600) < 10 * drawing(60)


@pytest.mark.django_db
def test_a_card_says_what_its_version_printed():
    source = factories.source("Report", kind="news_report", default_wording="reported",
                              outlet=factories.outlet("Herald"))  # fmt: skip
    turn = factories.turn("“One,” she said. “Two.”", source=source, kind="narration")
    passage = factories.published(turn=turn, spans=[[1, 5], [18, 22]], role_as_printed="Minister",
                                  speaker=factories.speaker("Ms Keeper"))  # fmt: skip
    words = card_words(passage.revisions.get(), identifier="x", site="https://archive.example")
    assert words.words == "“One,” “Two.”"
    assert (words.speaker, words.role) == ("Ms Keeper", "Minister")
    assert (words.wording, words.by) == ("reported", "in Herald")
    assert words.source == "Herald, “Report”"
    assert words.address == "archive.example/q/x"


def _grey(words: CardWords) -> Image.Image:
    return Image.open(io.BytesIO(draw(words))).convert("L")
