"""Taking a quiz: opening an attempt, and scoring it once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from random import Random, SystemRandom

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yuanjiao.learning import completion, quiz_scoring, suspicion
from yuanjiao.learning.failures import LearningFailure
from yuanjiao.learning.models import CourseProgress, Question, Quiz, QuizAttempt
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.learning.queries import quiz as quiz_queries
from yuanjiao.learning.quiz_scoring import Answers, DrawnQuestion
from yuanjiao.organisation.models import Person


class QuizNotReady(LearningFailure):
    """The lessons are not all covered yet: answering alone earns nothing (C1)."""

    @property
    def sentence(self) -> str:
        """What to do first."""
        return _("先把本课各讲看完，再来做测验。已经核实的进度都保留着。")


class NoTriesLeft(LearningFailure):
    """Today's tries are used up."""

    @property
    def sentence(self) -> str:
        """When to come back."""
        return _("今天的答题次数已用完，明天可以再来。学过的内容都算数。")


class QuizAlreadyPassed(LearningFailure):
    """There is nothing left to win."""

    @property
    def sentence(self) -> str:
        """That it is done."""
        return _("这门课的测验您已经通过，不用再做。")


class QuizIsEmpty(LearningFailure):
    """The bank has no questions, so nothing can be drawn."""

    @property
    def sentence(self) -> str:
        """That the editor has to act."""
        return _("这门课的题库还没有题目，请过些时候再来。")


class AttemptAlreadyScored(LearningFailure):
    """The attempt was submitted before: a double click, or a second window."""

    @property
    def sentence(self) -> str:
        """That the first answer stands."""
        return _("这次测验已经交过卷，以第一次交的为准。")


@transaction.atomic
def open_attempt(*, actor: Person, course_id: int, now: datetime, randomness: Random | None = None) -> QuizAttempt:
    """The learner's open attempt, or a new one drawn at random from the bank.

    An attempt left open is taken up again, so that a closed window costs no try.

    :raises Quiz.DoesNotExist: when the course has no quiz.
    :raises QuizNotReady: before every lesson is covered.
    :raises QuizAlreadyPassed: after a pass.
    :raises NoTriesLeft: when today's tries are used up.
    :raises QuizIsEmpty: when there is nothing to draw.
    """
    quiz = Quiz.objects.get(course_id=course_id)
    CourseProgress.objects.bulk_create(
        [CourseProgress(learner_id=actor.pk, course_id=course_id, started_at=now, last_at=now)], ignore_conflicts=True
    )
    # The learner's progress row is the lock: two windows opening at once must not both count the same tries.
    CourseProgress.objects.select_for_update().get(learner_id=actor.pk, course_id=course_id)
    attempts = QuizAttempt.objects.filter(learner_id=actor.pk, quiz=quiz)
    if attempts.filter(passed=True).exists():
        raise QuizAlreadyPassed
    if quiz_queries.lessons_to_cover(actor.pk, course_id):
        raise QuizNotReady
    waiting = attempts.filter(submitted_at__isnull=True).first()
    if waiting is not None:
        return waiting
    if quiz_queries.tries_used(actor.pk, quiz, now) >= quiz.tries:
        raise NoTriesLeft
    drawn = quiz_scoring.draw(bank_of(quiz), quiz.draw, randomness or SystemRandom())
    if not drawn:
        raise QuizIsEmpty
    try:
        with transaction.atomic():
            return attempts.create(learner_id=actor.pk, quiz=quiz, drawn=drawn, opened_at=now)
    except IntegrityError:
        return attempts.get(submitted_at__isnull=True)


@transaction.atomic
def submit_attempt(*, actor: Person, attempt_id: int, answers: Answers, now: datetime) -> QuizAttempt:
    """Score an attempt on the server, once; a pass completes the course when everything else is done.

    Effects in order: the attempt's score, a signal when it came faster than reading, the pass in the
    learner's progress, the completion with its credit.

    :param answers: chosen choice ids by question id; what was not drawn is ignored, what is missing is wrong.
    :raises QuizAttempt.DoesNotExist: when the attempt is not the actor's.
    :raises AttemptAlreadyScored: when it was submitted before, also at the same instant.
    """
    attempt = QuizAttempt.objects.select_related("quiz").get(pk=attempt_id, learner_id=actor.pk)
    drawn: list[DrawnQuestion] = attempt.drawn
    kept = {str(question["id"]): sorted(set(answers.get(str(question["id"]), ()))) for question in drawn}
    score = quiz_scoring.score(drawn, kept)
    passed = score >= attempt.quiz.pass_mark
    # The condition in the UPDATE is what makes two submissions at one instant score once.
    won = QuizAttempt.objects.filter(pk=attempt.pk, submitted_at__isnull=True).update(
        answers=kept, score=score, passed=passed, submitted_at=now
    )
    if not won:
        raise AttemptAlreadyScored
    attempt.answers, attempt.score, attempt.passed, attempt.submitted_at = kept, score, passed, now
    _notice_fast_answers(attempt, now)
    if passed:
        course_id = attempt.quiz.course_id
        CourseProgress.objects.filter(learner_id=actor.pk, course_id=course_id, quiz_passed_at__isnull=True).update(
            quiz_passed_at=now
        )
        completion.complete_if_due(actor.pk, course_id, now)
    return attempt


def bank_of(quiz: Quiz) -> list[DrawnQuestion]:
    """The quiz's questions that have a right answer, with their choices in the editor's order."""
    questions: Iterable[Question] = quiz.questions.prefetch_related("choices")
    bank: list[DrawnQuestion] = [
        {
            "id": question.pk,
            "kind": question.kind,
            "text": question.text,
            "explanation": question.explanation,
            "choices": [
                {"id": choice.pk, "text": choice.text, "correct": choice.correct} for choice in question.choices.all()
            ],
        }
        for question in questions
    ]
    return [question for question in bank if any(choice["correct"] for choice in question["choices"])]


def _notice_fast_answers(attempt: QuizAttempt, now: datetime) -> None:
    taken = (now - attempt.opened_at).total_seconds()
    quickest = quiz_scoring.quickest_seconds(attempt.drawn)
    if taken >= quickest:
        return
    suspicion.note(
        learner_id=attempt.learner_id,
        kind=SuspicionKind.FAST_ANSWERS,
        at=now,
        session_id=0,
        detail={
            "course": attempt.quiz.course_id,
            "attempt": attempt.pk,
            "seconds": round(taken, 3),
            "quickest": round(quickest, 3),
        },
    )
