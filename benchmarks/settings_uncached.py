"""The benchmark's settings with a cache that keeps no page: every page is made."""

from benchmarks.settings import *  # noqa: F403
from benchmarks.settings import CACHES, PAGES_DIR

CACHES["default"] |= {
    "BACKEND": "benchmarks.made_anew.NoPages",
    # Not where others keep pages.
    "LOCATION": PAGES_DIR.with_name(f"{PAGES_DIR.name}-none"),
}
CACHES["memory"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
