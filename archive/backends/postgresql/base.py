"""Django's PostgreSQL, by connections that are closed when a request has waited long enough."""

from concurrent.futures import Future, TimeoutError as WaitedTooLongError
from contextlib import suppress
from threading import Thread
from time import monotonic
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg.abc import RV, PQGen

from archive.deadlines import allowance

NOT_CONFIRMED = (
    "The database has committed with a warning: the change may be on one machine only, and is lost "
    "if that one is."
)
NO_ANSWER = "The database has not answered in time; the connection to it is closed."


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that waits for its server no longer than the request may.

    Every exchange with the server goes through ``wait``: statements, commits, rollbacks, copies.
    """

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """What the exchange gives back.

        At the deadline it raises OperationalError and closes the socket: what the server says later
        must not be taken for the answer to another question.
        """
        allowed = allowance()
        if allowed is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        started = monotonic()
        try:
            return super().wait(gen, interval, max(allowed.seconds, 0))
        except psycopg.OperationalError:
            if monotonic() - started < allowed.seconds:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(NO_ANSWER) from None
        finally:
            allowed.seconds -= monotonic() - started


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with connections of the kind above."""

    # Django connects by this module's connect().
    Database = SimpleNamespace(  # type: ignore[assignment]
        **{**vars(psycopg), "connect": BoundedConnection.connect}
    )

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; raises OperationalError where none is made before the deadline.

        It is made in a thread of its own: connect_timeout holds for each address of a host anew,
        and not for the name server.
        """
        allowed = allowance()
        if allowed is None:
            return super().get_new_connection(conn_params)
        started = monotonic()
        made: Future[Any] = Future()
        Thread(target=self._connect, args=(conn_params, made), daemon=True).start()
        try:
            return made.result(max(allowed.seconds, 0))
        except WaitedTooLongError:
            if made.cancel():
                raise psycopg.OperationalError(NO_ANSWER) from None
            return made.result()
        finally:
            allowed.seconds -= monotonic() - started

    def _commit(self) -> Any:
        """Commit; raises OperationalError where the server warns.

        That is how it says that it no longer waits for its synchronous standby, because somebody
        has ended the wait.
        """
        warnings: list[str] = []

        def note(said: psycopg.errors.Diagnostic) -> None:
            if said.severity_nonlocalized == "WARNING":
                warnings.append(said.message_primary or "")

        if self.connection is None:
            return
        self.connection.add_notice_handler(note)
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self.connection.remove_notice_handler(note)
        if warnings:
            raise OperationalError(f"{NOT_CONFIRMED} ({warnings[0]})")

    def _connect(self, conn_params: dict[str, Any], made: "Future[Any]") -> None:
        try:
            connection = super().get_new_connection(conn_params)
        except Exception as error:  # noqa: BLE001  for the thread that waits, if it still does
            with suppress(Exception):
                made.set_exception(error)
        else:
            if made.set_running_or_notify_cancel():
                made.set_result(connection)
            else:
                connection.close()
