"""SQLite whose write transactions wait in the fair queue of `writers`."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from django.db.backends.sqlite3 import base as sqlite3

from yuanjiao.kernel.sqlite import writers

READING_WORDS = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN", "WITH")


class DatabaseWrapper(sqlite3.DatabaseWrapper):
    """A connection that holds its turn from BEGIN IMMEDIATE to COMMIT or ROLLBACK."""

    _turn: writers.Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; a database that is made by it is its owner's alone to read, with the log beside it."""
        name = str(conn_params["database"])
        if not name.startswith(("file:", ":")):
            with contextlib.suppress(FileExistsError):
                os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # django-stubs leaves it out
        except BaseException:
            self._pass_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # django-stubs leaves it out
        finally:
            self._pass_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # django-stubs leaves it out
        finally:
            self._pass_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # django-stubs leaves it out
        finally:
            self._pass_turn()

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 -- Django's signature
        """A cursor that waits for its turn before it writes outside a transaction."""
        return self.connection.cursor(factory=self._queueing)

    def _queueing(self, connection: Any) -> QueueingCursor:
        # Not a class for each cursor, bound to the connection: only the collector of cycles frees a class, and under
        # pulses tens of thousands of them were a quarter of a second of its work, again and again.
        cursor = QueueingCursor(connection)
        cursor.wrapper = self
        return cursor

    @property
    def has_turn(self) -> bool:
        """Whether this connection is in a transaction or holds its turn."""
        return self.in_atomic_block or self._turn is not None

    def _take_turn(self) -> None:
        if self._turn is None:
            self._turn = writers.queue_of(self.settings_dict["NAME"]).take()

    def _pass_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.end()


class QueueingCursor(sqlite3.SQLiteCursorWrapper):
    """A cursor whose single writing statements outside a transaction wait for their turn as well."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        """Execute one statement, in turn if it writes."""
        with self._turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """Execute one statement for many parameters, in turn if it writes."""
        with self._turn_for(query):
            return super().executemany(query, param_list)

    def _turn_for(self, query: str) -> writers.Turn:
        within = self.wrapper.has_turn
        if within or query.lstrip()[:9].upper().startswith(READING_WORDS):
            return writers.NO_TURN
        return writers.queue_of(self.wrapper.settings_dict["NAME"]).take()
