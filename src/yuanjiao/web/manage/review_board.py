"""The review board: every course with its figures, a score, and the parts that the score is made of.

The figures stand with the courses, where the learning domain counts them; a score is worked out when it is
looked at, by the rules in force, and nothing of it is kept but what a proposal quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, CourseProposal
from yuanjiao.catalogue.public import CourseFigures, ReviewRules, Scale, ScorePart
from yuanjiao.organisation.public import Permission, Scope

MONTH_DAYS = 30.4375
COUNTED = ("licensed_until", "published_at", "start_count", "completion_count", "rating_count", "rating_sum")
UNIT = ("unit__name", "unit__short_name")
SHOWN = ("key", "title", "state", "source_kind", "topic__name", *UNIT, "click_count", *COUNTED)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One course on the board."""

    course: Course
    figures: CourseFigures
    points: dict[ScorePart, float]
    score: float
    weak: bool
    proposal: CourseProposal | None = None

    @property
    def months(self) -> float:
        """How long it has been online, in months."""
        return self.figures.days_online / MONTH_DAYS


@dataclass(frozen=True)
class Board:
    """What the scores of one reader's courses are measured by."""

    rules: ReviewRules
    scale: Scale
    now: datetime

    def line(self, course: Course, proposal: CourseProposal | None = None) -> BoardLine:
        """A course with its score."""
        figures = figures_of(course, self.now)
        points = catalogue.score_parts(figures, self.scale)
        score = catalogue.score_of(points, weights_of(self.rules))
        return BoardLine(course, figures, points, score, score < self.rules.weak_below, proposal)


def board_of(scope: Scope, now: datetime) -> Board:
    """The measure of the board: what is usual among the reader's courses that are online; two queries."""
    rules = catalogue.review_rules(now)
    online = catalogue.courses_in(scope, Permission.COURSES_READ).filter(state__in=catalogue.STUDIED)
    usual = catalogue.usual_starts([figures_of(course, now) for course in online.only(*COUNTED)])
    return Board(rules, catalogue.Scale(usual, rules.ratings_least, rules.old_after_months), now)


def lines_of(board: Board, courses: QuerySet[Course]) -> list[BoardLine]:
    """The courses with their scores and open proposals; two queries."""
    rows = list(courses.select_related("topic", "unit").only(*SHOWN))
    waiting = {
        proposal.course_id: proposal
        for proposal in CourseProposal.objects.filter(course__in=courses, decided_at__isnull=True)
    }
    return [board.line(course, waiting.get(course.pk)) for course in rows]


def figures_of(course: Course, now: datetime) -> CourseFigures:
    """What the score is made of."""
    online_at = course.published_at or now
    return CourseFigures(
        starts=course.start_count,
        completions=course.completion_count,
        rating_count=course.rating_count,
        rating_sum=course.rating_sum,
        days_online=max((now - online_at).days, 0),
        licence_days=max((until - timezone.localdate(now)).days, 0) if (until := course.licensed_until) else None,
    )


def weights_of(rules: ReviewRules) -> dict[ScorePart, int]:
    """The weights of the rules by part."""
    return {part: getattr(rules, part.value) for part in ScorePart}


def quoted(line: BoardLine) -> dict[str, Any]:
    """The figures that a proposal keeps."""
    return {
        "score": round(line.score, 1),
        "parts": {part.value: round(points, 1) for part, points in line.points.items()},
        "clicks": line.course.click_count,
        "starts": line.figures.starts,
        "completions": line.figures.completions,
        "stars": round(line.figures.stars, 1) if line.figures.stars else None,
        "days_online": line.figures.days_online,
    }


def in_order(lines: Iterable[BoardLine], sort: str) -> list[BoardLine]:
    """The lines in the order that the reader chose; the title decides ties."""
    key = SORTS.get(sort, SORTS["worst"])
    return sorted(lines, key=lambda line: (key(line), line.course.title, line.course.pk))


SORTS: dict[str, Callable[[BoardLine], float]] = {
    "worst": lambda line: line.score,
    "best": lambda line: -line.score,
    "clicks": lambda line: -line.course.click_count,
    "starts": lambda line: -line.figures.starts,
    "completions": lambda line: -line.figures.completions,
    "unfinished": lambda line: 2 if line.figures.completion_rate is None else line.figures.completion_rate,
    "rating": lambda line: 9 if line.figures.stars is None else line.figures.stars,
    "oldest": lambda line: -line.figures.days_online,
}
