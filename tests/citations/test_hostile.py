"""Hostile text stays text: what a reader of each format gets back is what was put in."""

import json

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from hypothesis import given, settings
from markdown_it import MarkdownIt

from quotes.citations.attribution import paragraphs
from quotes.citations.cited import Cited
from quotes.citations.formats import FORMATS, render, render_html
from quotes.citations.names import people
from quotes.text.direction import closed
from tests.citations.hostile import passages, with_each_fragment
from tests.citations.readers import Reader, full, tex_reader, undressed, words
from tests.effort import EFFORT

STYLES = [each.key for each in FORMATS if each.style]
often = settings(max_examples=40 * EFFORT, deadline=None, report_multiple_bugs=False)
seldom = settings(often, max_examples=15 * EFFORT)


def own_links(cited: Cited) -> set[str]:
    return {cited.source.url, cited.source.archived_url, cited.record.url}


@often
@with_each_fragment
@given(cited=passages())
def test_csl_json_gives_back_every_field(cited: Cited) -> None:
    written = render("csl-json", cited)
    assert not set("<>&\u2028\u2029") & set(written)
    (item,) = json.loads(written)
    assert item["title"] == cited.source.title
    assert item["abstract"] == cited.text
    assert cited.source.outlet in (item.get("container-title"), item.get("publisher"))
    assert (item["event-title"], item["event-place"]) == (cited.event.name, cited.event.place)
    assert item["custom"]["speaker"] == cited.speaker.name
    assert item["custom"]["role"] == cited.role
    assert item["custom"]["note"] == cited.note
    assert item["custom"]["byline"] == cited.source.byline
    names = [[each.get(part) for part in ("literal", "family", "given")] for each in item["author"]]
    assert names == [
        [None if each.family else each.name, each.family or None, each.given or None]
        for each in cited.authors
    ]


@often
@with_each_fragment
@given(cited=passages())
def test_ris_is_one_reference_that_gives_back_every_field(cited: Cited) -> None:
    (read,) = rispy.loads(render("ris", cited))
    assert words(read["title"]) == words(cited.source.title)
    assert words(read["abstract"]) == words(cited.text)
    assert words(cited.source.outlet) in (
        words(read["secondary_title"]), words(read.get("publisher", ""))
    )  # fmt: skip
    assert [words(each) for each in read["authors"]] == [
        words(each.inverted) for each in cited.authors
    ]
    assert read["urls"][-1] == cited.record.url
    assert read["id"] == cited.record.key
    assert set(read) <= {
        "type_of_reference", "id", "authors", "title", "secondary_title", "place_published",
        "publisher", "type_of_work", "year", "date", "language", "abstract", "notes", "urls",
        "name_of_database", "accession_number", "edition",
    }  # fmt: skip


@often
@with_each_fragment
@given(cited=passages())
def test_bibtex_is_one_entry_that_gives_back_every_field(cited: Cited) -> None:
    written = render("bibtex", cited)
    library = bibtexparser.parse_string(written, append_middleware=[tex_reader()])
    assert not library.failed_blocks
    assert [type(block).__name__ for block in library.blocks] == ["Entry"]
    read = {field.key: field.value for field in library.entries[0].fields}
    assert words(read["title"]) == words(cited.source.title)
    assert words(read["abstract"]) == words(cited.text)
    assert words(read["eventtitle"]) == words(cited.event.name)
    assert words(cited.source.outlet) in words(read.get("journal", read.get("howpublished", "")))
    for author in cited.authors:
        assert words(author.family or author.name) in words(read["author"])
    assert words(cited.role) in words(read["note"])


@often
@with_each_fragment
@given(cited=passages())
def test_bibtex_reads_each_author_as_one_name(cited: Cited) -> None:
    splitting = [SeparateCoAuthors(), SplitNameParts()]
    library = bibtexparser.parse_string(render("bibtex", cited), append_middleware=splitting)
    assert not library.failed_blocks
    (entry,) = library.entries
    assert len(entry["author"]) == len(cited.authors)


@pytest.mark.parametrize("key", STYLES)
@seldom
@with_each_fragment
@given(cited=passages())
def test_a_style_prints_every_field_whole(key: str, cited: Cited) -> None:
    printed = undressed(render(key, cited))
    for field in (
        cited.source.title, cited.source.outlet, cited.event.name, cited.event.place,
        *full(cited.speaker), *(full(cited.asker) if cited.asker else []),
        *(cited.authors[0].family or cited.authors[0].name for _ in cited.authors[:1]),
        cited.record.url, cited.source.url,
    ):  # fmt: skip
        assert undressed(field) in printed


@pytest.mark.parametrize("key", STYLES)
@seldom
@with_each_fragment
@given(cited=passages())
def test_a_style_as_html_is_the_same_words_and_italics_alone(key: str, cited: Cited) -> None:
    read = Reader(render_html(key, cited))
    assert read.seen <= {"i"}
    assert len(read.text.splitlines()) == 1
    assert closed(read.text) == read.text
    assert read.text == render(key, cited).removesuffix("\n")


def assert_has_its_facts(text: str, cited: Cited) -> None:
    facts = (cited.speaker.name, cited.role, cited.event.name, cited.source.outlet, cited.note)
    for fact in facts:
        assert words(fact) in words(text)


@often
@with_each_fragment
@given(cited=passages())
def test_html_is_a_quotation_and_nothing_else(cited: Cited) -> None:
    read = Reader(render("html", cited))
    assert read.seen <= {
        "figure", "blockquote", "blockquote@cite", "blockquote@lang", "p", "p@dir", "figcaption",
        "br", "a", "a@href",
    }  # fmt: skip
    assert read.links <= own_links(cited)
    assert words("\n".join(paragraphs(cited))) in words(read.text)
    assert_has_its_facts(read.text, cited)


@often
@with_each_fragment
@given(cited=passages())
def test_markdown_is_a_quotation_and_nothing_else(cited: Cited) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    read = Reader(parser.render(render("markdown", cited)))
    assert read.seen <= {"blockquote", "p", "br", "a", "a@href"}
    assert {link.replace("%25", "%") for link in read.links} <= {
        link.replace("%25", "%") for link in own_links(cited)
    }
    assert words("\n".join(paragraphs(cited))) in words(read.text)
    assert_has_its_facts(read.text, cited)


@pytest.mark.parametrize("key", ["text", "ap"])
@often
@with_each_fragment
@given(cited=passages())
def test_plain_words_are_printed_whole(key: str, cited: Cited) -> None:
    assert closed(render(key, cited)) == render(key, cited)
    printed = words(render(key, cited))
    for field in (cited.speaker.name, cited.role, cited.event.name, cited.source.outlet):
        assert words(field) in printed
    assert words("\n".join(paragraphs(cited))) in printed
    assert undressed(cited.source.title) in undressed(printed)
    assert cited.record.url in printed


@often
@with_each_fragment
@given(cited=passages())
def test_paragraphs_are_the_words_with_their_marks(cited: Cited) -> None:
    text = "\n\n".join(paragraphs(cited))
    if not cited.is_paraphrase:
        text = "\n\n".join(each.removeprefix("“") for each in paragraphs(cited)).removesuffix("”")
    assert words(text) == words(cited.text)


@often
@with_each_fragment
@given(cited=passages())
def test_a_byline_is_never_lost(cited: Cited) -> None:
    assert all(
        words(each.name) in words(cited.source.byline) for each in people(cited.source.byline)
    )
