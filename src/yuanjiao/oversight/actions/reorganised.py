"""Reorganisations of units: what is under way passes to heirs; the days of frozen figures are barred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
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
    whole, moved = [fact for fact in facts if fact.whole], [fact for fact in facts if fact.moved]
    years = {fact.on.year for fact in facts}
    receipts, screens = MeasuresUnitReceipt.objects.all(), Screen.objects.filter(revoked_at=None)
    talks = Talk.objects.exclude(state__in=ENDED)
    plans, assessments = WorkPlan.objects.all(), Assessment.objects.all()
    _pass_on(moved, receipts, receipts, "version_id")
    _pass_on(whole, screens, screens, "pk")
    _pass_on(whole, talks, talks, "year")
    _pass_on(whole, plans.filter(year__gte=min(years, default=0)), plans, "year")
    # Those that it carries out, and its scores in those of others; final ones stay as they were sealed.
    _pass_on(whole, assessments.exclude(state=AssessmentState.FINAL), assessments, "year")
    scores = Score.objects.exclude(assessment__state=AssessmentState.FINAL)
    _pass_on(whole, scores, Score.objects.all(), "assessment_id")


def _pass_on(facts: Sequence[events.Succeeded], rows: QuerySet[Any], there: QuerySet[Any], key: str) -> None:
    """Let rows of former units be their heirs', without those whose key an heir has already; read at once for all.

    :param there: the rows that an heir may have already.
    """
    held: defaultdict[int, set[Any]] = defaultdict(set)
    for unit_id, value in there.filter(unit__in=[fact.heir_id for fact in facts]).values_list("unit_id", key):
        held[unit_id].add(value)
    found: defaultdict[int, list[tuple[int, Any]]] = defaultdict(list)
    mine = rows.filter(unit__in=[fact.former_id for fact in facts])
    for number, unit_id, value in mine.values_list("pk", "unit_id", key):
        found[unit_id].append((number, value))
    for fact in facts:
        passed = [(number, value) for number, value in found[fact.former_id] if value not in held[fact.heir_id]]
        held[fact.heir_id].update(value for _number, value in passed)
        if passed:
            rows.model.objects.filter(pk__in=[number for number, _value in passed]).update(unit_id=fact.heir_id)


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
