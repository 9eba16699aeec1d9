"""Each language's catalogue: complete, fitting, and compiled; and nothing left out of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message as Entry

from quotes.text.direction import direction
from quotes.text.interface import CATALOGUES, available_languages
from quotes.text.template_marks import CODE, MARK
from tests.messages import TEMPLATES, catalogues, compiled, read, sentences, templates

PLACE = re.compile(r"\{\w+\}|%\(\w+\)s|#")
TAG = re.compile(r"</?[a-z]\w*")
FORMS = {"ru": 3}
NEEDED = "Run make messages, and translate what is missing."

# --- The catalogues ---


@pytest.fixture(params=catalogues(), ids=lambda path: path.parts[-3])
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def catalogue(path: Path) -> Catalog:
    return read(path)


def entries(catalogue: Catalog) -> Iterator[Entry]:
    return (entry for entry in catalogue if entry.id)


def texts(entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Its English forms, and its translations."""
    english = entry.id if isinstance(entry.id, tuple) else (entry.id,)
    translated = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return english, translated


def keys(catalogue: Catalog) -> set[tuple[str, str]]:
    return {(entry.context or "", texts(entry)[0][0]) for entry in entries(catalogue)}


def test_a_catalogue_has_what_the_pages_say_and_nothing_else(catalogue: Catalog) -> None:
    assert keys(catalogue) == keys(sentences()), NEEDED


def test_every_sentence_is_translated_and_none_is_doubtful(catalogue: Catalog) -> None:
    left = [entry.id for entry in entries(catalogue) if entry.fuzzy or not all(texts(entry)[1])]
    assert left == [], NEEDED


def test_every_plural_form_is_there(path: Path, catalogue: Catalog) -> None:
    wanted = FORMS[path.parts[-3]]
    assert catalogue.num_plurals == wanted
    counted = [entry for entry in entries(catalogue) if isinstance(entry.id, tuple)]
    assert {len(texts(entry)[1]) for entry in counted} == {wanted}


def test_a_translation_leaves_open_what_the_english_does(catalogue: Catalog) -> None:
    unlike = [
        (english, told)
        for english, translations in map(texts, entries(catalogue))
        for told in translations
        if sorted(set(PLACE.findall(told))) != sorted(set(PLACE.findall(english[-1])))
    ]
    assert unlike == []


def test_a_translation_keeps_the_markup(catalogue: Catalog) -> None:
    """It may add marks of its own, as of words that stay English."""
    own = re.compile(r'<span lang="en">.*?</span>|<code>null</code>')
    unlike = [
        (english, told)
        for english, translations in map(texts, entries(catalogue))
        for told in translations
        if sorted(TAG.findall(own.sub("", told))) != sorted(TAG.findall(english[-1]))
    ]
    assert unlike == []


def test_pages_say_which_language_they_are_in_and_which_way_it_is_written(
    path: Path, catalogue: Catalog
) -> None:
    language = path.parts[-3]
    assert catalogue.get("en-GB", "language of the page").string == language
    assert catalogue.get("ltr", "direction of the page").string == direction(language)


def test_the_program_reads_the_catalogue_as_it_is_written(path: Path, catalogue: Catalog) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(catalogue), "Run make messages."


def test_every_catalogue_can_be_chosen() -> None:
    written = {path.relative_to(CATALOGUES).parts[0] for path in catalogues()}
    assert set(available_languages()) == {"en"} | written


# --- The templates ---

# What prints the same in every language, or is said in English everywhere.
UNMARKED = {
    "On Record",  # the archive's name
    "UTF-8", "unAPI",
    # The class of a page.
    "page-wide",
    # Commands, and what a program prints.
    "curl -o kept.txt", "python3 verify_export.py on-record.zip kept.txt",
}  # fmt: skip
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
SILENT = re.compile(
    r"<(style|script|code|kbd|title[^>]*xmlns)\b.*?</\1>|<!doctype[^>]*>|<\?xml.*?\?>", re.DOTALL
)
# What is heard or seen of an element’s attributes.
SPOKEN = re.compile(r'\s(?:aria-label|title|placeholder|alt|data-label)="([^"<>]*)"')
LITERAL = re.compile(r'"([^"]*)"')
SENTENCE = re.compile(r"[A-Z][a-z]|[a-z]+ [a-z]")
WORD = re.compile(r"[^\W\d_]{2,}")


def unmarked(source: str) -> list[str]:
    """The words of a template that a reader sees and that no mark covers."""
    source = MARK.sub("\x00", COMMENT.sub("", source))
    # Values in tags are addresses, formats and names; a sentence among them is none of these.
    values = [value for code in CODE.findall(source) for value in LITERAL.findall(code)]
    pieces = [value for value in values if SENTENCE.match(value)]
    source = CODE.sub("\x00", source)
    source = SILENT.sub("", source)
    pieces += SPOKEN.findall(source)
    pieces += re.split(
        r"\x00|<[^>]*>", re.sub(r"<[a-zA-Z/](?:\"[^\"]*\"|[^>\"])*>", "\x01", source)
    )
    said = (piece.strip(" \n\x01·.,:;–()") for text in pieces for piece in text.split("\x01"))
    return [text for text in said if WORD.search(re.sub(r"&\w+;", "", text))]


@pytest.mark.parametrize(
    "path", templates(), ids=lambda path: path.relative_to(TEMPLATES).as_posix()
)
def test_a_template_says_nothing_that_is_not_marked(path: Path) -> None:
    left = [text for text in unmarked(path.read_text("utf-8")) if text not in UNMARKED]
    assert left == [], "Mark it with translate or blocktranslate."


def test_the_scan_of_templates_sees_bare_words_and_spoken_attributes() -> None:
    bare = '<p class="small">Bare words {% if x %}and more{% endif %}</p><a title="Heard">×</a>'
    assert sorted(unmarked(bare)) == ["Bare words", "Heard", "and more"]
    assert unmarked('{% include "a/b.html" with heading="Speakers" %}') == ["Speakers"]
    assert unmarked('{{ when|default:"not known" }}') == ["not known"]
    marked = (
        '<p>{% translate "Marked" %} {% blocktranslate %}Too <b>much</b>{% endblocktranslate %}</p>'
    )
    assert unmarked(marked) == []
