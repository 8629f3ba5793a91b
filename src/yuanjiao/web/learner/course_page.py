"""What a course's page shows, read in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course
from yuanjiao.credits.public import Channel, ranking_rules, shown_name
from yuanjiao.learning import public as learning
from yuanjiao.learning.models import CourseProgress, Rating
from yuanjiao.learning.public import LessonState, quiz_queries
from yuanjiao.organisation.models import Person
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Recommendation


@dataclass(frozen=True)
class CoursePage:
    """A course as one learner sees it. `bar` says why she cannot study it; empty when she can."""

    course: Course
    bar: str
    states: list[LessonState]
    progress: CourseProgress | None
    quiz: quiz_queries.QuizStanding | None
    liked: bool
    rating: Rating | None
    reason: str
    recommended_by: str
    board: outreach.Board | None
    preview: bool = False

    @property
    def missing_ms(self) -> int:
        """What is still to be watched of all films."""
        return sum(state.missing_ms for state in self.states)

    @property
    def covered_ms(self) -> int:
        """What is verified of all films."""
        return sum(min(state.covered_ms, state.lesson.duration_ms) for state in self.states)

    @property
    def next_lesson(self) -> LessonState | None:
        """Where to begin or go on: the lesson opened last if unfinished, else the first unfinished, else the first."""
        films = [state for state in self.states if state.lesson.asset_id]
        unfinished = [state for state in films if not state.done and state.need_ms]
        last = self.progress.last_lesson_id if self.progress else 0
        return next((state for state in unfinished if state.lesson.pk == last), None) or next(
            iter(unfinished or films), None
        )

    @property
    def films_done(self) -> bool:
        """Whether every film is watched to its mark."""
        return not self.missing_ms

    @property
    def completed(self) -> bool:
        """Whether she has completed it."""
        return self.progress is not None and self.progress.completed_at is not None


def visible_course(course_id: int) -> Course:
    """A course whose page learners may open: one that is or was online.

    :raises Course.DoesNotExist: otherwise.
    """
    return catalogue.with_relations(catalogue.seen_by_learners()).get(pk=course_id)


def course_page(
    person: Person,
    course: Course,
    now: datetime,
    number: int | str = 1,
    channel: Channel = Channel.DESKTOP,
    **extra: Any,
) -> CoursePage:
    """The page of a course for a learner at a moment.

    :param number: the page of its board.
    """
    _version, rules = learning.watching(now)
    names = ranking_rules(now).names
    sent = Recommendation.objects.filter(receiver=person, course=course).select_related("sender").order_by("-sent_at")
    colleague = sent.first()
    return CoursePage(
        course=course,
        bar=catalogue.bar_of(person, course, now),
        states=learning.lesson_states(person.pk, course.pk, rules),
        progress=learning.progresses(person.pk, [course.pk]).get(course.pk),
        quiz=quiz_queries.standing(person.pk, course.pk, now),
        liked=learning.likes(person.pk, course.pk),
        rating=learning.rating_of(person.pk, course.pk),
        reason=catalogue.reason_for(course),
        recommended_by=shown_name(colleague.sender, person, names) if colleague else "",
        board=outreach.board(person, course, now, number, channel),
        **extra,
    )
