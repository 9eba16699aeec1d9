"""The collector of garbage in processes that answer requests."""

import subprocess
import sys

from django.conf import settings

CODE = """
import gc, runpy
runpy.run_path("gunicorn.conf.py")["when_ready"](None)
begun = []
gc.callbacks.append(lambda phase, info: phase == "start" and begun.append(info["generation"]))
waiting = [[] for _ in range(10_000)]
few = len(begun)
waiting += [[] for _ in range(100_000)]
print(gc.get_freeze_count() > 10_000, few, 0 < len(begun) < 10)
"""


def test_a_server_looks_for_circles_once_in_a_few_pages_and_not_in_what_was_imported():
    printed = subprocess.run(
        [sys.executable, "-c", CODE], cwd=settings.BASE_DIR, check=True, capture_output=True,
        text=True, env={"PYTEST_VERSION": "1"},
    ).stdout  # fmt: skip
    assert printed == "True 0 True\n"
