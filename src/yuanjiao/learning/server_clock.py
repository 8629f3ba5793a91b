"""The clock that counted time is measured by (architecture, pulse contract)."""

from __future__ import annotations

from django.db import connection

from yuanjiao.kernel.clock import steady


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
