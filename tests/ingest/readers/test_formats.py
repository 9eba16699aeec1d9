import io

import docx
import pytest
from docx.oxml import parse_xml

from quotes.ingest.documents import Document, UnreadableError
from quotes.ingest.readers import read_document
from tests.ingest.readers.hostile import pdf, shown

PAGE = """<!doctype html><html lang="en"><head><title>Harbour talks - The Daily</title>
<meta property="og:title" content="Harbour talks"><meta property="og:site_name" content="The Daily">
<meta name="author" content="Ann Writer"><link rel="canonical" href="https://daily.example/harbour">
<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<div class="tooltip">Jane Harrow is the minister</div>
<article><h1>Harbour talks</h1>{}</article>
<aside>Most read: ten ships</aside><footer>All rights reserved</footer></body></html>"""
ANSWER = (
    "<p><b>Jane Harrow:</b> We have a plan for the harbour, and the town has agreed to it, {}.</p>"
)
AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta>
<identification><FRBRWork><FRBRdate date="2014-12-09"/></FRBRWork></identification><references>
<TLCPerson eId="JH" showAs="Jane Harrow"/><TLCRole eId="min" showAs="Minister for Ports"/>
</references></meta><debateBody><debateSection><heading>Ports</heading>
<speech by="#JH" as="#min"><from>The Minister</from><p>The harbour is
   open.</p></speech><summary>The committee rose.</summary></debateSection></debateBody></debate></akomaNtoso>"""
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="tr"><teiHeader><profileDesc>
<particDesc><listPerson><person xml:id="YD"><persName><surname>Demir</surname><forename>Yusuf</forename>
</persName></person></listPerson></particDesc></profileDesc></teiHeader><text><body><div>
<note type="speaker">BAŞKAN</note><u who="#YD"><seg>Söz sizde.</seg><kinesic><desc>Alkışlar</desc></kinesic>
<seg>Buyurun.</seg></u><u who="#Ayşe.Kaya"><seg>Teşekkürler.</seg></u><u><seg>Bravo!</seg></u>
</div></body></text></TEI>"""
VTT = """WEBVTT
Language: en

NOTE Harbour talks, 5 March 2024

1
00:00:01.000 --> 00:00:04.000
<v Ann Writer>Will the harbour be open</v>

2
00:00:04.000 --> 00:00:06.500
<v Ann Writer>in <i>spring</i>?</v>

3
01:02:03.000 --> 01:02:09.000
<v Jane Harrow>It will &amp; it must.</v>
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
Will it be open

2
00:00:02,000 --> 00:00:04,000
Will it be open
in spring?

3
00:00:04,500 --> 00:00:06,000
>> It will.
"""
MARKDOWN = """---
title: Harbour talks
date: 2024-03-05
source_url: https://daily.example/harbour
author: [Ann Writer, Bob Reader]
---

# Harbour talks

**Ann Writer:** Will [the harbour](https://daily.example/h) be \\[fully\\] open
in spring? ![a ship](ship.png)

**Jane Harrow:** It *will* &amp; it must.

> Nobody told us.

- First
- Second

<div>And more.</div>
"""


