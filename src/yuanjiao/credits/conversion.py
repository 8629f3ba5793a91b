"""What training days, short courses and full days are worth, in whole hundredths of a credit. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WHOLE_DAY = 100
MINUTE_MS = 60_000


class LengthStep(NamedTuple):
    """A micro-course whose films take at most so many minutes is worth so many hundredths."""

    up_to_minutes: int
    hundredths: int


def credit_of_days(days_hundredths: int, day_hundredths: int) -> int:
    """The credit of an offline training, rounded down: 1.5 days at 8 credits a day are 12."""
    return days_hundredths * day_hundredths // WHOLE_DAY


def step_of(duration_ms: int, steps: Sequence[LengthStep]) -> LengthStep | None:
    """The lowest step that a course of this length fits; none for one that is no micro-course, or not filmed yet."""
    fitting = [step for step in steps if 0 < duration_ms <= step.up_to_minutes * MINUTE_MS]
    return min(fitting, default=None)


def credit_of_course(own_hundredths: int, duration_ms: int, steps: Sequence[LengthStep]) -> int:
    """What a course earns: its step's fraction if it is a micro-course, else what its editors gave it."""
    step = step_of(duration_ms, steps)
    return own_hundredths if step is None else min(own_hundredths, step.hundredths)


def within_the_day(hundredths: int, earned_today: int, daily_cap: int) -> int:
    """How much of a credit still counts today; a cap of 0 is none."""
    return hundredths if not daily_cap else max(0, min(hundredths, daily_cap - earned_today))
