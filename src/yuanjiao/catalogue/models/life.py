"""Who moved which course from where to where, when and why, one by one or in batches."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models.course import Course, CourseState
from yuanjiao.kernel import identifiers
from yuanjiao.kernel.languages import for_the_reader
from yuanjiao.organisation.models import Person


class BatchAct(models.TextChoices):
    """What can be done to many courses at once."""

    SUBMIT = "submit", _("送审")
    PUBLISH = "publish", _("上线")
    SCHEDULE = "schedule", _("定时上线")
    RETIRE = "retire", _("限期下线")
    RETIRE_NOW = "retire_now", _("立即下线")
    KEEP = "keep", _("撤销下线")


class CourseBatch(models.Model):
    """One act on many courses, done by one job and undone as one.

    `course_ids` are those chosen; what became of each is in its `CourseMove`, or in `refused` with the reason.
    `at` is what the act needs: when to go online, or the moment after the last day.
    """

    key = models.CharField(max_length=22, unique=True, default=identifiers.key, editable=False)
    act = models.CharField(_("操作"), max_length=12, choices=BatchAct.choices)
    course_ids = models.JSONField(default=list)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    refused = models.JSONField(default=list)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True) | models.Q(finished_at__isnull=False),
                name="only_finished_batches_are_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {len(self.course_ids)}"


class CourseMove(models.Model):
    """One change of a course's state; never updated but for `void`, never deleted.

    `at` is when it happened, `due_at` when the next one comes by itself, if it does. No `actor` means that the
    worker did it at the stated minute; what kept a course from going online then is in `lacked`, once for each
    language, as its readers read different ones. `void` marks a move that was undone and the one that undid it:
    reports do not count them.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="moves")
    from_state = models.CharField(max_length=12, choices=CourseState.choices)
    to_state = models.CharField(max_length=12, choices=CourseState.choices)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    lacked = models.JSONField(default=dict)
    batch = models.ForeignKey(CourseBatch, null=True, on_delete=models.PROTECT, related_name="moves")
    void = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["course", "-at"], name="moves_of_a_course"),
            models.Index(fields=["to_state", "at"], name="moves_of_a_period"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_state=models.F("to_state")), name="a_move_leads_somewhere_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.from_state} → {self.to_state}"

    @property
    def why(self) -> str:
        """The reason; of what happened by itself, or did not, in the reader's language."""
        if self.lacked:
            return gettext("到时没有上线：%(missing)s") % {"missing": for_the_reader(self.lacked)}
        by_itself = self.actor_id is None and self.to_state == CourseState.PUBLISHED
        return self.reason or (gettext("到了定好的上线时间") if by_itself else "")

    @property
    def last_moment(self) -> datetime | None:
        """The last moment before `due_at`: of a retirement it names the last day."""
        return self.due_at - timedelta(seconds=1) if self.due_at else None
