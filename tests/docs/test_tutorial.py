"""The tutorial, held against the pages that it leads through."""

import re

from tests.browser.documents import LABELLED
from tests.docs.pages import ROOT, blocks, pages

PAGE = pages()["docs/tutorials/from-a-text-to-a-permalink.md"]
TEMPLATES = ROOT / "templates/admin/quotes"


def test_its_document_is_the_one_of_its_pictures():
    assert [block.text for block in blocks(PAGE) if block.language == "text"] == [LABELLED]


def test_every_button_that_it_names_is_there():
    code = "".join(
        path.read_text()
        for path in [
            *TEMPLATES.rglob("*.html"),
            *(ROOT / "quotes/admin").glob("*.py"),
            *(ROOT / "quotes/models").glob("*.py"),
        ]
    )
    told = {
        name.replace("\n", " ").rstrip("…")
        for name in re.findall(r"[*][*](.+?)[*][*]", PAGE, re.DOTALL)
    }
    django = {"View on site", "edited", "labelled"}
    assert {name for name in told - django if name not in code} == set()
