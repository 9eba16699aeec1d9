"""The site with sixteen connections at once, and its rates beside those of an empty view."""

import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from benchmarks.client import AnswerError, Connection, Load, load, request
from benchmarks.dialects import Question
from benchmarks.figures import milliseconds
from benchmarks.processes import Server

CONNECTIONS = 16
EMPTY = [request("/bench/empty")]
# A page that comes so quickly so many times running is kept by every worker.
CACHE_SECONDS, SURE, MAX_TRIES = 0.004, 8, 60
# What is sent in turn, and the status that has to come back.
Kinds = dict[str, tuple[list[bytes], int]]


def pages(server: Server, questions: Sequence[Question], *, seconds: float) -> dict[str, Any]:
    """Result pages that are made anew each time: milliseconds by group, and pages a second."""
    asked = [request(question.address) for question in questions]
    result = load(server.port, asked, connections=CONNECTIONS, seconds=seconds)
    _check("pages", result)
    by_group: dict[str, list[float]] = defaultdict(list)
    for number, taken in result.taken:
        by_group[questions[number].group].append(taken)
    return {
        "all": milliseconds(taken for _, taken in result.taken),
        "groups": {group: milliseconds(taken) for group, taken in by_group.items()},
        "rate": result.rate,
    }


def permalinks_made(
    server: Server, links: Sequence[str], *, seconds: float, rounds: int
) -> dict[str, Any]:
    """Permalinks without a page cache, beside an empty view."""
    kinds: Kinds = {"permalink_made": ([request(link) for link in links], 200)}
    # A worker's first pages fill what it keeps for good, such as how styles arrange a citation.
    asked, status = kinds["permalink_made"]
    _warm(server, asked, status)
    found = _beside_empty(server, kinds, seconds, rounds)
    for name, requests in (("alone", asked), ("empty_alone", EMPTY)):
        alone = load(server.port, requests, connections=1, seconds=seconds, status=200)
        found["permalink_made"][name] = milliseconds(taken for _, taken in alone.taken)
    return found


def unchanged(server: Server, links: Sequence[str], *, seconds: float) -> dict[str, Any]:
    """Permalinks asked with their ETags while others are edited: rate, and how many are 304."""
    site = Connection(server.port)
    asked = [request(link, if_none_match=site.get(link)[1]["ETag"]) for link in links]
    site.close()
    before = _rate(server, EMPTY, 200, seconds / 4)
    result = load(server.port, asked, connections=CONNECTIONS, seconds=seconds, status=304)
    after = _rate(server, EMPTY, 200, seconds / 4)
    return {
        "rate": result.rate,
        "of_empty": round(result.rate / ((before + after) / 2), 3),
        "not_modified": round(1 - result.wrong / len(result.taken), 4),
        "n": len(result.taken),
    }


def seen_before(
    server: Server, links: Sequence[str], addresses: Sequence[str], *, seconds: float, rounds: int
) -> dict[str, Any]:
    """Result pages and permalinks from the page cache, and 304 answers, beside an empty view."""
    site = Connection(server.port)
    etags = {link: site.get(link)[1]["ETag"] for link in links}
    kinds: Kinds = {
        "page_kept": ([request(address) for address in addresses], 200),
        "permalink_kept": ([request(link) for link in links], 200),
        "permalink_304": ([request(k, if_none_match=tag) for k, tag in etags.items()], 304),
    }
    for path in (*links, *addresses):
        _let_keep(server, path)
    return _beside_empty(server, kinds, seconds, rounds)


def _warm(server: Server, asked: list[bytes], status: int) -> None:
    """Let every worker make every page."""
    done = 0
    while done < 6 * len(asked):
        # Each load begins at the front: on from where the last one ended.
        place = done % len(asked)
        rest = [*asked[place:], *asked[:place]]
        done += len(load(server.port, rest, connections=CONNECTIONS, seconds=0.5,
                         status=status).taken)  # fmt: skip


def _let_keep(server: Server, path: str) -> None:
    """Ask for a page until every worker has it: each has a cache of its own.

    Under load one worker may have nearly all connections; alone, a new one comes to either.
    """
    running = 0
    for _ in range(MAX_TRIES):
        started = time.perf_counter()
        site = Connection(server.port)
        site.get(path)
        running = running + 1 if time.perf_counter() - started < CACHE_SECONDS else 0
        site.close()
        if running == SURE:
            return


def _beside_empty(server: Server, kinds: Kinds, seconds: float, rounds: int) -> dict[str, Any]:
    """Rates of each kind, and their share of the empty view's rates before and after it."""
    rates: dict[str, list[float]] = defaultdict(list)
    shares: dict[str, list[float]] = defaultdict(list)
    before = _rate(server, EMPTY, 200, seconds)
    for _ in range(rounds):
        for name, (asked, status) in kinds.items():
            rate = _rate(server, asked, status, seconds)
            after = _rate(server, EMPTY, 200, seconds)
            rates[name].append(rate)
            shares[name].append(rate / ((before + after) / 2))
            before = after
    return {
        name: {
            "rate": statistics.median(rates[name]),
            "of_empty": round(statistics.median(shares[name]), 3),
            "shares": [round(share, 3) for share in shares[name]],
        }
        for name in kinds
    }


def _rate(server: Server, asked: list[bytes], status: int, seconds: float) -> float:
    result = load(
        server.port, asked, connections=CONNECTIONS, seconds=seconds, status=status
    )  # fmt: skip
    _check(str(status), result)
    return result.rate


def _check(what: str, result: Load) -> None:
    if result.wrong or not result.taken:
        raise AnswerError(f"{what}: {result.wrong} wrong answers of {len(result.taken)}.")
