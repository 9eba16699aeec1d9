"""Pages kept on disk and in memory, and their deletion together with the words they show."""

from django.core.cache import caches


def forget_kept_pages() -> None:
    """Delete all of them: on this machine's disk, and in this process's memory."""
    for each in caches.all():
        each.clear()
