"""Streams of rows for the audit: one unchanging view of the database, read in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from yuanjiao.credits.chain import COLUMNS

FETCH = 2000
EXACT_TEXT = {
    "sqlite": "substr(at || '.000000', 1, 26)",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}
"""`years.exact_text` of the column, by database."""


@contextmanager
def unchanging_view() -> Iterator[None]:
    """Read everything as of one moment without keeping writers waiting; a caller's own transaction is taken as is."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # `atomic` would begin with the writer's lock here; a deferred transaction only pins a snapshot.
        connection.ensure_connection()
        connection.connection.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.connection.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def stream(statement: str, parameters: tuple[int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, fetched in portions."""
    server_side = connection.vendor != "sqlite"
    with connection.chunked_cursor() if server_side else connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(FETCH):
            yield from rows


def ledger_rows(first: int, last: int | None) -> Iterator[tuple[Any, ...]]:
    """Entries of learners `first` to `last` in the order of writing: `COLUMNS`, previous hash, hash, number."""
    hashed = [EXACT_TEXT[connection.vendor] if name == "at" else name for name in COLUMNS]
    window = "" if last is None else f"WHERE learner_id >= {first:d} AND learner_id <= {last:d}"
    return stream(
        f"SELECT {', '.join(hashed)}, previous_hash, hash, id FROM credits_ledgerentry {window} ORDER BY id"  # noqa: S608 -- own columns and whole numbers
    )
