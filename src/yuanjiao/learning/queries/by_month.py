"""How a course was taken up and completed, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from yuanjiao.learning.models import CourseProgress

MONTHS_A_YEAR = 12


class Month(NamedTuple):
    """One month of a course: how many began it, how many completed it."""

    first: date
    begun: int
    completed: int


def by_month(course_id: int, now: datetime, months: int = MONTHS_A_YEAR) -> list[Month]:
    """The last months of a course, the running one last; two grouped queries."""
    firsts = list(_firsts(timezone.localdate(now), months))
    since = timezone.make_aware(datetime.combine(firsts[0], time.min))
    rows = CourseProgress.objects.filter(course_id=course_id)
    begun = _counted(rows.filter(started_at__gte=since), "started_at")
    completed = _counted(rows.filter(completed_at__gte=since), "completed_at")
    return [Month(first, begun.get(first, 0), completed.get(first, 0)) for first in firsts]


def _firsts(today: date, months: int) -> Iterator[date]:
    for back in range(months - 1, -1, -1):
        year, month = divmod(today.year * MONTHS_A_YEAR + today.month - 1 - back, MONTHS_A_YEAR)
        yield date(year, month + 1, 1)


def _counted(rows: QuerySet[CourseProgress], field: str) -> dict[date, int]:
    counted = rows.order_by().annotate(month=TruncMonth(field)).values_list("month").annotate(number=Count("id"))
    return {month.date(): number for month, number in counted}
