"""``make hostile``: many hostile searches against the archive of the settings, none of them kept.

Ends with status 1 when one of them found a fault of ours, or took longer than SLOW_SECONDS.
"""

import os
import random
import sys
import time
from collections import Counter
from itertools import islice

import django

SLOW_SECONDS = 1.0
WORDS = 2_000
REPORT_EVERY = 5_000


def main(number: int, seed: int) -> int:
    """Send the requests, report, and return the exit status."""
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory
    from django.test.utils import setup_test_environment

    from tests.hostile.requests import Requests

    setup_test_environment()
    # Not the test client: it connects signals anew for each request and leaves something behind
    # each time, until to collect that garbage takes longer than any search.
    answer, asked = get_wsgi_application().get_response, RequestFactory().get
    faults, statuses, times = [], Counter(), []
    requests = Requests(seed, *_vocabulary(seed))
    started = time.monotonic()
    for done, path in enumerate(islice(requests, number), 1):
        before = time.monotonic()
        response = answer(asked(path))
        response.close()
        taken = time.monotonic() - before
        status = response.status_code
        statuses[status] += 1
        times.append(taken)
        if status >= 500 or taken > SLOW_SECONDS:
            faults.append(path)
            print(f"{status} after {taken:.2f} s: {path[:400]}", flush=True)
        if done % REPORT_EVERY == 0:
            rate = done / (time.monotonic() - started)
            print(f"{done:,} of {number:,} requests, {rate:,.0f} a second", flush=True)
    times.sort()
    print(f"Seed {seed}: {number:,} requests, by status {dict(sorted(statuses.items()))}.")
    print(f"Median {times[number // 2] * 1000:.1f} ms, slowest {times[-1] * 1000:.0f} ms; "
          f"{len(faults)} faults.")  # fmt: skip
    return bool(faults)


def _vocabulary(seed: int) -> tuple[list[str], list[str]]:
    """Words of the archive's passages, frequent ones more often, and slugs of its nouns."""
    from quotes.models import Event, Outlet, Passage, Speaker, Topic

    texts = list(Passage.public.order_by("pk").values_list("text", flat=True)[:WORDS])
    words = [word for text in texts for word in text.split()]
    nouns = (Speaker, Event, Topic, Outlet)
    slugs = [slug for noun in nouns for slug in noun.objects.values_list("slug", flat=True)[:50]]
    return random.Random(seed).sample(words, min(WORDS, len(words))), slugs


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    sys.exit(main(int(os.environ.get("NUMBER") or 100_000), int(os.environ.get("SEED") or 2026)))
