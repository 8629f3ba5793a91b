"""Checkpoints of SQLite's log on a connection of their own.

Done inline by whichever writer crosses a thousand pages, they were three quarters of the longest
waits; beside the writers they cost no one anything. But beside them the log is never moved to its end,
so it would never begin anew: it would grow, and flushing a growing file to disk is dearer than flushing
one whose blocks are there. So now and then the last few pages are moved with the writers held, and the
next writer begins at the front. A log that grows all the same (a long reader in the way) is cut.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time
from pathlib import Path

from yuanjiao.kernel.sqlite.writers import queue_of

logger = logging.getLogger(__name__)

EVERY_SECONDS = 0.5
PAGES_BEFORE_ANEW = 4_000
LARGEST_LOG = 256 * 1024 * 1024
REST_SECONDS = 30


def put_away(path: str) -> None:
    """Move all of the log into its file and empty it, at the end: who then copies the file has everything.

    Where that fails, nothing is lost: the log is read at the next start.
    """
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=2)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        logger.warning("the log stays beside the database: %s", error)


class Checkpointer:
    """Moves the log of one database into its file, twice a second."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._log = Path(f"{path}-wal")
        self._not_before = 0.0
        self._said = ""

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop."""
        with contextlib.closing(sqlite3.connect(self._path, isolation_level=None, timeout=0.05)) as connection:
            while not stop.wait(EVERY_SECONDS):
                self._try(connection)

    def _try(self, connection: sqlite3.Connection) -> None:
        try:
            self._checkpoint(connection)
        except sqlite3.Error as error:
            # Said once: a line twice a second would fill what is left of a full disk.
            if str(error) != self._said:
                logger.warning("checkpoints are put off: %s", error)
            self._said = str(error)
        else:
            if self._said:
                logger.warning("checkpoints are made again")
            self._said = ""

    def _checkpoint(self, connection: sqlite3.Connection) -> None:
        _, pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if pages > PAGES_BEFORE_ANEW:
            with queue_of(self._path).take():
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if time.monotonic() < self._not_before or not self._log.exists() or self._log.stat().st_size < LARGEST_LOG:
            return
        with queue_of(self._path).take():
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            # A long reader, such as a backup, holds the log; writers must not wait for it again and again.
            self._not_before = time.monotonic() + REST_SECONDS
