"""The review board's score: a weighted mean of up to five parts, each from 0 to 100. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

DAYS_A_MONTH = 365.25 / 12
YEAR_DAYS = 365
FULL = 100.0


class Part(StrEnum):
    """What a score is made of."""

    USE = "use"
    COMPLETION = "completion"
    RATING = "rating"
    AGE = "age"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True)
class CourseFigures:
    """What is known of one course. `licence_days` is what is left of its licence; none where it needs none."""

    starts: int
    completions: int
    rating_count: int
    rating_sum: int
    days_online: int
    licence_days: int | None = None

    @property
    def starts_a_month(self) -> float:
        """Beginnings a month since it went online; the first month counts whole."""
        return self.starts / max(self.days_online / DAYS_A_MONTH, 1.0)

    @property
    def completion_rate(self) -> float | None:
        """Completions of those who began; none before the first beginning."""
        return min(self.completions / self.starts, 1.0) if self.starts else None

    @property
    def stars(self) -> float | None:
        """Mean stars; none before the first rating."""
        return self.rating_sum / self.rating_count if self.rating_count else None


@dataclass(frozen=True, slots=True)
class Scale:
    """What the parts are measured by: the usual use of all courses compared, and the rules' bounds."""

    usual_starts: float
    ratings_least: int
    old_after_months: int


def usual_starts(of: list[CourseFigures]) -> float:
    """The median of beginnings a month of those courses that were begun at all; 0 when none was."""
    used = [figures.starts_a_month for figures in of if figures.starts]
    return median(used) if used else 0.0


def parts(figures: CourseFigures, scale: Scale) -> dict[Part, float]:
    """The points of each part that says something of this course.

    Use: as many beginnings a month as the usual course give 50 points, twice as many 67, none 0.
    Completion: the share of those who began. Rating: one star 0, five stars 100, left out while there are few.
    Age: 100 when new, falling evenly to 0. Licence: 100 with a year or more left, falling evenly to 0.
    """
    found = {Part.USE: _use(figures.starts_a_month, scale.usual_starts)}
    if figures.completion_rate is not None:
        found[Part.COMPLETION] = figures.completion_rate * FULL
    if figures.stars is not None and figures.rating_count >= scale.ratings_least:
        found[Part.RATING] = (figures.stars - 1) / 4 * FULL
    found[Part.AGE] = _left(figures.days_online, scale.old_after_months * DAYS_A_MONTH)
    if figures.licence_days is not None:
        found[Part.LICENCE] = FULL - _left(figures.licence_days, YEAR_DAYS)
    return found


def score(points: Mapping[Part, float], weights: Mapping[Part, int]) -> float:
    """The mean of the parts by their weights; parts that are left out weigh nothing."""
    whole = sum(weights[part] for part in points)
    return sum(points[part] * weights[part] for part in points) / whole if whole else 0.0


def _use(mine: float, usual: float) -> float:
    return mine / (mine + usual) * FULL if mine else 0.0


def _left(gone: float, whole: float) -> float:
    return max(0.0, 1 - max(gone, 0.0) / whole) * FULL
