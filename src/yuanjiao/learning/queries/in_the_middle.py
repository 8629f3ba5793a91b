"""Who has begun a course and not completed it: whom its retirement concerns."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from yuanjiao.learning.models import CourseProgress


def is_in_the_middle(learner_id: int, course_id: int) -> bool:
    """Whether this learner is; one query."""
    return in_the_middle(course_id).filter(learner_id=learner_id).exists()


def in_the_middle(course_id: int) -> QuerySet[CourseProgress]:
    """The progress of everyone who is, for lists and notices."""
    return CourseProgress.objects.filter(course_id=course_id, completed_at__isnull=True)


def numbers_in_the_middle(course_ids: Iterable[int]) -> dict[int, int]:
    """How many are in the middle of each of some courses; one grouped query, courses without any left out."""
    rows = CourseProgress.objects.filter(course_id__in=list(course_ids), completed_at__isnull=True)
    return dict(rows.order_by().values_list("course_id").annotate(number=Count("id")))
