from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from tests.factories.catalogue import make_course, make_quiz
from tests.factories.learning import NOW, make_progress, make_watch, watch_all
from tests.factories.organisation import make_person

from yuanjiao.learning import events
from yuanjiao.learning import public as learning
from yuanjiao.learning.models import CourseProgress, Question, Quiz, QuizAttempt, SuspicionSignal
from yuanjiao.learning.queries import quiz as quiz_queries

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def lin():
    return make_person("林示例")


@pytest.fixture
def course():
    course = make_course(lessons=2)
    make_quiz(course, questions=6, draw=5, tries=2, pass_mark=60)
    return course


@pytest.fixture
def completions(monkeypatch):
    heard = []
    monkeypatch.setattr(events, "course_completed", [heard.append])
    return heard


def sheet(attempt: QuizAttempt, right: int) -> dict[str, list[int]]:
    """Answers of which so many are right."""
    return {
        str(question["id"]): [c["id"] for c in question["choices"] if c["correct"] is (number < right)][:1]
        for number, question in enumerate(attempt.drawn)
    }


def opened(lin, course, now=NOW):
    return learning.open_attempt(actor=lin, course_id=course.pk, now=now, randomness=Random(7))


def handed_in(lin, attempt, right, now=LATER):
    return learning.submit_attempt(actor=lin, attempt_id=attempt.pk, answers=sheet(attempt, right), now=now)


def test_an_attempt_draws_from_the_bank(lin, course):
    watch_all(lin, course)
    assert len(opened(lin, course).drawn) == 5


def test_the_quiz_stays_shut_until_every_lesson_is_covered(lin, course):
    make_progress(lin, course)
    make_watch(lin, course.lessons.first())
    make_watch(lin, course.lessons.last(), share=0.9)
    with pytest.raises(learning.QuizNotReady):
        opened(lin, course)
    assert quiz_queries.lessons_to_cover(lin.pk, course.pk) == [course.lessons.last()]


def test_an_attempt_left_open_is_taken_up_again(lin, course):
    watch_all(lin, course)
    first = opened(lin, course)
    assert opened(lin, course, LATER) == first
    assert quiz_queries.standing(lin.pk, course.pk, LATER).tries_left == 1


def test_tries_are_counted_by_day(lin, course):
    watch_all(lin, course)
    for _ in range(2):
        handed_in(lin, opened(lin, course), right=0)
    with pytest.raises(learning.NoTriesLeft):
        opened(lin, course)
    assert opened(lin, course, NOW + timedelta(days=1)).submitted_at is None


def test_a_pass_completes_the_course_once(lin, course, completions):
    watch_all(lin, course)
    attempt = handed_in(lin, opened(lin, course), right=3)
    assert (attempt.score, attempt.passed) == (60, True)
    progress = CourseProgress.objects.get(learner_id=lin.pk)
    assert (progress.quiz_passed_at, progress.completed_at) == (LATER, LATER)
    assert [(each.learner_id, each.course_id) for each in completions] == [(lin.pk, course.pk)]


def test_a_fail_completes_nothing(lin, course, completions):
    watch_all(lin, course)
    assert handed_in(lin, opened(lin, course), right=2).passed is False
    assert completions == []


def test_an_attempt_is_scored_once(lin, course, completions):
    watch_all(lin, course)
    attempt = opened(lin, course)
    handed_in(lin, attempt, right=0)
    with pytest.raises(learning.AttemptAlreadyScored):
        handed_in(lin, attempt, right=5)
    attempt.refresh_from_db()
    assert attempt.score == 0
    assert completions == []


def test_after_a_pass_there_is_nothing_to_open(lin, course):
    watch_all(lin, course)
    handed_in(lin, opened(lin, course), right=5)
    with pytest.raises(learning.QuizAlreadyPassed):
        opened(lin, course)


def test_nobody_hands_in_for_somebody_else(lin, course):
    watch_all(lin, course)
    attempt = opened(lin, course)
    with pytest.raises(QuizAttempt.DoesNotExist):
        handed_in(make_person("邻示例"), attempt, right=5)


def test_an_editor_who_changes_a_question_changes_no_open_attempt(lin, course):
    watch_all(lin, course)
    attempt = opened(lin, course)
    Question.objects.all().delete()
    assert handed_in(lin, attempt, right=5).score == 100


def test_answers_to_questions_that_were_not_drawn_are_ignored(lin, course):
    watch_all(lin, course)
    attempt = opened(lin, course)
    answers = sheet(attempt, 5) | {"999999": [1], "x": [2]}
    scored = learning.submit_attempt(actor=lin, attempt_id=attempt.pk, answers=answers, now=LATER)
    assert set(scored.answers) == {str(question["id"]) for question in attempt.drawn}


def test_an_empty_bank_says_so(lin, course):
    watch_all(lin, course)
    Question.objects.all().delete()
    with pytest.raises(learning.QuizIsEmpty):
        opened(lin, course)


def test_a_course_without_a_quiz_has_none_to_open(lin):
    with pytest.raises(Quiz.DoesNotExist):
        opened(lin, make_course(lessons=1))


def test_answers_faster_than_reading_leave_a_signal_and_still_count(lin, course):
    watch_all(lin, course)
    attempt = handed_in(lin, opened(lin, course), right=5, now=NOW + timedelta(seconds=1))
    assert attempt.passed
    assert [(s.learner_id, s.kind) for s in SuspicionSignal.objects.all()] == [(lin.pk, "fast_answers")]


def test_an_unhurried_attempt_leaves_no_signal(lin, course):
    watch_all(lin, course)
    handed_in(lin, opened(lin, course), right=5)
    assert not SuspicionSignal.objects.exists()


def test_right_answers_are_explained_only_when_they_can_no_longer_help(lin, course):
    watch_all(lin, course)
    first = handed_in(lin, opened(lin, course), right=0)
    assert quiz_queries.results(first, tries_left=1) == []
    second = handed_in(lin, opened(lin, course), right=1)
    assert sum(result.right for result in quiz_queries.results(second, tries_left=0)) == 1
