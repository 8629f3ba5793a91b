"""Reminding learners of their year, and what else is written to them (A17, A18)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.outreach.models.mailing import LetterKind, Mailing


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
    STOPPED = "stopped", pgettext_lazy("delivery", "群发停了")
    """Kept back because its mailing broke off; it goes out with the rest, or never."""


class Reminder(models.Model):
    """One reminder of one person, with the very words that went to her; the database allows one a day.

    A message to her is the same in all but that: there may be several a day, each from a mailing, and from every
    mailing one at most. `unit_path` is where she was at that time.
    """

    kind = models.CharField(_("内容"), max_length=8, choices=LetterKind.choices, default=LetterKind.REMINDER)
    mailing = models.ForeignKey(Mailing, null=True, on_delete=models.PROTECT, related_name="letters", db_index=False)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reminders_sent"
    )
    day = models.DateField()
    at = models.DateTimeField()
    text = models.TextField()
    unit_path = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], condition=models.Q(kind="reminder"), name="nobody_is_reminded_twice_a_day"
            ),
            models.UniqueConstraint(fields=["mailing", "person"], name="a_mailing_reaches_a_person_once"),
            models.CheckConstraint(
                condition=models.Q(kind="reminder") | models.Q(mailing__isnull=False),
                name="a_message_is_of_a_mailing",
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "at"], name="reminders_of_a_sender"),
            models.Index(fields=["person", "-day"], name="reminders_of_a_person"),
        ]

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
        indexes = [
            models.Index(fields=["reminder"], name="deliveries_that_wait", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.reminder_id}: {self.state}"
