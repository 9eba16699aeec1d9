"""Where a request comes from, and how many of the costly ones are taken on at once."""

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quotes.answers.responses import problem
from quotes.text.interface import message

# Kinds of requests that could keep all threads of a process from pages: what takes seconds, or as
# long as the reader likes; the steps of a walk through everything; and what is asked with every
# letter that somebody types.
KINDS = {
    "slow": re.compile(
        r"GET /(sitemap[^/]*\.xml|search/all\.\w+|dossier/?\.\w+|data/on-record\.zip)\?.*"
        r"|POST /(check/|api/v1/check|admin/login/)\?.*"
    ),
    "walk": re.compile(r"GET /api/v1/(changes\?.*|\w+\?(.*&)?cursor=.*)"),
    "suggestion": re.compile(r"GET /suggest(/|\.json)\?.*"),
}
RETRY_AFTER_SECONDS = 5
# The part of an IPv6 address that a household or a server has for itself.
IPV6_PREFIX = 64


def client_network(request: HttpRequest) -> str | None:
    """The address that a request comes from, of IPv6 the network; None where it isn't known.

    A proxy in FORWARDED_ALLOW_IPS, or at the other end of a Unix socket, is believed about it.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and _is_proxy(peer):
        # What stands further left was said by others than our proxy.
        peer = forwarded.rpartition(",")[2].strip()
    address = _address(peer)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False).network_address)
    return str(address) if address else None


def _is_proxy(peer: str) -> bool:
    trusted = settings.TRUSTED_PROXIES
    # Behind a Unix socket there is no address.
    if not peer:
        return bool(trusted)
    address = _address(peer)
    return address is not None and any(address in network for network in trusted)


def _address(written: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(written)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class CostlyRequestsMiddleware:
    """Answers 429 to costly requests beyond what a process, or one client, may have at once.

    Each kind of them is counted by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.lock = Lock()
        self.running: Counter[tuple[str, str]] = Counter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; what is streamed counts until its end."""
        kind = _kind(request)
        if kind is None:
            return self.get_response(request)
        client = client_network(request) or ""
        if not self._may_enter(kind, client):
            return _busy(request)
        leave = partial(self._leave, kind, client)
        response = self.get_response(request)
        if response.streaming:
            # Called when the server closes the answer, read to its end or not.
            response._resource_closers.append(leave)  # type: ignore[attr-defined]  # noqa: SLF001
        else:
            leave()
        return response

    def _may_enter(self, kind: str, client: str) -> bool:
        most, most_of_one = settings.COSTLY_REQUESTS, settings.COSTLY_REQUESTS_PER_CLIENT
        with self.lock:
            of_kind = sum(number for (each, _), number in self.running.items() if each == kind)
            if 0 < most <= of_kind or 0 < most_of_one <= self.running[kind, client]:
                return False
            self.running[kind, client] += 1
            return True

    def _leave(self, kind: str, client: str) -> None:
        with self.lock:
            self.running[kind, client] -= 1
            # Keeps no address longer than its requests run.
            self.running += Counter()


def _kind(request: HttpRequest) -> str | None:
    """The kind of costly request that this is; None for all others."""
    asked = f"{request.method} {request.path_info}?{request.META.get('QUERY_STRING', '')}"
    return next((kind for kind, pattern in KINDS.items() if pattern.fullmatch(asked)), None)


def _busy(request: HttpRequest) -> HttpResponse:
    response = problem(
        request,
        status=429,
        title=message("Too much of this at once"),
        detail=message(
            "This takes the archive long, so it does few at a time. Try again in "
            "{retry_after_seconds} seconds; one after the other, all are answered.",
            retry_after_seconds=RETRY_AFTER_SECONDS,
        ),
    )
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
