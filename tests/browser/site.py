"""The real site for a real browser: the opening archive behind gunicorn, and Chromium."""

import atexit
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
from tempfile import TemporaryDirectory, mkdtemp

from playwright.sync_api import Browser, expect, sync_playwright

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


@contextmanager
def running_site(*prepared_by: Sequence[str], **settings: str) -> Iterator[str]:
    """Address of a site of its own, with the opening archive and the demo's editor.

    ``prepared_by`` are commands of ``manage.py`` that run before it is served with ``settings``.
    """
    with TemporaryDirectory() as folder:
        shutil.copytree(_demo_archive(), folder, dirs_exist_ok=True)
        environment = _environment(Path(folder)) | settings
        if prepared_by:
            _prepare(prepared_by, environment)
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
    # What a page will show comes later on a busy machine: Playwright’s own 5 s were too few.
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@cache
def _demo_archive() -> str:
    """A folder with the opening archive and its index, made once and copied for each site."""
    folder = mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    commands = [["migrate", "-v0"], ["load_demo"], ["reindex"], ["demo_editor"]]
    _prepare(commands, _environment(Path(folder)))
    return folder


def _environment(folder: Path) -> dict[str, str]:
    port = _free_port()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTEST_VERSION": "1",  # keeps the .env of the checkout out
        "DATABASE_URL": f"sqlite:///{folder / 'archive.sqlite3'}",
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }


def _prepare(commands: Sequence[Sequence[str]], environment: dict[str, str]) -> None:
    """Run commands of ``manage.py`` in one process: each of its own would start Django anew."""
    calls = "; ".join(f"call_command(*{list(command)!r})" for command in commands)
    program = (
        "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'archive.settings'); "
        f"import django; django.setup(); from django.core.management import call_command; {calls}"
    )
    subprocess.run(
        [sys.executable, "-c", program],
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
