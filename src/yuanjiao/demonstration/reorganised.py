"""A merger half a year ago and a renaming of the coming month, both in the home district and both made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from yuanjiao.demonstration.plan import Plan, at
from yuanjiao.demonstration.signins import UNIT
from yuanjiao.demonstration.units import MARK
from yuanjiao.organisation.models import Person, Reorganisation, ReorganisationKind, Unit
from yuanjiao.organisation.public import Scope, Wish, earliest_day, in_subtrees, reorganise

HALF_A_YEAR = timedelta(days=183)
MORNING = 9 * 3600
REASON = "机构改革方案（演示）"


def write(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Merge two departments of the home district and plan a new name for a third, unless that has been done."""
    if not plan.city and not Reorganisation.objects.exists():
        decider = Person.objects.select_related("unit").get(staff_number=UNIT.staff_number)
        below = {unit.name: unit for unit in Unit.objects.filter(in_subtrees([str(decider.unit.path)]))}
        actor, district = Scope.of(decider, now), decider.unit.name.removesuffix("区")
        merger = Wish(
            kind=ReorganisationKind.MERGE,
            units=(below[f"区生态环境局{MARK}"],),
            target=below[f"区农业农村委员会{MARK}"],
            on=plan.today,
            name=f"区农业农村和生态环境局{MARK}",
            short_name=f"{district}区农业农村和生态环境局",
            evens_classes=True,
            reason=REASON,
        )
        day = max(plan.today - HALF_A_YEAR, earliest_day(merger, now))
        _reorganise(actor, merger, day, at(day, MORNING))
        renaming = Wish(
            kind=ReorganisationKind.RENAME,
            units=(below[f"区政务服务中心{MARK}"],),
            on=plan.today,
            name=f"区行政审批服务局{MARK}",
            short_name=f"{district}区行政审批服务局",
            reason=REASON,
        )
        _reorganise(actor, renaming, _next_month(plan.today), now)
    progress(1, 1)


def _reorganise(actor: Scope, wish: Wish, on: date, now: datetime) -> None:
    reorganise(actor=actor, wish=replace(wish, on=on), now=now)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
