"""The golden files: every example in every format, as read and found right by somebody.

``python -m tests.citations.golden`` writes them anew; read the difference before committing it.
"""

from collections.abc import Iterator
from pathlib import Path

from quotes.citations.formats import FORMATS, render_html
from tests.citations.examples import EXAMPLES

FOLDER = Path(__file__).parent / "golden"


def files() -> Iterator[tuple[str, str]]:
    """Path below the folder, and text, of each golden file."""
    for name, cited in EXAMPLES.items():
        for each in FORMATS:
            ending = each.suffix.removeprefix(f".{each.key}")
            yield f"{each.key}/{name}{ending}", each.write(cited)
            if each.style:
                yield f"{each.key}/{name}.html", render_html(each.key, cited) + "\n"


def write() -> None:
    """Write all golden files."""
    for path, text in files():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    write()
