"""Reminding, or writing to, all people of a list at once (A17)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.kernel.models import UNFINISHED, BackgroundJob, JobState


class LetterKind(models.TextChoices):
    """What a learner is sent."""

    REMINDER = "reminder", pgettext_lazy("letter", "提醒")
    MESSAGE = "message", pgettext_lazy("letter", "消息")


class MailingState(models.TextChoices):
    """How far a mailing has come."""

    UNDER_WAY = "under_way", _("正在发")
    SENT = "sent", _("已发完")
    BROKEN_OFF = "broken_off", _("中途停了")
    CANCELLED = "cancelled", _("没有开始就取消了")
    NOBODY_LEFT = "nobody_left", _("没有人可发了")


class Mailing(models.Model):
    """One reminder or one message to the people of a list, sent once; what each was sent is a `Reminder`.

    `key` was made with the page that asked to confirm it, so confirming twice sends once. `people` is how many were
    to get it when it was confirmed, `reached` how many did, `reached_before` how many when the rest was asked for. It
    is sent part by part in the order of people's numbers: `up_to` is the last one looked at. `job` is what sends it, or
    sent it last; a short one needs none. Where that broke off, its sender may let another send the rest. `whom` says in
    words which list it was, `unit_path` where that lies: of several districts the lowest unit above them all, and each
    of them is a `MailingPlace`.
    """

    key = models.CharField(max_length=22, unique=True)
    kind = models.CharField(max_length=8, choices=LetterKind.choices)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="mailings_sent"
    )
    at = models.DateTimeField()
    subject = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    channels = models.JSONField()
    link = models.CharField(max_length=200, blank=True)
    whom = models.CharField(max_length=300)
    unit_path = models.CharField(max_length=255)
    people = models.PositiveIntegerField()
    up_to = models.BigIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    reached_before = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    broken_off_at = models.DateTimeField(null=True)
    job = models.ForeignKey(BackgroundJob, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["unit_path", "-at"], name="mailings_of_a_unit")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="mailings_say_something"),
            models.CheckConstraint(condition=~models.Q(whom=""), name="mailings_say_whom_they_are_for"),
            models.CheckConstraint(
                condition=models.Q(kind="reminder", subject="") | models.Q(kind="message") & ~models.Q(subject=""),
                name="a_message_has_a_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.at:%Y-%m-%d}: {self.whom}"

    @property
    def state(self) -> MailingState:
        """How far it has come; whoever shows many reads their jobs with them."""
        if self.finished_at is not None:
            return MailingState.SENT if self.reached > self.reached_before else MailingState.NOBODY_LEFT
        ended = self.job is not None and self.job.state not in UNFINISHED
        if self.broken_off_at is None and not ended:
            return MailingState.UNDER_WAY
        cancelled = self.job is not None and self.job.state == JobState.CANCELLED
        return MailingState.CANCELLED if cancelled and not self.up_to else MailingState.BROKEN_OFF


class MailingPlace(models.Model):
    """One of several districts that a list lay in: whoever is above it sees the mailing, as of one district."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="places")
    unit_path = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_path", "mailing"], name="a_mailing_has_a_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} in {self.unit_path}"
