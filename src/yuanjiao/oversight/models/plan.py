"""Yearly work plans (A19): what a unit means to do in a year, who sees to it, how far it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Unit


class PlanTaskState(models.TextChoices):
    """How far a task of a plan is."""

    PLANNED = "planned", _("未开始")
    DOING = "doing", _("进行中")
    DONE = "done", _("已完成")
    DROPPED = "dropped", _("不再进行")


UNFINISHED_TASKS = (PlanTaskState.PLANNED, PlanTaskState.DOING)


class WorkPlan(models.Model):
    """What a unit means to do in one year; its tasks may still be added and changed, each change leaves a step."""

    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="work_plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=120)
    aims = models.TextField(_("总的目标"), max_length=3000, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="plans_opened"
    )
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_plan_a_unit_and_year")]

    def __str__(self) -> str:
        return self.title


class PlanTask(models.Model):
    """One thing to be done: from when to when, who sees to it, how much of it is done, what there is to say of it."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("要做什么"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("负责人"), on_delete=models.PROTECT, related_name="plan_tasks"
    )
    begins_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=8, choices=PlanTaskState.choices, default=PlanTaskState.PLANNED)
    progress = models.PositiveSmallIntegerField(_("完成百分比"), default=0)
    remarks = models.TextField(_("备注"), max_length=2000, blank=True)
    finished_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "ends_on"], name="plan_tasks_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="plan_tasks_end_after_they_begin"
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="progress_is_a_share_of_a_hundred"),
            models.CheckConstraint(
                condition=models.Q(state=PlanTaskState.DONE, progress=100, finished_on__isnull=False)
                | ~models.Q(state=PlanTaskState.DONE) & models.Q(finished_on__isnull=True),
                name="finished_plan_tasks_say_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unfinished(self) -> bool:
        """Whether it is still to be done."""
        return self.state in UNFINISHED_TASKS


class PlanStep(models.Model):
    """One change of a task: by whom, when, to what, in which words."""

    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="steps")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="plan_steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=PlanTaskState.choices)
    progress = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["task", "at"], name="steps_of_a_plan_task")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.state}"
