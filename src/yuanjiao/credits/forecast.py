"""Pace: when the year's requirement will be met if a learner goes on as she has (C4). Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Pace(StrEnum):
    """How a learner stands against the year."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    NOT_STARTED = "not_started"


AT_RISK_DAYS = 60
"""Whoever would be done at most this many days after the year's end is at risk, beyond it behind."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the requirement, in hundredths: earned so far and due in the year."""

    earned: int
    due: int

    @property
    def missing(self) -> int:
        """Hundredths still to earn."""
        return max(0, self.due - self.earned)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the present pace leads: a day (none: not started, or more than ten years off) and the year's total."""

    pace: Pace
    done_on: date | None
    at_year_end: int
    missing: int
    missing_required: int


def foresee(*, total: Part, required: Part, since: date, today: date) -> Forecast:
    """The forecast for one learner.

    :param total: all credits of the year.
    :param required: the part of them from required courses; what is missing of either is taken at the
        pace of all her credits, because she may choose required courses next.
    :param since: first day that counts for her in this year (1 January, or the day she joined).
    :param today: a day of the same year, or later; the pace is credits a day from `since` to it, both counted.
    """
    year_end = date(since.year, 12, 31)
    today = max(since, min(today, year_end))
    days = (today - since).days + 1
    days_left = (year_end - today).days
    at_year_end = total.earned + total.earned * days_left // days
    missing, missing_required = total.missing, required.missing
    if not missing and not missing_required:
        return Forecast(Pace.MET, None, at_year_end, 0, 0)
    if total.earned == 0:
        return Forecast(Pace.NOT_STARTED, None, at_year_end, missing, missing_required)
    needed = -(-max(missing, missing_required) * days // total.earned)
    done_on = None if needed > 3650 else today + timedelta(days=needed)
    return Forecast(_pace_of(done_on, year_end), done_on, at_year_end, missing, missing_required)


def _pace_of(done_on: date | None, year_end: date) -> Pace:
    if done_on is None:
        return Pace.BEHIND
    if done_on <= year_end:
        return Pace.ON_TRACK
    return Pace.AT_RISK if done_on <= year_end + timedelta(days=AT_RISK_DAYS) else Pace.BEHIND
