"""The clock that counted time is measured by (architecture, pulse contract)."""

from __future__ import annotations

from django.db import connection

from yuanjiao.kernel.clock import Clock, steady

READ_EVERY_MS = 10_000


def now_ms() -> int:
    """Server time in milliseconds.

    Nodes that share a PostgreSQL share its clock, or time could be gained by going from node to
    node; on SQLite there is one machine, whose steady clock no one can set back while it runs.
    """
    if connection.vendor != "postgresql":
        return steady()
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        return int(cursor.fetchone()[0])


class SharedClock:
    """The clock that nodes share, carried on by this machine's own between two readings; for one thread.

    It is never ahead of the shared one: a reading is taken as if it had been made the moment it
    arrived. It may be behind by the time of one trip, and readers count a step back as zero.
    """

    def __init__(self, shared: Clock, own: Clock) -> None:
        self._shared = shared
        self._own = own
        self._ahead_ms = 0
        self._read_at: int | None = None

    def __call__(self) -> int:
        """The time now."""
        now = self._own()
        if self._read_at is None or now - self._read_at > READ_EVERY_MS:
            there = self._shared()
            now = self._read_at = self._own()
            self._ahead_ms = there - now
        return now + self._ahead_ms
