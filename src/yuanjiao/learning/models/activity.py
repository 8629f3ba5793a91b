"""The activity record: what content decisions will live on (A6, A7)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    """What is recorded."""

    CLICK = "click", _("点击")
    SEARCH = "search", _("搜索")
    START = "start", _("开始学习")
    COMPLETE = "complete", _("完成")


class Activity(models.Model):
    """One click, search, start or completion; cheap to write, deleted after its retention term.

    `results` is how many courses a search found (0 tells of a gap in supply).
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=ActivityKind.choices)
    learner_id = models.BigIntegerField()
    course_id = models.BigIntegerField(null=True)
    words = models.CharField(max_length=80, blank=True)
    results = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "at"], name="activity_by_kind"),
            models.Index(fields=["course_id", "kind", "at"], name="activity_of_course"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.course_id or self.words}"
