"""``make messages``: what the pages say, collected into the catalogue of every language.

New sentences stand in ``quotes/locale/<language>/LC_MESSAGES/pages.po`` without a translation,
those that changed as fuzzy; ``tests/text/test_catalogues.py`` fails until both are mended. For
another language put an empty catalogue there, made by Babel’s ``pybabel init``.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from quotes.text.interface import CATALOGUES
from quotes.text.template_marks import marked

PROJECT = Path(__file__).resolve().parent.parent
TEMPLATES = PROJECT / "templates"
# What gives a message its form, in Python.
FUNCTIONS = ("message", "numbered")
WIDTH = 100


def templates() -> list[Path]:
    """The templates of the readers' pages; those of the desk are English."""
    files = (path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".jinja", ".xml"))
    return sorted(path for path in files if "admin" not in path.parts)


def programs() -> list[Path]:
    """The modules that may say something."""
    return [
        path for room in ("archive", "quotes") for path in sorted((PROJECT / room).rglob("*.py"))
    ]


def sentences() -> Catalog:
    """What the readers' templates and the program say, without translations."""
    found = Catalog(charset="utf-8")
    for path in templates():
        for each in marked(path.read_text("utf-8")):
            _add(found, each.text, each.plural, each.context, path, each.line)
    for path in sorted((PROJECT / "quotes").rglob("*.py")) + sorted(
        (PROJECT / "archive").rglob("*.py")
    ):
        for line, text, plural, context in _in_program(path):
            _add(found, text, plural, context, path, line)
    return found


def _add(found: Catalog, text: str, plural: str, context: str, path: Path, line: int) -> None:
    place = [(path.relative_to(PROJECT).as_posix(), line)]
    found.add((text, plural) if plural else text, locations=place, context=context or None)


def _in_program(path: Path) -> Iterator[tuple[int, str, str, str]]:
    """Line, sentence, plural and context of each message in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in FUNCTIONS:
            continue
        texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
        if not texts:
            continue
        context = next((k.value.value for k in node.keywords if k.arg == "context"), "")
        yield node.lineno, texts[0], texts[1] if len(texts) > 1 else "", context


def catalogues() -> list[Path]:
    """The catalogues there are."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/pages.po"))


def read(path: Path) -> Catalog:
    """A catalogue, as it is written by hand."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compiled(catalogue: Catalog) -> bytes:
    """What the program reads of a catalogue."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue as it is edited, and as the program reads it."""
    with path.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def main() -> None:
    """Bring every catalogue up to date, and compile it."""
    now = sentences()
    for path in catalogues():
        catalogue = read(path)
        catalogue.update(now, update_creation_date=False)
        catalogue.obsolete.clear()
        write(path, catalogue)
        missing = sum(bool(each.id) and (each.fuzzy or not each.string) for each in catalogue)
        print(f"{path.relative_to(PROJECT)}: {len(catalogue)} sentences, {missing} to translate")


if __name__ == "__main__":
    main()
