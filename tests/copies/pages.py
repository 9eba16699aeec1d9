"""The full archive in a process of its own; run by test_processes.

``fill`` fills the archive of the environment. ``read ADDRESSES PAGES`` reads the pages at the
addresses in one file, or at all that there are where it is missing, and writes them to the other.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.conf import settings

from tests.copies import full


def fill() -> None:
    full.fill()


def read(addresses: str, pages: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    given = Path(addresses)
    urls = json.loads(given.read_text()) if given.exists() else full.addresses()
    given.write_text(json.dumps(list(urls)))
    Path(pages).write_text(json.dumps(full.read(urls)))


if __name__ == "__main__":
    {"fill": fill, "read": read}[sys.argv[1]](*sys.argv[2:])
