"""When people study: the week, the hours of a day, the seasons of a year. Pure arithmetic."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate

WEEK = (1.0, 1.05, 1.05, 1.0, 0.85, 0.5, 0.65)
"""Monday to Sunday."""
MONTHS = (0.8, 0.55, 1.0, 1.0, 0.95, 1.25, 0.85, 0.8, 1.0, 0.85, 1.3, 1.5)
"""January to December: few around the Spring Festival, many before the half-yearly circular and at year's end."""
HOURS = (
    *(0.1, 0.03, 0.01, 0.01, 0.02, 0.15, 0.7, 1.7, 1.9, 0.8, 0.8, 0.7),
    *(1.5, 1.3, 0.6, 0.6, 0.6, 0.7, 0.9, 1.9, 2.8, 2.6, 1.4, 0.5),
)
LATE_PEAK = 6.0
"""How much likelier the last eight weeks are to someone who leaves things late."""


class Days:
    """The days of a span, each as likely as people are to study on it."""

    def __init__(self, first: date, end: date, *, late: bool = False) -> None:
        self._first = first
        length = max((end - first).days, 1)
        weights = [weight(first + timedelta(days=number)) for number in range(length)]
        if late:
            weights = [each * (LATE_PEAK if number >= length - 56 else 1.0) for number, each in enumerate(weights)]
        self._sums = list(accumulate(weights))

    def draw(self, chance: random.Random) -> date:
        """One day."""
        return self._first + timedelta(days=place(chance, self._sums))


HOUR_SUMS = list(accumulate(HOURS))


def weight(day: date) -> float:
    """How much is studied on a day, 1 being an ordinary working day."""
    return WEEK[day.weekday()] * MONTHS[day.month - 1]


def second_of_day(chance: random.Random) -> int:
    """A moment of a day, in seconds since midnight."""
    return place(chance, HOUR_SUMS) * 3600 + chance.randrange(3600)


def place(chance: random.Random, sums: Sequence[float]) -> int:
    """A place among running sums of weights."""
    return min(bisect(sums, chance.random() * sums[-1]), len(sums) - 1)
