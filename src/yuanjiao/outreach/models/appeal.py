"""Appeals of learners against a lost minute, a lost credit, or a review (C2, C8)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppealSubject(models.TextChoices):
    """What an appeal is against."""

    ENTRY = "entry", _("学分记录")
    LESSON = "lesson", _("没有计入的学习")
    REVIEW = "review", _("学习核查的结论")


class AppealState(models.TextChoices):
    """What has become of an appeal."""

    WAITING = "waiting", _("等待处理")
    GRANTED = "granted", _("已支持")
    REFUSED = "refused", _("未支持")


class Appeal(models.Model):
    """One appeal: against what, why, to be answered by when; and the answer with the evidence it rests on.

    Exactly one of `sequence` (a line of her ledger), `lesson` and `review` says what it is against, and
    `title` says it in words that stay. `first_decider` took the decision, if a person did: the database
    lets nobody decide about her own decision. `term_version` is the version of the rule that set the day.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appeals")
    subject = models.CharField(_("针对"), max_length=8, choices=AppealSubject.choices)
    sequence = models.PositiveIntegerField(null=True)
    lesson_id = models.BigIntegerField(null=True)
    review = models.ForeignKey("outreach.StudyReview", null=True, on_delete=models.CASCADE, related_name="appeals")
    title = models.CharField(max_length=160)
    text = models.TextField(_("说明"), max_length=2000)
    written_at = models.DateTimeField()
    due_on = models.DateField()
    term_version = models.PositiveIntegerField(default=0)
    unit_path = models.CharField(max_length=255)
    first_decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="appeals_against"
    )
    state = models.CharField(_("状态"), max_length=8, choices=AppealState.choices, default=AppealState.WAITING)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    evidence = models.JSONField(default=dict)
    restored = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="appeals_decided"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="appeals_by_day_due"),
            models.Index(fields=["learner", "-written_at"], name="appeals_of_a_learner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject="entry", sequence__isnull=False, lesson_id__isnull=True, review__isnull=True)
                | models.Q(subject="lesson", sequence__isnull=True, lesson_id__isnull=False, review__isnull=True)
                | models.Q(subject="review", sequence__isnull=True, lesson_id__isnull=True, review__isnull=False),
                name="an_appeal_is_against_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting") | (~models.Q(answer="") & models.Q(decided_at__isnull=False)),
                name="decided_appeals_have_an_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(first_decider__isnull=True)
                | ~models.Q(decided_by=models.F("first_decider")),
                name="nobody_decides_about_her_own_decision",
            ),
            models.UniqueConstraint(
                fields=["learner", "sequence"], condition=models.Q(state="waiting"), name="one_open_appeal_an_entry"
            ),
            models.UniqueConstraint(
                fields=["learner", "lesson_id"], condition=models.Q(state="waiting"), name="one_open_appeal_a_lesson"
            ),
            models.UniqueConstraint(
                fields=["review"], condition=models.Q(state="waiting"), name="one_open_appeal_a_review"
            ),
        ]

    def __str__(self) -> str:
        return self.title
