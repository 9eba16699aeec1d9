"""``make screenshots``: pictures of the main pages, made from the opening archive as it is."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.documents import LABELLED
from tests.browser.site import PROJECT, browser, running_site

IMAGES = PROJECT / "docs" / "images"
WIDE, DESK = (1200, 900), (1200, 700)
IMPORT = "/admin/quotes/source/import/"
# Name, address, size, colour scheme.
PICTURES = [
    ("search-light", "/search/?q=%22boxing+ring%22", WIDE, "light"),
    ("search-dark", "/search/?q=%22boxing+ring%22", WIDE, "dark"),
    ("front-light", "/", WIDE, "light"),
    ("passage-light", "/q/khms7xrr", WIDE, "light"),
    ("passage-dark", "/q/khms7xrr", WIDE, "dark"),
    ("interview-light", "/interviews/al-jazeera-2023-vassilenko/", WIDE, "light"),
]
# The main pages at the width of a phone, a tablet and a screen.
MAIN_PAGES = {
    "front": "/",
    "search": "/search/?q=kazakhstan",
    "passage": "/q/khms7xrr",
    "interview": "/interviews/wpc-2024-vassilenko/",
    "check": "/check/",
    "compare": "/compare/?speaker=roman-vassilenko&speaker=thierry-de-montbrial&q=kazakhstan",
    "dossier": "/dossier/?p=khms7xrr.v1&p=s56jqb1w.v1&p=5gjjbcgc.v1&title=On+mediation",
}
SIZES = [(360, 740), (768, 1024), (1440, 900)]
CHECKED = "“The only side we should all take is the side of peace,” Vassilenko said."
# A picture of letters needs few colours, and weighs a third with so many.
COLOURS = 64


def take(chromium: Browser, site: str, folder: Path) -> None:
    """Write one PNG for each of PICTURES into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, address, (width, height), scheme in PICTURES:
        page = chromium.new_page(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        page.goto(f"{site}{address}")
        _save(page, folder / f"{name}.png")
        page.close()


def take_main_pages(chromium: Browser, site: str, folder: Path) -> None:
    """Write one PNG of each of MAIN_PAGES in each of SIZES."""
    folder.mkdir(parents=True, exist_ok=True)
    page = chromium.new_page(color_scheme="light", reduced_motion="reduce")
    for name, address in MAIN_PAGES.items():
        page.goto(f"{site}{address}")
        if name == "check":
            page.get_by_label("The words").fill(CHECKED)
            page.get_by_role("button", name="Check", exact=True).click()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            _save(page, folder / f"{name}-{width}.png")
    page.close()


def _save(page: Page, path: Path) -> None:
    picture = Image.open(io.BytesIO(page.screenshot()))
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(path)


def follow_a_document(chromium: Browser, site: str, folder: Path) -> None:
    """Write the pictures of docs/tutorials: one document on its way from paste to permalink."""
    width, height = DESK
    page = chromium.new_page(
        viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
    )

    def picture(name: str, *, of: str = "") -> None:
        if of:
            page.locator(of).first.evaluate("e => e.scrollIntoView({block: 'center'})")
        _save(page, folder / f"desk-{name}.png")

    page.goto(f"{site}/admin/login/?next={IMPORT}")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("on-record")
    page.get_by_role("button", name="Log in").click()
    page.locator("#id_text").fill(LABELLED)
    picture("paste")
    page.get_by_role("button", name="Read it").click()
    _settle_facts(page)
    picture("facts")
    for key in ("Escape", "n", "a"):
        page.keyboard.press(key)
    picture("review", of=".proposal:focus")
    page.get_by_role("button", name="Accept all shown").click()
    page.get_by_role("button", name="Import: accepted").click()
    page.get_by_role("heading", name="is in the archive").wait_for()
    picture("drafts")
    page.get_by_role("link", name="its words").click()
    page.locator("details.mark summary").nth(1).click()
    picture("words", of="details.mark[open]")
    page.close()


def _settle_facts(page: Page) -> None:
    facts = {
        "Title": "After the flood", "Outlet": "The Beacon", "Published": "2031-06-02",
        "Event": "Interviews of The Beacon", "Said on": "2031-05",
    }  # fmt: skip
    for label, typed in facts.items():
        page.get_by_label(label).first.fill(typed)
    page.get_by_label("Role of Mara Weir").fill("mayor of Port Harrow")


if __name__ == "__main__":
    with running_site() as address, browser() as chromium:
        take(chromium, address, IMAGES)
        take_main_pages(chromium, address, IMAGES / "pages")
        follow_a_document(chromium, address, IMAGES)
