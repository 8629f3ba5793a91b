"""A desk from memory into the rows that someone else wrote meanwhile: a union, never a blind overwrite."""

from __future__ import annotations

from dataclasses import replace

from yuanjiao.learning import coverage
from yuanjiao.learning.desk import Desk


def merged(row: Desk, hot: Desk) -> Desk:
    """What the rows of the session's lesson should hold, when `row` is newer than what `hot` began with.

    The row says which session is active and which epoch holds; what `hot` had counted stays counted,
    and is charged to a balance that the row carried on from before it was counted.
    """
    if row.session == hot.session:
        return replace(hot, version=row.version, watch_version=row.watch_version, epoch=row.epoch)
    if row.lesson != hot.lesson:
        return row
    both = coverage.union(row.coverage, hot.coverage)
    return replace(
        row,
        coverage=both,
        covered_ms=coverage.measure(both),
        answered=row.answered | hot.answered,
        completed_at_ms=row.completed_at_ms or hot.completed_at_ms,
        balance_ms=max(0, row.balance_ms - hot.charged_ms),
        journal_id=hot.journal_id,
    )
