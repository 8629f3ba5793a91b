"""The day's curve of learners on line (A2)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from yuanjiao.learning.models import OnlineSlot

SLOT_MINUTES = 5


def curve(now: datetime) -> list[int]:
    """The most learners on line in each hour of today so far."""
    hours = [0] * (timezone.localtime(now).hour + 1)
    for slot, online in OnlineSlot.objects.filter(day=timezone.localdate(now)).values_list("slot", "online"):
        hour = slot * SLOT_MINUTES // 60
        if hour < len(hours):
            hours[hour] = max(hours[hour], online)
    return hours
