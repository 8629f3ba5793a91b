"""Fetching a course, a lesson or a question for its editor, with the right to it, in one call."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, Lesson
from yuanjiao.learning.models import Question
from yuanjiao.media.models import Asset
from yuanjiao.media.public import assets_of
from yuanjiao.organisation.public import OutOfScope, Permission
from yuanjiao.web.manage.door import ManageRequest


def course_of(request: ManageRequest, course_id: int, permission: Permission = Permission.COURSES_WRITE) -> Course:
    """A course in the reader's scope.

    :raises Http404: when there is none.
    :raises OutOfScope: when it belongs to a unit she has no such right in.
    """
    rows = catalogue.with_relations(Course.objects.select_related("unit"))
    course = get_object_or_404(rows, pk=course_id)
    if not catalogue.may(request.scope, permission, course):
        raise OutOfScope
    return course


def missing_of(course: Course) -> list[str]:
    """What keeps a course from going online that is not; nothing for one that is."""
    return catalogue.missing_for_publishing(course) if course.state not in catalogue.STUDIED else []


def lesson_of(request: ManageRequest, course_id: int, lesson_id: int) -> Lesson:
    """A lesson of a course in the reader's scope; errors as `course_of`."""
    course = course_of(request, course_id)
    lesson = get_object_or_404(course.lessons.select_related("asset", "captions"), pk=lesson_id)
    lesson.course = course
    return lesson


def question_of(request: ManageRequest, course_id: int, question_id: int) -> Question:
    """A question of a course in the reader's scope; errors as `course_of`."""
    course = course_of(request, course_id)
    question = get_object_or_404(Question.objects.select_related("quiz"), pk=question_id, quiz__course=course)
    question.quiz.course = course
    return question


def asset_of(request: ManageRequest, number: str, kept: Asset | None) -> Asset | None:
    """The asset of a posted number: one of the reader's own, or the one that is there already; else none."""
    if not number.isdecimal():
        return None
    if kept is not None and kept.pk == int(number):
        return kept
    return assets_of(request.user).filter(pk=int(number)).first()
