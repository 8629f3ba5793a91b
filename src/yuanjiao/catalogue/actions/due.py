"""What happens by itself at the stated minute: scheduled courses go online, retiring ones offline."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yuanjiao.catalogue.actions.moving import move
from yuanjiao.catalogue.completeness import missing_for_going_online
from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.catalogue.policy import audit_rules
from yuanjiao.kernel.languages import in_every_language

MOST_AT_ONCE = 500


def move_due_courses(*, now: datetime) -> int:
    """Move every course whose minute has come; how many.

    Each has a transaction of its own, so that two workers, or one that dies in between, do each of them once.
    A scheduled course that lacks something by then goes back to its audit, and its history says what.
    """
    due = list(Course.objects.filter(due_at__lte=now).order_by("due_at", "id")[:MOST_AT_ONCE])
    return sum(_move(course.pk, now) for course in due)


@transaction.atomic
def _move(course_id: int, now: datetime) -> bool:
    course = Course.objects.select_for_update().filter(pk=course_id, due_at__lte=now).first()
    if course is None:
        return False
    if course.state == CourseState.RETIRING:
        move(actor=None, course=course, to=CourseState.RETIRED, now=now, reason=course.retired_reason)
        return True
    rules = audit_rules(now)
    missing = in_every_language(lambda: " ".join(missing_for_going_online(course, rules)))
    if any(missing.values()):
        move(actor=None, course=course, to=CourseState.AUDIT, now=now, reason=missing)
    else:
        move(actor=None, course=course, to=CourseState.PUBLISHED, now=now)
    return True
