"""What the pages of yearly plans show: the year as lines, and how it compares with the year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yuanjiao.credits.public import date_of, year_of
from yuanjiao.organisation import queries
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import PlanTask, WorkPlan
from yuanjiao.oversight.public import PlanFacts, PlanRow, Progress


@dataclass(frozen=True, slots=True)
class Line:
    """One task: when in the year it lies, whether it is late, what the year before had of the same name."""

    task: PlanTask
    span: list[tuple[float, float]]
    late: bool
    before: PlanTask | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of this year's plan and of the year before's as of the same day."""

    label: str
    now: str
    before: str


def lines(plan: WorkPlan, tasks: list[PlanTask], before: WorkPlan | None, now: datetime) -> list[Line]:
    """The tasks as their list shows them; one query."""
    namesakes = oversight.task_namesakes(before) if before else {}
    today = date_of(now)
    return [
        Line(task, _span(task, plan.year), task.unfinished and task.ends_on < today, namesakes.get(task.title))
        for task in tasks
    ]


def of_desk(scope: Scope, unit: Unit | None, now: datetime) -> list[WorkPlan]:
    """This year's plans of the unit that a desk shows, or of all its tops, each with how many tasks are finished."""
    mine = oversight.plans_in(scope).filter(year=year_of(now), unit__in=[unit] if unit else queries.tops_of(scope))
    return list(oversight.counted(mine).order_by("unit__path"))


def _span(task: PlanTask, year: int) -> list[tuple[float, float]]:
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    start, end = ((each - first).days / days for each in (task.begins_on, task.ends_on))
    start, end = min(max(start, 0.0), 1.0), min(max(end, 0.0), 1.0)
    return [(start, max(end, start + 1 / days))]


def as_of(plan: WorkPlan, now: datetime) -> date:
    """The day a plan is looked at: today in its year, its last or first day otherwise."""
    today = date_of(now)
    return min(max(today, date(plan.year, 1, 1)), date(plan.year, 12, 31))


def compared(plan: WorkPlan, before: WorkPlan | None, now: datetime) -> tuple[Progress, list[Comparison]]:
    """How far the plan is, and the same figures of the year before on the same day."""
    day = as_of(plan, now)
    this = oversight.progress_of(plan, day)
    last = oversight.progress_of(before, oversight.year_before(day)) if before else None
    labels = (_("任务"), _("已完成"), _("完成率"), _("按期完成"), _("已超期"))
    rows = zip(labels, _said(this), _said(last) if last else ["—"] * len(labels), strict=True)
    return this, [Comparison(*row) for row in rows]


def _said(progress: Progress) -> list[str]:
    counts = [str(each) for each in (progress.tasks, progress.finished, progress.in_time, progress.late)]
    return [*counts[:2], f"{progress.finished_rate:.0%}", *counts[2:]]


def facts_of(plan: WorkPlan, now: datetime) -> PlanFacts:
    """The plan as its document says it."""
    progress = oversight.progress_of(plan, as_of(plan, now))
    summary = ngettext(
        "共 %(tasks)s 项任务，已完成 %(finished)s 项，其中按期 %(in_time)s 项；超期 %(late)s 项。",
        "共 %(tasks)s 项任务，已完成 %(finished)s 项，其中按期 %(in_time)s 项；超期 %(late)s 项。",
        progress.tasks,
    )
    counts: dict[str, Any] = {name: getattr(progress, name) for name in ("tasks", "finished", "in_time", "late")}
    return PlanFacts(
        language="zh" if (get_language() or "zh").startswith("zh") else "en",
        academy=settings.ACADEMY_NAME or _("网络学院"),
        title=plan.title,
        unit=plan.unit.name,
        aims=plan.aims,
        summary=summary % counts,
        headings=["", _("要做什么"), _("负责人"), _("开始"), _("完成期限"), _("状态"), _("进度"), _("备注")],
        rows=[_row(task) for task in oversight.tasks_of(plan).order_by("ends_on", "pk")],
        printed=_("截至 %(moment)s") % {"moment": f"{timezone.localtime(now):%Y-%m-%d %H:%M}"},
    )


def _row(task: PlanTask) -> PlanRow:
    return PlanRow(
        task.title,
        task.owner.full_name,
        f"{task.begins_on:%m-%d}",
        f"{task.ends_on:%m-%d}",
        str(task.get_state_display()),
        task.progress,
        task.remarks,
    )


def years_open(now: datetime) -> list[int]:
    """The years for which a plan may be opened: the running one and the next."""
    return [year_of(now), year_of(now) + 1]
