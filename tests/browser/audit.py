"""``make audit``: axe and an HTML checker on every page type, Lighthouse on the main pages.

All of it on the opening archive. Writes docs/reference/audit.md; exits with 1 if anything was found. What it checks with lies in
.venv/audit, installed by npm from requirements/audit, each package checked by its hash.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser

from tests.browser.lighthouse import MAX_LOAD, MAX_SCRIPTS, Load, loads, scripts_of
from tests.browser.site import PROJECT, browser, running_site
from tests.browser.test_site import PAGES

TOOLS = PROJECT / ".venv" / "audit" / "node_modules"
REPORT = PROJECT / "docs" / "reference" / "audit.md"
MORE_PAGES = [
    "/q/khms7xrr/history", "/q/khms7xrr/embed", "/q/khms7xrr/v/1?words=270-281",
    "/q/khms7xrr/v/1?text=corners", "/q/khms7xrr/v/1?words=1-8", "/statements/khms7xrr/",
    "/dossier/embed/?p=khms7xrr.v1&p=khms7xrx", "/speakers/roman-vassilenko/topics/mediation/",
    "/about/check-quality/", "/data/", "/api/",
]  # fmt: skip
LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
# What else WCAG 2.2 asks for: axe leaves it out unless it is told to.
RUN = """axe.run(document, {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}).then(found =>
  found.violations.map(each => `${each.id}: ${each.nodes[0].target.join(" ")}`))"""


class Fault(NamedTuple):
    """One thing that a checker found."""

    checker: str
    page: str
    told: str


def looked_at(chromium: Browser, site: str, pages: Iterable[str], folder: Path) -> list[Fault]:
    """What axe finds on the pages; their HTML is left in ``folder``."""
    axe = (TOOLS / "axe-core" / "axe.min.js").read_text("utf-8")
    page = chromium.new_context(bypass_csp=True).new_page()
    found = []
    for number, address in enumerate(pages):
        answer = page.goto(f"{site}{address}")
        if answer is not None:
            (folder / f"{number:02}.html").write_text(answer.text(), "utf-8")
        page.evaluate(axe)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            told = page.evaluate(RUN)
            found += [Fault(f"axe, {width}, {scheme}", address, each) for each in told]
    return found


def checked(pages: list[str], folder: Path) -> list[Fault]:
    """What the HTML checker finds in the pages in ``folder``."""
    (folder / ".htmlvalidate.json").write_text(
        '{"root": true, "extends": ["html-validate:standard"]}'
    )
    command = [TOOLS / ".bin" / "html-validate", "--formatter=text", *sorted(folder.glob("*.html"))]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.stderr:
        raise RuntimeError(done.stderr)
    lines = [line for line in done.stdout.splitlines() if ".html:" in line]
    return [
        Fault("html-validate", pages[int(Path(line.split(":")[0]).stem)], line.split(": ", 1)[1])
        for line in lines
    ]


def weighed(main_pages: list[Load]) -> list[Fault]:
    """What the main pages fall short of."""
    faults = [Fault("lighthouse", load.page, told) for load in main_pages for told in load.faults]
    scripts = sum(size for size, _ in scripts_of(main_pages).values())
    if scripts > MAX_SCRIPTS:
        faults.append(Fault("lighthouse", "all", f"{scripts:,} bytes of scripts"))
    return faults


def table_of(main_pages: list[Load]) -> list[str]:
    """Scores and weights of the main pages, as rows of a table, and the scripts in all."""
    scripts = scripts_of(main_pages)
    raw, sent = (sum(sizes) for sizes in zip(*scripts.values(), strict=True))
    return [
        "| page | performance | accessibility | best practices | SEO | first load | of it scripts "
        "| layout shift |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(
            f"| `{load.page}` | {' | '.join(map(str, load.scores.values()))} | {load.sent:,} | "
            f"{sum(size for _, size in load.scripts.values()):,} | {load.layout_shift:g} |"
            for load in main_pages
        ), "",
        f"All scripts that readers’ pages load: {len(scripts)} files with {raw:,} bytes as they "
        f"are written, {sent:,} as sent.",
    ]  # fmt: skip


def report(pages: list[str], main_pages: list[Load], faults: list[Fault]) -> str:
    """The page of the documentation that says what was found."""
    rows = [f"| {fault.checker} | `{fault.page}` | {fault.told} |" for fault in faults]
    table = ["| checker | page | found |", "| --- | --- | --- |", *rows] if rows else ["Nothing."]
    return "\n".join([
        "# Audit", "",
        "What `make audit` found on the opening archive; it writes this page.", "",
        f"* axe-core: {len(pages)} pages, each at {len(LOOKS)} looks (1280 and 360 pixels wide, "
        f"light and dark): {sum(f.checker.startswith('axe') for f in faults)} violations",
        f"* html-validate, its standard rules: the same {len(pages)} pages: "
        f"{sum(f.checker == 'html-validate' for f in faults)} errors", "",
        "## What was found", "", *table, "",
        "## Lighthouse", "",
        "The main pages on Lighthouse’s slow phone with nothing cached; the best of up to three "
        "runs, as a busy machine spoils the first column. The page of results is measured "
        "without `is-crawlable`: it asks not to be indexed.", "",
        f"Bytes are those sent, headers included. There are no web fonts. To reach: 100 × 4, "
        f"first load at most {MAX_LOAD:,}, scripts at most {MAX_SCRIPTS:,} as written, no shift.",
        "", *table_of(main_pages), "",
    ])  # fmt: skip


def main() -> int:
    """Check, write what was found, and say whether that is nothing."""
    pages = [*PAGES, *MORE_PAGES]
    with running_site() as site, browser() as chromium, TemporaryDirectory() as folder:
        faults = looked_at(chromium, site, pages, Path(folder))
        faults += checked(pages, Path(folder))
        main_pages = loads(site, TOOLS / ".bin" / "lighthouse")
        faults += weighed(main_pages)
    REPORT.write_text(report(pages, main_pages, faults), "utf-8")
    for fault in faults:
        print(*fault)
    print(f"{len(faults)} found; see {REPORT.relative_to(PROJECT)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
