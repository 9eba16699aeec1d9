"""The site in Russian: nothing left in English, and room for longer words."""

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import PROJECT, browser, running_site

WIDTHS = (320, 360, 1280)
PAGES = (
    "/", "/search/", "/search/?q=sanctions", "/search/?q=%22boxing+ring%22&view=cards",
    "/search/?q=sanctions&view=lines", "/search/?q=xyzzyq", "/search/?topic=astana",
    "/search/?q=what+did+Vassilenko+say+about+sanctions&exclude_wording=verbatim",
    "/search/help/", "/check/", "/topics/", "/topics/sanctions/", "/speakers/",
    "/speakers/roman-vassilenko/", "/speakers/roman-vassilenko/topics/sanctions/", "/events/",
    "/events/wpc-2024/", "/events/?year=abc", "/interviews/",
    "/interviews/al-jazeera-2023-vassilenko/", "/sources/", "/sources/wpc-2024-transcript/",
    "/about/", "/about/wording/", "/about/permanence/", "/about/check-quality/", "/coverage/", "/data/", "/api/",
    "/compare/", "/compare/?year=2023&year=2024&q=sanctions", "/dossier/",
    "/dossier/?p=khms7xrr", "/q/khms7xrr", "/q/khms7xrr/history", "/q/khms7xrr/v/1",
    "/q/khms7xrr/embed", "/q/khms7xr", "/nowhere", "/suggest/?q=sa",
)  # fmt: skip
# Addresses with something wrong in them.
BAD = (
    "/topics/?page=2", "/coverage/?colour=red", "/coverage/?page=9", "/search/?topic=nope&q=war",
    "/search/?q=sanctions&page=99", "/search/?view=lines", "/search/?q=%22a%22~99+b",
    "/compare/?year=2023&colour=red&q=war", "/speakers/roman-vassilenko/?page=99",
    "/events/?page=99", "/dossier/?p=khms7xrr.v1&p=khms7xrr&p=q1&p=khms7xrr.v9",
    "/dossier/?p=khms7xrr&colour=red", "/q/khms7xrr/v/9", "/q/khms7xrr/v/1?words=0-9999",
    "/q/khms7xrr/v/1?text=no+such+words", "/q/khms7xrr?words=0-2", "/suggest/?q=zzzz",
    "/search/?q=%D1%87%D1%82%D0%BE+%D1%81%D0%BA%D0%B0%D0%B7%D0%B0%D0%BB+%D0%BE+"
    "%D1%81%D0%B0%D0%BD%D0%BA%D1%86%D0%B8%D1%8F%D1%85",
)  # fmt: skip
# What Russian readers know by these names, and what is typed as it stands.
NAMES = frozenset((
    "ap", "apa", "api", "atom", "bibtex", "chicago", "csl json", "csv", "harvard cite them right",
    "html", "json", "markdown", "mla", "on record", "openapi", "opensearch", "python", "ris", "sha",
    "utc", "word",
))  # fmt: skip
# Words of the examples that the search help explains.
TYPED = frozenset((
    "china", "china and russia", "colour", "coverage", "diplomacy", "diplomatic", "edited", "invested", "investments", "o brien", "nope", "page", "paraphrased", "question",
    "reported", "russia", "russia or topic", "sanctioned", "sanctions", "topic", "undated",
    "verbatim", "with china", "words", "year", "yurt", "zbekiston",
))  # fmt: skip
# Names that need no language: of people, bodies, places and occasions.
PROPER = {
    "speakers.json": ("name", "sort_name"), "outlets.json": ("name",),
    "series.json": ("short_name",), "events.json": ("short_name", "place", "organiser"),
}  # fmt: skip
# Text and spoken attributes of what is Russian by its language, but for what was quoted or typed.
RUSSIAN = """(spoken) => {
  const typed = "code, kbd, pre, q, mark, script, style, noscript, .chip-removable, .examples, "
    + ".address, .source-address, .help-readback, textarea, .hash, .check-table li";
  const isRussian = (node) => node.closest("[lang]").lang === "ru" && !node.closest(typed);
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    // The title of a picture's mark is spoken with it; its row says the language.
    const isSpoken = parent.localName === "title";
    if (isRussian(parent) && (!isSpoken || spoken.length)) found.push(walker.currentNode.data);
  }
  for (const name of spoken) {
    for (const node of document.body.querySelectorAll(`[${name}]`)) {
      if (isRussian(node)) found.push(node.getAttribute(name));
    }
  }
  return found;
}"""
SPOKEN = ["aria-label", "title", "placeholder", "alt"]
ADDRESS = re.compile(r"https?://\S+|\bkhms7xrr\b")
LATIN = re.compile(r"[A-Za-z][A-Za-z’'-]+(?:[\s/&(-]+[A-Za-z][A-Za-z’'-]+)*")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with running_site(INTERFACE_LANGUAGE="ru") as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    found = chromium.new_page()
    yield found
    found.close()


