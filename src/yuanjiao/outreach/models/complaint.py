"""What readers complain of and propose, from any page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ComplaintKind(models.TextChoices):
    """What it is about."""

    COUNTING = "counting", _("学习没有算上")
    CREDIT = "credit", _("学分或达标不对")
    CONTENT = "content", _("课程内容有问题")
    FAULT = "fault", _("页面或视频打不开")
    BURDEN = "burden", _("学习负担或形式主义")
    OTHER = "other", _("其他意见")


class ComplaintState(models.TextChoices):
    """Whether it has been answered."""

    WAITING = "waiting", _("等待答复")
    ANSWERED = "answered", _("已答复")


class Complaint(models.Model):
    """One complaint or proposal, by someone signed in or by anyone with a way to be reached.

    It is never deleted by those it may be about; an answer is added beside it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="complaints"
    )
    kind = models.CharField(_("类别"), max_length=12, choices=ComplaintKind.choices, default=ComplaintKind.OTHER)
    text = models.TextField(_("内容"), max_length=2000)
    page = models.CharField(max_length=300, blank=True)
    contact = models.CharField(_("怎么联系您"), max_length=120, blank=True)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ComplaintState.choices, default=ComplaintState.WAITING)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="complaints_answered"
    )

    class Meta:
        indexes = [models.Index(fields=["state", "written_at"], name="complaints_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting") | ~models.Q(answer=""), name="answered_complaints_have_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
