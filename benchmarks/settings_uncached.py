"""The benchmark's settings with a page cache that keeps nothing: every page is made."""

from benchmarks.settings import *  # noqa: F403

NOTHING = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
CACHES = {"default": NOTHING, "memory": NOTHING}
