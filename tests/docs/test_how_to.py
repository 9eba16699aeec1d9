"""Every command of the documentation, run in a copy of the project with the opening archive.

A block ```` ```sh ```` is run, from top to bottom of its page; of ``make`` only the plan is made. A
block ```` ```sh by-hand ```` is not, for one of the reasons below. Where a page says “In `file`,
below `line`:”, the block that follows is put there first.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import settings

from tests.archives import sqlite_archive
from tests.docs.pages import FENCE, ROOT, blocks, pages

PAGES = pages()
BY_HAND = {
    "sudo systemctl": "starts and stops a service of the machine",
    "sudo -u postgres": "asks a database server of several machines",
    "curl": "asks a public archive",
    "git pull": "needs the next release",
    ".venv/bin/python -m pip": "installs over the network",
    ".venv/bin/pip": "installs over the network",
    "python3 -m venv": "would replace the environment that runs this",
    ".venv/bin/python manage.py migrate": "stands among commands of a public archive",
    ".venv/bin/python manage.py collectstatic": "only a public archive collects static files",
    ".venv/bin/python manage.py createsuperuser": "asks at the terminal",
    ".venv/bin/gunicorn": "does not end",
    ".venv/bin/python manage.py expunge": "the reader has to say which words",
    "EFFORT=": "takes many minutes",
    "make test ARGS=": "runs the tests in the tests",
    "make demo &": "does not end",
    ".venv/bin/schemathesis": "asks the server started before it",
    "TEST_DATABASE_URL=": "needs a PostgreSQL server",
}
EDIT = re.compile(
    r"^In `([^`]+)`, (a new file|below|above|instead of)(?: (?:``(.+?)``|`(.+?)`))?:\n\n$",
    re.MULTILINE,
)
RUN = [path for path, page in PAGES.items() if any(b[:2] == ("sh", "") for b in blocks(page))]

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="The pages are followed on SQLite, as somebody would who tries them out.",
)


def run(command: str, folder: Path) -> str:
    """What a shell prints that stops at the first failure."""
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", command],
        cwd=folder,
        # Keeps .env out, as in the suite itself.
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTEST_VERSION": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def commands(text: str) -> list[str]:
    """The commands of a block, one line each."""
    lines = dedent(text).replace("\\\n", "").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which the opening archive is loaded."""
    folder = tmp_path_factory.mktemp("demo") / "project"
    left_out = shutil.ignore_patterns(
        ".git", ".venv", "var", "*_cache", "__pycache__", ".env", ".hypothesis"
    )
    shutil.copytree(ROOT, folder, ignore=left_out)
    (folder / ".venv").symlink_to(sys.prefix)
    sqlite_archive(folder / "var", has_demo=True)
    run(".venv/bin/python manage.py reindex", folder)
    return folder


@pytest.fixture
def project(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "project", symlinks=True))


@pytest.mark.parametrize("path", RUN)
def test_the_commands_of_a_page_run_in_its_order(path: str, project: Path):
    follow(PAGES[path], project)
    if path.endswith("add-a-field.md"):
        assert "https://example.org/recording" in run(PAGE_WITH_RECORDING, project)


PAGE_WITH_RECORDING = """
.venv/bin/python manage.py shell -v0 -c "
from django.test import Client
from quotes.models import Interview
Interview.objects.update(recording_url='https://example.org/recording')
print(Client(headers={'host': 'localhost'}).get(Interview.objects.first().get_absolute_url()).text)"
"""


def follow(page: str, project: Path) -> None:
    """Do what a page says, from top to bottom; what it exports stays set."""
    behind, exported = 0, ""
    for fence in FENCE.finditer(page):
        _, language, mark, text = fence.groups()
        edits = list(EDIT.finditer(page, behind, fence.start()))
        behind = fence.end()
        if edits and edits[-1].end() == fence.start():
            file, way, *anchor = edits[-1].groups("")
            edit(project / file, way, "".join(anchor), text)
        elif (language, mark) == ("sh", ""):
            run(exported + planned(dedent(text)), project)
            exported += "".join(re.findall(r"^export .*\n", dedent(text), re.MULTILINE))


def planned(script: str) -> str:
    """A script that only plans what make would do."""
    return re.sub(r"^make ", "make --dry-run ", script, flags=re.MULTILINE)


def edit(file: Path, way: str, anchor: str, text: str) -> None:
    """Put a block where the page says; the anchor stands in one line of the file alone."""
    if way == "a new file":
        assert not file.exists()
        file.write_text(text, encoding="utf-8")
        return
    lines = file.read_text("utf-8").splitlines(keepends=True)
    found = [number for number, line in enumerate(lines) if anchor in line]
    assert len(found) == 1, f"{anchor} is in {len(found)} lines of {file}"
    first, last = {"below": (1, 1), "above": (0, 0), "instead of": (0, 1)}[way]
    lines[found[0] + first : found[0] + last] = [text]
    file.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_commands_stand_in_blocks_that_say_so(path: str):
    for block in blocks(PAGES[path]):
        assert block.language, f"A block without a language: {block.text}"
        assert block.mark in ("", "by-hand")
        if block.language != "sh":
            assert "manage.py" not in block.text


def test_what_is_done_by_hand_has_a_reason_and_no_reason_is_left_over():
    by_hand = [
        command
        for page in PAGES.values()
        for block in blocks(page)
        if block.mark == "by-hand"
        for command in commands(block.text)
    ]
    without = [each for each in by_hand if not each.startswith(tuple(BY_HAND))]
    assert without == []
    assert [each for each in BY_HAND if not any(c.startswith(each) for c in by_hand)] == []
