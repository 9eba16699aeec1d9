"""The real server: what a request can do to others, and what it leaves behind."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from urllib.parse import urlencode

import pytest

from quotes.models.addresses import address
from tests.archive.served import files_with, served

PAGES = (
    "/", "/search/?q=ring", "/search.json?q=ring", "/search.atom", "/feed.atom", "/topics/", "/speakers/",
    "/events/", "/interviews/", "/sources/", "/about/", "/check/", "/data/", "/api/", "/api/v1/",
    "/api/v1/openapi.yaml", "/api/v1/passages", "/suggest.json?q=ri", "/opensearch.xml",
    "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-passages.xml", "/robots.txt", "/unapi",
    "/admin/login/", "/no-such-page", "/interviews", "/healthz",
)  # fmt: skip
# What proxies and frameworks say, somewhere, about where a site is.
CLAIMS = [
    {"SCRIPT_NAME": "/evil"},
    {"PATH_INFO": "/evil/", "Script-Name": "/evil", "Accept-Language": "ru", "Cookie": "evil=1"},
    {"Host": "evil.localhost", "Accept": "*/*;evil=1", "User-Agent": "evil", "Referer": "/evil"},
    {
        "X-Script-Name": "/evil",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Path": "/evil",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Server": "evil.example",
        "X-Forwarded-Port": "666",
        "X-Forwarded-Proto": "https",
        "X-Original-URL": "/evil/",
        "X-Rewrite-URL": "/evil/",
        "Forwarded": "host=evil.example;proto=https",
    },
]
CANARY = "Zanzibarcanary"


def test_what_a_request_says_of_itself_reaches_no_page_of_others(archive, site, tmp_path):
    """One process, so that whatever it keeps is kept for all."""
    passage = re.search(r"/q/\w+", site.get("/sitemap-passages.xml").text).group()
    forms = ("", ".bib", ".json", "/embed", "/context", "/history")
    pages = (*PAGES, passage.upper(), *(passage + form for form in forms))
    with served(archive, tmp_path, WEB_CONCURRENCY="1", COSTLY_REQUESTS="0") as fresh:
        for page in pages:
            # First, while nothing is kept yet.
            fresh.get(f"/evil{page}", CLAIMS[0])
            for claims in CLAIMS:
                fresh.get(page, claims)
        for page in pages:
            answer = fresh.get(page)
            said = f"{answer.headers} {answer.text}"
            assert answer.status in (200, 301, 302, 404), page
            assert "evil" not in said, page
            assert f"https://127.0.0.1:{fresh.port}" not in said, page


@pytest.mark.django_db
def test_no_server_in_front_moves_the_archive_below_another_address(client):
    """Whatever serves it: the WSGI standard lets a server say so with each request."""
    address.cache_clear()
    for page in ("/", "/topics/", "/search/", "/sitemap.xml", "/robots.txt"):
        moved = client.get(page, SCRIPT_NAME="/evil")
        assert "/evil" not in f"{moved.text} {client.get(page).text}"
    assert client.get("/topics", SCRIPT_NAME="/evil")["Location"] == "/topics/"


def test_words_sent_in_a_malformed_request_are_in_no_log_and_no_file(archive, site):
    """Whatever the length of a request says, and wherever its words end up."""
    logged = site.log.read_text()
    with site.connect() as connection:
        connection.sendall(head(content_length=900) + CANARY.encode())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(partial(site.send, wait=1), malformed()))
    assert sum(answer.startswith(b"HTTP/1.1 4") for answer in answers) >= 12
    assert not any(answer.startswith(b"HTTP/1.1 500") for answer in answers)
    assert site.get("/healthz").status == 200
    assert site.log.read_text() == logged
    assert files_with(CANARY.encode(), archive.index.parent) == []


def test_head_writes_no_line_and_sends_no_body(site):
    logged = site.log.read_text()
    for page in (*PAGES, "/static/css/base.css", "/data/on-record.zip"):
        answer = site.send(
            f"HEAD {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
        )
        assert answer.startswith(b"HTTP/1.1 "), page
        assert answer.endswith(b"\r\n\r\n"), page
    assert site.log.read_text() == logged


def test_connections_that_say_nothing_hold_nobody_up(site):
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(site.connect())
        answer = site.get("/search/?q=silent")
    assert answer.status == 200
    assert answer.seconds < 6


def test_one_client_with_many_costly_requests_leaves_room_for_others(site):
    """The rest is told to come back; nobody is answered with an error of the server."""
    text = ("“There are no corners in a home and nobody takes sides in the ring.” " * 40).encode()
    body = urlencode({"text": text}).replace("%0A", "+")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with ThreadPoolExecutor(32) as pool:
        checks = [
            pool.submit(site.get, "/check/", form, method="POST", body=body) for _ in range(32)
        ]
        time.sleep(0.1)
        page = site.get("/speakers/?per_page=50")
        answers = [check.result() for check in checks]
    refused = [answer for answer in answers if answer.status == 429]
    assert {answer.status for answer in answers} == {200, 429}
    assert all(int(answer.headers["Retry-After"]) for answer in refused)
    assert "at a time" in refused[0].text
    assert page.status == 200
    assert page.seconds < max(answer.seconds for answer in answers) + 3


def head(method: str = "POST", path: str = "/check/", **headers: object) -> bytes:
    """The head of a request with a form."""
    fields = {"Host": "127.0.0.1", "Content-Type": "application/x-www-form-urlencoded"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()


def malformed() -> list[bytes]:
    """Requests with the canary where no words should be."""
    word = CANARY.encode()
    form = b"text=" + word + b" is what I pasted, " + word + b"\r\n" + word + b" too\r\n\r\n"
    chunked = head(Transfer_Encoding="chunked")
    return [
        # Too short a length leaves words for the next request of the connection.
        head(content_length=5) + form,
        head(content_length=0) + form,
        head(path="/api/v1/check", content_length=4) + b'{"text": "' + word + b'"}\r\n\r\n',
        head("GET", "/", content_length=3) + form,
        # Lengths that are none, or two.
        head(content_length=f"-{CANARY}") + form,
        head(content_length="5, 6") + form,
        head().replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n") + form,
        head(content_length=5, Transfer_Encoding="chunked") + form,
        head(Transfer_Encoding=CANARY) + form,
        # Chunks.
        chunked + form,
        chunked + b"5\r\n" + word + b"\r\n0\r\n\r\n",
        chunked + b"5;" + word + b'="\r\nabcde\r\n0\r\n\r\n',
        chunked + b"0\r\n" + word + b"\r\n\r\n",
        chunked + b"0\r\nHost: " + word + b"\r\n\r\n",
        # Lines.
        word + b"\r\n\r\n",
        b"GET /" + word * 900 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /?q=" + word + b" HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /\x00" + word + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        word + b" / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        # Headers.
        head(**{CANARY: "x" * 9000}),
        head().replace(b"\r\n\r\n", b"\r\n" + word + b"\r\n\r\n"),
        head().replace(b"\r\n\r\n", b"\r\n" + word + b" x: y\r\n\r\n"),
        head().replace(b"\r\n\r\n", b"\r\nX: y\r\n " + word + b"\r\n\r\n"),
        head().replace(b"\r\n\r\n", b"\r\nX: " + word + b"\x01\r\n\r\n"),
        head().replace(b"\r\n\r\n", b"\r\nHost: " + word + b"\r\n\r\n"),
        head(Expect=CANARY),
        head("GET", f"/?q={CANARY}", X_Forwarded_Proto="https", X_Forwarded_Ssl=CANARY),
        head("GET", f"/search/?q={CANARY}").replace(b"Host: 127.0.0.1", b"Host: " + word),
        head("PUT", f"/check/?q={CANARY}", content_length=2) + form,
        head("GET", f"/q/{CANARY}?speaker={CANARY}") + head("GET", f"/{CANARY}"),
        # Another protocol, and a form without its token.
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + word * 40,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + word,
        head(path=f"/admin/login/?next=/{CANARY}", content_length=24, Referer=CANARY) + form,
    ]
