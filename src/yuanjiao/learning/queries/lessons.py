"""What comes after a lesson: the next one, the quiz, or the course's completion."""

from __future__ import annotations

from dataclasses import dataclass

from yuanjiao.catalogue.models import Lesson
from yuanjiao.learning.models import CourseLike, CourseProgress, Quiz, Rating
from yuanjiao.learning.policy import WatchingRules
from yuanjiao.learning.queries.progress import LessonState, lesson_states


@dataclass(frozen=True, slots=True)
class Seen:
    """A learner in a course, seen from one of its lessons."""

    states: list[LessonState]
    at: int
    progress: CourseProgress | None
    quiz: Quiz | None
    rating: Rating | None

    @property
    def here(self) -> LessonState:
        """The lesson she is at."""
        return self.states[self.at]

    @property
    def following(self) -> Lesson | None:
        """The lesson after this one."""
        return self.states[self.at + 1].lesson if self.at + 1 < len(self.states) else None

    @property
    def unfinished(self) -> LessonState | None:
        """The first film that is not watched to its mark, this lesson aside."""
        return next(
            (state for state in self.states if state.need_ms and not state.done and state is not self.here), None
        )

    @property
    def films_done(self) -> bool:
        """Whether every film is watched to its mark."""
        return all(state.done for state in self.states if state.need_ms)

    @property
    def quiz_due(self) -> bool:
        """Whether the quiz is what is left to do."""
        return self.quiz is not None and self.films_done and not (self.progress and self.progress.quiz_passed_at)

    @property
    def completed(self) -> bool:
        """Whether the course is completed."""
        return self.progress is not None and self.progress.completed_at is not None


def course_at(learner_id: int, lesson: Lesson, rules: WatchingRules) -> Seen:
    """A learner's course as its player page shows it. Five queries."""
    states = lesson_states(learner_id, lesson.course_id, rules)
    return Seen(
        states=states,
        at=next(index for index, state in enumerate(states) if state.lesson.pk == lesson.pk),
        progress=CourseProgress.objects.filter(learner_id=learner_id, course_id=lesson.course_id).first(),
        quiz=Quiz.objects.filter(course_id=lesson.course_id).first(),
        rating=rating_of(learner_id, lesson.course_id),
    )


def rating_of(learner_id: int, course_id: int) -> Rating | None:
    """The learner's own rating of a course."""
    return Rating.objects.filter(learner_id=learner_id, course_id=course_id).first()


def likes(learner_id: int, course_id: int) -> bool:
    """Whether the learner likes a course."""
    return CourseLike.objects.filter(learner_id=learner_id, course_id=course_id).exists()
