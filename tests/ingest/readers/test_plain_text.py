import itertools

import pytest
from hypothesis import given, settings, strategies as st

from quotes.ingest.documents import Document, UnreadableError
from quotes.ingest.readers import read_document
from quotes.text.spans import gaps_in_tiling

WRAPPED = """MODERATOR: Good morning, everyone, and thank you for joining us on a day
that many of you would rather spend at home. We will be brief, as the
minister has to leave before noon.

MINISTER: I am glad to be here. What we agreed upon last night is a frame-
work for the next five years, and both sides have signed it in good faith.
Nobody should expect that the well-known differences will be gone
tomorrow, and these well-known differences are not small ones.
"""


def text_of(words: str | bytes) -> str:
    data = words if isinstance(words, bytes) else words.encode()
    return read_document("a.txt", data).text


def reasons(document: Document) -> set[str]:
    return {mend.reason for mend in document.receipt.mended} | {
        drop.reason for drop in document.receipt.dropped
    }


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8-sig", "“We’re ready,” she said."), ("utf-16", "Готовы ли вы? — Да."),
        ("utf-16-be", "Hazırız, dedi bakan."), ("utf-16-le", "Мы готовы, сказал министр."),
        ("cp1251", "Министр сказал, что переговоры продолжатся в Астане."),
        ("koi8-r", "Министр сказал, что переговоры продолжатся в Астане."),
        ("cp1252", "Le ministre a déclaré : « Nous l’avons décidé à l’été. »"),
        ("cp1250", "Minister powiedział, że rząd będzie kontynuował rozmowy, dziękuję."),
        ("cp1254", "Sayın Başkan, görüşmelerin ilerleyişi için çok teşekkür ederim."),
        ("cp1256", "قال الوزير إن البلاد ستواصل سياستها الخارجية المتوازنة."),
        ("gb18030", "部长表示，国家将继续奉行多元外交政策，欢迎各方参加论坛。"),
        ("euc_kr", "장관은 국가가 다자 외교 정책을 계속 추구할 것이라고 말했다."),
    ],
)  # fmt: skip
def test_text_is_read_in_the_encoding_it_is_in(encoding: str, words: str) -> None:
    assert text_of(words.encode(encoding)) == words


def test_a_stray_byte_in_utf_8_is_read_as_what_it_nearly_always_is() -> None:
    document = read_document("a.txt", "Он сказал: ".encode() * 20 + b"it\x92s so")
    assert document.text.endswith("it’s so")
    assert reasons(document) == {"stray byte in UTF-8"}


def test_control_characters_are_dropped_and_named() -> None:
    document = read_document("a.txt", b"be\x07fore and\x0cafter")
    assert document.text == "before and\nafter"
    assert reasons(document) == {"control character U+0007"}


def test_what_turns_other_words_round_is_dropped() -> None:
    assert text_of("a \u202eb\u202c c") == "a b c"


def test_wrapped_lines_are_one_line_but_a_label_begins_one() -> None:
    lines = text_of(WRAPPED).split("\n")
    assert lines[0].endswith("We will be brief, as the minister has to leave before noon.")
    assert lines[2].startswith("MINISTER: I am glad")
    assert len(lines) == 4


def test_a_hyphen_that_the_line_made_goes_and_one_of_the_word_stays() -> None:
    document = read_document(
        "a.txt", WRAPPED.replace("well-known\ndiff", "well-\nknown diff").encode()
    )
    assert "a framework for the next five years" in document.text
    kept = WRAPPED.replace("the well-known differences will", "the well-\nknown differences will")
    assert "the well-known differences will" in text_of(kept)
    assert "hyphen at a line wrap" in reasons(document)


def test_lines_that_were_not_wrapped_stay_lines() -> None:
    words = (
        "One sentence stands here.\nAnother one stands here, and it is much longer than it.\nOne."
    )
    assert text_of(words) == words


def test_a_page_break_inside_a_sentence_is_mended_and_page_numbers_go() -> None:
    page = "The talks went on for {} days, and nobody who was there would say what they were for\n"
    pages = "\f".join(f"{page.format(n) * 8}   {n}\n" for n in range(1, 5))
    document = read_document(
        "a.txt", pages.replace("they were for\n   2\n\f", "they\n   2\n\fwere for\n").encode()
    )
    assert reasons(document) >= {"page number", "page break inside a sentence"}
    assert "\n2" not in document.text
    assert "what they The talks" not in document.text


def test_numbers_of_a_list_are_no_page_numbers() -> None:
    words = "1\nFirst thing.\n2\nSecond thing.\n3\nThird thing.\n4\nFourth thing."
    assert text_of(words) == words


def test_addresses_in_the_midst_of_a_sentence_are_dropped_and_listed() -> None:
    words = (
        "He said that this country has no choice but to\n\nhttps://example.org/a\n\ngo on with it."
    )
    document = read_document("a.txt", words.encode())
    assert document.text == "He said that this country has no choice but to go on with it."
    assert "link to another page" in reasons(document)


@pytest.mark.parametrize("data", [b"", b"  \n", b"\0" * 500, bytes(range(1, 9)) * 100])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"\.$"):
        read_document("a.txt", data)


LINE = st.text(alphabet="ab.-\u00e9\u0301\u202e\u00ad \t\x07:1\f", max_size=90)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, max_size=30), st.integers(0, 2_000), st.integers(0, 2_000))
def test_every_character_is_in_the_text_or_in_the_receipt(
    lines: list[str], one: int, other: int
) -> None:
    words = "x" + "\n".join(lines)
    try:
        document = read_document("a.txt", words.encode())
    except UnreadableError:
        return
    receipt = document.receipt
    dropped = [(drop.start, drop.end) for drop in receipt.dropped]
    cuts = sorted(
        {0, len(document.text), min(one, len(document.text)), min(other, len(document.text))}
    )
    ranges = [
        span
        for start, end in itertools.pairwise(cuts)
        for span in document.captured_at(start, end)[0]
    ]
    assert not gaps_in_tiling([*ranges, *dropped], len(document.captured))
    assert receipt.kept + sum(end - start for start, end in dropped) == receipt.characters_in
    assert Document.from_json(document.as_json()) == document
