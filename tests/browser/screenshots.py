"""``make screenshots``: the README's pictures, made from the opening archive as it is."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.documents import LABELLED
from tests.browser.site import PROJECT, browser, running_site

IMAGES = PROJECT / "docs" / "images"
WIDE, NARROW, DESK = (1200, 900), (375, 800), (1200, 700)
IMPORT = "/admin/quotes/source/import/"
# Name, address, size, colour scheme.
PICTURES = [
    ("search-light", "/search/?q=%22boxing+ring%22", WIDE, "light"),
    ("search-dark", "/search/?q=%22boxing+ring%22", WIDE, "dark"),
    ("front-light", "/", WIDE, "light"),
    ("passage-light", "/q/khms7xrr", WIDE, "light"),
    ("passage-dark", "/q/khms7xrr", WIDE, "dark"),
    ("interview-light", "/interviews/al-jazeera-2023-vassilenko/", WIDE, "light"),
    ("search-narrow", "/search/?q=sanctions", NARROW, "light"),
    ("passage-narrow", "/q/khms7xrr", NARROW, "dark"),
]


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
        page.screenshot(path=folder / f"{name}.png")
        page.close()
        print(folder / f"{name}.png")


def follow_a_document(chromium: Browser, site: str, folder: Path) -> None:
    """Write the pictures of docs/tutorials: one document on its way from paste to permalink."""
    width, height = DESK
    page = chromium.new_page(
        viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
    )

    def picture(name: str, *, of: str = "") -> None:
        if of:
            page.locator(of).first.evaluate("e => e.scrollIntoView({block: 'center'})")
        page.screenshot(path=folder / f"desk-{name}.png")
        print(folder / f"desk-{name}.png")

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
        follow_a_document(chromium, address, IMAGES)
