"""Files that mean harm, or were harmed: made anew for each run, some hundreds of them.

Each says whether it may be read. The words KEEP… stand at the beginning and at the end of what has
text: whoever reads the file has to have them all, in what was kept or in what was dropped.
"""

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

FIRST, LAST = "KEEPFIRST", "KEEPLAST"
SENTENCE = "Minister: “We will keep talking — for as long as it takes,” he said. Naïve? Не думаю. "
DEPTHS = (255, 256, 300, 5_000, 100_000)


class Outcome(Enum):
    """What may become of a file."""

    READ = "read"
    REFUSED = "refused"
    EITHER = "either"


@dataclass(frozen=True)
class Hostile:
    """A file, and what has to become of it."""

    name: str
    data: bytes
    outcome: Outcome = Outcome.EITHER
    has_marks: bool = False


def hostile_files() -> Iterator[Hostile]:
    """All of them, in the same order with the same bytes each time."""
    for make in (
        _nested_pages, _broken_pages, _encodings, _controls, _long_lines, _xml, _archives,
        _word_documents, _pdfs, _subtitles, _markdown, _others, _mutated,
    ):  # fmt: skip
        yield from make()


def _page(
    body: str, name: str, outcome: Outcome = Outcome.EITHER, *, marks: bool = True
) -> Hostile:
    words = f"<p>{FIRST} {SENTENCE}</p>{body}<p>{LAST} {SENTENCE}</p>" if marks else body
    page = f"<!doctype html><html lang='en'><title>A page</title><body>{words}</body></html>"
    return Hostile(f"{name}.html", page.encode(), outcome, marks)


def _nested_pages() -> Iterator[Hostile]:
    for tag in ("div", "span", "table", "svg"):
        for depth in DEPTHS:
            body = f"<{tag}>" * depth + "deep" + f"</{tag}>" * depth
            yield _page(body, f"{tag}-{depth}")
            yield _page(f"<{tag}>" * depth + "deep", f"{tag}-{depth}-open")


def _broken_pages() -> Iterator[Hostile]:
    yield _page("<!--" * 20_000, "comments-open", Outcome.REFUSED)
    yield _page("<!-- -->" * 20_000, "comments", Outcome.READ)
    yield _page("<!--" + "-" * 200_000 + "-->", "comment-of-dashes", Outcome.READ)
    yield _page("<![" * 20_000, "marked-sections")
    yield _page("<" * 200_000, "angles")
    yield _page("&" * 200_000, "ampersands", Outcome.READ)
    yield _page("&#x0;&#xB;&#x1F;&#xFFFFFFFF;&#xD800;" * 500, "references-to-controls")
    yield _page("<div " + "a=1 " * 50_000 + ">x</div>", "attributes")
    yield _page(f"<div class='{'x ' * 50_000}'>x</div>", "long-class")
    yield _page("<p>" * 5_000, "paragraphs-open")
    yield _page("</p>" * 50_000, "paragraphs-closed")
    yield _page(
        "<a href='javascript:alert(1)'>x</a><script>alert(1)</script>", "script", Outcome.READ
    )
    yield _page("<script>" + "x" * 100_000, "script-open", Outcome.REFUSED)
    yield _page("<textarea>" + "x" * 1000, "textarea-open", Outcome.REFUSED)
    yield _page("<plaintext>", "plaintext", Outcome.REFUSED)
    yield _page("</body></html>" + "<p>more</p>", "words-behind-the-end", Outcome.READ)
    yield _page("<table>" + "<tr><td>1" * 3_000, "table-open")
    yield _page("<style>@import url(http://127.0.0.1:9/x)</style><img src=http://127.0.0.1:9/y>"
                "<link rel=stylesheet href=http://127.0.0.1:9/z><iframe src=http://127.0.0.1:9/></iframe>",
                "addresses", Outcome.READ)  # fmt: skip
    yield _page("\0" * 100, "zeros")
    yield _page("<p hidden>" + SENTENCE * 100, "hidden")
    yield _page("", "empty", marks=False)
    yield Hostile("cut.html", _page("<p>x", "x").data[:-40])
    yield Hostile("attribute-open.html", b"<html><p class='" + b"x" * 100_000)
    yield Hostile("frameset.html", b"<html><frameset><frame src='http://127.0.0.1:9/'></frameset>")


