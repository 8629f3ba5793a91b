"""Fetching a lesson for its viewer, with the right to it, in one call."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from yuanjiao.catalogue.models import Course, Lesson
from yuanjiao.catalogue.public import course_for
from yuanjiao.web.shell.http import PersonRequest


def lesson_for(request: PersonRequest, lesson_id: int) -> Lesson:
    """A lesson of a course that the reader may study.

    :raises Http404: when there is none for her.
    :raises CourseBarred: when the course is retired or its licence leaves her out.
    """
    lesson = Lesson.objects.select_related("asset", "captions").filter(pk=lesson_id).first()
    if lesson is None:
        raise Http404
    lesson.course = study_course(request, lesson.course_id)
    return lesson


def study_course(request: PersonRequest, course_id: int) -> Course:
    """A course that the reader may study; errors as `lesson_for`."""
    try:
        return course_for(request.user, course_id, timezone.now())
    except Course.DoesNotExist as missing:
        raise Http404 from missing
