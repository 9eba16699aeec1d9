"""What is typed into a form of the admin outlives a page that was left, until it is saved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.site import browser, running_site

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('unsaved:')).length"


@pytest.fixture(scope="module")
def desk() -> Iterator[Page]:
    with running_site() as address, browser() as chromium:
        page = chromium.new_page(base_url=address)
        page.goto("/admin/")
        page.fill("#id_username", "editor")
        page.fill("#id_password", "on-record")
        page.click("input[type=submit]")
        yield page


def test_what_was_typed_is_warned_of_brought_back_and_forgotten_once_saved(desk: Page) -> None:
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.goto("/admin/quotes/speaker/add/")
    desk.fill("#id_name", "Ada Lovelace")
    desk.select_option("#id_kind", index=1)
    desk.click("#names-group .add-row a")
    desk.fill("#id_names-0-name", "Countess")
    desk.goto("/admin/")
    assert asked == ["beforeunload"]
    desk.goto("/admin/quotes/speaker/add/")
    desk.get_by_role("button", name="Bring it back").click()
    assert desk.input_value("#id_name") == "Ada Lovelace"
    assert desk.input_value("#id_names-0-name") == "Countess"
    desk.fill("#id_sort_name", "Lovelace, Ada")
    desk.click("input[name=_save]")
    desk.wait_for_selector(".messagelist .success")
    assert desk.evaluate(KEPT) == 0
    assert asked == ["beforeunload"]


def test_a_refused_form_keeps_what_was_typed(desk: Page) -> None:
    desk.goto("/admin/quotes/outlet/add/")
    desk.fill("#id_url", "https://example.org/")
    desk.click("input[name=_save]")
    desk.wait_for_selector(".errornote")
    assert desk.evaluate(KEPT) == 1


def test_a_preview_holds_the_typing_and_offers_it_no_second_time(desk: Page) -> None:
    desk.goto("/admin/quotes/speaker/")
    desk.click("#result_list tbody th a")
    desk.fill("#id_sort_name", "Somebody")
    desk.click("[name=_preview]")
    desk.wait_for_selector("dl.correction")
    assert desk.input_value("#id_sort_name") == "Somebody"
    assert desk.locator(".unsaved").count() == 0
    desk.goto(desk.url)
    desk.get_by_role("button", name="Forget it").click()


def test_what_was_sent_is_not_kept_once_more_as_unsent(desk: Page) -> None:
    desk.goto("/admin/quotes/outlet/add/")
    desk.get_by_role("button", name="Forget it").click()
    desk.clock.install()
    desk.fill("#id_name", "The Lantern")
    desk.evaluate("""() => {
        const form = document.querySelector("input[name=edit_token]").form;
        form.addEventListener("submit", (event) => event.preventDefault());
        form.requestSubmit();
    }""")
    desk.clock.run_for(10_000)
    kept = (
        "JSON.parse(Object.entries(localStorage).find(([key]) => key.endsWith('/outlet/add/'))[1])"
    )
    assert desk.evaluate(f"{kept}.isSent")
    desk.evaluate("localStorage.clear()")


def test_a_document_that_was_read_is_forgotten_by_the_form(desk: Page) -> None:
    desk.goto("/admin/quotes/source/import/")
    desk.fill("#id_text", "Ada Lovelace: We met here.\n\nGrace Hopper: We talked for long.")
    desk.get_by_role("button", name="Read it").click()
    desk.wait_for_selector("#review")
    assert desk.evaluate(KEPT) == 0
