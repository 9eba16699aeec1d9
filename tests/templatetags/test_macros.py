"""Words of a passage as they are drawn."""

import pytest
from django.template import Context, Template
from hypothesis import given, strategies as st

from quotes.answers.result import Hit
from quotes.models.result_rows import NounRow, ResultRow, SourceRow
from quotes.templatetags.macros import passage as drawn_passage
from quotes.templatetags.pieces import date, paragraphs
from quotes.text.gaps import Gap


def drawn(text: str, **more: object) -> str:
    template = Template("{% load macros %}{% words text gaps=gaps hits=hits %}")
    return template.render(Context({"text": text, **more})).strip()


def test_hits_are_marked():
    assert drawn("a boxing ring", hits=[(2, 8)]) == "<p>a <mark>boxing</mark> ring</p>"


def test_a_hit_across_brackets_keeps_the_outlets_words_apart():
    html = drawn("no [big] ring", hits=[(0, 8)])
    assert html.startswith('<p><mark>no </mark><span class="outlets-own"')
    assert "><mark>[big]</mark></span> ring</p>" in html


def test_a_joint_stands_before_its_part():
    html = drawn("One, two", gaps={5: Gap.INTERRUPTION})
    assert html.count('class="joint"') == 1
    # The space stands between its marks, and no line can begin with the closing one.
    assert html.startswith("<p>One,<span")
    assert html.endswith("> </span>two</p>")


@pytest.mark.parametrize("gap", [Gap.ELISION, Gap.UNKNOWN])
def test_where_words_are_left_out_the_text_says_so(gap):
    html = drawn("One, two", gaps={5: gap})
    assert 'class="joint"' not in html
    assert html.endswith("[…]</span> </span>two</p>")


def test_text_is_escaped():
    assert drawn('<b> & "x"') == "<p>&lt;b&gt; &amp; &#34;x&#34;</p>"


def test_blank_lines_part_paragraphs_and_nothing_is_lost():
    assert drawn("One.\n \n\nTwo\nthree.") == "<p>One.</p><p>Two\nthree.</p>"


@given(
    st.text(st.sampled_from("ab [].\n\t")),
    st.lists(st.integers(0, 30)),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))),
)
def test_pieces_lose_no_character(text: str, places: list[int], hits: list[tuple[int, int]]):
    gaps = dict.fromkeys(places, Gap.INTERRUPTION)
    drawn_text = "".join(piece.text for pieces in paragraphs(text, gaps, hits) for piece in pieces)
    assert "".join(drawn_text.split()) == "".join(text.split())


def test_a_cut_passage_shows_its_joints_and_says_where_words_are_left_out():
    text = " ".join(["word"] * 200) + " needle and thread " + " ".join(["word"] * 200)
    passage = ResultRow(
        1, "t90s1618", text, [[0, 1005], [1010, len(text) + 4]], ["interruption"], "verbatim", "en", "", "", 1,
        NounRow("speaker", "s", "S"), NounRow("event", "e", "E"),
        SourceRow("source", "x", "X", "", ""), None,
    )  # fmt: skip
    start = text.index("needle")
    html = drawn_passage(passage, hit=Hit([(start, start + 6)], [], passage))
    assert "<mark>needle</mark>" in html
    assert html.count('class="cut"') == 2
    assert html.count('class="joint"') == 1


@pytest.mark.parametrize(
    ("edtf", "html"),
    [
        ("2023-06", '<time datetime="2023-06">June 2023</time>'),
        ("[2023-06-08..2023-06-09]", "8 or 9 June 2023"),
        ("", '<span class="unknown">not known</span>'),
    ],
)
def test_a_date_is_machine_readable_where_html_has_a_form_for_it(edtf, html):
    assert date(edtf) == html
