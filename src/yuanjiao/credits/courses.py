"""The rules about what courses earn, looked at and applied over the whole catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, Q, Sum
from django.db.models.functions import TruncDate

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import lower_credits
from yuanjiao.credits.conversion import MINUTE_MS, LengthStep
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.policy import credit_rules
from yuanjiao.credits.years import SHANGHAI

ENTRIES_LOOKED_AT = 20_000


def lower_micro_courses(*, now: datetime) -> int:
    """Let micro-courses show what they earn under the rules in force; how many were lowered. Safe to repeat."""
    steps = credit_rules(now).rules.micro_steps
    lengths = [(step.up_to_minutes * MINUTE_MS, step.hundredths) for step in sorted(steps, reverse=True)]
    return lower_credits(longest_first=lengths, now=now) if lengths else 0


def micro_courses_above(steps: Sequence[LengthStep]) -> int:
    """How many courses are worth more than their step would give; one query."""
    above = Q(pk__in=[])
    for step in steps:
        above |= Q(duration_ms__lte=step.up_to_minutes * MINUTE_MS, credit_hundredths__gt=step.hundredths)
    return Course.objects.filter(above, duration_ms__gt=0).count()


def over_the_day(cap: int) -> int:
    """How often, among the newest entries, courses earned someone more than a cap in one day; two queries."""
    newest = LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    entries = LedgerEntry.objects.filter(pk__gt=newest - ENTRIES_LOOKED_AT, kind=EntryKind.COMPLETION)
    days = entries.annotate(day=TruncDate("at", tzinfo=SHANGHAI)).values("learner_id", "day").order_by()
    return days.annotate(sum=Sum("hundredths")).filter(sum__gt=cap).count()
