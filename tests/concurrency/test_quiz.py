"""Two windows of one learner at the same instant: a quiz opens once, is scored once, and completes once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.concurrency.together import at_once
from tests.factories.catalogue import make_course, make_quiz
from tests.factories.learning import NOW, watch_all
from tests.factories.organisation import make_person

from yuanjiao.learning import events
from yuanjiao.learning import public as learning
from yuanjiao.learning.models import CourseLike, CourseProgress, QuizAttempt, Rating

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 6


def all_together(act: Callable[[], object]) -> list[BaseException]:
    """The same act in several windows at the same instant; what they failed with."""
    return at_once(*[act] * TOGETHER)


@pytest.fixture
def lin():
    return make_person("林示例")


@pytest.fixture
def course():
    course = make_course(lessons=1)
    make_quiz(course, questions=3, draw=3, tries=2)
    return course


def test_windows_that_open_together_share_one_attempt(lin, course):
    watch_all(lin, course)
    assert all_together(lambda: learning.open_attempt(actor=lin, course_id=course.pk, now=NOW)) == []
    assert QuizAttempt.objects.count() == 1


def test_sheets_handed_in_together_are_scored_once_and_complete_once(lin, course, monkeypatch):
    heard = []
    monkeypatch.setattr(events, "course_completed", [heard.append])
    watch_all(lin, course)
    attempt = learning.open_attempt(actor=lin, course_id=course.pk, now=NOW)
    answers = {str(q["id"]): [c["id"] for c in q["choices"] if c["correct"]] for q in attempt.drawn}
    later = NOW + timedelta(minutes=2)
    failures = at_once(
        *[lambda: learning.submit_attempt(actor=lin, attempt_id=attempt.pk, answers=answers, now=later)] * TOGETHER
    )
    assert [type(failure) for failure in failures] == [learning.AttemptAlreadyScored] * (TOGETHER - 1)
    assert CourseProgress.objects.get().completed_at == later
    assert len(heard) == 1


def test_ratings_given_together_are_one(lin, course):
    progress = watch_all(lin, course)
    progress.completed_at = NOW
    progress.save()
    assert all_together(lambda: learning.rate(actor=lin, course_id=course.pk, stars=4, comment="", now=NOW)) == []
    course.refresh_from_db()
    assert (Rating.objects.count(), course.rating_count, course.rating_sum) == (1, 1, 4)


def test_likes_pressed_together_leave_the_counter_right(lin, course):
    assert all_together(lambda: learning.toggle_like(actor=lin, course_id=course.pk, now=NOW)) == []
    course.refresh_from_db()
    assert course.like_count == CourseLike.objects.count()
