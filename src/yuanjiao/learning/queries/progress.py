"""How far a learner is: in her courses, in a course's lessons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yuanjiao.catalogue.models import Lesson
from yuanjiao.catalogue.public import STUDIED
from yuanjiao.learning import coverage
from yuanjiao.learning.models import CourseProgress, Watch
from yuanjiao.learning.policy import WatchingRules, missing_ms


class LessonState(NamedTuple):
    """One lesson as its watcher sees it; `spans` are the verified parts in milliseconds."""

    lesson: Lesson
    covered_ms: int
    need_ms: int
    position_ms: int
    done: bool
    spans: coverage.Spans

    @property
    def missing_ms(self) -> int:
        """What is still to be watched before the lesson is done."""
        return 0 if self.done else missing_ms(self.need_ms, self.covered_ms)


class Continuing(NamedTuple):
    """The course that a learner was last in and has not completed, at its next lesson."""

    progress: CourseProgress
    state: LessonState
    number: int
    lessons: int


def lesson_states(learner_id: int, course_id: int, rules: WatchingRules) -> list[LessonState]:
    """All lessons of a course in order, with what the learner has of each. Two queries."""
    watches = {watch.lesson_id: watch for watch in Watch.objects.filter(learner_id=learner_id, course_id=course_id)}
    lessons = Lesson.objects.filter(course_id=course_id).select_related("asset", "captions")
    return [_state(lesson, watches.get(lesson.pk), rules) for lesson in lessons]


def progresses(learner_id: int, course_ids: Iterable[int]) -> dict[int, CourseProgress]:
    """The learner's progress in each of some courses that she has opened, by course. One query."""
    found = CourseProgress.objects.filter(learner_id=learner_id, course_id__in=list(course_ids))
    return {progress.course_id: progress for progress in found}


def with_films(found: QuerySet[CourseProgress]) -> QuerySet[CourseProgress]:
    """Progresses with their course's ``film_count``: what `lessons_done` can reach, since documents are only read."""
    films = Lesson.objects.filter(course=OuterRef("course"), duration_ms__gt=0).order_by().values("course")
    return found.annotate(film_count=Coalesce(Subquery(films.annotate(number=Count("pk")).values("number")), 0))


def continue_watching(learner_id: int, rules: WatchingRules) -> Continuing | None:
    """Where to go on: the course opened last that is not complete. Three queries at most."""
    progress = (
        CourseProgress.objects.filter(learner_id=learner_id, completed_at__isnull=True, course__state__in=STUDIED)
        .select_related("course")
        .order_by("-last_at")
        .first()
    )
    if progress is None:
        return None
    states = [state for state in lesson_states(learner_id, progress.course_id, rules) if state.lesson.duration_ms]
    if not states:
        return None
    unfinished = [number for number, state in enumerate(states) if not state.done]
    last = [number for number in unfinished if states[number].lesson.pk == progress.last_lesson_id]
    at = (last or unfinished or [len(states) - 1])[0]
    return Continuing(progress, states[at], at + 1, len(states))


def studied_since(learner_id: int, since: datetime) -> list[CourseProgress]:
    """The courses a learner was in since a moment, latest first."""
    return list(
        CourseProgress.objects.filter(learner_id=learner_id, last_at__gte=since)
        .select_related("course")
        .order_by(F("last_at").desc())
    )


def last_studied(learner_ids: Iterable[int]) -> dict[int, datetime]:
    """When each of some learners was last in a course; one query. Who never was is missing."""
    rows = CourseProgress.objects.filter(learner_id__in=list(learner_ids)).values_list("learner_id")
    return dict(rows.annotate(last=Max("last_at")))


def required_unfinished(learner_ids: Iterable[int]) -> dict[int, str]:
    """The title of the required course that each of some learners has begun last and not completed; one query."""
    rows = CourseProgress.objects.filter(
        learner_id__in=list(learner_ids), completed_at=None, course__category="required", course__state="published"
    )
    return dict(rows.order_by("last_at").values_list("learner_id", "course__title"))


def _state(lesson: Lesson, watch: Watch | None, rules: WatchingRules) -> LessonState:
    need = rules.need_ms(lesson.duration_ms)
    if watch is None:
        return LessonState(lesson, 0, need, 0, False, [])
    return LessonState(
        lesson,
        watch.covered_ms,
        need,
        watch.position_ms,
        watch.completed_at_ms > 0,
        coverage.unpack(watch.coverage),
    )


def my_courses(learner_id: int) -> dict[str, list[int]]:
    """The numbers of the courses a learner is in (``doing``) and has completed (``done``). One query."""
    mine: dict[str, list[int]] = {"doing": [], "done": []}
    rows = CourseProgress.objects.filter(learner_id=learner_id).values_list("course_id", "completed_at")
    for course_id, completed_at in rows:
        mine["done" if completed_at else "doing"].append(course_id)
    return mine
