"""The golden files: every example in every format, as read and found right by somebody.

One file for each format holds all examples; of a style, each as text and as HTML.
``python -m tests.citations.golden`` writes them anew; read the difference before committing it.
"""

from collections.abc import Iterator
from pathlib import Path

from quotes.citations.formats import FORMATS, Format, render_html
from tests.citations.examples import EXAMPLES

FOLDER = Path(__file__).parent / "golden"


def files() -> Iterator[tuple[str, str]]:
    """Name in the folder, and text, of each golden file."""
    for each in FORMATS:
        yield f"{each.key}.txt", "".join(_sections(each))


def _sections(wanted: Format) -> Iterator[str]:
    for name, cited in EXAMPLES.items():
        yield f"=== {name}\n{wanted.write(cited)}"
        if wanted.style:
            yield f"=== {name}, HTML\n{render_html(wanted.key, cited)}\n"


def write() -> None:
    """Write all golden files."""
    for name, text in files():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    write()
