"""Counts the modules of ``quotes`` on the way of a search, a correction and a check.

Each is one request to the opening archive, in a database of its own. A module is on the way if
one of its functions runs between request and answer. What runs only when a module is imported is
not counted.

``python -m docs.trace_journeys`` prints a table; with ``--modules``, the modules as well.
"""

import os
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

APP = Path(__file__).resolve().parents[1] / "quotes"
SEARCH = '/search/?q="boxing ring" -war&topic=foreign-policy'
QUOTATION = "In the traditional Kazakh home there are no corners, as in a boxing ring."


class Journey:
    """The functions of ``quotes`` that ran while ``request`` was answered with ``status``."""

    def __init__(self, request: Callable[[], Any], status: int) -> None:
        self.codes: set[CodeType] = set()
        for set_profile in (sys.setprofile, threading.setprofile):
            set_profile(self._note)
        try:
            answer = request()
        finally:
            for set_profile in (sys.setprofile, threading.setprofile):
                set_profile(None)
        if answer.status_code != status:
            raise RuntimeError(f"The answer was {answer.status_code}, not {status}.")

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            self.codes.add(frame.f_code)

    @property
    def functions(self) -> set[CodeType]:
        """Functions and comprehensions of the app, without the bodies of modules."""
        return {
            code
            for code in self.codes
            if Path(code.co_filename).is_relative_to(APP) and code.co_name != "<module>"
        }

    @property
    def modules(self) -> dict[str, int]:
        """The lines of each module, by its path below ``quotes``."""
        paths = {Path(code.co_filename) for code in self.functions}
        return {
            path.relative_to(APP).as_posix(): len(path.read_text("utf-8").splitlines())
            for path in sorted(paths)
        }

    @property
    def rooms(self) -> Counter[str]:
        """How many modules of each room."""
        return Counter(module.split("/")[0].removesuffix(".py") for module in self.modules)

    @property
    def lines_run(self) -> int:
        """Lines of the functions that ran, each whole."""
        lines = {(c.co_filename, line) for c in self.functions for line in _lines(c)}
        return len(lines)


def _lines(code: CodeType) -> range:
    last = max((line for *_, line in code.co_lines() if line), default=code.co_firstlineno)
    return range(code.co_firstlineno, last + 1)


def journeys() -> dict[str, Journey]:
    """The three journeys, each after another of its kind, so that all modules are imported."""
    # Only after Django was set up.
    from django.test import Client

    from quotes.models import Passage
    from tests.admin.forms import fields

    reader, editor = Client(), Client()
    editor.login(username="editor", password="on-record")  # noqa: S106 - the demonstration's
    passages = Passage.public.order_by("pk")[:2]
    forms = [f"/admin/quotes/passage/{passage.pk}/change/" for passage in passages]
    given = [
        {**fields(editor, form), "note": "Cut.", "why_kind": "typo", "why_reason": "So."}
        for form in forms
    ]
    reader.get("/search/?q=peace")
    reader.post("/check/", {"text": passages[0].text})
    editor.post(forms[0], given[0])
    # The first search after the correction would also bring the index up to date.
    reader.get("/search/?q=peace")
    return {
        "search": Journey(lambda: reader.get(SEARCH), 200),
        "check": Journey(lambda: reader.post("/check/", {"text": QUOTATION}), 200),
        "correction": Journey(lambda: editor.post(forms[1], given[1]), 302),
    }


def main() -> None:
    """Make the archive, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "PYTEST_VERSION": "1",  # keeps the .env of the checkout out
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "DATABASE_URL": f"sqlite:///{folder}/archive.sqlite3",
            "SEARCH_INDEX_DIR": f"{folder}/index",
        }
        _load()
        print("| journey | modules | lines of these | functions run | lines of these |")
        print("| --- | --- | --- | --- | --- |")
        found = journeys()
        for name, journey in found.items():
            counts = [len(journey.modules), sum(journey.modules.values())]
            counts += [len(journey.functions), journey.lines_run]
            print("|", " | ".join([name, *(f"{count:,}" for count in counts)]), "|")
    for name, journey in found.items():
        rooms = ", ".join(f"{room} {count}" for room, count in journey.rooms.items())
        print(f"\n{name}: {rooms}")
        if "--modules" in sys.argv:
            print("\n".join(f"  {path}" for path in journey.modules))


def _load() -> None:
    import django

    django.setup()

    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    for command in ("migrate", "load_demo", "reindex", "demo_editor"):
        with open(os.devnull, "w", encoding="utf-8") as nothing:  # noqa: PTH123
            call_command(command, verbosity=0, stdout=nothing)


if __name__ == "__main__":
    main()