def _encodings() -> Iterator[Hostile]:
    words = f"{FIRST} {SENTENCE * 5} {LAST}"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield Hostile(f"{encoding}.txt", words.encode(encoding), Outcome.READ, has_marks=True)
    russian = f"{FIRST} Министр сказал, что переговоры будут продолжены столько, сколько надо. " * 5
    for encoding in ("cp1251", "koi8-r", "cp866"):
        yield Hostile(f"{encoding}.txt", (russian + LAST).encode(encoding), Outcome.READ, True)
    for encoding in ("cp1252", "cp1250", "cp1254", "latin-1"):
        data = (f"{FIRST} He said it’s “naïve” — " * 5 + LAST).encode(encoding, "ignore")
        yield Hostile(f"{encoding}.txt", data, Outcome.READ, has_marks=True)
    yield Hostile("utf-7.txt", f"{FIRST} +AGEAYg- {LAST}".encode(), Outcome.READ, has_marks=True)
    mixed = f"{FIRST} ".encode() + SENTENCE.encode() * 20 + b" it\x92s \x93so\x94 " + LAST.encode()
    yield Hostile("mixed.txt", mixed, Outcome.READ, has_marks=True)
    yield Hostile("cut-utf-8.txt", (words + "ж").encode()[:-1], Outcome.READ, has_marks=True)
    yield Hostile("cut-utf-16.txt", words.encode("utf-16")[:-1], Outcome.REFUSED)
    yield Hostile("surrogates.txt", words.encode() + b"\xed\xa0\x80\xed\xbf\xbf")
    yield Hostile("overlong.txt", words.encode() + b"\xc0\xaf\xe0\x80\xaf")
    yield Hostile("mark-of-other.txt", b"\xff\xfe" + words.encode())
    yield Hostile("says-utf-16.xml", b"<?xml version='1.0' encoding='UTF-16'?><TEI>x</TEI>")
    yield Hostile("says-nothing-known.html", b"<html><meta charset='x-none'><p>\xe9\xe9</p>")
    for number in range(8):
        noise = random.Random(number).randbytes(20_000)
        yield Hostile(f"noise-{number}.txt", noise)
        yield Hostile(f"noise-{number}.html", b"<html><body>" + noise)


def _controls() -> Iterator[Hostile]:
    for code in (*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x9F):
        words = f"{FIRST} a{chr(code)}b {SENTENCE * 3} {LAST}"
        yield Hostile(f"control-{code:02x}.txt", words.encode(), Outcome.READ, has_marks=True)
    yield Hostile("controls-alone.txt", bytes(range(1, 9)) * 1000, Outcome.REFUSED)
    yield Hostile("zeros.txt", b"\0" * 100_000, Outcome.REFUSED)
    for name, signs in {
        "overrides": "\u202e\u202d\u202a\u202b\u202c", "isolates": "\u2066\u2067\u2068\u2069",
        "marks": "\u200e\u200f\u061c", "tags": "\U000e0041\U000e0042\U000e007f",
        "joiners": "\u200b\u200c\u200d\u2060\ufeff", "soft-hyphens": "\u00ad",
        "combining": "e" + "\u0301" * 2000, "private": "\ue000\U000f0000", "none": "\ufffe\uffff",
        "ligatures": "ﬁﬂﬃ", "lines": "\u2028\u2029\x0b", "jamo": "\u1112\u1161\u11ab",
    }.items():  # fmt: skip
        words = f"{FIRST} a{signs}b {SENTENCE} {signs} {LAST}"
        yield Hostile(f"{name}.txt", words.encode(), Outcome.READ, has_marks=True)
        yield _page(f"<p>a{signs}b</p>", name, Outcome.READ)


