"""What the settings ask at start-up: is this address local, what is the key, can it be guessed."""

import hashlib
import ipaddress
import os
import tempfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
# Where a key might be copied from, by who follows the instructions to the letter.
PRINTED_IN = ("*.md", ".env.example", "Makefile", ".ci/run", "docs/**/*.md", "docs/**/*.conf")
MIN_KEY_CHARACTERS = 40
# What so many take at least when compressed, if by chance; far less where they repeat themselves.
MIN_KEY_BYTES = 30
# Of those who fill in an example; a key made by chance has none of them once in a million times.
PLACEHOLDERS = ("change", "secret", "password", "example", "replace", "production", "django")
# What a hand types without lifting.
KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
KEYS_OF_A_RUN = 4
# All that pages are made by and from, but for the archive itself.
CODE = ("archive", "quotes", "templates", "static", "requirements")
MAKE_A_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(50))'"


def environment() -> Env:
    """The variables of the environment, and those of ``.env`` where it doesn't have them."""
    env = Env()
    # Tests must not depend on the .env of the checkout they happen to run in.
    if "PYTEST_VERSION" not in os.environ:
        env.read_env(str(BASE_DIR / ".env"), recurse=False)
    return env


def digest_of_code(root: Path = BASE_DIR) -> str:
    """A digest of what makes the pages: two checkouts of one release may make them otherwise."""
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(root)} {content}\n".encode())
    return digest.hexdigest()[:16]


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


def is_reached_from_here_alone(url: str, hosts: Iterable[str]) -> bool:
    """Whether ``url`` and all ``hosts`` are names of this machine for itself."""
    return is_loopback(url) and all(is_loopback(f"http://{host.lstrip('.')}") for host in hosts)


def refuse_public_hosts(hosts: Iterable[str]) -> None:
    """Raise ImproperlyConfigured where a local archive is to answer to others."""
    for host in hosts:
        if not is_loopback(f"http://{host.lstrip('.')}"):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has {host}, by which others can reach this archive: set SITE_URL "
                "to its public address as well, so that it starts as a public archive does."
            )


def refuse_any_host(hosts: Iterable[str]) -> None:
    """Raise ImproperlyConfigured where a public archive would answer to any name."""
    if any("*" in host or not host.strip(".") for host in hosts):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS has an asterisk, so anybody could choose the name that this archive "
            "goes by: list its names, such as archive.example."
        )


def networks(addresses: Iterable[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The networks of the proxies in FORWARDED_ALLOW_IPS; an asterisk stands for all.

    Raises ImproperlyConfigured for what is no address.
    """
    written = [address.strip() for address in addresses if address.strip()]
    if "*" in written:
        written = ["0.0.0.0/0", "::/0"]
    try:
        return [ipaddress.ip_network(each, strict=False) for each in written]
    except ValueError:
        raise ImproperlyConfigured(
            "FORWARDED_ALLOW_IPS must list addresses or networks, such as 127.0.0.1,10.0.0.0/8."
        ) from None


def refuse_weak_key(key: str, *, is_public: bool = True) -> None:
    """Raise ImproperlyConfigured where ``key`` could be guessed, without repeating it.

    Where others can't reach the archive, as in a trial of production on one machine, it need only
    be long.
    """
    if reason := _weakness(key) if is_public else _shortness(key):
        raise ImproperlyConfigured(
            f"SECRET_KEY {reason}, so others could sign an editor's session: make one with "
            f"{MAKE_A_KEY}"
        )


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


def _shortness(key: str) -> str:
    is_short = len(key) < MIN_KEY_CHARACTERS
    return f"has fewer than {MIN_KEY_CHARACTERS} characters" if is_short else ""


def _weakness(key: str) -> str:
    """What makes ``key`` easy to guess; empty where nothing does."""
    if shortness := _shortness(key):
        return shortness
    if key.startswith("django-insecure-"):
        return "is one that Django made for development"
    steps = bytes((ord(b) - ord(a)) % 256 for a, b in pairwise(key))
    if min(len(zlib.compress(each, 9)) - 8 for each in (key.encode(), steps)) < MIN_KEY_BYTES:
        return "repeats itself or counts up"
    if any(key in path.read_text("utf-8") for each in PRINTED_IN for path in BASE_DIR.glob(each)):
        return "is printed in the documentation"
    if any(word in key.lower() for word in PLACEHOLDERS):
        return "holds a word of those that stand in examples"
    if _is_typed_in_rows(key.lower()):
        return "has keys in the order of a keyboard"
    if all(each.isalpha() or each in " -_.,'" for each in key):
        return "is made of words"
    return ""


def _is_typed_in_rows(key: str) -> bool:
    """Whether more than half of ``key`` are runs along a row of the keyboard, in either sense."""
    runs = {
        row[start : start + KEYS_OF_A_RUN][::step]
        for row in KEYBOARD_ROWS
        for start in range(len(row) - KEYS_OF_A_RUN + 1)
        for step in (1, -1)
    }
    typed: set[int] = set()
    for place in range(len(key)):
        if key[place : place + KEYS_OF_A_RUN] in runs:
            typed.update(range(place, place + KEYS_OF_A_RUN))
    return 2 * len(typed) > len(key)
