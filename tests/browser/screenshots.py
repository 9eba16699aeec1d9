"""``make screenshots``: the README's pictures, made from the opening archive as it is."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.site import PROJECT, browser, running_site

IMAGES = PROJECT / "docs" / "images"
WIDE, NARROW = (1200, 900), (375, 800)
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


if __name__ == "__main__":
    with running_site() as address, browser() as chromium:
        take(chromium, address, IMAGES)