def _long_lines() -> Iterator[Hostile]:
    for name, unit in {
        "a": "a", "words": "word ", "labels": "A: b ", "dashes": "- ", "quotes": "“”", "dots": ".",
        "stars": "**", "underscores": "_a_ ", "brackets": "[", "colons": "::", "spaces": " ",
    }.items():  # fmt: skip
        line = unit * (200_000 // len(unit))
        yield Hostile(f"line-{name}.txt", f"{FIRST} {line} {LAST}".encode(), Outcome.READ, True)
    ten = f"{FIRST} {'word ' * 2_000_000} {LAST}".encode()
    yield Hostile("ten-megabytes.txt", ten)
    yield Hostile("ten-megabytes.md", ten)
    yield Hostile("too-large.txt", b"word " * 3_000_000, Outcome.REFUSED)
    yield Hostile("line-ends.txt", f"{FIRST}{chr(10) * 200_000}{LAST}".encode(), Outcome.READ, True)
    yield Hostile(
        "short-lines.txt", (f"{FIRST}\n" + "a\n" * 20_000 + LAST).encode(), Outcome.READ, True
    )
    yield Hostile("numbers.txt", "\n".join(map(str, range(10_000))).encode(), Outcome.READ)
    yield Hostile("columns.csv", ("a," * 1_000_000).encode(), Outcome.READ)
    yield Hostile("formulas.csv", b'=cmd|"/c calc"!A1,+1,-1,@SUM(A1)\n"open', Outcome.READ)


def _xml() -> Iterator[Hostile]:
    tei = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{}</body></text></TEI>"
    bomb = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    body = tei.format("<p>&l9;</p>")
    yield Hostile(
        "laughs.xml", f"<!DOCTYPE TEI [<!ENTITY l0 'ha'>{bomb}]>{body}".encode(), Outcome.REFUSED
    )
    quadratic = f"<!DOCTYPE TEI [<!ENTITY a '{'a' * 50_000}'>]>" + tei.format("&a;" * 10_000)
    yield Hostile("quadratic.xml", quadratic.encode(), Outcome.REFUSED)
    for where in ("file:///etc/passwd", "http://127.0.0.1:9/x", "/dev/zero"):
        named = f"<!DOCTYPE TEI [<!ENTITY x SYSTEM '{where}'>]>{tei.format('<p>&x;</p>')}"
        yield Hostile("entity.xml", named.encode(), Outcome.REFUSED)
        outer = f"<!DOCTYPE TEI SYSTEM '{where}'>{tei.format(f'<p>{FIRST} {LAST}</p>')}"
        yield Hostile("dtd.xml", outer.encode(), Outcome.READ, has_marks=True)
        parameter = f"<!DOCTYPE TEI [<!ENTITY % x SYSTEM '{where}'> %x;]>{tei.format('<p>x</p>')}"
        yield Hostile("parameter.xml", parameter.encode())
    for depth in DEPTHS:
        nested = tei.format("<div>" * depth + "deep" + "</div>" * depth)
        yield Hostile(f"tei-{depth}.xml", nested.encode(), Outcome.REFUSED)
    include = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"
    yield Hostile(
        "include.xml", tei.format(f"<p>{FIRST}{include}{LAST}</p>").encode(), Outcome.READ, True
    )
    yield Hostile("cut.xml", tei.format("<p>x</p>")[:-20].encode(), Outcome.REFUSED)
    yield Hostile("control.xml", tei.format("<p>a\x0bb</p>").encode(), Outcome.REFUSED)
    yield Hostile("other.xml", b"<?xml version='1.0'?><rss><item>x</item></rss>", Outcome.REFUSED)
    many = tei.format("<u who='#a'>x</u>" * 8_000)
    yield Hostile("utterances.xml", many.encode(), Outcome.READ)
    self_named = "<akomaNtoso><debate><meta><references><TLCPerson eId='a' showAs=''/></references>"
    speech = f"<debateBody><speech by='#a'><from></from><p>{FIRST} {LAST}</p></speech></debateBody>"
    akn = f"{self_named}</meta>{speech}</debate></akomaNtoso>"
    yield Hostile("nameless.xml", akn.encode(), Outcome.READ, has_marks=True)


def zipped(
    members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None
) -> bytes:
    """An archive of members by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            archive.writestr(info, data)
    return packed.getvalue()


def _archives() -> Iterator[Hostile]:
    zeros = b"\0" * 50_000_000
    link = stat.S_IFLNK << 16
    for name, data in {
        "bomb": zipped({"word/document.xml": zeros, "[Content_Types].xml": b""}),
        "absolute": zipped({"/etc/passwd": b"x"}), "outside": zipped({"../../x": b"x"}),
        "drive": zipped({"C:\\x": b"x"}), "many": zipped({f"{n}": b"" for n in range(5_000)}),
        "symlink": zipped({"word/x": b"/etc/passwd"}, lambda each: setattr(each, "external_attr", link)),
        "nested": zipped({"a.zip": zipped({"b.zip": zipped({"c": zeros})})}),
        "plain": zipped({"a.txt": b"words"}), "empty": b"PK\x05\x06" + b"\0" * 18,
        "cut": zipped({"word/document.xml": b"x" * 1000})[:200], "magic": b"PK\x03\x04",
    }.items():  # fmt: skip
        yield Hostile(f"{name}.docx", data, Outcome.REFUSED)
    whole = bytearray(zipped({"a": b"x" * 2000}))
    at = whole.find(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 1_000_000_000)
    yield Hostile("claims-a-gigabyte.docx", bytes(whole), Outcome.REFUSED)
    whole[at + 8] |= 1
    yield Hostile("encrypted.docx", bytes(whole), Outcome.REFUSED)


def _word_documents() -> Iterator[Hostile]:
    import docx

    def made(xml: str = "", **members: bytes) -> bytes:
        document = docx.Document()
        document.add_paragraph(f"{FIRST} {SENTENCE}")
        document.add_paragraph(f"{LAST} {SENTENCE}")
        packed = io.BytesIO()
        document.save(packed)
        with zipfile.ZipFile(packed) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        if xml:
            body = parts["word/document.xml"].decode()
            parts["word/document.xml"] = body.replace("<w:sectPr", f"{xml}<w:sectPr", 1).encode()
        return zipped({**parts, **members})

    yield Hostile("good.docx", made(), Outcome.READ, has_marks=True)
    yield Hostile("named-otherwise.txt", made(), Outcome.READ, has_marks=True)
    yield Hostile(
        "macros.docx",
        made(**{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100}),
        Outcome.READ,
        True,
    )
    yield Hostile("paragraphs.docx", made("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 5_000))
    for depth in (300, 5_000):
        cells = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
        yield Hostile(f"tables-{depth}.docx", made(cells), Outcome.REFUSED)
    tracked = "<w:p><w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del></w:p>"
    yield Hostile("tracked.docx", made(tracked), Outcome.READ, has_marks=True)
    bomb = (
        b"<!DOCTYPE a [<!ENTITY l0 'ha'>"
        + b"".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>".encode() for n in range(1, 12))
        + b"]>"
    )
    for part in (
        "word/document.xml",
        "word/styles.xml",
        "docProps/core.xml",
        "[Content_Types].xml",
    ):
        yield Hostile("entities.docx", made(**{part: bomb + b"<a>&l9;</a>"}), Outcome.REFUSED)
        yield Hostile("no-xml.docx", made(**{part: b"\xff\xfe\0"}), Outcome.REFUSED)
    outer = b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/header' Target='http://127.0.0.1:9/h' TargetMode='External'/></Relationships>"
    yield Hostile("outer-header.docx", made(**{"word/_rels/document.xml.rels": outer}))
    yield Hostile("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, Outcome.REFUSED)


def pdf(
    stream: bytes,
    *,
    filters: str = "",
    more: bytes = b"",
    trailer: str = "",
    pages: str = "[3 0 R]",
) -> bytes:
    """A PDF of one page with this content, written by hand so that it can be wrong."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids {pages} /Count 1 >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} {filters} >>\nstream\n".encode() + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    written += more
    start = len(written)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return (
        written
        + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    )


def shown(*lines: str) -> bytes:
    """The content of a page with these lines."""
    words = "".join(f"({line}) Tj T* " for line in lines)
    return f"BT /F1 10 Tf 12 TL 40 760 Td {words} ET".encode("latin-1")


def _pdfs() -> Iterator[Hostile]:
    lines = [f"{FIRST} The minister said that talks would go on.", f"And they did. {LAST}"]
    good = pdf(shown(*lines))
    yield Hostile("good.pdf", good, Outcome.READ, has_marks=True)
    yield Hostile("behind-bytes.pdf", b"x" * 500 + good)
    yield Hostile("no-text.pdf", pdf(b""), Outcome.REFUSED)
    shifted = "".join(
        chr(33 + (ord(c) - 3) % 90) if c != " " else c for c in SENTENCE[:70] * 12 if c.isascii()
    )
    safe = shifted.replace("(", "x").replace(")", "y").replace("\\", "z")
    yield Hostile("shifted.pdf", pdf(shown(safe)), Outcome.REFUSED)
    yield Hostile(
        "flate.pdf",
        pdf(zlib.compress(shown(*lines)), filters="/Filter /FlateDecode"),
        Outcome.READ,
        True,
    )
    bomb = zlib.compress(b"\0" * 300_000_000, 9)
    yield Hostile("flate-bomb.pdf", pdf(bomb, filters="/Filter /FlateDecode"))
    twice = zlib.compress(zlib.compress(b"0 " * 30_000_000, 9), 9)
    yield Hostile("flate-twice.pdf", pdf(twice, filters="/Filter [/FlateDecode /FlateDecode]"))
    yield Hostile("run-lengths.pdf", pdf(b"\x81\0" * 500_000, filters="/Filter /RunLengthDecode"))
    yield Hostile("encrypted.pdf", pdf(shown(*lines), trailer="/Encrypt << /Filter /Standard /V 1 /R 2 "
                  "/O (" + "x" * 32 + ") /U (" + "y" * 32 + ") /P -4 >> /ID [(a) (a)]"), Outcome.REFUSED)  # fmt: skip
    yield Hostile("pages-loop.pdf", pdf(shown(*lines), pages="[2 0 R]"))
    yield Hostile("pages-many.pdf", pdf(shown(*lines), pages="[" + "3 0 R " * 5_000 + "]"))
    yield Hostile("states.pdf", pdf(b"q " * 500_000 + shown(*lines)))
    yield Hostile("lines.pdf", pdf(shown(*["word"] * 8_000)))
    form = b"6 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 6 /Resources << /XObject << /X 6 0 R >> >> >>\nstream\n/X Do \nendstream\nendobj\n"
    yield Hostile("form-loop.pdf", pdf(b"/X Do " + shown(*lines), more=form))
    yield Hostile(
        "script.pdf",
        pdf(shown(*lines), trailer="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        Outcome.READ,
        True,
    )
    yield Hostile("cut.pdf", good[: len(good) // 2])
    yield Hostile("head-alone.pdf", b"%PDF-1.7\n")
    yield Hostile("previous-loop.pdf", good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 400"))


def _subtitles() -> Iterator[Hostile]:
    cue = "00:00:01.000 --> 00:00:02.000\n"
    yield Hostile(
        "a.vtt", f"WEBVTT\n\n{cue}<v A>{FIRST}\n\n{cue}{LAST}".encode(), Outcome.READ, True
    )
    yield Hostile(
        "times-backwards.vtt",
        f"WEBVTT\n\n00:09:00.000 --> 00:00:00.000\n{FIRST} {LAST}".encode(),
        Outcome.READ,
        True,
    )
    yield Hostile(
        "many.srt",
        "".join(
            f"{n}\n00:00:01,000 --> 00:00:02,000\n{FIRST} {n} {LAST}\n\n" for n in range(3_000)
        ).encode(),
        Outcome.READ,
        True,
    )
    yield Hostile(
        "voices.vtt",
        f"WEBVTT\n\n{cue}{'<v A>' * 20_000}{FIRST} {LAST}".encode(),
        Outcome.READ,
        True,
    )
    yield Hostile(
        "angles.vtt", f"WEBVTT\n\n{cue}{'<' * 100_000}{FIRST} {LAST}".encode(), Outcome.READ, True
    )
    yield Hostile(
        "huge-time.vtt",
        f"WEBVTT\n\n{'9' * 5000}:00:00.000 --> 00:00:01.000\n{FIRST} {LAST}".encode(),
    )
    yield Hostile("no-cues.vtt", b"WEBVTT\n\nNOTE nothing\n")
    yield Hostile("not.srt", b"some words", Outcome.REFUSED)
    yield Hostile(
        "no-blank.srt",
        f"1\n00:00:01,000 --> 00:00:02,000\n{FIRST}\n2\n00:00:02,000 --> 00:00:03,000\n{LAST}".encode(),
        Outcome.READ,
        True,
    )


def _markdown() -> Iterator[Hostile]:
    for name, body in {
        "quotes": "> " * 5_000, "lists": "- " * 5_000, "links": "[" * 20_000, "links-closed": "[a](" * 10_000,
        "emphasis": "*a " * 20_000, "strong": "**a" * 4_000, "backticks": "`" * 20_001 + "a",
        "fence-open": "```\n" + "x\n" * 1000, "tags": "<a " * 20_000, "escapes": "\\*" * 4_000,
        "images": "![a](b) " * 1_000, "html": "<div>\n<p>words</p>\n</div>", "entities": "&amp;&#0;&#x202e;" * 1000,
        "table": "|a|b|\n|-|-|\n" + "|x|y|\n" * 800, "references": "[a]: b\n" * 2_000, "nested": "* a\n  * b\n" * 600,
    }.items():  # fmt: skip
        yield Hostile(f"{name}.md", f"{FIRST}\n\n{body}\n\n{LAST}".encode(), has_marks=True)
    aliases = "a: &a [x,x,x]\n" + "".join(f"k{n}: &k{n} [*a,*a,*a]\n" for n in range(50))
    yield Hostile("aliases.md", f"---\n{aliases}---\n{FIRST} {LAST}".encode(), Outcome.READ, True)
    yield Hostile(
        "object.md",
        f"---\nx: !!python/object/apply:os.system ['true']\n---\n{FIRST} {LAST}".encode(),
        Outcome.READ,
        True,
    )
    yield Hostile("front-open.md", f"---\ntitle: x\n{FIRST} {LAST}".encode(), Outcome.READ, True)


def _others() -> Iterator[Hostile]:
    yield Hostile("empty.txt", b"", Outcome.REFUSED)
    yield Hostile("blank.txt", b" \n\t\n ", Outcome.REFUSED)
    yield Hostile("../../etc/passwd", f"{FIRST} {LAST}".encode(), Outcome.READ, True)
    yield Hostile("a\0b.txt", f"{FIRST} {LAST}".encode(), Outcome.READ, True)
    yield Hostile("x" * 10_000, f"{FIRST} {LAST}".encode(), Outcome.READ, True)
    for name, start in {
        "rtf": b"{\\rtf1 x}", "gz": b"\x1f\x8b\x08", "png": b"\x89PNG\r\n", "jpg": b"\xff\xd8\xff",
        "7z": b"7z\xbc\xaf\x27\x1c", "exe": b"MZ\x90\0", "sqlite": b"SQLite format 3\0", "mp3": b"ID3\x03",
    }.items():  # fmt: skip
        yield Hostile(f"a.{name}", start + b"\0" * 500, Outcome.REFUSED)


def _mutated() -> Iterator[Hostile]:
    """Good files with bytes changed, cut out and doubled."""
    good = {
        each.name: each.data
        for each in (*_word_documents(), *_pdfs())
        if each.name.startswith("good")
    }
    good |= {"a.vtt": next(_subtitles()).data, "a.html": _page("<p>x</p>", "a").data}
    for name, data in good.items():
        for seed in range(12):
            chance, changed = random.Random(seed), bytearray(data)
            for _ in range(1 + seed % 5):
                at = chance.randrange(len(changed))
                if seed % 3 == 2:
                    del changed[at : at + chance.randrange(1, 60)]
                else:
                    changed[at] = chance.randrange(256)
            yield Hostile(name, bytes(changed))
