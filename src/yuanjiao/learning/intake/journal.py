"""The pulse journal of one machine: desks packed into one appended row a batch.

Twenty thousand learners are twenty thousand scattered pages of a table; a flush to disk for each
batch that touches a hundred of them is a hundred pages of log. Appended side by side they are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from struct import Struct
from typing import Any

from yuanjiao.learning import coverage
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.intake.rows import Cursor

FORM = Struct("<15qi7qh2qHH")


def pack(desk: Desk) -> bytes:
    """A desk as bytes."""
    watched, pending = coverage.pack(desk.coverage), coverage.pack(desk.pending)
    return (
        FORM.pack(
            desk.learner,
            desk.version,
            desk.balance_ms,
            desk.accrued_at_ms,
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
            desk.epoch,
            desk.watch_version,
            desk.course,
            desk.covered_ms,
            desk.duration_ms,
            desk.position_ms,
            desk.answered,
            desk.check_due_ms,
            desk.outstanding,
            desk.completed_at_ms,
            desk.charged_ms,
            len(watched) // 8,
            len(pending) // 8,
        )
        + watched
        + pending
    )


def unpack(raw: bytes) -> Iterator[Desk]:
    """The desks of a journal row, in the order of their packing."""
    at = 0
    while at < len(raw):
        values: Sequence[Any] = FORM.unpack_from(raw, at)
        at += FORM.size
        (learner, version, balance, accrued, session, lesson, high, mask, pulses, counted, total, squares, day) = (
            values[:13]
        )
        day_counted, journal_id, epoch, watch_version, course, covered, duration, position, answered = values[13:22]
        due, outstanding, completed, charged, watched, pending = values[22:]
        middle = at + watched * 8
        end = middle + pending * 8
        yield Desk(
            learner=learner,
            version=version,
            balance_ms=balance,
            accrued_at_ms=accrued,
            epoch=epoch,
            session=session,
            lesson=lesson,
            sequence_high=high,
            sequence_mask=mask,
            pulses=pulses,
            counted_ms=counted,
            interval_sum_ms=total,
            interval_squares=squares,
            day=day,
            day_counted_ms=day_counted,
            journal_id=journal_id,
            watch_version=watch_version,
            course=course,
            duration_ms=duration,
            coverage=coverage.unpack(raw[at:middle]),
            covered_ms=covered,
            position_ms=position,
            pending=coverage.unpack(raw[middle:end]),
            answered=answered,
            outstanding=outstanding,
            check_due_ms=due,
            completed_at_ms=completed,
            charged_ms=charged,
        )
        at = end


def append(cursor: Cursor, desks: Iterable[Desk]) -> int:
    """Append one row for a batch; its number."""
    cursor.execute("INSERT INTO learning_pulsejournal (desks) VALUES (?) RETURNING id", (b"".join(map(pack, desks)),))
    return int(cursor.fetchall()[0][0])


def remaining(cursor: Cursor) -> Iterator[tuple[int, Desk]]:
    """Every desk in the journal with the number of its row, oldest first."""
    cursor.execute("SELECT id, desks FROM learning_pulsejournal ORDER BY id")
    for number, raw in cursor.fetchall():
        for desk in unpack(raw):
            yield number, desk


def forget(cursor: Cursor, before: int, at_most: int) -> None:
    """Delete some rows whose desks have all been written, the oldest first."""
    cursor.execute(
        "DELETE FROM learning_pulsejournal WHERE id IN"
        " (SELECT id FROM learning_pulsejournal WHERE id < ? ORDER BY id LIMIT ?)",
        (before, at_most),
    )
