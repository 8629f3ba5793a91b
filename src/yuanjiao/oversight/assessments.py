"""Reading rubrics and assessments: who may, scores by unit and category, how each came about, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Q, QuerySet, Sum

from yuanjiao.credits.public import date_of
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope, in_subtrees, sole_formers
from yuanjiao.oversight.assessment_figures import NAMES, Figures
from yuanjiao.oversight.formula import Working, understood, worked_out
from yuanjiao.oversight.models import SHOWN, Assessment, AssessmentState, Objection, Rubric, Score


@dataclass(slots=True)
class UnitScores:
    """A unit's points in one assessment, all together, by category and by indicator, in hundredths; its rank.

    `before` are its points of the year before, where those are final; it may have been another unit then.
    """

    unit: Unit
    points: int = 0
    by_category: dict[str, int] = field(default_factory=dict)
    by_indicator: dict[int, int | None] = field(default_factory=dict)
    missing: int = 0
    objections: int = 0
    rank: int = 0
    before: int | None = None


def rubrics_in(scope: Scope) -> QuerySet[Rubric]:
    """The versions of the rubric that a scope may read, the newest first: a draft is for those who write it."""
    rows = Rubric.objects.order_by("-number")
    return rows if scope.may_everywhere(Permission.POLICY_WRITE) else rows.filter(draft=False)


def rubric_categories(rubric: Rubric) -> dict[str, int]:
    """The categories of a rubric in their order, each with its weight."""
    found: dict[str, int] = {}
    for category, weight in rubric.indicators.order_by("position").values_list("category", "weight"):
        found[category] = found.get(category, 0) + weight
    return found


def units_to_assess(unit: Unit, now: datetime) -> list[int]:
    """The units directly below one that have not ended."""
    below = Unit.objects.filter(in_subtrees([str(unit.path)]), depth=unit.depth + 1)
    return list(below.exclude(valid_to__lte=date_of(now)).values_list("pk", flat=True))


def carries_out(scope: Scope, assessment: Assessment) -> bool:
    """Whether she carries an assessment out: whoever administers the unit that assesses those below it."""
    return scope.may(Permission.ASSESSMENTS_WRITE, assessment.unit)


def assessments_in(scope: Scope) -> QuerySet[Assessment]:
    """The assessments that a scope oversees, and those that are shown in which it has a unit."""
    rows = Assessment.objects.select_related("unit", "rubric", "job")
    overseen = scope.rows(Permission.FIGURES_READ, Assessment.objects.all())
    own = scope.rows(Permission.FIGURES_READ, Score.objects.filter(assessment__state__in=SHOWN))
    return rows.filter(Q(pk__in=overseen.values("pk")) | Q(pk__in=own.values("assessment_id")))


def scores_in(scope: Scope, assessment: Assessment) -> QuerySet[Score]:
    """The scores of an assessment that a scope may read: all for whoever oversees it, else those of its units."""
    rows = assessment.scores.select_related("unit", "indicator", "given_by")
    if scope.may(Permission.FIGURES_READ, assessment.unit):
        return rows
    return scope.rows(Permission.FIGURES_READ, rows) if assessment.state in SHOWN else rows.none()


def unit_scores(scope: Scope, assessment: Assessment) -> list[UnitScores]:
    """The scores that a scope may read, by unit, best first; equal points share a rank.

    Four queries, and two more for each time that units were reorganised since the year before.
    """
    scores = scores_in(scope, assessment)
    found: dict[int, UnitScores] = {}
    for score in scores.order_by("unit__path", "indicator__position"):
        line = found.setdefault(score.unit_id, UnitScores(score.unit))
        line.missing += score.points is None
        line.points += score.points or 0
        category = score.indicator.category
        line.by_category[category] = line.by_category.get(category, 0) + (score.points or 0)
        line.by_indicator[score.indicator_id] = score.points
    waiting = Objection.objects.filter(score__in=scores.order_by().values("pk"), answered_at__isnull=True)
    for unit_id, number in waiting.values_list("score__unit_id").annotate(number=Count("pk")).order_by():
        found[unit_id].objections = number
    for unit_id, points in _points_before(assessment, found).items():
        found[unit_id].before = points
    return ranked(found.values())


def _points_before(assessment: Assessment, unit_ids: Iterable[int]) -> dict[int, int]:
    """The final points of the year before; of a unit that has none under its number, those of the one it was then."""
    found: dict[int, int] = {}
    then = {unit_id: unit_id for unit_id in unit_ids}
    while then:
        points = _final_points(assessment, set(then.values()))
        found |= {unit_id: points[former] for unit_id, former in then.items() if former in points}
        open_still = {unit_id: former for unit_id, former in then.items() if unit_id not in found}
        formers = sole_formers(set(open_still.values()))
        then = {unit_id: formers[former] for unit_id, former in open_still.items() if former in formers}
    return found


def _final_points(assessment: Assessment, unit_ids: set[int]) -> dict[int, int]:
    final = Score.objects.filter(assessment__state=AssessmentState.FINAL, assessment__year=assessment.year - 1)
    rows = final.filter(unit_id__in=unit_ids).order_by().values_list("unit_id", "assessment__unit_id")
    points: dict[int, int] = {}
    for unit_id, assessed_by, own in rows.annotate(points=Sum("points")):
        # Scores that were under way when a unit moved went along with it: those from the same hand are compared.
        if unit_id not in points or assessed_by == assessment.unit_id:
            points[unit_id] = own
    return points


def ranked(lines: Iterable[UnitScores]) -> list[UnitScores]:
    """Best first, with ranks that equal points share."""
    ordered = sorted(lines, key=lambda line: (-line.points, line.unit.path))
    for position, line in enumerate(ordered):
        tied = position and ordered[position - 1].points == line.points
        line.rank = ordered[position - 1].rank if tied else position + 1
    return ordered


def figures_of(score: Score) -> Figures:
    """The figures that a counted score rests on, exactly."""
    return {name: Fraction(text) for name, text in score.figures.items()}


def working_of(score: Score) -> Working | None:
    """How a counted score came about, worked out anew from the figures that were kept; none for one by hand."""
    if not score.indicator.automatic:
        return None
    return worked_out(understood(score.indicator.formula, NAMES), figures_of(score), score.indicator.weight)


def may_object(scope: Scope, assessment: Assessment, unit: Unit, now: datetime) -> bool:
    """Whether she may object for a unit: its administrator, not whoever assesses it, until the day has passed."""
    if assessment.state != AssessmentState.SHOWN or assessment.objections_until is None:
        return False
    own = scope.may(Permission.ASSESSMENTS_WRITE, unit) and not carries_out(scope, assessment)
    return own and date_of(now) <= assessment.objections_until


def objections_to_answer(scope: Scope) -> QuerySet[Objection]:
    """The objections that wait for an answer of the scope."""
    rows = Objection.objects.filter(answered_at__isnull=True, score__assessment__state=AssessmentState.SHOWN)
    return scope.rows(Permission.ASSESSMENTS_WRITE, rows, "score__assessment__unit__path")


def open_to_objection(scope: Scope, now: datetime) -> QuerySet[Assessment]:
    """The assessments that show a scope the scores of its own units, to which it may still object."""
    scores = scope.rows(Permission.ASSESSMENTS_WRITE, Score.objects.all())
    shown = Assessment.objects.filter(state=AssessmentState.SHOWN, objections_until__gte=date_of(now))
    carried = scope.rows(Permission.ASSESSMENTS_WRITE, shown)
    return shown.filter(pk__in=scores.values("assessment_id")).exclude(pk__in=carried.values("pk"))
