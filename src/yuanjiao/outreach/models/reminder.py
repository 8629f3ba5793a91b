"""Reminding learners of their year (A18)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderChannel(models.TextChoices):
    """How a reminder reaches a learner."""

    NOTICE = "notice", _("站内通知")
    MAIL = "mail", _("邮件")
    PHONE = "phone", _("短信")


class DeliveryState(models.TextChoices):
    """What has become of a reminder on one channel."""

    WAITING = "waiting", _("发送中")
    DONE = "done", _("已发出")
    FAILED = "failed", _("没有发出")


class Reminder(models.Model):
    """One reminder of one learner, with the very words that went to her; the database allows one a day.

    `unit_path` is where she was at that time.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reminders_sent"
    )
    day = models.DateField()
    at = models.DateTimeField()
    text = models.TextField()
    unit_path = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="nobody_is_reminded_twice_a_day")]
        indexes = [models.Index(fields=["sender", "at"], name="reminders_of_a_sender")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.day}"


class ReminderDelivery(models.Model):
    """One channel of one reminder."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=ReminderChannel.choices)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reminder", "channel"], name="a_channel_once_a_reminder")]

    def __str__(self) -> str:
        return f"{self.channel} of {self.reminder_id}: {self.state}"
