"""Signals of study that may not be a person's, recorded for people to look at (C8). Never a verdict."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from yuanjiao.learning.models import Allowance, SuspicionSignal
from yuanjiao.learning.models.suspicion import SuspicionKind

FEWEST_PULSES = 40
STEADIEST_MS = 3.0
"""A browser's timer and a real line scatter by more than this; a script's loop on the same rack does not."""
LONGEST_DAY_MS = 16 * 60 * 60 * 1000

WEIGHTS = {SuspicionKind.METRONOMIC: 3, SuspicionKind.FAST_ANSWERS: 2, SuspicionKind.LONG_DAY: 1}
"""How much a signal of each kind weighs where many wait: what no person does by chance weighs most."""


def note(*, learner_id: int, kind: SuspicionKind, at: datetime, session_id: int, detail: dict[str, Any]) -> None:
    """Record a signal, at most once for a session and day."""
    SuspicionSignal.objects.bulk_create(
        [
            SuspicionSignal(
                learner_id=learner_id,
                kind=kind,
                session_id=session_id,
                at=at,
                day=timezone.localdate(at),
                detail=detail,
            )
        ],
        ignore_conflicts=True,
    )


def look_at_session(allowance: Allowance, now: datetime) -> None:
    """Look at the counters of a session that ends: intervals like a metronome, a day longer than a person's."""
    scatter = interval_scatter(allowance.pulses - 1, allowance.interval_sum_ms, allowance.interval_squares)
    if allowance.pulses >= FEWEST_PULSES and scatter < STEADIEST_MS:
        note(
            learner_id=allowance.learner_id,
            kind=SuspicionKind.METRONOMIC,
            at=now,
            session_id=allowance.session_id,
            detail={"pulses": allowance.pulses, "scatter_ms": round(scatter, 2)},
        )
    if allowance.day_counted_ms > LONGEST_DAY_MS:
        note(
            learner_id=allowance.learner_id,
            kind=SuspicionKind.LONG_DAY,
            at=now,
            session_id=0,
            detail={"counted_ms": allowance.day_counted_ms},
        )


def interval_scatter(count: int, total: int, squares: int) -> float:
    """The standard deviation in milliseconds of `count` intervals with that sum and sum of squares."""
    if count < 1:
        return float("inf")
    mean = total / count
    return float(max(0.0, squares / count - mean * mean) ** 0.5)
