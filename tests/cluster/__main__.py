"""``make cluster-test``: many failovers of real servers under edits and searches; prints a table."""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.cluster.databases import programs
from tests.cluster.drill import Drill
from tests.cluster.site import NGINX, site


def main(failovers: int) -> int:
    """Run it, print the table, and return the exit status."""
    if programs() is None or NGINX is None:
        print("This needs PostgreSQL's server and nginx (Debian: postgresql, nginx-light).")
        return 2
    folder = Path(tempfile.mkdtemp(prefix="on-record-cluster-"))
    # PostgreSQL runs as another user.
    folder.chmod(0o755)
    try:
        with site(folder) as made:
            with Drill(made) as drill:
                _disturb(drill, failovers)
            report = drill.finish()
    finally:
        shutil.rmtree(folder)
    print(report.table())
    print(*report.faults, sep="\n")
    return 1 if report.faults or report.lost else 0


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
