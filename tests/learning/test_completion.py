"""A course completes once: every film covered, and the quiz passed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories.catalogue import make_quiz

from yuanjiao.catalogue.models import Course
from yuanjiao.learning import events
from yuanjiao.learning.completion import complete_if_due
from yuanjiao.learning.models import CourseProgress

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def told(monkeypatch):
    heard = []
    monkeypatch.setattr(events, "course_completed", [heard.append])
    return heard


def watch_all(viewing):
    for lesson in viewing.lesson.course.lessons.all():
        viewing.lesson = lesson
        viewing.open()
        start = 0
        while start < 120:
            reply = viewing.pulse(start, start + 15, after=15)
            start += 15
            if "check" in reply.body:
                viewing.pulse(start, start, after=1, answer=reply.body["check"]["id"])


def test_the_last_needed_second_completes_the_course(viewing, told):
    watch_all(viewing)
    assert [(one.learner_id, one.course_id) for one in told] == [(viewing.learner, viewing.lesson.course_id)]
    progress = CourseProgress.objects.get(learner_id=viewing.learner)
    assert progress.completed_at is not None
    assert progress.lessons_done == 2
    assert Course.objects.get(pk=viewing.lesson.course_id).completion_count == 1


def test_the_evidence_names_lessons_and_sessions(viewing, told):
    watch_all(viewing)
    evidence = told[0].evidence
    assert [part["covered_ms"] >= 114_000 for part in evidence["lessons"]] == [True, True]
    assert len(evidence["sessions"]) == 3
    assert evidence["quiz"] is None


def test_one_lesson_of_two_is_not_the_course(viewing, told):
    viewing.pulse(0, 120, after=120)
    assert told == []


def test_a_quiz_must_be_passed_as_well(viewing, told):
    make_quiz(viewing.lesson.course)
    watch_all(viewing)
    assert told == []
    CourseProgress.objects.update(quiz_passed_at=NOW)
    assert complete_if_due(viewing.learner, viewing.lesson.course_id, NOW)
    assert len(told) == 1


def test_completing_twice_tells_once(viewing, told):
    watch_all(viewing)
    assert not complete_if_due(viewing.learner, viewing.lesson.course_id, NOW)
    assert len(told) == 1


def test_a_quiz_alone_completes_nothing_that_was_not_watched(viewing, told):
    make_quiz(viewing.lesson.course)
    CourseProgress.objects.update(quiz_passed_at=NOW)
    assert not complete_if_due(viewing.learner, viewing.lesson.course_id, NOW)
    assert told == []


def test_an_award_that_fails_undoes_the_completion_and_costs_no_one_else(viewing, monkeypatch):
    def refuse(_):
        raise RuntimeError("the ledger is closed")

    monkeypatch.setattr(events, "course_completed", [refuse])
    for lesson in viewing.lesson.course.lessons.all():
        viewing.lesson = lesson
        viewing.open()
        viewing.pulse(0, 110, after=110)
        reply = viewing.pulse(110, 110, after=1, answer=None)
        while "check" in reply.body:
            reply = viewing.pulse(110, 110, after=1, answer=reply.body["check"]["id"])
        last = viewing.pulse(110, 120, after=15)
    assert last.status == 503
    assert CourseProgress.objects.get(learner_id=viewing.learner).completed_at is None
    monkeypatch.setattr(events, "course_completed", [])
    assert viewing.pulse(110, 120, after=15).status == 200
    assert CourseProgress.objects.get(learner_id=viewing.learner).completed_at is not None
