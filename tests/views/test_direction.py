"""Right-to-left words carry their direction wherever they are printed."""

import re
from html import unescape

import pytest
from django.test import Client

from quotes import editorial
from quotes.editorial import CitedChange
from quotes.models import ChangeKind
from tests import factories

pytestmark = pytest.mark.django_db
ARABIC = "NATO لا يقرر عنا ما نريده لبلدنا اليوم"
HEBREW = "אנחנו לא נקבל את ההחלטה הזאת היום"


@pytest.mark.parametrize(("text", "language"), [(ARABIC, "ar"), (HEBREW, "he")])
def test_every_page_that_prints_a_quotation_says_its_direction(client: Client, text, language):
    passage = factories.published(text, language=language)
    other = factories.published(f"{text} {text}", language=language)
    editorial.revise(
        passage, {"note": "A note."}, why=CitedChange(ChangeKind.SOURCE, "noted"), editor=None
    )
    address = f"/q/{passage.identifier_id}"
    pages = [
        address, f"{address}/v/1", f"{address}/embed", f"{address}/history", f"{address}.html",
        f"/search/?q={text.split()[1]}", passage.interview.get_absolute_url(), "/",
        passage.speaker.get_absolute_url(),
    ]  # fmt: skip
    for page in pages:
        _all_have_a_direction(client.get(page, follow=True).text, text, page)
    check = client.post("/check/", {"text": text + " كلمة"}).text
    _all_have_a_direction(check, text, "/check/")
    assert other.identifier_id in client.get(address).text


@pytest.mark.parametrize(
    ("text", "language", "way"),
    [(ARABIC, "ar", "rtl"), (HEBREW, "he", "rtl"), ("Мы построим мост в мае месяце.", "ru", "ltr")],
)
def test_what_is_copied_and_fed_says_the_language_of_the_words(client: Client, text, language, way):
    passage = factories.published(text, language=language)
    page = client.get(f"/q/{passage.identifier_id}").text
    said = f'lang="{language}" dir="{way}"'
    for copied in ("quotation", "citation"):
        found = re.findall(rf'data-copied="{copied}"[^>]*>(.*?)</p>', page, re.DOTALL)
        assert any(f"<span {said}>“{text}”</span>" in each for each in found), copied
    for address in ("", "/embed"):
        heading = re.search("<h1.*?</h1>", client.get(f"/q/{passage.identifier_id}{address}").text)
        assert said in (heading[0] if heading else ""), address
    editorial.revise(
        passage, {"note": "A note."}, why=CitedChange(ChangeKind.SOURCE, "noted"), editor=None
    )
    for feed in ("/search.atom", "/corrections.atom"):
        summary = unescape(client.get(feed).text)
        assert f"<div {said}><p>“{text}”</p></div>" in summary, feed


def _all_have_a_direction(page: str, text: str, address: str) -> None:
    """Every element of the page's body that holds the words stands in one that says rtl."""
    body = re.sub(r"<(script|title|head)\b.*?</\1>|<[^>]*>", _only_direction, page, flags=re.DOTALL)
    for match in re.finditer(re.escape(" ".join(text.split()[1:4])), body):
        before = body[: match.start()]
        assert before.rfind("⟦rtl⟧") >= 0, address
        assert before.rfind("⟦rtl⟧") > before.rfind("⟦ltr⟧"), address


def _only_direction(match: re.Match[str]) -> str:
    found = re.search(r'\bdir="(\w+)"', match.group()) if match.group(1) is None else None
    return f"⟦{found[1]}⟧" if found else ""
