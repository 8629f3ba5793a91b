"""Where a learner goes on, for her home page: one query for course, lessons, coverage and the rule."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db.models import F, OuterRef, QuerySet, Subquery

from yuanjiao.catalogue.models import Lesson
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.learning import coverage
from yuanjiao.learning.models import CourseProgress, Watch
from yuanjiao.learning.policy import KIND, WatchingRules


class GoingOn(NamedTuple):
    """The lesson to open next of the course that was open last; `spans` are the verified parts in milliseconds."""

    lesson: Lesson
    number: int
    lessons: int
    covered_ms: int
    missing_ms: int
    spans: coverage.Spans


def going_on(learner_id: int, now: datetime) -> GoingOn | None:
    """The course opened last that is not complete, at its last lesson, or at the next if that is done. One query."""
    lessons = list(_lessons_of_last_course(learner_id, now))
    if not lessons:
        return None
    unfinished = [number for number, lesson in enumerate(lessons) if not _seen(lesson, "completed_at_ms")]
    last = [number for number in unfinished if lessons[number].pk == lessons[number].last_lesson_id]  # type: ignore[attr-defined]  # annotated below
    at = (last or unfinished or [len(lessons) - 1])[0]
    lesson = lessons[at]
    covered = _seen(lesson, "covered_ms")
    need = _rules(lesson).need_ms(lesson.duration_ms)
    missing = 0 if at not in unfinished else max(0, need - covered)
    spans = coverage.unpack(bytes(_seen(lesson, "coverage") or b""))
    return GoingOn(lesson, at + 1, len(lessons), covered, missing, spans)


def _lessons_of_last_course(learner_id: int, now: datetime) -> QuerySet[Lesson]:
    last = CourseProgress.objects.filter(
        learner_id=learner_id, completed_at__isnull=True, course__state="published"
    ).order_by("-last_at")
    watch = Watch.objects.filter(learner_id=learner_id, lesson_id=OuterRef("pk"))
    rules = PolicyVersion.objects.filter(kind=KIND, valid_from__lte=now).order_by("-valid_from")
    return (
        Lesson.objects.filter(course_id=Subquery(last.values("course_id")[:1]), duration_ms__gt=0)
        .select_related("course__topic", "course__cover", "course__university")
        .annotate(
            covered_ms=Subquery(watch.values("covered_ms")[:1]),
            completed_at_ms=Subquery(watch.values("completed_at_ms")[:1]),
            coverage=Subquery(watch.values("coverage")[:1]),
            last_lesson_id=Subquery(last.values("last_lesson_id")[:1]),
            rules=Subquery(rules.values("body")[:1]),
        )
        .order_by(F("position"))
    )


def _seen(lesson: Lesson, name: str) -> Any:
    return getattr(lesson, name) or 0


def _rules(lesson: Lesson) -> WatchingRules:
    return msgspec.convert(lesson.rules or {}, WatchingRules)  # type: ignore[attr-defined]  # annotated above
