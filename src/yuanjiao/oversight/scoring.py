"""Counting an assessment's scores by formula, by the worker."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.credits.public import date_of
from yuanjiao.kernel import jobs
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import in_subtrees
from yuanjiao.oversight.assessment_figures import NAMES, Figures, figures_of_units
from yuanjiao.oversight.formula import points, understood
from yuanjiao.oversight.models import Assessment, AssessmentState, Indicator, Score


def count_scores(running: jobs.Running) -> str:
    """Give every unit below a score for each indicator: counted where there is a formula, open where there is none.

    Done anew it begins anew, and leaves an assessment alone that has gone on.
    """
    now = timezone.now()
    with transaction.atomic():
        assessment = (
            Assessment.objects.select_for_update(of=("self",))
            .select_related("unit", "rubric")
            .get(pk=running.arguments["assessment"])
        )
        if assessment.state != AssessmentState.COUNTING:
            raise jobs.JobFailed(_("这次考核已经算过了。"))
        units = _units_below(assessment.unit)
        figures = figures_of_units([unit.pk for unit in units], assessment.year)
        indicators = list(assessment.rubric.indicators.order_by("position"))
        assessment.scores.all().delete()
        rows = [
            _score(assessment, unit, indicator, figures[unit.pk])
            for unit in units
            if unit.pk in figures
            for indicator in indicators
        ]
        Score.objects.bulk_create(rows, batch_size=1000)
        assessment.state, assessment.counted_at = AssessmentState.SCORING, now
        assessment.save()
    running.step(1, 1)
    words = ngettext("已计算 %(number)s 个单位。", "已计算 %(number)s 个单位。", len(figures))
    return words % {"number": len(figures)}


def _units_below(unit: Unit) -> list[Unit]:
    today = date_of(timezone.now())
    below = Unit.objects.filter(in_subtrees([str(unit.path)]), depth=unit.depth + 1)
    return list(below.exclude(valid_to__lte=today).order_by("path"))


def _score(assessment: Assessment, unit: Unit, indicator: Indicator, figures: Figures) -> Score:
    score = Score(assessment=assessment, unit=unit, indicator=indicator)
    if indicator.automatic:
        formula = understood(indicator.formula, NAMES)
        score.points = points(formula, figures, indicator.weight)
        score.figures = {name: float(figures[name]) for name in formula.names}
    return score
