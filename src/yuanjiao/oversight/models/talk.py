"""Accountability talks (A20): from the notice to the closing, with what was promised and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Unit
from yuanjiao.oversight.thresholds import Line, Measure, UnitFigures


class TalkState(models.TextChoices):
    """Where a talk stands."""

    CALLED = "called", _("已通知")
    HELD = "held", _("整改中")
    CHECKED = "checked", _("已复查")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


ENDED = (TalkState.CLOSED, TalkState.WITHDRAWN)
MEASURES = [
    (Measure.MET_RATE, _("达标率")),
    (Measure.CREDITS, _("人均学分")),
    (Measure.EITHER, _("达标率或人均学分")),
]


class Talk(models.Model):
    """The tier above talks to a unit that fell under the line; the unit rectifies, and the tier above checks.

    The line and the unit's figures are those of the moment of the notice and never change; what has
    happened since is in `TalkStep`. Nothing of a talk is ever deleted.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="talks")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(_("状态"), max_length=10, choices=TalkState.choices, default=TalkState.CALLED)
    rule_version = models.PositiveIntegerField()
    measure = models.CharField(max_length=10, choices=MEASURES)
    met_per_cent = models.PositiveSmallIntegerField()
    credits_hundredths = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    hundredths = models.PositiveBigIntegerField()
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="talks_called"
    )
    called_at = models.DateTimeField()
    meets_at = models.DateTimeField(_("约谈时间"))
    place = models.CharField(_("地点"), max_length=100)
    held_at = models.DateTimeField(_("实际约谈时间"), null=True, blank=True)
    attended = models.CharField(_("参加人"), max_length=300, blank=True)
    said = models.TextField(_("谈了什么"), max_length=5000, blank=True)
    commitments = models.TextField(_("承诺"), max_length=3000, blank=True)
    rectify_by = models.DateField(_("整改到哪天"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "rectify_by"], name="talks_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"], condition=~models.Q(state__in=ENDED), name="one_open_talk_a_unit_and_year"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(TalkState.CALLED, TalkState.WITHDRAWN))
                | models.Q(held_at__isnull=False, rectify_by__isnull=False) & ~models.Q(said=""),
                name="a_held_talk_has_its_record",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED, ended_at__isnull=False)
                | models.Q(ended_at__isnull=True) & ~models.Q(state__in=ENDED),
                name="a_talk_has_ended_or_is_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.year}: {self.state}"

    @property
    def open(self) -> bool:
        """Whether something is still to come of it."""
        return self.state not in ENDED

    @property
    def in_order(self) -> list[TalkStep]:
        """Its steps, the newest first."""
        return sorted(self.steps.all(), key=lambda step: (step.at, step.pk), reverse=True)

    @property
    def line(self) -> Line:
        """The line it was called under."""
        return Line(Measure(self.measure), self.met_per_cent, self.credits_hundredths)

    @property
    def figures_then(self) -> UnitFigures:
        """The unit's figures at the notice."""
        return UnitFigures(self.people, self.met, self.hundredths)


class StepKind(models.TextChoices):
    """What happened to a talk."""

    CALL = "call", _("发出约谈通知")
    POSTPONE = "postpone", _("改约谈时间")
    RECORD = "record", _("写下约谈记录")
    TASK = "task", _("定整改任务")
    ANSWER = "answer", _("报告整改情况")
    FILE = "file", _("附上材料")
    CHECK = "check", _("复查")
    CARRY_ON = "carry_on", _("继续整改")
    CLOSE = "close", _("办结")
    WITHDRAW = "withdraw", _("撤回通知")


class TalkStep(models.Model):
    """One step of a talk: who, when, in which words; the notice and every check keep the figures of then."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    state = models.CharField(max_length=10, choices=TalkState.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="talk_steps")
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    met = models.PositiveIntegerField(null=True, blank=True)
    hundredths = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["talk", "at"], name="steps_of_a_talk")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(people__isnull=True, met__isnull=True, hundredths__isnull=True)
                | models.Q(people__isnull=False, met__isnull=False, hundredths__isnull=False),
                name="a_step_has_all_figures_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.talk_id}: {self.kind}"

    @property
    def figures(self) -> UnitFigures | None:
        """The unit's figures at this step, where they were looked at."""
        if self.people is None:
            return None
        return UnitFigures(self.people, self.met or 0, self.hundredths or 0)


class TaskState(models.TextChoices):
    """How far a rectification task is."""

    OPEN = "open", _("进行中")
    DONE = "done", _("已完成")
    DROPPED = "dropped", _("不再需要")


class TalkTask(models.Model):
    """One thing that the unit does to rectify: what, who sees to it, until when, and what came of it."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("要做什么"), max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="talk_tasks")
    due_on = models.DateField(_("完成期限"))
    state = models.CharField(_("状态"), max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    answer = models.TextField(_("做得怎样"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="talk_tasks_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=TaskState.OPEN) | models.Q(answered_at__isnull=False) & ~models.Q(answer=""),
                name="finished_talk_tasks_say_what_came_of_them",
            ),
        ]

    def __str__(self) -> str:
        return self.title
