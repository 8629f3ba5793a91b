"""The hot rows as SQL for both databases: loaded by learner, saved only over the version that was loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from yuanjiao.learning import coverage
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake.merge import reunited

ALLOWANCE = {
    "learner_id": "bigint",
    "version": "bigint",
    "balance_ms": "bigint",
    "accrued_at_ms": "bigint",
    "epoch": "int",
    "session_id": "bigint",
    "lesson_id": "bigint",
    "sequence_high": "bigint",
    "sequence_mask": "bigint",
    "pulses": "bigint",
    "counted_ms": "bigint",
    "interval_sum_ms": "bigint",
    "interval_squares": "bigint",
    "day": "int",
    "day_counted_ms": "bigint",
    "journal_id": "bigint",
}
WATCH = {
    "learner_id": "bigint",
    "lesson_id": "bigint",
    "course_id": "bigint",
    "version": "bigint",
    "coverage": "bytea",
    "covered_ms": "bigint",
    "duration_ms": "bigint",
    "position_ms": "bigint",
    "pending": "bytea",
    "answered": "bigint",
    "outstanding": "smallint",
    "check_due_ms": "bigint",
    "completed_at_ms": "bigint",
    "updated_at_ms": "bigint",
}
UNITED = (
    "coverage",
    "covered_ms",
    "pending",
    "answered",
    "outstanding",
    "check_due_ms",
    "completed_at_ms",
)
_LOADED = ", ".join(
    [f"a.{column}" for column in ALLOWANCE]
    + [f"w.{column}" for column in WATCH if column not in {"learner_id", "lesson_id"}]
)
_JOINED = (
    "FROM learning_allowance a LEFT JOIN learning_watch w"
    " ON w.learner_id = a.learner_id AND w.lesson_id = a.lesson_id WHERE a.learner_id"
)
SELECT = f"SELECT {_LOADED} {_JOINED}"
SELECT_PACKED = f"SELECT {_LOADED}, a.desk, a.behind_since_ms {_JOINED} = ANY(%s::bigint[])"


class Cursor(Protocol):
    """What both databases' raw cursors share."""

    rowcount: int

    def execute(self, query: Any, params: Any = ..., /) -> Any:
        """Run one statement."""

    def fetchall(self) -> list[Any]:
        """All rows of the last statement."""
        ...


def desk(row: Sequence[Any]) -> Desk:
    """The desk of a loaded row; a learner whose lesson has no watch yet has an empty one."""
    found = Desk(*row[:16])
    watch = row[16:]
    if watch[0] is not None:
        found.course, found.watch_version = watch[0], watch[1]
        found.coverage, found.covered_ms = coverage.unpack(watch[2]), watch[3]
        found.duration_ms, found.position_ms, found.pending = watch[4], watch[5], coverage.unpack(watch[6])
        found.answered, found.outstanding, found.check_due_ms, found.completed_at_ms = watch[7:11]
    return found


def allowance_row(desk: Desk) -> tuple[Any, ...]:
    """The values of `ALLOWANCE` with the next version."""
    return (
        desk.learner,
        desk.version + 1,
        desk.balance_ms,
        desk.accrued_at_ms,
        desk.epoch,
        desk.session,
        desk.lesson,
        desk.sequence_high,
        desk.sequence_mask,
        desk.pulses,
        desk.counted_ms,
        desk.interval_sum_ms,
        desk.interval_squares,
        desk.day,
        desk.day_counted_ms,
        desk.journal_id,
    )


def watch_row(desk: Desk) -> tuple[Any, ...]:
    """The values of `WATCH` with the next version."""
    return (
        desk.learner,
        desk.lesson,
        desk.course,
        desk.watch_version + 1,
        coverage.pack(desk.coverage),
        desk.covered_ms,
        desk.duration_ms,
        desk.position_ms,
        coverage.pack(desk.pending),
        desk.answered,
        desk.outstanding,
        desk.check_due_ms,
        desk.completed_at_ms,
        desk.accrued_at_ms,
    )


