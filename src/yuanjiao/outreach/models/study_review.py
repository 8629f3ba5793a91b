"""What people decided after looking at signals of study that might not be a person's (C8)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What a review came to."""

    CLEAR = "clear", _("没有问题")
    WARN = "warn", _("提醒注意")
    REVERSE = "reverse", _("冲正学分")


class StudyReview(models.Model):
    """One decision about one learner's waiting signals, with the signals as they were.

    `signals` keeps kind, day and detail of each, so that the decision can be read when the timeline is past
    its term; `sequences` are the ledger entries that were taken back. `unit_path` is where she was then.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="study_reviews")
    verdict = models.CharField(_("结论"), max_length=8, choices=Verdict.choices)
    reason = models.TextField(_("理由"), max_length=1000)
    signals = models.JSONField(default=list)
    sequences = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="study_reviews_decided"
    )
    decided_at = models.DateTimeField()
    unit_path = models.CharField(max_length=255)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "-decided_at"], name="reviews_of_a_learner"),
            models.Index(fields=["-decided_at"], name="reviews_newest"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="reviews_say_why")]

    def __str__(self) -> str:
        return f"{self.verdict} for {self.learner_id}"
