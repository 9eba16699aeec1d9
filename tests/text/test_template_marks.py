"""Marks of templates: found, and put into another language when a template is read."""

import pytest
from django.template import Context, Engine
from jinja2 import Environment

from quotes.templatetags.interface import plural_form
from quotes.text.interface import Catalogue
from quotes.text.template_marks import marked, spoken

RUSSIAN = Catalogue("ru")


def test_english_needs_no_catalogue_and_leaves_no_mark():
    assert spoken('<h1>{% translate "Topics" %}</h1>', None) == "<h1>Topics</h1>"
    assert spoken("{% blocktranslate %}by {{ byline }}{% endblocktranslate %}", None) == (
        "by {{ byline }}"
    )


def test_words_are_translated_where_they_stand():
    assert spoken('<h1>{% translate "Topics" %}</h1>', RUSSIAN) == "<h1>Темы</h1>"


def test_equal_words_are_told_apart_by_their_context():
    assert spoken('{% translate "Compare" %}', RUSSIAN) == "Сравнение"
    assert spoken('{% translate "Compare" context "verb" %}', RUSSIAN) == "Сравнить"


def test_code_keeps_its_place_in_the_sentence():
    source = '{% blocktranslate %}version <a href="{% url \'x\' a.b %}">{{ p.version }}</a>, {{ p.updated_at|date:_("j F Y") }}{% endblocktranslate %}'
    assert spoken(source, RUSSIAN) == (
        'версия <a href="{% url \'x\' a.b %}">{{ p.version }}</a>, {{ p.updated_at|date:"j E Y" }}'
    )


def test_a_value_of_a_tag_is_translated_within_it():
    assert spoken('{% include "a.html" with heading=_("Topics") %}', RUSSIAN) == (
        '{% include "a.html" with heading="Темы" %}'
    )


def test_a_catalogue_names_code_by_what_it_is():
    source = (
        "{% blocktranslate count rows|length %}{{ rows|length }} of {{ page.of }}{% plural %}"
        '{{ rows|length }} of {{ page.of }} <i title="{% translate "Notes" %}">{% url "y" %}</i>'
        "{% endblocktranslate %}"
    )
    assert [(each.text, each.plural) for each in marked(source)] == [
        ("{rows} of {of}", '{rows} of {of} <i title="{translate}">{url}</i>'),
        ("Notes", ""),
    ]


def test_two_values_of_one_name_are_told_apart():
    source = "{% blocktranslate %}{{ a.name }}, {{ b.name }}, {{ a.name }}{% endblocktranslate %}"
    assert [each.text for each in marked(source)] == ["{name}, {name2}, {name}"]


COUNTED = (
    "{% blocktranslate count n %}{{ n }} source{% plural %}{{ n }} sources{% endblocktranslate %}"
)


@pytest.mark.parametrize("number", [0, 1, 2, 5, 11, 21, 22, 112])
def test_a_number_chooses_the_form_in_both_kinds_of_templates(number: int):
    engine = Engine(builtins=["quotes.templatetags.interface"])
    jinja = Environment(autoescape=True)
    jinja.filters["plural_form"] = plural_form
    english = spoken(COUNTED, None)
    expected = f"{number} source" if number == 1 else f"{number} sources"
    assert engine.from_string(english).render(Context({"n": number})) == expected
    assert jinja.from_string(english).render(n=number) == expected


def test_russian_asks_which_form_goes_with_the_number():
    source = COUNTED.replace("{{ n }} source", "{{ page.count }} source")
    told = spoken(source, RUSSIAN)
    assert told == (
        "{% if n|plural_form == 0 %}{{ page.count }}\u00a0источник"
        "{% elif n|plural_form == 1 %}{{ page.count }}\u00a0источника"
        "{% else %}{{ page.count }}\u00a0источников{% endif %}"
    )


def test_what_stands_in_a_template_is_no_pattern():
    assert spoken("<p>{not} %s {{ x }}</p>", RUSSIAN) == "<p>{not} %s {{ x }}</p>"