@pytest.fixture(scope="module")
def archives_own() -> str:
    """Names, titles, offices and notes of the opening archive, which nobody translates."""
    texts: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict | list):
            # The words themselves stand in elements of their own language.
            inner = value | {"text": None} if isinstance(value, dict) else value
            for each in inner.values() if isinstance(inner, dict) else inner:
                gather(each)

    for path in sorted((PROJECT / "fixtures").rglob("*.json")):
        gather(json.loads(path.read_text("utf-8")))
    return _folded(" ".join(texts))


@pytest.fixture(scope="module")
def proper_names() -> str:
    """Names that stand in any text as they are."""
    return _folded(
        " ".join(
            row.get("fields", row).get(field) or ""
            for file, fields in PROPER.items()
            for row in json.loads((PROJECT / "fixtures" / file).read_text("utf-8"))
            for field in fields
        )
    )


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def english_in(texts: list[str], archives_own: str) -> list[str]:
    """Runs of Latin words that are neither the archive’s own nor names."""
    runs = {run for text in texts for run in LATIN.findall(ADDRESS.sub("", text))}
    return sorted(
        run
        for run in runs
        if _folded(run) not in archives_own and _folded(run) not in NAMES | TYPED
    )


def test_no_english_is_left_on_any_page(site: str, page: Page, archives_own: str) -> None:
    left = {}
    for path in (*PAGES, *BAD):
        page.goto(f"{site}{path}")
        if english := english_in(page.evaluate(RUSSIAN, SPOKEN), archives_own):
            left[path] = english
    assert not left, json.dumps(left, ensure_ascii=False, indent=1)


def test_what_the_archive_holds_is_not_read_as_russian(
    site: str, page: Page, proper_names: str
) -> None:
    # Titles, offices, topics and notes say their language, or that it is not known.
    left = {}
    for path in (*PAGES, *BAD):
        page.goto(f"{site}{path}")
        if english := english_in(page.evaluate(RUSSIAN, []), proper_names):
            left[path] = english
    assert not left, json.dumps(left, ensure_ascii=False, indent=1)


def test_every_page_says_that_it_is_russian_and_quotes_in_the_language_of_the_words(
    site: str, page: Page
) -> None:
    for path in PAGES:
        page.goto(f"{site}{path}")
        root = page.locator("html")
        assert (path, root.get_attribute("lang"), root.get_attribute("dir")) == (path, "ru", "ltr")
        for quoted in page.locator("blockquote").all():
            assert (path, quoted.get_attribute("lang")) == (path, "en")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(site: str, chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 740})
    wide = {}
    for path in PAGES:
        page.goto(f"{site}{path}")
        room = page.evaluate("document.documentElement.scrollWidth")
        if room > width:
            wide[path] = room
    page.close()
    assert not wide


