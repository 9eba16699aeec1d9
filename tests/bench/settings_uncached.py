"""The benchmark's settings with a page cache that keeps nothing: every page is made."""

from tests.bench.settings import *  # noqa: F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
