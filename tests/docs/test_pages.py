"""What the pages name is there: links, headings, files, commands of make and manage.py."""

import re

import pytest
from django.core.management import get_commands

from tests.docs.pages import ROOT, codes, pages, prose, rows

PAGES = pages()
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
FILE = re.compile(
    r"(?:archive|benchmarks|docs|fixtures|quotes|requirements|static|templates|tests)/[\w./-]+"
)


def anchors(page: str) -> set[str]:
    """The names by which headings of a page can be linked to, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_somewhere(path: str):
    for link in LINK.findall(prose(PAGES[path])):
        target, _, anchor = link.partition("#")
        file = (ROOT / path).parent / target if target else ROOT / path
        assert file.exists(), link
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), link


@pytest.mark.parametrize("path", [path for path in PAGES if "decisions" not in path])
def test_files_that_a_page_names_exist(path: str):
    """Decisions tell of their day, and may name what is gone."""
    new = set(re.findall(r"In `([^`]+)`, a new file:", PAGES[path]))
    for code in codes(prose(PAGES[path])):
        if FILE.fullmatch(code) and code not in new:
            assert (ROOT / code).exists(), code


def test_the_readme_leads_to_every_page():
    """Directly, or by a page it leads to."""
    found, waiting = set(), ["README.md"]
    while waiting:
        path = waiting.pop()
        found.add(path)
        for link in LINK.findall(PAGES[path]):
            target = ((ROOT / path).parent / link.partition("#")[0]).resolve()
            name = str(target.relative_to(ROOT))
            if name in PAGES and name not in found:
                waiting.append(name)
    assert {path for path in PAGES if "decisions" not in path} - found == set()
    assert "docs/decisions/" in LINK.findall(PAGES["README.md"])


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def test_the_readme_says_what_each_make_target_does():
    assert {codes(cells[0])[0] for cells in rows(PAGES["README.md"], "type")} == {
        f"make {target}" for target in make_targets()
    }


@pytest.mark.parametrize("path", PAGES)
def test_commands_that_a_page_names_exist(path: str):
    page = PAGES[path]
    own = {name for name, app in get_commands().items()}
    assert set(re.findall(r"`make ([\w-]+)", page)) <= make_targets()
    assert set(re.findall(r"manage\.py (\w+)", page)) <= own


def test_the_readme_says_what_each_command_does():
    named = set(
        re.findall(
            r"`manage\.py (\w+)", " ".join(c[0] for c in rows(PAGES["README.md"], "command"))
        )
    )
    assert named == {name for name, app in get_commands().items() if app == "quotes"}
