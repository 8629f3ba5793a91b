"""What is to be built: every figure of the demonstration follows from this and nothing else."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
CITY_FROM = 10_000
"""From so many learners on it is a city for measuring: fewer completions, no sessions behind them."""
FRESH_YEAR_DAYS = 90
FOUNDED_BEFORE_DAYS = 700
MARK = "（示例）"
"""Stands behind every made-up name."""


@dataclass(frozen=True)
class Plan:
    """Size, seed and date of a demonstration.

    :param completions: mean number of completed courses of a learner.
    :param courses: how many of the courses are built; the first always comes with its own film.
    """

    learners: int = 2000
    seed: int = 1
    today: date = date(2026, 1, 1)
    completions: int = 33
    courses: int = 10_000

    @property
    def city(self) -> bool:
        """Whether it is built for measuring: only what credits stand on."""
        return self.learners >= CITY_FROM

    @property
    def start(self) -> date:
        """The first day of the story: New Year, or a year ago while the year is young."""
        new_year = date(self.today.year, 1, 1)
        young = (self.today - new_year).days < FRESH_YEAR_DAYS
        return self.today - timedelta(days=365) if young else new_year

    @property
    def founded(self) -> date:
        """Since when there is the academy: its first courses were made before the story begins."""
        return self.start - timedelta(days=FOUNDED_BEFORE_DAYS)

    @property
    def begins_at(self) -> datetime:
        """The first moment of the story."""
        return at(self.start, 0)

    @property
    def ends_at(self) -> datetime:
        """The story ends with yesterday: today belongs to whoever signs in."""
        return at(self.today, 0)

    def draw(self, *about: object) -> random.Random:
        """A source of chance for one matter; the same whenever it is asked for."""
        return random.Random(":".join(map(str, (self.seed, *about))))  # noqa: S311 -- made-up data, no secret


def at(day: date, seconds: float) -> datetime:
    """A moment of a day in Shanghai, as UTC."""
    return (datetime.combine(day, time(), SHANGHAI) + timedelta(seconds=round(seconds))).astimezone(UTC)