class SqliteRows:
    """Many rows a statement, in chunks of a power of two so that few prepared statements serve all sizes."""

    def load(self, cursor: Cursor, learners: Sequence[int]) -> list[Desk]:
        """The desks of some learners; those without an allowance are left out."""
        marks = ",".join("?" * len(learners))
        cursor.execute(f"{SELECT} IN ({marks})", tuple(learners))
        return [desk(row) for row in cursor.fetchall()]

    def save(self, cursor: Cursor, desks: Sequence[Desk]) -> int:
        """Write desks whose versions are still the ones loaded; how many rows were written (two a desk if all)."""
        written = self._upsert(
            cursor, "learning_allowance", ALLOWANCE, ["learner_id"], [allowance_row(each) for each in desks]
        )
        return written + self._upsert(
            cursor, "learning_watch", WATCH, ["learner_id", "lesson_id"], [watch_row(each) for each in desks]
        )

    def unite_watch(self, cursor: Cursor, hot: Desk) -> None:
        """Merge a desk into the watch of its lesson, which is no longer the active one."""
        columns = ", ".join(UNITED)
        cursor.execute(
            f"SELECT duration_ms, {columns} FROM learning_watch WHERE learner_id = ? AND lesson_id = ?",  # noqa: S608 -- our own names
            (hot.learner, hot.lesson),
        )
        found = cursor.fetchall()
        if not found:
            return
        duration, covered, _, pending, answered, outstanding, due, completed = found[0]
        row = Desk(
            hot.learner,
            duration_ms=duration,
            coverage=coverage.unpack(covered),
            pending=coverage.unpack(pending),
            answered=answered,
            outstanding=outstanding,
            check_due_ms=due,
            completed_at_ms=completed,
        )
        both = reunited(row, hot)
        changes = ", ".join(f"{column} = ?" for column in UNITED)
        cursor.execute(
            f"UPDATE learning_watch SET {changes}, version = version + 1 WHERE learner_id = ? AND lesson_id = ?",  # noqa: S608 -- our own names
            (
                coverage.pack(both.coverage),
                both.covered_ms,
                coverage.pack(both.pending),
                both.answered,
                both.outstanding,
                both.check_due_ms,
                both.completed_at_ms,
                hot.learner,
                hot.lesson,
            ),
        )

    def _upsert(
        self, cursor: Cursor, table: str, columns: Iterable[str], key: list[str], rows: Sequence[tuple[Any, ...]]
    ) -> int:
        written = 0
        at = 0
        while at < len(rows):
            size = min(64, 1 << (len(rows) - at).bit_length() - 1)
            cursor.execute(
                _sqlite_statement(table, tuple(columns), tuple(key), size),
                [value for row in rows[at : at + size] for value in row],
            )
            written += cursor.rowcount
            at += size
        return written


class PostgresRows:
    """One statement of arrays a table; rows in the order of learners, so that two nodes lock alike."""

    def lock(self, cursor: Cursor, learners: Sequence[int]) -> list[Desk]:
        """The desks as the columns have them, their allowances locked until the transaction ends."""
        cursor.execute(f"{SELECT} = ANY(%s::bigint[]) ORDER BY a.learner_id FOR UPDATE OF a", (list(learners),))
        return [desk(row) for row in cursor.fetchall()]

    def save(self, cursor: Cursor, desks: Sequence[Desk]) -> int:
        """Write desks whose versions are still the ones loaded; how many rows were written (two a desk if all)."""
        ordered = sorted(desks, key=lambda each: each.learner)
        written = 0
        for table, columns, key, values in (
            ("learning_allowance", ALLOWANCE, ("learner_id",), [allowance_row(each) for each in ordered]),
            ("learning_watch", WATCH, ("learner_id", "lesson_id"), [watch_row(each) for each in ordered]),
        ):
            cursor.execute(
                _postgres_statement(table, columns, key), [list(column) for column in zip(*values, strict=True)]
            )
            written += cursor.rowcount
        return written


_statements: dict[tuple[Any, ...], str] = {}


def _sqlite_statement(table: str, columns: tuple[str, ...], key: tuple[str, ...], size: int) -> str:
    known = (table, size)
    if known not in _statements:
        marks = "(" + ",".join("?" * len(columns)) + ")"
        _statements[known] = _upsert(table, columns, key, "VALUES " + ",".join([marks] * size))
    return _statements[known]


def _postgres_statement(table: str, columns: dict[str, str], key: tuple[str, ...]) -> str:
    known = (table, "postgres")
    if known not in _statements:
        # Binary (%b): an array of bytes written out as text costs three hundred times as much.
        arrays = ",".join(f"%b::{kind}[]" for kind in columns.values())
        packed = ", desk = NULL, behind_since_ms = NULL" if table == "learning_allowance" else ""
        _statements[known] = _upsert(table, tuple(columns), key, f"SELECT * FROM unnest({arrays})", packed)  # noqa: S608 -- our own names
    return _statements[known]


def _upsert(table: str, columns: tuple[str, ...], key: tuple[str, ...], source: str, more: str = "") -> str:
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key) + more
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) {source} ON CONFLICT ({', '.join(key)}) "
        f"DO UPDATE SET {changes} WHERE {table}.version = excluded.version - 1"
    )
