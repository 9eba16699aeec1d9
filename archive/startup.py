"""What the settings ask at start-up: is this address local, and what is the key."""

import ipaddress
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def clean_site_url(url: str) -> str:
    """``url`` without a closing slash.

    Raises ImproperlyConfigured unless it is an http or https address without a path.
    """
    url = url.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or url != f"{parts.scheme}://{parts.netloc}" or parts.username:
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}: write it as https://archive.example, without a path."
        )
    return url


def is_loopback(url: str) -> bool:
    """Whether ``url`` can only be reached from this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def local_secret_key(path: Path) -> str:
    """The key kept in ``path``; the first call makes it, readable by its owner only.

    The file appears with its content or not at all, so of several processes that start
    together, all get the same key.
    """
    with suppress(FileNotFoundError):
        return path.read_text("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent) as draft:
        draft.write(get_random_secret_key())
        draft.flush()
        with suppress(FileExistsError):
            path.hardlink_to(draft.name)
    return path.read_text("utf-8")
