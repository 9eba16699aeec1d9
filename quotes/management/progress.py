"""Progress of long commands: what, how many and how fast, a line a second."""

import time
from typing import Any

SECONDS_BETWEEN_REPORTS = 1


class Progress:
    """Called with a name and a number now and then; writes lines to ``output``."""

    def __init__(self, output: Any) -> None:
        self.output = output
        self.name, self.started, self.reported = "", 0.0, 0.0

    def __call__(self, name: str, rows: int) -> None:
        """``rows`` of ``name`` are done."""
        now = time.monotonic()
        if name != self.name:
            self.name, self.started = name, now
        if now - self.reported < SECONDS_BETWEEN_REPORTS:
            return
        self.reported = now
        rate = rows / max(now - self.started, 0.001)
        self.output.write(f"{name}: {rows:,}, {rate:,.0f} a second" if rows else f"{name} …")
