"""Progress, watched lessons and attempts for tests, made without pulses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from yuanjiao.catalogue.models import Course, Lesson
from yuanjiao.learning import coverage
from yuanjiao.learning.models import CourseProgress, Watch
from yuanjiao.organisation.models import Person

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


def make_progress(person: Person, course: Course, **fields: Any) -> CourseProgress:
    """The progress of someone who has opened a course."""
    fields = {"started_at": NOW, "last_at": NOW} | fields
    return CourseProgress.objects.create(learner_id=person.pk, course=course, **fields)


def make_watch(person: Person, lesson: Lesson, *, share: float = 1.0, **fields: Any) -> Watch:
    """A lesson watched from its beginning to a share of its length; from 95 % on it is done."""
    covered = int(lesson.duration_ms * share)
    done = int(NOW.timestamp() * 1000) if share >= 0.95 else 0
    fields = {
        "course_id": lesson.course_id,
        "coverage": coverage.pack([(0, covered)] if covered else []),
        "covered_ms": covered,
        "duration_ms": lesson.duration_ms,
        "position_ms": covered,
        "completed_at_ms": done,
    } | fields
    return Watch.objects.create(learner_id=person.pk, lesson_id=lesson.pk, **fields)


def watch_all(person: Person, course: Course) -> CourseProgress:
    """Every lesson of a course watched to its end; the course's progress with them."""
    lessons = list(course.lessons.all())
    for lesson in lessons:
        make_watch(person, lesson)
    return make_progress(person, course, lessons_done=len(lessons))
