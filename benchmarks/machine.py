"""What a run was made with: a figure says little without it."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive.sqlite import prefer_sound_sqlite
from benchmarks.plan import PROJECT

PACKAGES = ("django", "gunicorn", "psycopg", "tantivy", "whitenoise")


def described() -> dict[str, Any]:
    """Machine, versions, date and load."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "cpu": _named("/proc/cpuinfo", "model name") or platform.processor(),
            "memory": _named("/proc/meminfo", "MemTotal"),
            "system": platform.platform(),
            "load_average": [round(load, 2) for load in os.getloadavg()],
        },
        "versions": {
            "python": platform.python_version(),
            "sqlite": ".".join(map(str, prefer_sound_sqlite())),
            **{name: version(name) for name in PACKAGES},
            "commit": _commit(),
        },
    }


def _named(path: str, name: str) -> str:
    file = Path(path)
    for line in file.read_text().splitlines() if file.exists() else []:
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
