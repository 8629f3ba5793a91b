"""What a learner may know of a quiz: where she stands, and the answers only when they can no longer help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from yuanjiao.catalogue.models import Lesson
from yuanjiao.learning import completion, quiz_scoring
from yuanjiao.learning.models import Quiz, QuizAttempt, Watch
from yuanjiao.learning.quiz_scoring import DrawnQuestion


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """One learner at one quiz: `tries_left` is today's, `lessons_left` are the lessons to cover first."""

    quiz: Quiz
    questions: int
    lessons_left: list[Lesson]
    tries_left: int
    waiting: QuizAttempt | None
    last: QuizAttempt | None
    passed: QuizAttempt | None

    @property
    def may_open(self) -> bool:
        """Whether an attempt can be opened or taken up again now."""
        return not self.lessons_left and self.passed is None and (self.waiting is not None or self.tries_left > 0)


@dataclass(frozen=True, slots=True)
class ChoiceResult:
    """A choice after the quiz."""

    text: str
    chosen: bool
    correct: bool


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question after the quiz, with its explanation."""

    text: str
    right: bool
    explanation: str
    choices: list[ChoiceResult]


def standing(learner_id: int, course_id: int, now: datetime) -> QuizStanding | None:
    """Where a learner stands at a course's quiz; none when the course has no quiz."""
    quiz = Quiz.objects.filter(course_id=course_id).first()
    if quiz is None:
        return None
    attempts = list(QuizAttempt.objects.filter(learner_id=learner_id, quiz=quiz).order_by("-opened_at", "-pk"))
    return QuizStanding(
        quiz=quiz,
        questions=min(quiz.draw, quiz.questions.count()),
        lessons_left=lessons_to_cover(learner_id, course_id),
        tries_left=max(0, quiz.tries - tries_used(learner_id, quiz, now)),
        waiting=next((attempt for attempt in attempts if attempt.submitted_at is None), None),
        last=next((attempt for attempt in attempts if attempt.submitted_at is not None), None),
        passed=next((attempt for attempt in attempts if attempt.passed), None),
    )


def lessons_to_cover(learner_id: int, course_id: int) -> list[Lesson]:
    """The course's films that the learner has not watched to their mark; documents are not measured."""
    covered = Watch.objects.filter(learner_id=learner_id, course_id=course_id, completed_at_ms__gt=0)
    return list(
        Lesson.objects.filter(pk__in=completion.films(course_id))
        .exclude(pk__in=covered.values("lesson_id"))
        .order_by("position")
    )


def tries_used(learner_id: int, quiz: Quiz, now: datetime) -> int:
    """How many attempts the learner opened on the local day of a moment."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    return QuizAttempt.objects.filter(learner_id=learner_id, quiz=quiz, opened_at__gte=midnight).count()


def attempt_of(learner_id: int, course_id: int, attempt_id: int) -> QuizAttempt | None:
    """A learner's own attempt; none of anybody else's."""
    return (
        QuizAttempt.objects.select_related("quiz__course")
        .filter(pk=attempt_id, learner_id=learner_id, quiz__course_id=course_id)
        .first()
    )


def results(attempt: QuizAttempt, tries_left: int) -> list[QuestionResult]:
    """The questions with their right answers; empty while another try today could profit from them."""
    if attempt.submitted_at is None or (not attempt.passed and tries_left > 0):
        return []
    return [_result(question, attempt.answers.get(str(question["id"]), [])) for question in attempt.drawn]


def right_count(attempt: QuizAttempt) -> int:
    """How many of an attempt's questions were answered right."""
    return quiz_scoring.right_count(attempt.drawn, attempt.answers)


def _result(question: DrawnQuestion, chosen: list[int]) -> QuestionResult:
    return QuestionResult(
        text=question["text"],
        right=quiz_scoring.right(question, chosen),
        explanation=question["explanation"],
        choices=[
            ChoiceResult(text=choice["text"], chosen=choice["id"] in chosen, correct=choice["correct"])
            for choice in question["choices"]
        ],
    )
