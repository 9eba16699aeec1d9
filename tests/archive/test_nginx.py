"""The how-to's nginx.conf, word for word but for ports and paths, in front of the real server."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from tests.archive.served import files_with, free_port, running, served
from tests.archives import Archive

CONF = Path(settings.BASE_DIR, "docs/how-to/nginx.conf")
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
HOST = "archive.example"
PRODUCTION = {
    "DEBUG": "false",
    "SITE_URL": f"https://{HOST}",
    "ALLOWED_HOSTS": HOST,
    "SECRET_KEY": "qK3-only-in-this-test-ZpW8vR2mXs7Lc1Yt5Hd9Fj4Gb6Na0",
}
CANARY = "Zanzibarcanary"

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is missing (Debian: nginx-light)")


class Proxied:
    """The archive as the world sees it: by https through nginx."""

    def __init__(self, folder: Path, http_port: int, https_port: int) -> None:
        self.folder, self.http_port, self.https_port = folder, http_port, https_port

    def connect(self) -> ssl.SSLSocket:
        """A connection by TLS that has said nothing yet."""
        context = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        plain = socket.create_connection(("127.0.0.1", self.https_port), timeout=30)
        return context.wrap_socket(plain, server_hostname=HOST)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict, str, float]:
        """Status, headers, text and seconds."""
        started = time.monotonic()
        connection = http.client.HTTPConnection(HOST)
        with self.connect() as connection.sock:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Host": HOST, **fields})
            response = connection.getresponse()
            text = response.read().decode()
        return response.status, dict(response.getheaders()), text, time.monotonic() - started


@pytest.fixture(scope="module")
def proxied(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder = tmp_path_factory.mktemp("nginx")
    make_certificate(folder)
    with served(archive, folder, **PRODUCTION) as site:
        proxied = Proxied(folder, free_port(), free_port())
        (folder / "nginx.conf").write_text(around(configured(proxied, site.port)))
        command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
        with (folder / "stderr").open("wb") as log, running(command, {}, log):
            wait_for(proxied, folder / "stderr")
            yield proxied


def wait_for(proxied: Proxied, log: Path) -> None:
    for _ in range(100):
        try:
            proxied.connect().close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nginx did not start: {log.read_text()}")


def make_certificate(folder: Path) -> None:
    openssl = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    more = ["-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    subprocess.run([*openssl, *more, *files], check=True, capture_output=True)


def configured(proxied: Proxied, server_port: int) -> str:
    """The file with ports and paths of this test; every one of them must stand in it."""
    text = re.sub(r" *listen \[::\].*\n", "", CONF.read_text())
    for written, here in {
        "listen 80;": f"listen 127.0.0.1:{proxied.http_port};",
        "listen 443 ": f"listen 127.0.0.1:{proxied.https_port} ",
        "127.0.0.1:8000": f"127.0.0.1:{server_port}",
        "/etc/letsencrypt/live/archive.example/fullchain.pem": f"{proxied.folder}/certificate.pem",
        "/etc/letsencrypt/live/archive.example/privkey.pem": f"{proxied.folder}/key.pem",
        "/var/log/nginx/on-record.log": f"{proxied.folder}/on-record.log",
    }.items():
        assert text.count(written) == 1, written
        text = text.replace(written, here)
    return text


def around(text: str) -> str:
    """What Debian's nginx.conf has around the file, for a process of one's own."""
    paths = "".join(
        f"{name}_temp_path temp-{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        "daemon off; worker_processes 1; pid nginx.pid; error_log error.log; user root;"
        f"events {{ worker_connections 768; }} http {{ access_log off; {paths}\n{text}\n}}"
    )


def test_the_archive_is_served_by_https_under_its_own_name(proxied):
    with socket.create_connection(("127.0.0.1", proxied.http_port)) as plain:
        plain.sendall(f"GET /topics/ HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
        redirect = plain.recv(4096).decode()
    assert "301" in redirect
    assert f"Location: https://{HOST}/topics/" in redirect
    status, headers, text, _ = proxied.ask("/robots.txt")
    assert status == 200
    assert f"Sitemap: https://{HOST}/sitemap.xml" in text
    assert "Strict-Transport-Security" in headers
    assert proxied.ask("/search.json?q=ring")[0] == 200


def test_what_a_reader_claims_about_the_address_changes_nothing(proxied):
    claims = {"X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example"}
    claims |= {"X_Forwarded_For": "198.51.100.1", "Forwarded": "host=evil.example"}
    with proxied.connect() as connection:
        lines = "SCRIPT_NAME: /evil\r\nPATH_INFO: /evil\r\nConnection: close\r\n"
        connection.sendall(f"GET /search.json HTTP/1.1\r\nHost: {HOST}\r\n{lines}\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert proxied.ask("/search.json", **claims)[0] == 200
    assert "evil" not in proxied.ask("/search.json")[2]


def test_slow_bodies_and_silent_connections_hold_nobody_up(proxied):
    """From many addresses, since one may not have so many; to a page that reads what is sent."""
    fields = f"Host: {HOST}\r\nOrigin: https://{HOST}\r\nCookie: csrftoken={'a1' * 16}\r\n"
    fields += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 400\r\n"
    head = f"POST /admin/ HTTP/1.1\r\n{fields}\r\n".encode()
    with ExitStack() as stack:
        for number in range(240):
            source = (f"127.0.1.{number % 40 + 1}", 0)
            address = ("127.0.0.1", proxied.https_port)
            connection = stack.enter_context(socket.create_connection(address, 30, source))
            if number < 40:
                connection = stack.enter_context(quick_tls(connection))
                connection.sendall(head + b"text=")
        answers = [proxied.ask(path) for path in ("/healthz", "/search.json?q=ring")]
    assert [answer[0] for answer in answers] == [200, 200]
    assert max(answer[3] for answer in answers) < 6


def quick_tls(plain: socket.socket) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(plain)


def test_who_asks_too_much_is_told_to_come_back(proxied):
    with ThreadPoolExecutor(8) as pool:
        checks = list(pool.map(lambda _: proxied.ask("/api/v1/check", "POST"), range(24)))
        log_ins = list(pool.map(lambda _: proxied.ask("/admin/login/", "POST"), range(12)))
    for answers in (checks, log_ins):
        refused = [answer for answer in answers if answer[0] == 429]
        assert refused
        assert all(int(answer[1]["Retry-After"]) for answer in refused)
    assert proxied.ask("/healthz")[0] == 200


def test_nginx_writes_down_nothing_of_readers(proxied):
    proxied.ask(f"/search.json?q={CANARY}", Referer=f"https://{HOST}/{CANARY}")
    for raw in (
        f"{CANARY}\r\n\r\n",
        f"GET /{CANARY} HTTP/1.1\r\n\r\n",
        f"POST /check/?q={CANARY} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9000000\r\n\r\n",
        f"POST /check/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 3\r\n\r\ntext={CANARY}\r\n\r\n",
    ):
        with proxied.connect() as connection:
            connection.sendall(raw.encode())
            connection.recv(100)
    assert files_with(CANARY.encode(), proxied.folder) == []
    assert files_with(b"client: ", proxied.folder) == []
