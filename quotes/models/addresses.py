"""Addresses of pages; kept, because a page of results asks for hundreds of the same few."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=10_000)
def address(page: str, *arguments: str) -> str:
    """Path of a public page by its name in ``quotes.urls``."""
    return reverse(f"quotes:{page}", args=arguments)
