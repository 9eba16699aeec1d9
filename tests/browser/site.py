"""The real site for a real browser: the opening archive behind gunicorn, and Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent.parent
# Without these Chromium looks for its maker's servers; the sandbox does not start for root.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# To start Django takes far longer than any of these.
PREPARE = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
for command in ("load_demo", "reindex", "demo_editor"):
    call_command(command)
"""


@contextmanager
def running_site(*prepared_by: Sequence[str]) -> Iterator[str]:
    """Address of a site of its own, with the opening archive and the demo's editor.

    ``prepared_by`` are commands of ``manage.py`` that run before it is served.
    """
    with TemporaryDirectory() as folder:
        shutil.copytree(_opening().name, folder, dirs_exist_ok=True)
        environment = _environment(Path(folder))
        for command in prepared_by:
            _manage(["manage.py", *command], environment)
        server = _serve(environment)
        address = environment["SITE_URL"]
        try:
            _wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()
            server.wait()


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise RuntimeError("Chromium is missing; Debian’s package is called chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@cache
def _opening() -> TemporaryDirectory[str]:
    """A folder with the opening archive, made once for all sites, by one process."""
    folder = TemporaryDirectory()
    _manage(["-c", PREPARE], _environment(Path(folder.name)))
    return folder


def _environment(folder: Path) -> dict[str, str]:
    port = _free_port()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "PYTEST_VERSION": "1",  # keeps the .env of the checkout out
        "DATABASE_URL": f"sqlite:///{folder / 'archive.sqlite3'}",
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }


def _manage(command: Sequence[str], environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _serve(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    options = ["--bind", f"127.0.0.1:{environment['PORT']}", "--no-control-socket"]
    threads = ["--worker-class", "gthread", "--threads", "4", "--log-level", "warning"]
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "archive.wsgi", *options, *threads],
        cwd=PROJECT,
        env=environment,
    )


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not answer within 30 seconds.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
