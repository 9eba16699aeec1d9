"""Three web nodes and nginx in front of the databases, by the how-to's own files and steps."""

import json
import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.archive.served import Answer, Served, free_port, wait_for
from tests.cluster.databases import FILES, ROOT, Database, Databases, databases

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
HOST = "archive.example"
KEY = "qK3-only-in-this-test-ZpW8vR2mXs7Lc1Yt5Hd9Fj4Gb6Na0"
EDITOR, PASSWORD = "editor", "a-long-password-for-tests"
LEFT_OUT = (".git", ".venv", "var", ".env", ".hypothesis", "benchmarks", "tests")


class Process:
    """A program that is started, killed and started again, with what it says in a file."""

    def __init__(
        self, command: list[str], folder: Path, log: Path, environment: dict[str, str]
    ) -> None:
        self.command, self.folder, self.log = command, folder, log
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def signal(self, number: int) -> None:
        """Send a signal to it and all that it has started."""
        if self.process is not None:
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


class Node(Process):
    """A web node: gunicorn as its unit starts it, with the settings of the how-to."""

    def __init__(self, name: str, folder: Path, project: Path, addresses: list[str]) -> None:
        self.name, self.port = name, free_port()
        self.index = folder / name / "index"
        self.index.mkdir(parents=True)
        settings = _settings(addresses, self.port, self.index)
        unit = (FILES / "on-record.service").read_text("utf-8")
        written = re.search(r"^ExecStart=(.+)$", unit, re.MULTILINE)
        assert written is not None
        command = written[1].replace("${BIND}", settings["BIND"])
        command = command.replace(
            "/srv/on-record/.venv/bin/gunicorn", f"{sys.executable} -m gunicorn"
        )
        environment = {"PATH": os.environ["PATH"], "PYTEST_VERSION": "1", "WEB_CONCURRENCY": "1"}
        super().__init__(
            shlex.split(command), project, folder / name / "log", environment | settings
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        super().start()
        wait_for(self.port)

    def manage(self, *arguments: str) -> str:
        """Run a management command with its settings."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=self.folder, env=self.environment,
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer of this very node."""
        by_proxy = {"Host": HOST, "X-Forwarded-Proto": "https"}
        found = Served(self.port, self.log).get(path, {**by_proxy, **(headers or {})})
        lower = {name.lower(): value for name, value in found.headers.items()}
        return Answer(found.status, lower, found.text, found.seconds)

    def health(self) -> tuple[int, str]:
        """Status and text of /healthz."""
        answer = self.get("/healthz")
        return answer.status, answer.text

    def status_of(self, server: Database) -> str:
        """What this node's /healthz says of one of the databases."""
        place = self.environment["DATABASE_REPLICA_URLS"].split().index(server.url())
        return str(json.loads(self.health()[1])["replicas"][place]["status"])


def _settings(addresses: list[str], port: int, index: Path) -> dict[str, str]:
    """The how-to's settings with the addresses of this machine, the nearest first."""
    lines = (FILES / "on-record.env").read_text("utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    hosts = ",".join(address.split("@")[1].split("/")[0] for address in sorted(addresses))
    here = {
        "SECRET_KEY": KEY,
        "DATABASE_URL": f"postgres://archive@{hosts}/archive",
        "DATABASE_REPLICA_URLS": " ".join(addresses),
        "BIND": f"127.0.0.1:{port}",
        "FORWARDED_ALLOW_IPS": "127.0.0.1",
        "SEARCH_INDEX_DIR": str(index),
        "EXPORT_DIR": str(index.with_name("export")),
    }
    assert here.keys() <= settings.keys()
    return settings | here


class Site:
    """All of it: databases, nodes, and nginx as the world sees it."""

    def __init__(self, folder: Path, servers: Databases) -> None:
        self.folder, self.databases = folder, servers
        self.project = folder / "project"
        shutil.copytree(ROOT, self.project, ignore=shutil.ignore_patterns(*LEFT_OUT, "__pycache__"))
        addresses = [each.url() for each in servers.all]
        self.nodes = [
            Node(f"web{n + 1}", folder, self.project, [*addresses[n:], *addresses[:n]])
            for n in range(3)
        ]
        self.port = free_port()
        self.proxy = self._proxy()

    def start(self) -> None:
        """Fill the archive, and start all that serves it."""
        node = self.nodes[0]
        for command in (["migrate", "-v0"], ["load_demo"], ["collectstatic", "-v0", "--noinput"]):
            node.manage(*command)
        node.manage("shell", "-v0", "-c", MAKE_EDITOR)
        node.manage("reindex")
        node.manage("index_snapshot", str(self.folder / "snapshot"))
        for each in self.nodes:
            if each is not node:
                each.manage("reindex", "--from", str(self.folder / "snapshot"))
            each.start()
        self.proxy.start()

    def stop(self) -> None:
        """End what still runs."""
        for each in [self.proxy, *self.nodes]:
            each.signal(signal.SIGCONT)
            each.kill()

    def passages(self) -> list[tuple[int, str, str]]:
        """Key, identifier and some words of the published passages."""
        rows = self.databases.primary.execute(
            "SELECT id, identifier_id, text FROM quotes_passage WHERE state = 'published' "
            "ORDER BY id",
            "archive",
        )
        return [(pk, identifier, " ".join(text.split()[:8])) for pk, identifier, text in rows]

    def reasons(self) -> set[str]:
        """The reasons of all that was done to identifiers, as the primary has them."""
        sql = "SELECT reason FROM quotes_identifierevent"
        return {reason for (reason,) in self.databases.primary.execute(sql, "archive")}

    def _proxy(self) -> Process:
        folder = self.folder / "nginx"
        folder.mkdir()
        make_certificate(folder)
        (folder / "nginx.conf").write_text(self._configured(folder), "utf-8")
        command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
        return Process(command, folder, folder / "log", {})

    def _configured(self, folder: Path) -> str:
        """The two files of the how-to as one, with ports and paths of this machine."""
        text = (ROOT / "docs/how-to/nginx.conf").read_text("utf-8")
        upstream = (FILES / "nginx-upstream.conf").read_text("utf-8")
        for node in self.nodes:
            upstream = upstream.replace(f"{node.name}.example:8000", f"127.0.0.1:{node.port}")
        text, number = re.subn(
            r"upstream on_record \{.*?\n\}\n", lambda _: upstream, text, flags=re.DOTALL
        )
        assert number == 1
        text = re.sub(r" *listen \[::\].*\n", "", text)
        for written, here in {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "/etc/letsencrypt/live/archive.example/fullchain.pem": f"{folder}/certificate.pem",
            "/etc/letsencrypt/live/archive.example/privkey.pem": f"{folder}/key.pem",
            "/var/log/nginx/on-record.log": f"{folder}/on-record.log",
            # Readers here come from one address, and more often than one reader may.
            "rate=20r/s": "rate=2000r/s",
            "rate=10r/m": "rate=2000r/m",
        }.items():
            assert text.count(written) == 1, written
            text = text.replace(written, here)
        return around(text)


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """The whole, which is gone behind the block."""
    with ExitStack() as stack:
        made = Site(folder, stack.enter_context(databases(folder)))
        stack.callback(made.stop)
        made.start()
        yield made


def make_certificate(folder: Path) -> None:
    """A certificate for the archive's name, for two days."""
    openssl = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    more = ["-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*openssl, *more, *files], check=True, capture_output=True)


def around(text: str) -> str:
    """What Debian's nginx.conf has around the file, for a process of one's own."""
    paths = "".join(
        f"{name}_temp_path temp-{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"daemon off; worker_processes 1; pid nginx.pid; error_log error.log; {user}"
        f"events {{ worker_connections 768; }} http {{ access_log off; {paths}\n{text}\n}}"
    )


def tls() -> ssl.SSLContext:
    """A context that takes the certificate as it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def seconds_until(condition: object, *, at_most: float = 60) -> float:
    """How long it took until a function said true; raises TimeoutError."""
    assert callable(condition)
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > at_most:
            raise TimeoutError(f"waited {at_most} seconds in vain")
        time.sleep(0.05)
    return time.monotonic() - started


MAKE_EDITOR = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("{EDITOR}", password="{PASSWORD}")
"""
