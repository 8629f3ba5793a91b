"""Yearly plans, made by the actions themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.factories.talks import PDF

from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.models import PlanTask, WorkPlan
from yuanjiao.oversight.public import TaskDetails, add_plan_task, attach_to_plan_task, open_plan, sound

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def make_plan(actor: Person, unit: Unit, year: int = 2026, title: str = "年度工作计划") -> WorkPlan:
    """A plan without tasks."""
    return open_plan(actor=Scope.of(actor, NOW), unit=unit, year=year, title=title, aims="", now=NOW)


def make_task(
    plan: WorkPlan, actor: Person, title: str = "更新课程", *, owner: Person | None = None, ends_on: date | None = None
) -> PlanTask:
    """A task from New Year until the end of June, or until the given day."""
    begins, ends = date(plan.year, 1, 1), ends_on or date(plan.year, 6, 30)
    details = TaskDetails(title, owner or actor, begins, ends)
    return add_plan_task(actor=Scope.of(actor, NOW), plan=plan, details=details, now=NOW)


def arguments_of_a_plan(unit: Unit, actor: Person) -> dict[str, object]:
    """What addresses name of a plan."""
    plan = make_plan(actor, unit)
    task = make_task(plan, actor)
    scope = Scope.of(actor, NOW)
    file = attach_to_plan_task(actor=scope, task_id=task.pk, file=sound("示例.pdf", PDF), now=NOW)
    return {"plan_id": plan.pk, "plan_task_id": task.pk, "plan_file_key": file.key}
