"""``make cluster-test``: many failovers of real servers under edits and searches; prints a table."""

import os
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.cluster.databases import programs
from tests.cluster.drill import Drill
from tests.cluster.faults import FAULTS
from tests.cluster.otherwise import COMPILER
from tests.cluster.site import NGINX, Site, site


def main(failovers: int) -> int:
    """Run it, print the table, and return the exit status."""
    if programs() is None or NGINX is None or COMPILER is None:
        print(
            "This needs PostgreSQL, nginx and a C compiler (Debian: postgresql, nginx-light, gcc)."
        )
        return 2
    folder = Path(tempfile.mkdtemp(prefix="on-record-cluster-"))
    # PostgreSQL runs as another user.
    folder.chmod(0o755)
    try:
        with site(folder) as made:
            with Drill(made) as drill:
                _disturb(drill, failovers)
            report = drill.finish()
            print(report.table(), *report.faults, sep="\n", flush=True)
            failed = _faults(made)
    finally:
        shutil.rmtree(folder)
    return 1 if report.faults or report.lost or failed else 0


def _faults(made: Site) -> int:
    """Bring about every fault, print what came of it, and return how many were not borne."""
    failed = 0
    for name, bring_about in FAULTS.items():
        try:
            told = bring_about(made)
        except Exception:  # noqa: BLE001  the next fault is brought about all the same
            failed += 1
            told = f"NOT BORNE: {traceback.format_exc(limit=-2)}"
        print(f"{name:25} {told}", flush=True)
    return failed


def _disturb(drill: Drill, failovers: int) -> None:
    started = time.monotonic()
    for number in range(failovers):
        drill.fail_over()
        drill.kill_another(number)
        drill.wait_for_edit(time.monotonic())
        print(
            f"{number + 1} of {failovers} failovers, {time.monotonic() - started:.0f} s, last edit "
            f"after {drill.report.outages[-1]:.1f} s",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main(int(os.environ.get("FAILOVERS") or 100)))
