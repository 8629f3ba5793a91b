"""The named figures that formulas of a rubric may use, for many units at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models import UnitStanding
from yuanjiao.oversight.models import ENDED, PlanTask, PlanTaskState, Talk, TalkState

MET_RATE, STARTED_RATE, CREDITS = "达标率", "参学率", "人均学分"
LEARNERS, MET_BEFORE, GAIN = "应学人数", "去年达标率", "达标率增幅"
TALKS, TALKS_OPEN, PLAN_DONE = "约谈次数", "未办结约谈", "计划完成率"

MEANINGS: dict[str, str | Promise] = {
    MET_RATE: _("达标学员占应学学员的比例，0 到 1"),
    STARTED_RATE: _("有过学分的学员占应学学员的比例，0 到 1"),
    CREDITS: _("每名应学学员平均的学分"),
    LEARNERS: _("这一年应学的学员数"),
    MET_BEFORE: _("前一年的达标率，0 到 1；前一年没有学员的算 0"),
    GAIN: _("达标率比前一年增加多少，-1 到 1"),
    TALKS: _("这一年被约谈的次数，撤回的不算"),
    TALKS_OPEN: _("这一年还没有办结的约谈数"),
    PLAN_DONE: _("这一年工作计划里已完成任务的比例，0 到 1；没有计划的算 0"),
}
"""What each name stands for, in the order in which pages offer them."""

NAMES = tuple(MEANINGS)
EXAMPLE = f"min(1, {MET_RATE} / 0.9)"
"""A formula that gives all points when nine in ten have met the requirement."""

SHARES = frozenset({MET_RATE, STARTED_RATE, MET_BEFORE, GAIN, PLAN_DONE})
"""Those that people read in per cent."""

Figures = dict[str, Fraction]


def figures_of_units(unit_ids: Iterable[int], year: int) -> dict[int, Figures]:
    """The figures of those of the units that have learners in a year, as they stand; three queries."""
    numbers = list(unit_ids)
    standings = list(UnitStanding.objects.filter(unit_id__in=numbers, year__in=(year - 1, year), people__gt=0))
    before = {row.unit_id: _share(row.met, row.people) for row in standings if row.year == year - 1}
    held, left = _talks(numbers, year)
    plans = _plans(numbers, year)
    return {
        row.unit_id: {
            MET_RATE: _share(row.met, row.people),
            STARTED_RATE: _share(row.started, row.people),
            CREDITS: Fraction(row.hundredths, 100 * row.people),
            LEARNERS: Fraction(row.people),
            MET_BEFORE: before.get(row.unit_id, Fraction(0)),
            GAIN: _share(row.met, row.people) - before.get(row.unit_id, Fraction(0)),
            TALKS: Fraction(held[row.unit_id]),
            TALKS_OPEN: Fraction(left[row.unit_id]),
            PLAN_DONE: plans.get(row.unit_id, Fraction(0)),
        }
        for row in standings
        if row.year == year
    }


def _talks(unit_ids: list[int], year: int) -> tuple[Counter[int], Counter[int]]:
    found = Talk.objects.filter(unit_id__in=unit_ids, year=year).exclude(state=TalkState.WITHDRAWN)
    states = list(found.values_list("unit_id", "state"))
    held = Counter(unit_id for unit_id, _state in states)
    return held, Counter(unit_id for unit_id, state in states if state not in ENDED)


def _plans(unit_ids: list[int], year: int) -> dict[int, Fraction]:
    tasks = PlanTask.objects.filter(plan__unit_id__in=unit_ids, plan__year=year).exclude(state=PlanTaskState.DROPPED)
    finished = Count("pk", filter=Q(state=PlanTaskState.DONE))
    rows = tasks.order_by().values_list("plan__unit_id").annotate(done=finished, whole=Count("pk"))
    return {unit_id: _share(done, whole) for unit_id, done, whole in rows}


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)
