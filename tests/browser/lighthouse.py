"""Lighthouse on the main pages: its scores, and what their first load weighs."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tests.browser.site import CHROMIUM_OPTIONS

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Pages of results are not for search engines, which costs a point that nobody wants.
MAIN_PAGES = {
    "/": (),
    "/search/?q=sanctions": ("is-crawlable",),
    "/q/khms7xrr": (),
    "/interviews/al-jazeera-2023-vassilenko/": (),
}
# Speed is measured, so a busy machine spoils it: the best of so many runs counts.
RUNS = 3
MAX_LOAD, MAX_SCRIPTS = 60_000, 8_000


class Load(NamedTuple):
    """What Lighthouse says of a page: scores, bytes sent, scripts by address, and what it found."""

    page: str
    scores: dict[str, int]
    sent: int
    layout_shift: float
    scripts: dict[str, tuple[int, int]]
    found: list[str]

    @property
    def faults(self) -> list[str]:
        """What the page falls short of."""
        too_much = [f"{self.sent:,} bytes are sent at first"] if self.sent > MAX_LOAD else []
        shifts = [f"the layout shifts by {self.layout_shift}"] if self.layout_shift else []
        return [*self.found, *too_much, *shifts]


def loads(site: str, tool: Path) -> list[Load]:
    """The main pages as Lighthouse's phone loads them with nothing cached."""
    return [_best(site, page, skipped, tool) for page, skipped in MAIN_PAGES.items()]


def scripts_of(pages: Iterable[Load]) -> dict[str, tuple[int, int]]:
    """All scripts of the pages once: bytes as they are, and as sent with their headers."""
    return {url: size for page in pages for url, size in page.scripts.items()}


def _best(site: str, page: str, skipped: tuple[str, ...], tool: Path) -> Load:
    runs: list[Load] = []
    while len(runs) < RUNS and not (runs and min(runs[-1].scores.values()) == 100):
        runs.append(_load(site, page, skipped, tool))
    return max(runs, key=lambda run: run.scores["performance"])


def _load(site: str, page: str, skipped: tuple[str, ...], tool: Path) -> Load:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    command = [
        tool, f"{site}{page}", "--quiet", "--output=json", "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', *CHROMIUM_OPTIONS])}",
        *(f"--skip-audits={audit}" for audit in skipped),
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return _read(page, site, json.loads(done.stdout))


def _read(page: str, site: str, told: dict[str, Any]) -> Load:
    audits, categories = told["audits"], told["categories"]
    requests = audits["network-requests"]["details"]["items"]
    return Load(
        page,
        {name: round(100 * categories[name]["score"]) for name in CATEGORIES},
        sum(each["transferSize"] for each in requests if each["resourceType"] != "Font"),
        audits["cumulative-layout-shift"]["numericValue"],
        {
            each["url"].removeprefix(site): (each["resourceSize"], each["transferSize"])
            for each in requests
            if each["resourceType"] == "Script"
        },
        [
            f"{name}: {audits[each['id']]['title']}"
            for name in CATEGORIES
            if categories[name]["score"] < 1
            for each in categories[name]["auditRefs"]
            if each["weight"] and (audits[each["id"]]["score"] or 0) < 1
        ],
    )
