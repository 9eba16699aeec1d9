"""How gunicorn serves the archive, in ``make demo`` and in production; it is read on its own.

Options of the command line win over what stands here.
"""

from functools import partial
from typing import Any

from gunicorn import glogging
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.workers import gthread
from gunicorn.workers.base import Worker

from archive.collector import spare_what_stays
from archive.logs import DiscreetFormatter
from archive.startup import environment

env = environment()

bind = f"127.0.0.1:{env.str('PORT', '') or 8000}"
workers = env.int("WEB_CONCURRENCY", 2)
worker_class = "gthread"
# What can't start says so once, before there are workers that could each say it; two of them
# failing at once made gunicorn end with its own traceback.
preload_app = True
# More than a processor needs: those that wait, for a slow reader or a database that hangs, leave
# some for /healthz and for others.
threads = 8
control_socket_disable = True
# Bytes of an address, as many as gunicorn takes: a query in Cyrillic is six times its characters.
limit_request_line = 8190
loglevel = "warning"

# No header becomes a part of the address: the archive stands at the root of its own, and what a
# request says of itself must not reach what is kept for others.
forwarder_headers = ""
header_map = "drop"
forwarded_allow_ips = env.str("FORWARDED_ALLOW_IPS", "") or "127.0.0.1,::1"
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}

# Seconds that a connection may hold a thread before it says anything; the others wait unheld.
gthread.DEFAULT_WORKER_DATA_TIMEOUT = 0.1


def when_ready(server: Arbiter) -> None:
    """Spare what was imported, before workers share it."""
    spare_what_stays()


def post_worker_init(worker: Worker) -> None:
    """Bring the index up to each edit that this worker commits."""
    # Django is set up by now.
    from archive.deadlines import WRITE_SECONDS, within
    from quotes.search import behind_edits

    # A database that hangs must not keep the index from the other workers.
    behind_edits.begin(partial(within, WRITE_SECONDS))


def worker_exit(server: Arbiter, worker: Worker) -> None:
    """Let it end what it has begun."""
    from quotes.search import behind_edits

    behind_edits.end()


class DiscreetLogger(glogging.Logger):
    """Logs what happens to the server, and nothing that a reader sent.

    What gunicorn can't read as a request it would quote: pasted words, where a length is wrong.
    """

    def setup(self, cfg: Config) -> None:
        """Set up as gunicorn does, but for what is told of an error."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(DiscreetFormatter(self.error_fmt, self.datefmt))

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log a warning, those about one request aside: they are the reader's news."""
        if not str(msg).startswith("Invalid request from"):
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log an error in the server, without the address that was asked for."""
        text = "Error handling request" if str(msg).startswith("Error handling request") else msg
        super().exception(text, **kwargs)


logger_class = DiscreetLogger
