"""Signals of study that may not be a person's (C8)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuspicionKind(models.TextChoices):
    """What looked odd. A signal is never a verdict."""

    METRONOMIC = "metronomic", _("心跳间隔过于均匀")
    FAST_ANSWERS = "fast_answers", _("答题快于阅读")
    LONG_DAY = "long_day", _("一天学习过长")


class SuspicionSignal(models.Model):
    """One signal about one learner, for a later review by people; session 0 where it is about no one session.

    `settled_at`: when people looked at it and decided; whatever they decided, it waits no more.
    """

    learner_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=SuspicionKind.choices)
    session_id = models.BigIntegerField(default=0)
    course_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    day = models.DateField()
    detail = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["learner_id", "at"], condition=models.Q(settled_at__isnull=True), name="signals_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner_id", "kind", "session_id", "day"],
                name="a_signal_once_a_session_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.learner_id}"