def spoken(document: Document) -> list[tuple[str, str, str]]:
    return [
        (block.speaker, block.locator, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind == "speech"
    ]


def dropped(document: Document) -> dict[str, str]:
    return {
        each.reason: document.captured[each.start : each.end] for each in document.receipt.dropped
    }


def test_a_web_page_is_its_article_and_what_it_says_of_itself() -> None:
    answers = "".join(ANSWER.format(f"as it did in {year}") for year in range(2000, 2012))
    document = read_document("a.html", PAGE.format(answers).encode())
    assert [document.text[b.start : b.end] for b in document.blocks][1].startswith(
        "Jane Harrow: We"
    )
    assert all(document.text[slice(*b.strong[0])] == "Jane Harrow:" for b in document.blocks[1:])
    said = document.metadata
    assert (said.title, said.authors, said.date) == ("Harbour talks", "Ann Writer", "2024-03-05")
    assert (said.outlet, said.url) == ("The Daily", "https://daily.example/harbour")
    assert dropped(document).keys() == {
        "navigation", "hidden on the page", "aside of the page", "foot of the page",
    }  # fmt: skip


def test_a_short_answer_of_an_article_is_kept() -> None:
    long = "".join(ANSWER.format(f"as it did in {year}") for year in range(2000, 2012))
    document = read_document("a.html", PAGE.format(f"{long}<p>Yes.</p>{long}<p>No.</p>").encode())
    assert "\n\nYes.\n\n" in document.text
    assert document.text.rstrip().endswith("No.")


def test_a_page_too_deep_to_be_read_whole_is_refused() -> None:
    with pytest.raises(UnreadableError, match="nested"):
        read_document("a.html", PAGE.format("<div>" * 300 + "deep").encode())


def test_akoma_ntoso_names_speakers_in_full_with_their_offices() -> None:
    document = read_document("a.xml", AKN.encode())
    assert spoken(document) == [("Jane Harrow", "", "The harbour is open.")]
    assert {block.kind for block in document.blocks} == {"heading", "speech", "note"}
    assert next(b.role for b in document.blocks if b.kind == "speech") == "Minister for Ports"
    assert document.metadata.date == "2014-12-09"
    assert dropped(document)["speaker label"].strip() == "The Minister"


def test_tei_names_speakers_by_its_list_or_by_their_keys() -> None:
    document = read_document("a.xml", TEI.encode())
    assert [(who, words) for who, _, words in spoken(document)] == [
        ("Yusuf Demir", "Söz sizde."), ("Yusuf Demir", "Buyurun."),
        ("Ayşe Kaya", "Teşekkürler."), ("", "Bravo!"),
    ]  # fmt: skip
    assert document.metadata.language == "tr"


def test_webvtt_joins_cues_to_sentences_with_voice_and_time() -> None:
    document = read_document("a.vtt", VTT.encode())
    assert spoken(document) == [
        ("Ann Writer", "00:00:01", "Will the harbour be open in spring?"),
        ("Jane Harrow", "01:02:03", "It will & it must."),
    ]
    assert document.metadata.title == "Harbour talks, 5 March 2024"
    assert document.metadata.language == "en"


def test_srt_shows_a_rolling_line_once_and_parts_who_speaks() -> None:
    document = read_document("a.srt", SRT.encode())
    assert document.text.strip() == "Will it be open in spring?\n\n>> It will."
    assert document.format == "srt"


def test_markdown_is_read_without_its_markup() -> None:
    document = read_document("a.md", MARKDOWN.encode())
    blocks = [(each.kind, document.text[each.start : each.end]) for each in document.blocks]
    assert blocks[0] == ("heading", "Harbour talks")
    assert blocks[1] == ("paragraph", "Ann Writer: Will the harbour be [fully] open in spring?")
    assert blocks[2:] == [
        ("paragraph", "Jane Harrow: It will & it must."), ("quote", "Nobody told us."),
        ("list", "First"), ("list", "Second"), ("paragraph", "And more."),
    ]  # fmt: skip
    assert document.text[slice(*document.blocks[1].strong[0])] == "Ann Writer:"
    said = document.metadata
    assert (said.title, said.date, said.authors) == (
        "Harbour talks", "2024-03-05", "Ann Writer, Bob Reader",
    )  # fmt: skip


def word_document() -> bytes:
    made = docx.Document()
    made.core_properties.title = "Harbour talks"
    made.add_heading("Harbour talks", 1)
    paragraph = made.add_paragraph()
    paragraph.add_run("Jane Harrow: ").bold = True
    paragraph.add_run("The harbour is ")
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for xml in (
        f"<w:ins {word}><w:r><w:t>open</w:t></w:r></w:ins>",
        f"<w:del {word}><w:r><w:delText>shut</w:delText></w:r></w:del>",
        f"<w:r {word}><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    made.add_table(1, 1).cell(0, 0).text = "A cell"
    made.sections[0].header.paragraphs[0].text = "Page head"
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def test_word_is_read_as_it_stands_with_what_was_deleted_listed() -> None:
    document = read_document("a.docx", word_document())
    assert document.text.strip() == "Harbour talks\n\nJane Harrow: The harbour is open\n\nA cell"
    assert dropped(document).keys() == {
        "deleted in tracked changes", "hidden words", "head of pages",
    }  # fmt: skip
    assert document.blocks[0].kind == "heading"


def test_a_pdf_is_read_by_pages() -> None:
    document = read_document(
        "a.pdf", pdf(shown("Jane Harrow: The harbour is open.", "Ann Writer: Why?"))
    )
    assert [document.text[b.start : b.end] for b in document.blocks] == [
        "Jane Harrow: The harbour is open.", "Ann Writer: Why?",
    ]  # fmt: skip
    assert {block.locator for block in document.blocks} == {"p. 1"}


@pytest.mark.parametrize("line", ["7KLV LV QRW D WHVW RI ZRUGV EXW RI VKLIWV", ""])
def test_a_pdf_without_words_is_refused(line: str) -> None:
    with pytest.raises(UnreadableError, match="OCR"):
        read_document("a.pdf", pdf(shown(*[line] * 12)))


@pytest.mark.parametrize(
    ("start", "advice"),
    [
        (b"\xd0\xcf\x11\xe0", "DOCX"), (b"{\\rtf1", "RTF"), (b"\x1f\x8b\x08", "Unpack"),
        (b"PK\x03\x04", "archive"), (b"\x89PNG", "OCR"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_advice(start: bytes, advice: str) -> None:
    with pytest.raises(UnreadableError, match=advice):
        read_document("a.txt", start + b"\0" * 50)
