"""When learners are left in peace: one rule for whoever reminds them, a class teacher or a list."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from yuanjiao.outreach.models import LetterKind, Reminder
from yuanjiao.outreach.quiet_hours import NIGHT, is_quiet

REST_DAYS = 3
"""Whoever was reminded today or on one of the days before it, so many in all, is not reminded again."""


def rests_since(today: date) -> date:
    """Whoever was reminded on this day or later is left in peace today."""
    return today - timedelta(days=REST_DAYS - 1)


def rested(now: datetime) -> Q:
    """The condition that a person was reminded lately, by whomever."""
    lately = Reminder.objects.filter(kind=LetterKind.REMINDER, day__gte=rests_since(timezone.localdate(now)))
    return Q(Exists(lately.filter(person=OuterRef("pk"))))


def is_night(now: datetime) -> bool:
    """Whether e-mails and short messages wait for the morning."""
    return is_quiet(timezone.localtime(now).time(), *NIGHT)
