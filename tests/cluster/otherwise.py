"""Parts of the site that are started otherwise than the others: with another clock or release."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from tests.cluster.databases import ROOT, Database
from tests.cluster.site import Node, Site

COMPILER = shutil.which("cc") or shutil.which("gcc")


def clock_off(site: Site, seconds: int) -> dict[str, str]:
    """The environment of a program whose wall clock is so many seconds ahead."""
    library = site.folder / "clock.so"
    source = Path(__file__).with_name("clock.c")
    if not library.exists():
        command = [str(COMPILER), "-shared", "-fPIC", "-O2", "-o", str(library), str(source)]
        subprocess.run(command, check=True)
    return {"LD_PRELOAD": str(library), "CLOCK_OFF": str(seconds)}


def keep_off_midnight() -> None:
    """Permalinks name the day: around midnight nodes are of two days, as they should be."""
    now = datetime.now(UTC)
    if (now + timedelta(minutes=5)).date() != (now - timedelta(minutes=2)).date():
        time.sleep(7 * 60)


def seconds_ahead(part: Node | Database) -> float:
    """How far the clock of a node or server is ahead of ours."""
    if isinstance(part, Database):
        said = part.execute("SELECT extract(epoch FROM clock_timestamp())")[0][0]
        return float(said) - time.time()
    return parsedate_to_datetime(part.get("/healthz").headers["date"]).timestamp() - time.time()


@contextmanager
def standby_restarted(standby: Database, environment: dict[str, str]) -> Iterator[None]:
    """A standby with more in its environment, which is restarted without."""
    standby.stop()
    standby.environment = environment
    standby.start()
    try:
        yield
    finally:
        standby.stop()
        standby.environment = {}
        standby.start()


def another_release(site: Site) -> Path:
    """The project at the commit OTHER_RELEASE; without one, this one with a few changes."""
    project = site.folder / "another-release"
    if commit := os.environ.get("OTHER_RELEASE"):
        project.mkdir()
        command = 'git archive "$0" | tar -x -C "$1"'
        subprocess.run(["/bin/sh", "-ec", command, commit, str(project)], cwd=ROOT, check=True)
        return project
    shutil.copytree(site.project, project)
    for name, written, other in (
        ("pyproject.toml", r'\nversion = "[^"]+"', '\nversion = "another"'),
        ("quotes/search/schema.py", r"\nSCHEMA_VERSION = \d+", "\nSCHEMA_VERSION = 999"),
        ("static/css/base.css", r"\A", "/* Another release. */\n"),
    ):
        text, number = re.subn(written, other, (project / name).read_text("utf-8"))
        assert number == 1, name
        (project / name).write_text(text, "utf-8")
    return project


def upgraded(node: Node) -> None:
    """What the how-to does on a node before its new release is started."""
    node.manage("collectstatic", "-v0", "--noinput")
    node.manage("reindex", "--update")


@contextmanager
def restarted(
    node: Node,
    *,
    folder: Path | None = None,
    environment: dict[str, str] | None = None,
    prepare: Callable[[Node], None] = lambda _: None,
) -> Iterator[None]:
    """A node that was started otherwise, and is restarted as it was."""
    own = node.folder, node.environment
    node.kill()
    try:
        node.folder = folder or node.folder
        node.environment = node.environment | (environment or {})
        prepare(node)
        node.start()
        yield
    finally:
        node.kill()
        node.folder, node.environment = own
        node.start()
