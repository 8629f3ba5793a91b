"""Reading rubrics and assessments: scores by unit and category, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from yuanjiao.credits.public import date_of
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.models import Assessment, AssessmentState, Objection, Rubric, Score


@dataclass(slots=True)
class UnitScores:
    """A unit's points in one assessment, all together and by category, in hundredths; its rank among the others."""

    unit: Unit
    points: int = 0
    by_category: dict[str, int] = field(default_factory=dict)
    missing: int = 0
    objections: int = 0
    rank: int = 0


def rubric_categories(rubric: Rubric) -> dict[str, int]:
    """The categories of a rubric in their order, each with its weight."""
    found: dict[str, int] = {}
    for category, weight in rubric.indicators.order_by("position").values_list("category", "weight"):
        found[category] = found.get(category, 0) + weight
    return found


def assessments_in(scope: Scope) -> QuerySet[Assessment]:
    """The assessments that a scope carries out, and those that are shown in which it has a unit."""
    rows = Assessment.objects.select_related("unit", "rubric")
    carried = scope.rows(Permission.ASSESSMENTS_WRITE, Assessment.objects.all())
    own = scope.rows(Permission.FIGURES_READ, Score.objects.filter(assessment__state__in=SHOWN))
    return rows.filter(Q(pk__in=carried.values("pk")) | Q(pk__in=own.values("assessment_id")))


SHOWN = (AssessmentState.SHOWN, AssessmentState.FINAL)


def scores_in(scope: Scope, assessment: Assessment) -> QuerySet[Score]:
    """The scores of an assessment that a scope may read: all for whoever carries it out, else those of its units."""
    rows = assessment.scores.select_related("unit", "indicator", "given_by")
    if scope.may(Permission.ASSESSMENTS_WRITE, assessment.unit):
        return rows
    return scope.rows(Permission.FIGURES_READ, rows) if assessment.state in SHOWN else rows.none()


def unit_scores(scores: QuerySet[Score]) -> list[UnitScores]:
    """The scores by unit, best first; equal points share a rank. Two queries."""
    found: dict[int, UnitScores] = {}
    for score in scores.order_by("unit__path", "indicator__position"):
        line = found.setdefault(score.unit_id, UnitScores(score.unit))
        line.missing += score.points is None
        line.points += score.points or 0
        category = score.indicator.category
        line.by_category[category] = line.by_category.get(category, 0) + (score.points or 0)
    open_ones = Objection.objects.filter(score__in=scores.order_by().values("pk"), answered_at__isnull=True)
    for unit_id, number in open_ones.values_list("score__unit_id").annotate(number=Count("pk")).order_by():
        found[unit_id].objections = number
    return ranked(found.values())


def ranked(lines: Iterable[UnitScores]) -> list[UnitScores]:
    """Best first, with ranks that equal points share."""
    ordered = sorted(lines, key=lambda line: (-line.points, line.unit.path))
    for position, line in enumerate(ordered):
        tied = position and ordered[position - 1].points == line.points
        line.rank = ordered[position - 1].rank if tied else position + 1
    return ordered


def may_object(scope: Scope, assessment: Assessment, unit: Unit, now: datetime) -> bool:
    """Whether she may object for a unit: its own administrator, while the assessment is shown and the day not past."""
    if assessment.state != AssessmentState.SHOWN or assessment.objections_until is None:
        return False
    return scope.may(Permission.ASSESSMENTS_WRITE, unit) and date_of(now) <= assessment.objections_until


def open_objections_in(scope: Scope) -> QuerySet[Objection]:
    """The objections that wait for an answer of the scope."""
    rows = Objection.objects.filter(answered_at__isnull=True)
    return scope.rows(Permission.ASSESSMENTS_WRITE, rows, "score__assessment__unit__path")
