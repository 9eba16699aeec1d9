"""The archive's settings, with an empty view to compare with and the yardstick's database."""

import os

from archive.databases import database
from archive.settings import *  # noqa: F403
from archive.settings import BASE_DIR, DATABASES

ROOT_URLCONF = "benchmarks.urls"

if url := os.environ.get("BENCH_YARDSTICK_URL"):
    DATABASES["yardstick"] = database(url, BASE_DIR)
    # Its own best: no sorting on disk, and every answer is waited for.
    DATABASES["yardstick"]["OPTIONS"]["options"] = "-c statement_timeout=0 -c work_mem=64MB"
