"""The site as people meet it: clicked through in a real browser, with and without scripts."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.site import browser, running_site

PAGES = [
    "/",
    "/search/",
    "/search/?q=%22boxing+ring%22",
    "/search/?q=sanctions+-circumvention&wording=edited",
    "/search/?topic=nope",
    "/search/?q=zzzz",
    "/search/?q=sanctoins",
    "/search/?q=yurt&speaker=thierry-de-montbrial",
    "/search/?q=%22boxing+ring",
    "/search/?q=kazakhstan&view=cards",
    "/search/?q=kazakhstan&view=lines&sort=right",
    "/search/?q=what+did+vassilenko+say+about+sanctions",
    "/compare/?speaker=roman-vassilenko&speaker=thierry-de-montbrial&q=kazakhstan",
    "/dossier/?p=khms7xrr.v1&p=khms7xrx",
    "/search/help/",
    "/check/",
    "/suggest/?q=va",
    "/q/khms7xrr",
    "/q/khms7xrr?q=%22boxing+ring%22",
    "/q/khms7xrr/v/1",
    "/q/khms7xrx",
    "/interviews/",
    "/interviews/wpc-2024-vassilenko/",
    "/interviews/al-jazeera-2023-vassilenko/",
    "/speakers/",
    "/speakers/?sort=quoted",
    "/speakers/roman-vassilenko/",
    "/speakers/roman-vassilenko/?q=sanctions&sort=oldest",
    "/events/",
    "/events/wpc-2024/",
    "/events/wpc/",
    "/sources/",
    "/sources/specialeurasia-2023-interview/",
    "/topics/",
    "/topics/foreign-policy/",
    "/coverage/",
    "/coverage/?colour=red",
    "/about/",
    "/about/wording/",
    "/about/permanence/",
    "/nowhere",
]

# Selects from the middle of a word to the end of another.
SELECT = """([first, last]) => {
  const node = document.querySelector("[data-at]").firstChild;
  const range = document.createRange();
  range.setStart(node, node.data.indexOf(first));
  range.setEnd(node, node.data.indexOf(last) + last.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with running_site() as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def context(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(java_script_enabled=request.param)
    yield made
    made.close()


def test_a_journalist_finds_a_quotation_and_its_citation(
    site: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Search the quotations").last.fill('"boxing ring"')
    page.get_by_role("button", name="Search").last.click()
    expect(page.locator("figure blockquote")).to_have_count(1)
    expect(page.locator("figcaption")).to_contain_text("verbatim")
    expect(page.locator("figcaption")).to_contain_text("also reported by The Astana Times")
    expect(page.locator("mark").first).to_have_text("boxing ring")
    page.locator(".hit-link").first.click()
    expect(page).to_have_url(f"{site}/q/khms7xrr?q=%22boxing+ring%22")
    expect(page.locator("mark")).to_have_text("boxing ring")
    expect(page.locator("main")).to_contain_text(f"{site}/q/khms7xrr/v/1")
    page.locator(".deeds").get_by_role("link", name="In context").click()
    expect(page).to_have_url(
        f"{site}/interviews/wpc-2024-vassilenko/?q=%22boxing+ring%22#q-khms7xrr"
    )
    expect(page.locator("mark").first).to_have_text("boxing ring")
    # Its question stands far above, so it is told again.
    expect(page.locator(".asked-before:visible")).to_contain_text("Thierry de Montbrial asks")
    assert not context.cookies()


def test_a_reader_narrows_a_search_and_takes_the_filter_off(
    site: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/search/?q=kazakhstan")
    page.locator(".facets").get_by_role("link", name="Verbatim").first.click()
    expect(page).to_have_url(f"{site}/search/?q=kazakhstan&wording=verbatim")
    page.get_by_role("link", name="How close to speech: Verbatim").click()
    expect(page).to_have_url(f"{site}/search/?q=kazakhstan")


def test_a_reader_with_a_phone_ticks_several_filters_and_applies_them_once(
    site: str, chromium: Browser
) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{site}/search/?q=kazakhstan")
    page.get_by_role("link", name="Filters", exact=True).click()
    for name in ("Foreign policy", "Multivector policy", "Edited"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_label("from").fill("2023")
    page.get_by_role("button", name="Apply").click()
    chosen = page.get_by_role("list", name="Filters in force")
    for part in (
        "Topic: Foreign policy",
        "or",
        "Topic: Multivector policy",
        "and",
        "How close to speech: Edited",
        "From: 2023",
    ):
        expect(chosen).to_contain_text(part)
    assert page.url.startswith(f"{site}/search/?q=kazakhstan&after=2023")
    context.close()


def test_the_sheet_of_filters_takes_the_focus(site: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/search/?q=kazakhstan")
    page.get_by_role("link", name="Filters", exact=True).press("Enter")
    expect(page.locator("#dates")).to_be_focused()
    page.close()


def whole_on_screen(page: Page, selector: str) -> int:
    """How many elements are seen whole without scrolling."""
    inside = "all => all.filter(e => e.getBoundingClientRect().bottom <= innerHeight).length"
    return page.eval_on_selector_all(selector, inside)


def test_many_results_fit_on_a_screen(site: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{site}/search/?q=sanctions")
    assert whole_on_screen(page, ".row") >= 9
    page.goto(f"{site}/search/?q=kazakhstan&view=lines")
    assert whole_on_screen(page, ".concordance tbody tr") >= 20
    page.set_viewport_size({"width": 360, "height": 740})
    for words in ("sanctions", "kazakhstan", "war"):
        page.goto(f"{site}/search/?q={words}")
        assert whole_on_screen(page, ".row") >= 3
    page.goto(f"{site}/q/khms7xrr")
    assert whole_on_screen(page, ".deeds a") == 5
    assert whole_on_screen(page, ".permalink > .passage > figcaption") == 1
    page.close()


def test_a_reader_with_a_keyboard_is_soon_at_the_first_result(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/search/?q=sanctions")
    page.keyboard.press("/")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "hit-link":
            break
    expect(page.locator(".hit-link").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".hit-link").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".hit-link").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.close()


def test_what_is_ticked_stays_ticked_on_the_next_page(site: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site}/search/?q=kazakhstan&wording=edited")
    page.locator("input[form=collect]").first.check()
    # A link with scripts, a button without.
    page.locator(".paging :is(a, button):visible").last.click()
    expect(page.locator(".paging")).to_contain_text("Page 2 of 3")
    expect(page.locator("input[form=collect]:checked")).to_have_count(0)
    page.locator("input[form=collect]").first.check()
    page.locator(".paging :is(a, button):visible").first.click()
    expect(page.locator("input[form=collect]:checked")).to_have_count(1)
    page.get_by_role("button", name="Collect").click()
    expect(page.locator(".dossier-item blockquote")).to_have_count(2)
    assert "q=" not in page.url
    context.close()


def test_a_journalist_goes_from_words_to_a_citation_by_keyboard(
    site: str, chromium: Browser
) -> None:
    context = chromium.new_context(permissions=["clipboard-write"])
    page = context.new_page()
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("sanctions")
    page.keyboard.press("Enter")
    expect(page.locator(".hit-link").first).to_be_visible()
    for key in ("j", "Tab", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Collect 1 in a dossier")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/*")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Copy link":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    context.close()


def test_what_is_ticked_stays_ticked_between_searches(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/search/?q=sanctions")
    page.locator("input[form=collect]").first.check()
    page.locator(".facets").get_by_role("link", name="hide Edited").click()
    page.goto(f"{site}/q/khms7xrr")
    page.get_by_label("this version").check()
    page.get_by_role("button", name="Collect 2 in a dossier").click()
    expect(page.locator(".dossier-item blockquote")).to_have_count(2)
    page.goto(f"{site}/search/?q=%22boxing+ring%22")
    expect(page.locator("input[form=collect]:checked")).to_have_count(1)
    page.get_by_role("link", name="Untick all").click()
    expect(page.locator("input[form=collect]:checked")).to_have_count(0)
    page.close()


# Widths of a phone, a screen enlarged to 200 %, a tablet and a screen.
LOOKS: list[tuple[int, dict[str, Any]]] = [
    (320, {"color_scheme": "light"}),
    (640, {"color_scheme": "dark"}),
    (768, {"color_scheme": "light", "forced_colors": "active"}),
    (1280, {"color_scheme": "dark", "forced_colors": "none"}),
]
# What another element lies over, but for what scrolls below the button that applies filters.
COVERED = """() => [...document.querySelectorAll("a, button, summary")].filter(e => {
  const box = e.getClientRects()[0];
  if (!box || box.width < 3 || box.bottom > innerHeight) return false;
  if (!e.checkVisibility() || e.closest(".facets")) return false;
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return above && !e.contains(above) && !above.contains(e);
}).map(e => e.outerHTML)"""
CONTROLS = "form:visible, button:visible, nav:visible"


def test_no_page_scrolls_sideways_hides_a_link_or_breaks_its_policy(
    site: str, chromium: Browser
) -> None:
    # Each page is loaded once, and then drawn in all looks, and printed.
    page = chromium.new_page(viewport={"width": 320, "height": 800})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: faults.append(request.url) if site not in request.url else 0)
    for address in PAGES:
        faults.clear()
        response = page.goto(f"{site}{address}")
        assert response is not None
        for width, media in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(**media)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{address} is {wide} wide"
            assert not page.evaluate(COVERED), (address, width)
        page.emulate_media(media="print")
        assert not page.locator(CONTROLS).count(), f"{address} prints controls"
        page.emulate_media(media="screen")
        assert page.locator("h1").count() == 1, address
        if response.status == 200:
            assert not faults, (address, faults)
    page.close()


@pytest.mark.parametrize("width", [360, 768])
def test_where_nothing_is_found_one_way_to_the_filters_covers_nothing(
    site: str, chromium: Browser, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{site}/search/?q=zzzz")
    ways = page.locator(".to-sheet a:visible, summary:visible", has_text="Filters")
    assert ways.count() == 1
    way, heading = ways.bounding_box(), page.locator("#nothing").bounding_box()
    assert way
    assert heading
    assert way["y"] >= heading["y"] + heading["height"]
    ways.click()
    assert page.locator("#dates").is_visible()
    page.close()


def test_a_printed_search_says_what_was_searched_for(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    asked = "/search/?q=kazakhstan&speaker=roman-vassilenko&wording=edited&after=2023"
    page.goto(f"{site}{asked}")
    shown = page.locator(".on-paper")
    expect(shown).to_be_hidden()
    page.emulate_media(media="print")
    assert shown.is_visible()
    expect(shown).to_contain_text("Results for kazakhstan")
    expect(shown).to_contain_text(f"{site}{asked}")
    filters = page.get_by_role("list", name="Filters in force").inner_text()
    for part in ("Speaker: Roman Vassilenko", "How close to speech: Edited", "2023"):
        assert part in filters
    assert "×" not in filters
    assert "Remove" not in filters
    page.goto(f"{site}/search/?topic=sanctions")
    expect(shown).to_contain_text("All quotations")
    page.close()


# How many quotations there are, and those that have no room inside of the page for the opening mark.
CUT_MARKS = """() => {
  const edge = document.querySelector("main").getBoundingClientRect().left;
  const opened = [...document.querySelectorAll(".quoted > p:first-of-type")]
    .filter(p => p.checkVisibility());
  const cut = opened.filter(p => {
    const first = document.createRange();
    const letters = document.createTreeWalker(p, NodeFilter.SHOW_TEXT).nextNode();
    first.setStart(letters, 0);
    first.setEnd(letters, 1);
    const room = first.getBoundingClientRect().left - edge;
    const mark = document.createElement("span");
    mark.append("“");
    p.append(mark);
    // Before some letters the mark takes less than its width.
    return room < mark.getBoundingClientRect().width / 2;
  });
  return [opened.length, cut.map(p => p.textContent.slice(0, 30))];
}"""
# What A4 leaves between margins of 12 mm, in pixels.
A4_WIDTH = 703


def test_a_quotation_is_opened_on_paper_too(site: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": A4_WIDTH, "height": 1000})
    page.emulate_media(media="print")
    for address in (
        "/q/srmtshn4",
        "/q/khms7xrr",
        "/search/?q=sanctions",
        "/search/?q=sanctions&view=cards",
        "/dossier/?p=srmtshn4",
        "/interviews/wpc-2024-vassilenko/",
    ):
        page.goto(f"{site}{address}")
        opened, cut = page.evaluate(CUT_MARKS)
        assert opened, address
        assert not cut, (address, cut)
    page.close()


# Whether the closing mark of each joint stands on another line than the sign before it.
BREAKS_BEFORE_MARK = """() => [...document.querySelectorAll(".joint")].filter(joint => {
  const before = joint.previousSibling;
  if (!before || before.nodeType !== Node.TEXT_NODE || !before.data) return false;
  const sign = document.createRange();
  sign.setStart(before, before.data.trimEnd().length - 1);
  sign.setEnd(before, before.data.trimEnd().length);
  const there = sign.getBoundingClientRect();
  const mark = joint.getClientRects()[0];
  return mark.top > there.bottom || mark.left < there.left;
}).map(joint => joint.previousSibling.data.slice(-30))"""


def test_no_line_begins_with_a_closing_quotation_mark(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    for address in (
        "/q/srmtshn4",
        "/search/?outlet=astana-times&view=cards",
        "/q/srmtshn4/embed",
    ):
        page.goto(f"{site}{address}")
        assert page.locator(".joint").count(), address
        for width in range(320, 520, 3):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(BREAKS_BEFORE_MARK) == [], (address, width)
    page.close()


def test_words_that_are_selected_have_a_link_that_marks_them(site: str, chromium: Browser) -> None:
    context = chromium.new_context(permissions=["clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/q/khms7xrr")
    page.evaluate(SELECT, ["xing", "ring"])
    page.get_by_role("button", name="Copy link to these words").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    page.get_by_label("Link to some of these words").focus()
    page.keyboard.press("Control+V")
    copied = page.get_by_label("Link to some of these words").input_value()
    plain = chromium.new_context(java_script_enabled=False).new_page()
    plain.goto(copied)
    assert plain.locator("blockquote mark").all_inner_texts() == ["boxing ring"]
    # Without scripts the words are typed.
    plain.get_by_label("Link to some of these words").fill("boxing ring")
    plain.keyboard.press("Enter")
    expect(plain).to_have_url(copied)
    context.close()


def test_an_editor_publishes_a_draft_and_finds_it(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    _log_in(page, site)
    page.goto(f"{site}/admin/quotes/passage/")
    expect(page.locator("#result_list tbody tr").first).to_be_visible()
    expect(page.locator("#changelist")).to_contain_text("Published")
    page.close()


def _log_in(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("on-record")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#user-tools")).to_be_visible()


def test_a_quotation_is_checked_by_keyboard_and_its_result_fits_a_narrow_screen(
    site: str, context: BrowserContext
):
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{site}/check/")
    page.get_by_label("The words").fill("The only side we should all be taking is confrontation.")
    page.get_by_label("Said to be by").fill("Roman Vassilenko")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The quotation, checked")).to_be_visible()
    expect(page.locator(".check-side ins").first).to_be_visible()
    assert page.url == f"{site}/check/"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_words_that_a_search_does_not_find_go_on_to_the_check(site: str, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{site}/search/?q=%22the+only+side+we+should+all+take+is+the+side+of+cooperation%22")
    page.get_by_role("button", name="Check the words against the archive").click()
    expect(page.get_by_text("Where it stands")).to_be_visible()
    assert page.url == f"{site}/check/"


def test_a_text_shows_each_quotation_with_a_link_to_its_result(site: str, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{site}/check/")
    page.get_by_label("The words").fill(
        "“That is the approach we have been pursuing for the past 30 years,” Vassilenko said.\n\n"
        "He called it a “side”. “The moon is made of green cheese and butter,” he added."
    )
    page.get_by_label("This is a text").check()
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".check-quotation").nth(1).click()
    assert page.url.endswith("#result-2")
    expect(
        page.get_by_role("heading", name="Not in this archive: look for another source")
    ).to_be_visible()
