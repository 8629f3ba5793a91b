"""Reorganisations of units: what is under way passes to heirs; the days of frozen figures are barred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.public import events, in_subtrees, lineage
from yuanjiao.oversight.models import (
    Assessment,
    AssessmentState,
    MeasuresUnitReceipt,
    Score,
    Screen,
    Snapshot,
    Talk,
    WorkPlan,
)
from yuanjiao.oversight.models.talk import ENDED


def hand_over(facts: Sequence[events.Succeeded], at: datetime) -> None:
    """Let open talks and assessments and running plans be the heir's, unless it has one of that year; and its screens.

    A unit that moved has taken note of the measures that it took note of before.
    """
    del at
    for fact in facts:
        if fact.moved:
            MeasuresUnitReceipt.objects.filter(unit_id=fact.former_id).update(unit_id=fact.heir_id)
        if fact.whole:
            Screen.objects.filter(unit_id=fact.former_id, revoked_at=None).update(unit_id=fact.heir_id)
            talks = Talk.objects.filter(unit_id=fact.former_id).exclude(state__in=ENDED)
            own = Talk.objects.filter(unit_id=fact.heir_id).exclude(state__in=ENDED).values("year")
            talks.exclude(year__in=list(own.values_list("year", flat=True))).update(unit_id=fact.heir_id)
            plans = WorkPlan.objects.filter(unit_id=fact.former_id, year__gte=fact.on.year)
            planned = WorkPlan.objects.filter(unit_id=fact.heir_id).values_list("year", flat=True)
            plans.exclude(year__in=list(planned)).update(unit_id=fact.heir_id)
            _hand_over_assessments(fact)


def _hand_over_assessments(fact: events.Succeeded) -> None:
    """Those that it carries out, and its scores in those of others; final ones stay as they were sealed."""
    own = Assessment.objects.filter(unit_id=fact.heir_id).values_list("year", flat=True)
    under_way = Assessment.objects.filter(unit_id=fact.former_id).exclude(state=AssessmentState.FINAL)
    under_way.exclude(year__in=list(own)).update(unit_id=fact.heir_id)
    scored = Score.objects.filter(unit_id=fact.heir_id).values_list("assessment_id", flat=True).distinct()
    scores = Score.objects.filter(unit_id=fact.former_id).exclude(assessment__state=AssessmentState.FINAL)
    scores.exclude(assessment_id__in=list(scored)).update(unit_id=fact.heir_id)


def count_under_way(paths: Sequence[str]) -> list[events.Belonging]:
    """How many talks and assessments of these subtrees are open, and how many plans and screens there are."""
    talks = Talk.objects.filter(in_subtrees(paths, "unit__path")).exclude(state__in=ENDED)
    plans = WorkPlan.objects.filter(in_subtrees(paths, "unit__path"))
    screens = Screen.objects.filter(in_subtrees(paths, "unit__path"), revoked_at=None)
    assessments = Assessment.objects.filter(in_subtrees(paths, "unit__path")).exclude(state=AssessmentState.FINAL)
    return [
        events.Belonging(_("没有定分的考核"), assessments.count()),
        events.Belonging(_("没有办结的约谈"), talks.count()),
        events.Belonging(_("年度工作计划"), plans.count()),
        events.Belonging(_("大屏"), screens.count()),
    ]


def frozen_until(paths: Sequence[str]) -> date | None:
    """The last day of figures that were frozen of these units, of those above them or below them."""
    above = {each for path in paths for each in lineage(path)}
    concerned = Q(unit__path__in=above) | in_subtrees(paths, "unit__path")
    taken = Snapshot.objects.filter(concerned, taken_at__isnull=False)
    last: date | None = taken.aggregate(last=Max("ends_on"))["last"]
    return last
