"""What a year requires of someone who is exempt for a part of it, or earned more than enough the year before.

Pure arithmetic in whole days and whole hundredths.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

A_DAY = timedelta(days=1)
MONTHS = 12


class Measure(StrEnum):
    """In what an exempt time is measured."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Span:
    """Some days from a first to a last, both counted; `whole_year` waives every year that it touches."""

    first: date
    last: date
    measure: Measure = Measure.DAYS
    whole_year: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The exempt part of a year: so many of so many."""

    exempt: int
    whole: int

    def left_of(self, hundredths: int, step: int) -> int:
        """What remains of a requirement, rounded down to whole steps: nobody owes more than her share."""
        if not self.exempt:
            return hundredths
        left = hundredths * (self.whole - self.exempt) // self.whole
        return left // step * step


def days_in(year: int) -> int:
    """How many days a year has."""
    return 366 if isleap(year) else 365


def days_of(spans: Iterable[Span], year: int) -> set[date]:
    """The days of a year that lie in at least one of the spans; what two cover counts once."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days: set[date] = set()
    for span in spans:
        day, end = max(span.first, first), min(span.last, last)
        days.update(day + A_DAY * number for number in range((end - day).days + 1))
    return days


def exempt_share(spans: Iterable[Span], year: int) -> Share:
    """How much of a year is exempt: in days, with every month that is measured in months counted whole or not."""
    touching = [span for span in spans if span.first.year <= year <= span.last.year and span.first <= span.last]
    whole = days_in(year)
    if any(span.whole_year for span in touching):
        return Share(whole, whole)
    days = days_of((span for span in touching if span.measure is Measure.DAYS), year)
    by_month = days_of((span for span in touching if span.measure is Measure.MONTHS), year)
    for month in range(1, MONTHS + 1):
        all_days = {date(year, month, number + 1) for number in range(monthrange(year, month)[1])}
        if all_days <= by_month | days:
            days |= all_days
    return Share(len(days), whole)


def carried_over(*, surplus: int, cap: int, elective: int) -> int:
    """How much of last year's surplus counts: never beyond the cap, never for what required courses must earn."""
    return max(0, min(surplus, cap, elective))


def surplus_of(*, earned: int, due_total: int, carried: int) -> int:
    """What someone earned beyond the whole requirement of a year; what was carried into it is not carried on."""
    return max(0, earned - due_total - carried)
