"""Reading yearly plans: which ones, how far they are, what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.models import UNFINISHED_TASKS, PlanTask, PlanTaskState, WorkPlan
from yuanjiao.oversight.plan_progress import Progress, TaskFacts, progress_on

SOON = timedelta(days=14)
"""How long before its end a task is told of on the desk."""


def plans_in(scope: Scope) -> QuerySet[WorkPlan]:
    """The plans that a scope may read, and those in which she sees to something herself."""
    plans = WorkPlan.objects.select_related("unit")
    own = WorkPlan.objects.filter(tasks__owner_id=scope.person_id)
    within = scope.rows(Permission.FIGURES_READ, WorkPlan.objects.all())
    return plans.filter(Q(pk__in=own.values("pk")) | Q(pk__in=within.values("pk")))


def counted(plans: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    """The plans, each with how many tasks count (`whole`), are finished (`finished`), and have files."""
    whole = Count("tasks", filter=~Q(tasks__state=PlanTaskState.DROPPED))
    return plans.annotate(whole=whole, finished=Count("tasks", filter=Q(tasks__state=PlanTaskState.DONE)))


def tasks_of(plan: WorkPlan) -> QuerySet[PlanTask]:
    """The tasks of a plan with their owners."""
    return plan.tasks.select_related("owner", "plan__unit")


def tasks_in(scope: Scope) -> QuerySet[PlanTask]:
    """The tasks of the plans that a scope may read."""
    return PlanTask.objects.filter(plan__in=plans_in(scope).values("pk")).select_related("owner", "plan__unit")


def may_report(scope: Scope, task: PlanTask) -> bool:
    """Whether she may say how far a task is: whoever keeps the plan, and whoever sees to the task."""
    return scope.may(Permission.PLANS_WRITE, task.plan.unit) or task.owner_id == scope.person_id


def progress_of(plan: WorkPlan, day: date) -> Progress:
    """How far a plan is on a day; one query."""
    return progress_on(day, _facts(plan.tasks.all()))


def plan_before(plan: WorkPlan) -> WorkPlan | None:
    """The unit's plan of the year before."""
    return WorkPlan.objects.filter(unit=plan.unit, year=plan.year - 1).first()


def _facts(tasks: Iterable[PlanTask]) -> list[TaskFacts]:
    return [
        TaskFacts(task.ends_on, task.finished_on, task.state == PlanTaskState.DROPPED, task.progress) for task in tasks
    ]


def due_tasks(scope: Scope, today: date) -> QuerySet[PlanTask]:
    """Unfinished tasks that end soon or should have ended: of plans she keeps, and those that she sees to."""
    kept = scope.rows(Permission.PLANS_WRITE, WorkPlan.objects.all()).values("pk")
    mine = Q(plan__in=kept) | Q(owner_id=scope.person_id)
    tasks = PlanTask.objects.filter(mine, state__in=UNFINISHED_TASKS, ends_on__lte=today + SOON)
    return tasks.select_related("plan", "owner").order_by("ends_on", "pk")


def task_namesakes(plan: WorkPlan) -> dict[str, PlanTask]:
    """The tasks of the plan by their titles, to find in it what another year's plan has too."""
    found: defaultdict[str, list[PlanTask]] = defaultdict(list)
    for task in plan.tasks.order_by("pk"):
        found[task.title].append(task)
    return {title: tasks[0] for title, tasks in found.items()}


def possible_owners(scope: Scope) -> QuerySet[Person]:
    """Whom she may put in charge of a task: the people of her scope."""
    return scope.people()
