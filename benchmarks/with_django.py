"""Runs a module of the benchmark in a process where Django is set up.

``python -m benchmarks.with_django MODULE ARGUMENT…``
"""

import os
import runpy
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
