"""A cache that keeps what pages are made of, but no page: every page is made, as after an edit."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT

from archive.page_cache import PageCache


class NoPages(PageCache):
    """Django's cache, which takes citations of a version and leaves pages out."""

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep it, unless it is a page: its content and its headers."""
        if not isinstance(value, tuple) or not isinstance(value[0], bytes):
            super().set(key, value, timeout, version)
