"""Files that belong to a talk, to a task of a yearly plan, or to a score of an assessment or an objection to one."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yuanjiao.kernel import identifiers
from yuanjiao.oversight.models.assessment import Objection, Score
from yuanjiao.oversight.models.plan import PlanTask
from yuanjiao.oversight.models.talk import Talk

OWNERS = ("talk", "plan_task", "score", "objection")


def _only(owner: str) -> models.Q:
    return models.Q(**{f"{name}__isnull": name != owner for name in OWNERS})


class Attachment(models.Model):
    """One file, told by its content and only ever handed out as a download; it lies in the store of originals."""

    key = models.CharField(max_length=22, unique=True, default=identifiers.key)
    talk = models.ForeignKey(Talk, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments")
    plan_task = models.ForeignKey(PlanTask, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments")
    score = models.ForeignKey(Score, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    objection = models.ForeignKey(
        Objection, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    name = models.CharField(max_length=160)
    suffix = models.CharField(max_length=5)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="oversight_attachments"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("talk") | _only("plan_task") | _only("score") | _only("objection"),
                name="an_attachment_belongs_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stored_as(self) -> str:
        """Where it lies in the store."""
        return f"oversight/{self.key}.{self.suffix}"
