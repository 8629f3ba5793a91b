"""Keeping the search index."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.search import index

COURSES_AT_ONCE = 50
"""Few enough that no write transaction lasts over a tenth of a second."""


def rebuild_search() -> Iterator[tuple[int, int]]:
    """Index every course anew, a few at a time; gives how many are done and how many there are.

    Other writers come in between; the index finds courses all the while.
    """
    numbers = list(Course.objects.order_by("id").values_list("id", flat=True))
    for start in range(0, len(numbers), COURSES_AT_ONCE):
        part = numbers[start : start + COURSES_AT_ONCE]
        with transaction.atomic():
            courses = Course.objects.filter(pk__in=part).select_related("topic", "university")
            for course in courses.prefetch_related("lecturers"):
                index.put(course)
        yield start + len(part), len(numbers)
