"""Words of a passage as they are drawn."""

import pytest
from django.template import Context, Template

from quotes.templatetags.pieces import date


def drawn(text: str, **more: object) -> str:
    template = Template("{% load quotation %}{% words text joints=joints hits=hits %}")
    return template.render(Context({"text": text, **more})).strip()


def test_hits_are_marked():
    assert drawn("a boxing ring", hits=[(2, 8)]) == "<p>a <mark>boxing</mark> ring</p>"


def test_a_hit_across_brackets_keeps_the_outlets_words_apart():
    html = drawn("no [big] ring", hits=[(0, 8)])
    assert html.startswith('<p><mark>no </mark><span class="outlets-own"')
    assert "><mark>[big]</mark></span> ring</p>" in html


def test_a_joint_stands_before_its_part():
    assert drawn("One, two", joints=[5]).count('class="joint"') == 1
    assert drawn("One, two", joints=[5]).endswith("</span>two</p>")


def test_text_is_escaped():
    assert drawn('<b> & "x"') == "<p>&lt;b&gt; &amp; &#34;x&#34;</p>"


def test_blank_lines_part_paragraphs_and_nothing_is_lost():
    assert drawn("One.\n \n\nTwo\nthree.") == "<p>One.</p><p>Two\nthree.</p>"


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
