"""Streams of rows for the audit: one unchanging view of the database, read in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from yuanjiao.credits.chain import COLUMNS

FETCH = 2000
EXACT_TEXT = {
    "sqlite": "substr(at || '.000000', 1, 26)",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}
"""`years.exact_text` of the column, by database."""


@dataclass(frozen=True, slots=True)
class View:
    """One state of the ledger, which other processes can read as well.

    `snapshot` names it to PostgreSQL while the transaction that saw it first is open. On SQLite, which has one
    writer, entries come in the order of their numbers: `through`, the last number, says all.
    """

    through: int
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Some of the learners: of the numbers `first` to `last`, those that leave `number` when divided by `of`."""

    first: int
    last: int
    number: int = 0
    of: int = 1


@contextmanager
def unchanging_view(view: View | None = None) -> Iterator[View]:
    """Read everything as of one moment without keeping writers waiting; a caller's own transaction is taken as is.

    :param view: what another process sees, to be seen here too; a view of its own otherwise.
    """
    if connection.in_atomic_block:
        yield view or View(_last_entry())
    elif connection.vendor == "sqlite":
        # `atomic` would begin with the writer's lock here; a deferred transaction only pins a snapshot.
        connection.ensure_connection()
        connection.connection.execute("BEGIN DEFERRED")
        try:
            yield view or View(_last_entry())
        finally:
            connection.connection.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                if view is None:
                    cursor.execute("SELECT pg_export_snapshot()")
                    view = View(_last_entry(), cursor.fetchone()[0])
                else:
                    cursor.execute("SET TRANSACTION SNAPSHOT %s", [view.snapshot])
            yield view


def _last_entry() -> int:
    return int(next(stream("SELECT COALESCE(MAX(id), 0) FROM credits_ledgerentry"))[0])


def stream(statement: str, parameters: tuple[int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, fetched in portions."""
    server_side = connection.vendor != "sqlite"
    with connection.chunked_cursor() if server_side else connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(FETCH):
            yield from rows


def ledger_rows(share: Share, view: View) -> Iterator[tuple[Any, ...]]:
    """Entries of a share of the learners in the order of writing: `COLUMNS`, previous hash, hash, number."""
    hashed = [EXACT_TEXT[connection.vendor] if name == "at" else name for name in COLUMNS]
    shared = f"AND learner_id %% {share.of:d} = {share.number:d}" if share.of > 1 else ""
    # The plus keeps SQLite from the index of learners: row by row from it takes far longer than the whole table.
    return stream(
        f"SELECT {', '.join(hashed)}, previous_hash, hash, id FROM credits_ledgerentry "  # noqa: S608 -- own columns and whole numbers
        f"WHERE id <= {view.through:d} AND +learner_id BETWEEN {share.first:d} AND {share.last:d} "
        f"{shared} ORDER BY id"
    )
