"""Filling in admin forms as a browser does: what the page offers, with some changes."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Fields(HTMLParser):
    """Names and values of the controls of a page's forms."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, list[str]] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if ticked:
                empty = "on" if given.get("type") == "checkbox" else ""
                self.values.setdefault(name, []).append(given.get("value") or empty)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.values.setdefault(self.select, []).append(given.get("value") or "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data


def fields(client: Client, address: str) -> dict[str, list[str]]:
    """What the form at an address would send as it stands, empty rows of inlines left out."""
    parser = _Fields()
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    parser.feed(page.content.decode())
    found = parser.values
    for name in [name for name in found if "__prefix__" in name]:
        del found[name]
    for unwanted in ("csrfmiddlewaretoken", "q", "action"):
        found.pop(unwanted, None)
    # A browser doesn't send the line feed with which Django opens a text area.
    return {n: [v.removeprefix("\r\n").removeprefix("\n") for v in vs] for n, vs in found.items()}


def save(client: Client, address: str, **changes: Any) -> Any:
    """Change some fields of the form at an address and send it, with a reason where it asks."""
    found = fields(client, address)
    given = {"why_reason": ["So."]} if "why_reason" in found else {}
    return client.post(address, found | given | changes)


def errors(page: Any) -> str:
    """All errors that a refused form shows, as one text."""
    assert page.status_code == 200, f"{page.status_code} {page.headers.get('location')}"
    texts = [str(page.context["adminform"].form.errors)]
    texts += [str(formset.formset.errors) for formset in page.context["inline_admin_formsets"]]
    return " ".join(texts)
