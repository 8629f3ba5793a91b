"""Keeping a yearly work plan (A19): opening it, its tasks, how far they are, their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.credits.public import date_of
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import OutOfScope, Permission, Scope
from yuanjiao.outreach.public import notify
from yuanjiao.oversight.attachments import Sound, store
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import Attachment, PlanStep, PlanTask, PlanTaskState, WorkPlan
from yuanjiao.oversight.pages import plan_task_page
from yuanjiao.oversight.plans import may_report


class PlanThere(OversightRefused):
    """The unit has a plan of this year."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("这个单位这一年已经有计划了，可以在里面加任务。"))


class EndsBeforeItBegins(OversightRefused):
    """A task ends before it begins."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("完成期限不能早于开始日期。"))


class OwnerAway(OversightRefused):
    """Whoever is to see to a task has left."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("负责人已经不在册，请换一位。"))


class ReasonMissing(OversightRefused):
    """A task is dropped without a word why."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("不再进行的任务要写明原因。"))


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """What a task says of itself."""

    title: str
    owner: Person
    begins_on: date
    ends_on: date
    remarks: str = ""


@transaction.atomic
def open_plan(
    *, actor: Scope, unit: Unit, year: int, title: str, aims: str, now: datetime, like: WorkPlan | None = None
) -> WorkPlan:
    """Open a unit's plan of a year, with the tasks of another year's plan if wanted, their days moved.

    :raises OutOfScope: when the actor may not keep the unit's plans.
    :raises PlanThere: when there is one.
    """
    actor.demand(Permission.PLANS_WRITE, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if WorkPlan.objects.filter(unit=unit, year=year).exists():
        raise PlanThere
    plan = WorkPlan.objects.create(
        unit=unit, year=year, title=title, aims=aims, opened_by_id=actor.actor_id, opened_at=now
    )
    _record(actor, plan, "open_plan", now)
    for task in like.tasks.select_related("owner").order_by("pk") if like else ():
        if task.owner.is_active and task.state != PlanTaskState.DROPPED:
            moved = TaskDetails(task.title, task.owner, _in(task.begins_on, year), _in(task.ends_on, year))
            _add(actor, plan, moved, now)
    return plan


def _in(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)


@transaction.atomic
def add_plan_task(*, actor: Scope, plan: WorkPlan, details: TaskDetails, now: datetime) -> PlanTask:
    """Put a task into a plan; whoever sees to it gets a notice.

    :raises OutOfScope: when the actor may not keep the plan.
    :raises EndsBeforeItBegins: when its days are the wrong way round.
    :raises OwnerAway: when whoever is to see to it has left.
    """
    actor.demand(Permission.PLANS_WRITE, plan.unit)
    _check(details)
    task = _add(actor, plan, details, now)
    _record(actor, plan, "add_plan_task", now, task)
    _tell(actor, task, _("年度计划里有一项任务由您负责"), now)
    return task


def _add(actor: Scope, plan: WorkPlan, details: TaskDetails, now: datetime) -> PlanTask:
    task = PlanTask.objects.create(
        plan=plan,
        title=details.title,
        owner=details.owner,
        begins_on=details.begins_on,
        ends_on=details.ends_on,
        remarks=details.remarks,
    )
    _step(actor, task, _("列入计划"), now)
    return task


@transaction.atomic
def change_plan_task(*, actor: Scope, task_id: int, details: TaskDetails, now: datetime) -> PlanTask:
    """Change what a task says; what it said before stays in its step.

    :raises OutOfScope: when the actor may not keep the plan.
    :raises EndsBeforeItBegins: when its days are the wrong way round.
    :raises OwnerAway: when whoever is to see to it has left.
    """
    task = _locked(task_id)
    actor.demand(Permission.PLANS_WRITE, task.plan.unit)
    _check(details)
    before = f"{task.title}（{task.owner.full_name}，{task.begins_on:%Y-%m-%d} – {task.ends_on:%Y-%m-%d}）"
    new_owner = task.owner_id != details.owner.pk
    task.title, task.owner, task.remarks = details.title, details.owner, details.remarks
    task.begins_on, task.ends_on = details.begins_on, details.ends_on
    task.save()
    _step(actor, task, _("改了任务，原来是：%(before)s") % {"before": before}, now)
    _record(actor, task.plan, "change_plan_task", now, task)
    if new_owner:
        _tell(actor, task, _("年度计划里有一项任务由您负责"), now)
    return task


@transaction.atomic
def report_plan_task(
    *, actor: Scope, task_id: int, state: PlanTaskState, progress: int, words: str, now: datetime
) -> PlanTask:
    """Say how far a task is; finished ones are at a hundred per cent from that day on.

    :raises OutOfScope: when the actor neither keeps the plan nor sees to the task.
    :raises ReasonMissing: when it is dropped without a word.
    """
    task = _locked(task_id)
    if not may_report(actor, task):
        raise OutOfScope
    if state == PlanTaskState.DROPPED and not words.strip():
        raise ReasonMissing
    task.state = state
    task.progress = {PlanTaskState.DONE: 100, PlanTaskState.PLANNED: 0}.get(state, min(progress, 99))
    task.finished_on = (task.finished_on or date_of(now)) if state == PlanTaskState.DONE else None
    task.save()
    _step(actor, task, words, now)
    _record(actor, task.plan, "report_plan_task", now, task)
    if task.owner_id != actor.person_id:
        _tell(actor, task, _("您负责的计划任务有了新进展"), now)
    elif task.plan.opened_by_id and task.plan.opened_by_id != actor.person_id:
        _tell(actor, task, _("计划任务有了新进展"), now, task.plan.opened_by_id)
    return task


@transaction.atomic
def attach_to_plan_task(*, actor: Scope, task_id: int, file: Sound, now: datetime) -> Attachment:
    """Put a file beside a task.

    :raises OutOfScope: when the actor neither keeps the plan nor sees to the task.
    """
    task = _locked(task_id)
    if not may_report(actor, task):
        raise OutOfScope
    attachment = Attachment(plan_task=task, added_by_id=actor.actor_id, added_at=now)
    store(attachment, file)
    _step(actor, task, _("附上材料：%(name)s") % {"name": file.name}, now)
    _record(actor, task.plan, "attach_to_plan_task", now, task)
    return attachment


def _locked(task_id: int) -> PlanTask:
    rows = PlanTask.objects.select_for_update(of=("self",)).select_related("plan__unit", "owner")
    return rows.get(pk=task_id)


def _check(details: TaskDetails) -> None:
    if details.ends_on < details.begins_on:
        raise EndsBeforeItBegins
    if not details.owner.is_active:
        raise OwnerAway


def _step(actor: Scope, task: PlanTask, words: str, now: datetime) -> None:
    PlanStep.objects.create(
        task=task, actor_id=actor.actor_id, at=now, state=task.state, progress=task.progress, words=words
    )


def _record(actor: Scope, plan: WorkPlan, act: str, now: datetime, task: PlanTask | None = None) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"oversight.{act}",
        subject=("plan_task", task.pk) if task else ("work_plan", plan.pk),
        unit_path=str(plan.unit.path),
        detail={"title": task.title, "state": str(task.state), "progress": task.progress} if task else {},
    )


def _tell(actor: Scope, task: PlanTask, title: str, now: datetime, person_id: int | None = None) -> None:
    whom = person_id or task.owner_id
    if whom != actor.person_id:
        body = f"{task.title}（{task.begins_on:%Y-%m-%d} – {task.ends_on:%Y-%m-%d}，{task.progress}%）"
        notify(person_id=whom, kind="oversight.plan", title=title, body=body, link=plan_task_page(task.pk), now=now)
