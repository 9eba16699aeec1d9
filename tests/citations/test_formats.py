import pytest

from quotes.citations.formats import (
    FORMATS,
    UnknownFormatError,
    get_format,
    get_format_by_suffix,
    render,
    render_html,
)
from tests.citations.archived import PANEL
from tests.citations.examples import CYRILLIC

KEYS = [
    "apa", "chicago-notes", "chicago-author-date", "mla", "harvard", "gost", "ap", "bibtex", "ris",
    "csl-json", "text", "markdown", "html",
]  # fmt: skip


def test_there_are_the_formats_that_readers_were_promised() -> None:
    assert [each.key for each in FORMATS] == KEYS


@pytest.mark.parametrize(
    ("suffix", "key", "media_type"),
    [
        (".bib", "bibtex", "application/x-bibtex; charset=utf-8"),
        (".ris", "ris", "application/x-research-info-systems; charset=utf-8"),
        (".csl.json", "csl-json", "application/vnd.citationstyles.csl+json"),
        (".txt", "text", "text/plain; charset=utf-8"),
        (".md", "markdown", "text/markdown; charset=utf-8"),
    ],
)
def test_a_format_is_known_by_its_suffix(suffix: str, key: str, media_type: str) -> None:
    found = get_format_by_suffix(suffix)
    assert (found.key, found.media_type) == (key, media_type)
    assert get_format(key) is found


def test_suffixes_are_told_apart() -> None:
    assert len({each.suffix for each in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("ask", [get_format, get_format_by_suffix, lambda key: render(key, PANEL)])
def test_an_unknown_format_is_refused_with_a_list_of_those_there_are(ask) -> None:
    with pytest.raises(UnknownFormatError, match="no format “docx”") as refused:
        ask("docx")
    assert len(refused.value.known) == len(FORMATS)
    assert all(name in str(refused.value) for name in refused.value.known)


def test_only_a_style_has_citations_for_pages() -> None:
    with pytest.raises(UnknownFormatError) as refused:
        render_html("bibtex", PANEL)
    assert refused.value.known == tuple(KEYS[:6])


@pytest.mark.parametrize("key", KEYS)
def test_every_format_names_source_and_record_with_its_version(key: str) -> None:
    printed = render(key, CYRILLIC)
    assert "https://record.example/q/bd41wwq6/v/3" in printed
    assert "https://vestnik.example/2023/06/08/interview" in printed
    assert "Вестник форума" in printed
    assert "Қайратова" in printed
    assert "Петербургский форум" in printed
    assert "Иванова" in printed
