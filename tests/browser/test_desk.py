"""The editors' desk in a real browser: from a pasted text to what readers find."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.documents import DOCUMENTS, FOUND, corrected, long_transcript
from tests.browser.site import browser, running_site

IMPORT = "/admin/quotes/source/import/"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with running_site() as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


# Cookies of whoever has logged in before: hashing a password takes longer than any page.
SESSIONS: dict[str, Any] = {}


def logged_in(chromium: Browser, site: str, name: str, *, scripts: bool = True) -> Page:
    context = chromium.new_context(
        java_script_enabled=scripts,
        storage_state=SESSIONS.get(name),
        viewport={"width": 1024, "height": 768},
    )
    page = context.new_page()
    if name in SESSIONS:
        return page
    page.goto(f"{site}/admin/login/?next={IMPORT}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("on-record")
    page.get_by_role("button", name="Log in").click()
    SESSIONS[name] = context.storage_state()
    return page


def brought_in(page: Page, site: str, text: str) -> str:
    """Address of the summary of a document, all of whose proposals were accepted."""
    page.goto(f"{site}{IMPORT}")
    page.locator("#id_text").fill(text)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Tick the likeliest topic").click()
    page.get_by_role("button", name="Accept all shown").click()
    page.get_by_role("button", name="Import: accepted").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is in the archive")
    return page.url


def publish_all(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/quotes/passage/?queue=in_review")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("publish")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("published")


def passages_told(page: Page, summary: str) -> list[str]:
    """What the page of a document's words tells of each of its passages, one by one."""
    page.goto(summary)
    page.get_by_role("link", name="its words").click()
    return page.locator("article.proposal p:nth-child(2)").all_inner_texts()


def test_documents_of_all_shapes_come_in_are_published_by_another_and_found(
    site: str, chromium: Browser
) -> None:
    # The author works without scripts, so that each step is a form.
    author = logged_in(chromium, site, "author", scripts=False)
    summaries = {}
    for shape, text in DOCUMENTS.items():
        summaries[shape] = brought_in(author, site, text)
        author.get_by_role("button", name="Send the drafts to review").click()
    chief = logged_in(chromium, site, "editor")
    publish_all(chief, site)
    reader = chromium.new_page()
    for shape, words in FOUND.items():
        reader.goto(f'{site}/search/?q="{words}"')
        assert reader.locator("figure blockquote").count() == 1, shape
    for shape in DOCUMENTS:
        before = passages_told(author, summaries[shape])
        assert before
        assert all("published " in each for each in before), shape
        again = brought_in(author, site, corrected(shape))
        assert passages_told(author, again) == before
    reader.goto(f'{site}/search/?q="{FOUND["labelled"]}"')
    reader.locator(".hit-link").first.click()
    expect(reader.locator("main")).to_contain_text(FOUND["labelled"])


def test_thirty_passages_are_published_by_keys_alone_in_few_steps(
    site: str, chromium: Browser
) -> None:
    actions, loads = count(), count()

    def press(page: Page, *keys: str) -> None:
        page.wait_for_load_state()  # its scripts run last, and hear no key before
        for key in keys:
            next(actions)
            page.keyboard.press(key)

    def type_in(page: Page, text: str) -> None:
        next(actions)
        page.keyboard.insert_text(text)

    def arrives(page: Page, name: str, place: str) -> None:
        page.on("load", lambda _: next(loads))
        page.goto(f"{site}/admin/login/?next={place}")
        type_in(page, name)
        press(page, "Tab")
        type_in(page, "on-record")
        press(page, "Enter")

    author = chromium.new_context().new_page()
    arrives(author, "author", IMPORT)
    expect(author.locator("#id_text")).to_be_focused()
    type_in(author, long_transcript())
    press(author, "Tab", "Tab", "Tab", "Tab", "Enter")
    expect(author.locator(".proposal")).to_have_count(30)
    press(author, "L", *["a"] * 31, "i", "Enter")
    send = author.get_by_role("button", name="Send the drafts to review (30)")
    expect(send).to_be_focused()
    summary = author.url.removeprefix(site)
    press(author, "Enter")
    expect(author.locator(".messagelist")).to_contain_text("30 passages sent to review")

    chief = chromium.new_context().new_page()
    arrives(chief, "editor", summary)
    expect(chief.get_by_role("button", name="Publish what is in review… (30)")).to_be_focused()
    press(chief, "Enter")
    expect(chief.get_by_role("heading", name="Publish: 30 passages")).to_be_visible()
    # To the content; the open warning that there are no roles is read and folded.
    press(chief, "Tab", "Enter", "Tab", "Enter", "Tab", "Enter")
    expect(chief.locator(".messagelist")).to_contain_text("30 passages published")

    reader = chromium.new_page()
    reader.goto(f'{site}/search/?q="of our paper is about"')
    expect(reader.locator("main")).to_contain_text("30")
    number, pages = next(actions), next(loads)
    print(f"{number} actions, {pages} page loads")
    assert number <= 60
    assert pages <= 10


def test_words_selected_with_the_mouse_become_whole_words_of_the_stored_text(
    site: str, chromium: Browser
) -> None:
    page = logged_in(chromium, site, "author")
    page.goto(f"{site}/admin/quotes/source/?q=Al+Jazeera")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="mark words, rearrange").click()
    turn = page.locator("[data-marking]").first
    # As a mouse does, from within one word to within another.
    turn.evaluate("""turn => {
      const text = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT).nextNode();
      const range = document.createRange();
      range.setStart(text, 2);
      range.setEnd(text, 30);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
    }""")
    form = page.locator("details.mark[open] form")
    words = form.get_by_label("Words").input_value()
    whole = turn.evaluate("turn => turn.textContent")
    at = whole.index(words)
    assert (whole + " ")[at + len(words)] in " ,.?!"
    assert form.locator("[name$=-spans]").input_value() == f"[[{at},{at + len(words)}]]"
    form.get_by_label("Another topic").fill("Sanctions")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


def test_a_long_title_widens_no_page(chromium: Browser, site: str) -> None:
    page = logged_in(chromium, site, "author")
    title = "x" * 300
    page.goto(f"{site}{IMPORT}")
    text = "Ada Vale: We built three sluices.\n\nTom Reed: Why three?\n\nAda Vale: One is too few."
    page.locator("#id_text").fill(text)
    page.get_by_role("button", name="Read it").click()
    page.locator("#id_about-title").fill(title)
    page.get_by_role("button", name="Accept all shown").click()
    page.get_by_role("button", name="Import: accepted").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is in the archive")
    done = page.url
    for address in (done, f"{site}{IMPORT}"):
        page.goto(address)
        assert title in page.locator("#content").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
