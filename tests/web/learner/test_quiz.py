"""The quiz pages: nothing shows an answer before it was handed in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.catalogue import make_course, make_quiz
from tests.factories.learning import watch_all
from tests.factories.organisation import make_person

from yuanjiao.learning.models import Choice, CourseProgress, Question, QuizAttempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    return make_person("林示例")


@pytest.fixture
def page(lin):
    client = Client()
    client.force_login(lin)
    return client


@pytest.fixture
def course():
    course = make_course("示例课", lessons=1)
    quiz = make_quiz(course, questions=3, draw=3, tries=2)
    Question.objects.filter(quiz=quiz).update(explanation="因为示例如此。")
    return course


def opened(page, course):
    response = page.post(reverse("learner:quiz_open", args=[course.pk]))
    return response["Location"]


def sheet(right):
    """The form's fields, every question answered right or every one wrong."""
    attempt = QuizAttempt.objects.latest("pk")
    return {
        f"answer-q{question['id']}": next(c["id"] for c in question["choices"] if c["correct"] is right)
        for question in attempt.drawn
    }


def test_the_quiz_page_says_what_to_watch_first(page, course):
    text = page.get(reverse("learner:quiz", args=[course.pk])).content.decode()
    assert reverse("learner:player", args=[course.lessons.get().pk]) in text
    assert reverse("learner:quiz_open", args=[course.pk]) not in text


def test_answering_without_watching_is_refused(page, course):
    response = page.post(reverse("learner:quiz_open", args=[course.pk]), follow=True)
    assert "先把本课各讲看完" in response.content.decode()
    assert not QuizAttempt.objects.exists()


def test_a_right_sheet_completes_the_course(page, lin, course):
    watch_all(lin, course)
    address = opened(page, course)
    response = page.post(address, sheet(right=True), follow=True)
    text = response.content.decode()
    assert "通过了" in text
    assert "因为示例如此。" in text
    assert CourseProgress.objects.get().completed_at is not None


def test_the_sheet_carries_no_answers(page, lin, course):
    watch_all(lin, course)
    text = page.get(opened(page, course)).content.decode()
    assert "因为示例如此。" not in text
    assert "correct" not in text
    assert "checked" not in text


def test_a_failed_try_shows_no_answers_while_another_is_left(page, lin, course):
    watch_all(lin, course)
    first = page.post(opened(page, course), sheet(right=False), follow=True).content.decode()
    assert "正确答案" not in first
    second = page.post(opened(page, course), sheet(right=False), follow=True).content.decode()
    assert "正确答案" in second


def test_a_sheet_handed_in_twice_is_scored_once(page, lin, course):
    watch_all(lin, course)
    address = opened(page, course)
    page.post(address, sheet(right=False))
    page.post(address, sheet(right=True))
    assert QuizAttempt.objects.get().score == 0


def test_an_unanswered_question_is_named_and_nothing_is_scored(page, lin, course):
    watch_all(lin, course)
    address = opened(page, course)
    data = sheet(right=True)
    data.pop(next(iter(data)))
    response = page.post(address, data)
    assert response.status_code == 422
    assert "第 1 题还没有作答" in response.content.decode()
    assert QuizAttempt.objects.get().submitted_at is None


@pytest.mark.parametrize("value", ["999999", "x", "", "1 OR 1=1"])
def test_a_choice_that_is_not_on_the_sheet_is_refused(page, lin, course, value):
    watch_all(lin, course)
    address = opened(page, course)
    assert page.post(address, dict.fromkeys(sheet(right=True), value)).status_code == 422


def test_somebody_elses_attempt_is_not_there(lin, page, course):
    watch_all(lin, course)
    address = opened(page, course)
    other = Client()
    other.force_login(make_person("邻示例"))
    assert [other.get(address).status_code, other.post(address, sheet(right=True)).status_code] == [404, 404]


def test_a_course_without_a_quiz_has_no_quiz_page(page):
    course = make_course(lessons=1)
    assert page.get(reverse("learner:quiz", args=[course.pk])).status_code == 404
    assert page.post(reverse("learner:quiz_open", args=[course.pk])).status_code == 404


def test_a_multiple_choice_takes_several(page, lin, course):
    watch_all(lin, course)
    Question.objects.update(kind="multiple")
    Choice.objects.filter(position=2).update(correct=True)
    address = opened(page, course)
    attempt = QuizAttempt.objects.get()
    data = {f"answer-q{q['id']}": [c["id"] for c in q["choices"] if c["correct"]] for q in attempt.drawn}
    page.post(address, data)
    attempt.refresh_from_db()
    assert attempt.score == 100