def test_scripts_speak_russian_and_no_page_has_an_error_in_them(
    site: str, chromium: Browser
) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    for path in PAGES:
        # A browser reports the statuses of missing pages as errors.
        if not path.startswith(("/q/khms7xr?", "/nowhere")) and path != "/q/khms7xr":
            page.goto(f"{site}{path}")
    assert errors == []
    page.goto(f"{site}/q/khms7xrr")
    page.get_by_role("button", name="Копировать постоянную ссылку").click()
    page.get_by_text("Скопировано").wait_for()
    page.locator("body").press("?")
    assert page.locator("dialog.keys").inner_text().startswith("/")
    page.get_by_role("button", name="Закрыть").click()
    context.close()


PASTED = (
    "He said “there are no such corners in our homes” and “nothing was ever said of this kind by "
    "anybody”, and “the need to take sides, as one might in a boxing ring, suits our mentality”."
)


def test_a_checked_quotation_is_explained_in_russian(
    site: str, page: Page, archives_own: str
) -> None:
    page.goto(f"{site}/check/")
    page.locator("#check-text").fill(PASTED)
    page.get_by_label("Это текст").check()
    page.locator("main").get_by_role("button", name="Проверить", exact=True).click()
    page.get_by_role("heading", name="Проверенный текст").wait_for()
    page.get_by_text("Слова отличаются").first.wait_for()
    pasted = f"{archives_own} {_folded(PASTED)}"
    assert english_in(page.evaluate(RUSSIAN, SPOKEN), pasted) == []


# --- Programs, and the desk ---

CYRILLIC = re.compile(r"[А-Яа-яЁё]{2,}")


def fetched(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/search.json?topic=nope", 400, "There is no topic "),
        ("/search.json?q=sanctions%20OR", 200, "OR needs something on both sides"),
        ("/api/v1/events?year=abc", 400, "Enter a whole number."),
        ("/api/v1/events?kind=party", 400, "Select a valid choice."),
        ("/q/khms7xrx.json", 404, "This permalink is mistyped"),
        ("/q/khms7xrr.json", 200, "between 13 and 15 December 2024"),
        ("/search/all.csv?q=sanctions", 200, "said_on_text"),
        ("/nowhere.csv", 404, "Nothing has this address"),
        ("/suggest.json?q=sanc", 200, "Topic, "),
    ],
)
def test_programs_are_answered_in_english(
    site: str, archives_own: str, path: str, status: int, said: str
) -> None:
    answered, text = fetched(f"{site}{path}")
    left = [word for word in CYRILLIC.findall(text) if word.lower() not in archives_own]
    assert (answered, said in text, left) == (status, True, [])


def test_feeds_are_read_by_people(site: str) -> None:
    status, text = fetched(f"{site}/feed.atom")
    assert status == 200
    assert "<title>On Record: новые цитаты</title>" in text


def test_a_check_goes_out_as_a_page_in_russian(site: str) -> None:
    asked = urllib.parse.urlencode(
        {"text": "the need to take sides as one might", "format": "html"}
    )
    with urllib.request.urlopen(f"{site}/check/", asked.encode(), timeout=60) as answer:
        text = answer.read().decode()
    assert '<html lang="ru" dir="ltr">' in text
    assert "<h1>Проверка цитат</h1>" in text


def test_the_desk_opens_with_djangos_own_words_in_russian(site: str, page: Page) -> None:
    page.goto(f"{site}/admin/login/?next=/admin/")
    page.locator("#id_username").fill("editor")
    page.locator("#id_password").fill("on-record")
    page.locator("[type=submit]").click()
    assert page.locator("html").get_attribute("lang") == "ru"
    for path in ("quotes/passage/", "quotes/passage/add/", "quotes/source/", "quotes/speaker/"):
        answer = page.goto(f"{site}/admin/{path}")
        assert (path, answer.status if answer else 0) == (path, 200)


def test_what_copy_buttons_are_called_begins_with_what_they_show(site: str, page: Page) -> None:
    for path in ("/q/khms7xrr", "/dossier/?p=khms7xrr"):
        page.goto(f"{site}{path}")
        for button in page.locator("button.copy[aria-label]").all():
            spoken, shown = button.get_attribute("aria-label") or "", button.text_content() or ""
            assert spoken.startswith(shown.strip())
