"""A desk from memory into the rows that someone else wrote meanwhile: a union, never a blind overwrite."""

from __future__ import annotations

from dataclasses import replace

from yuanjiao.learning import coverage
from yuanjiao.learning.coverage import Spans
from yuanjiao.learning.desk import Desk


def merged(row: Desk, hot: Desk) -> Desk:
    """What the rows of the active session should hold, when `row` is newer than what `hot` began with.

    The row says which session is active and which epoch holds. Time that `hot` has used up must not
    accrue a second time, whichever lesson is open now, and what it had counted stays counted.
    """
    if row.session == hot.session:
        return replace(hot, version=row.version, watch_version=row.watch_version, epoch=row.epoch)
    accrued_at_ms = max(row.accrued_at_ms, hot.accrued_at_ms)
    if row.lesson != hot.lesson:
        return replace(row, accrued_at_ms=accrued_at_ms, journal_id=hot.journal_id)
    # Both balances grew from the one that `hot` began with; only `hot`'s was charged since.
    left = hot.balance_ms if hot.accrued_at_ms >= row.accrued_at_ms else max(0, row.balance_ms - hot.charged_ms)
    return replace(
        reunited(row, hot), balance_ms=left, accrued_at_ms=accrued_at_ms, journal_id=hot.journal_id, charged_ms=0
    )


def reunited(row: Desk, hot: Desk) -> Desk:
    """`row` with what `hot` knows of the same lesson's watch, cut to the film's present length.

    The committer is the only author of checks and pending spans, so memory knows them better.
    """
    both = fitted(coverage.union(row.coverage, hot.coverage), row.duration_ms)
    waiting = fitted(coverage.union(row.pending, hot.pending), row.duration_ms)
    return replace(
        row,
        coverage=both,
        covered_ms=coverage.measure(both),
        pending=coverage.difference(waiting, both),
        answered=row.answered | hot.answered,
        outstanding=hot.outstanding,
        check_due_ms=max(row.check_due_ms, hot.check_due_ms) if hot.outstanding >= 0 else 0,
        completed_at_ms=row.completed_at_ms or hot.completed_at_ms,
    )


def fitted(spans: Spans, duration_ms: int) -> Spans:
    """The spans inside a film of that length."""
    return [(start, min(end, duration_ms)) for start, end in spans if start < duration_ms]
