"""The counters of courses, taken from what was written; doing it again changes nothing."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Q, Sum

from yuanjiao.catalogue.models import Course
from yuanjiao.learning.models import CourseLike, CourseProgress, Rating

CLICKS_A_START = (3, 2)
"""Three clicks lead to two beginnings: some only look."""


@transaction.atomic
def count() -> None:
    """Set every demonstration course's counters."""
    started = CourseProgress.objects.values_list("course_id").annotate(
        begun=Count("pk"), done=Count("pk", filter=Q(completed_at__isnull=False))
    )
    begun = {course: (starts, done) for course, starts, done in started}
    liked = dict(CourseLike.objects.values_list("course_id").annotate(number=Count("pk")))
    rated = {
        course: (number, stars)
        for course, number, stars in Rating.objects.values_list("course_id").annotate(
            number=Count("pk"), total=Sum("stars")
        )
    }
    for course in Course.objects.filter(demonstration=True):
        starts, done = begun.get(course.pk, (0, 0))
        ratings, stars = rated.get(course.pk, (0, 0))
        Course.objects.filter(pk=course.pk).update(
            start_count=starts,
            completion_count=done,
            click_count=max(course.click_count, starts * CLICKS_A_START[0] // CLICKS_A_START[1]),
            like_count=liked.get(course.pk, 0),
            rating_count=ratings,
            rating_sum=stars,
        )
