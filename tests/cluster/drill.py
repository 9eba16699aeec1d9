"""What is done to the parts of the site while editors and readers use it, and what came of it."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.cluster.clients import PUBLISHED, Browser, Editor, Reader, Truth
from tests.cluster.databases import Database
from tests.cluster.site import Site, seconds_until

Say = Callable[[str], None]


@dataclass
class Report:
    """Counts and times of a drill; ``faults`` is empty where all was well."""

    failovers: int = 0
    other_kills: Counter[str] = field(default_factory=Counter)
    outages: list[float] = field(default_factory=list)
    edits: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    acknowledged: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)

    def table(self) -> str:
        """It, for people."""
        outages = sorted(self.outages) or [0.0]
        rows = [
            ("failovers", self.failovers),
            ("other kills", ", ".join(f"{n} {name}" for name, n in self.other_kills.items()) or 0),
            ("seconds without edits, median / most",
             f"{outages[len(outages) // 2]:.1f} / {outages[-1]:.1f}"),
            ("edits acknowledged", self.acknowledged),
            ("of these lost", self.lost),
            ("edits not acknowledged", self.edits["unknown"]),
            ("answers to readers", sum(self.answers.values())),
            ("of these pages, 410, “not now”, none", " / ".join(map(str, self._kinds()))),
            ("slowest answer, seconds", f"{self.slowest:.1f}"),
            ("wrong answers", len(self.faults)),
        ]  # fmt: skip
        return "\n".join(f"{name:40} {value}" for name, value in rows)

    @property
    def not_now(self) -> int:
        """How many readers got neither a page nor what became of it."""
        return sum(self.answers.values()) - self.answers[200] - self.answers[410]

    def _kinds(self) -> tuple[int, int, int, int]:
        pages, gone, none = self.answers[200], self.answers[410], self.answers[0]
        return pages, gone, self.not_now - none, none


class Drill:
    """Editors and readers at work on a site that is disturbed meanwhile."""

    def __init__(self, site: Site, say: Say = print, *, editors: int = 2, readers: int = 3) -> None:
        self.site, self.say, self.report, self.truth = site, say, Report(), Truth()
        passages = site.passages()
        # Each editor has passages of his own: what one does is not undone by another.
        self.passages = passages[:40]
        self.editors = [
            Editor(site.port, self.passages[n::editors], self.truth) for n in range(editors)
        ]
        self.readers = [Reader(site.port, self.passages, self.truth) for _ in range(readers)]

    def __enter__(self) -> "Drill":
        for each in [*self.editors, *self.readers]:
            each.start()
        self.wait_for_edit(time.monotonic())
        return self

    def __exit__(self, *_: object) -> None:
        for each in [*self.editors, *self.readers]:
            each.stopped.set()
        for each in [*self.editors, *self.readers]:
            each.join(timeout=60)

    def wait_for_edit(self, since: float) -> float:
        """Seconds until an edit is acknowledged that was not before."""
        times = [editor.acknowledged_at for editor in self.editors]
        return seconds_until(lambda: any(each and each[-1] > since for each in times), at_most=90)

    def fail_over(self) -> None:
        """Kill the primary, promote a standby, and make the former primary one."""
        servers = self.site.databases
        servers.wait_for_standbys()
        lost, began = servers.primary, time.monotonic()
        servers.fail_over()
        self.wait_for_edit(time.monotonic())
        self.report.outages.append(time.monotonic() - began)
        self.report.failovers += 1
        servers.rejoin(lost)
        servers.wait_for_standbys()

    def kill_another(self, number: int) -> None:
        """Kill a web node, a standby or the proxy, and start it again."""
        name, part = self._parts()[number % 5]
        part.kill()
        time.sleep(0.3)
        part.start()
        self.report.other_kills[name] += 1

    def _parts(self) -> list[tuple[str, object]]:
        standby: Database = self.site.databases.standbys[0]
        nodes = [("nodes", node) for node in self.site.nodes]
        return [nodes[0], ("standbys", standby), nodes[1], ("proxy", self.site.proxy), nodes[2]]

    def finish(self) -> Report:
        """Count what came of it; editors and readers have gone home."""
        report = self.report
        for editor in self.editors:
            report.edits += editor.outcomes
        for reader in self.readers:
            report.answers += reader.statuses
            report.faults += reader.faults
            report.slowest = max(report.slowest, reader.slowest)
        self.site.databases.wait_for_standbys()
        told = self.truth.acknowledged
        report.acknowledged, report.lost = len(told), len(told - self.site.reasons())
        report.faults += self._wrong_at_the_end()
        self._reinstate_all()
        return report

    def _reinstate_all(self) -> None:
        """Leave passages as they were found: the next drill needs published ones."""
        editor = self.editors[0]
        for pk, identifier, _words in self.passages:
            while identifier not in {published for _, published, _ in self.site.passages()}:
                editor.step(pk, identifier)

    def _wrong_at_the_end(self) -> list[str]:
        """Passages whose state is not the one that an editor was told last."""
        browser, wrong = Browser(self.site.port), []
        for _, identifier, _words in self.passages:
            answer = browser.ask(f"/q/{identifier}")
            state = {200: PUBLISHED, 410: "withdrawn"}.get(answer.status, str(answer.status))
            if not self.truth.may_be(identifier, state, answer, lag=0):
                wrong.append(f"{identifier} ended as {state}")
        return wrong
