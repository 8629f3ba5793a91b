"""The period report: what came and went, beside the period before, by topic and by source."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.catalogue import make_course, make_move, make_topic

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import Period, moves_of, period_report

pytestmark = pytest.mark.django_db

HALF = Period(date(2026, 1, 1), date(2026, 6, 30))


def at(month, day=1, year=2026):
    return datetime(year, month, day, 4, tzinfo=UTC)


def added(course, when):
    make_move(course, "audit", "published", at=when)


def retired(course, when, state="published"):
    make_move(course, state, "retired", at=when)
    Course.objects.filter(pk=course.pk).update(state="retired")


def report():
    return period_report(Course.objects.all(), HALF)


def test_the_period_before_is_as_long_and_ends_the_day_before():
    assert HALF.before == Period(date(2025, 7, 4), date(2025, 12, 31))


def test_what_came_and_went_is_counted_beside_the_period_before():
    for when in (at(2), at(3), at(9, year=2025)):
        added(make_course(), when)
    gone = make_course()
    added(gone, at(1, year=2024))
    retired(gone, at(5), "retiring")
    whole = report().whole
    assert (whole.added, whole.retired, whole.added_before, whole.retired_before) == (2, 1, 1, 0)
    assert (whole.growth, whole.online, whole.online_at_first) == (1, 3, 2)


def test_online_at_the_end_leaves_out_what_came_since_and_counts_what_went_since():
    added(make_course(), at(8))
    gone = make_course()
    added(gone, at(2))
    retired(gone, at(9))
    assert report().whole.online == 1


def test_a_course_that_came_back_counts_as_added_and_a_retirement_taken_back_as_neither():
    course = make_course()
    make_move(course, "retired", "published", at=at(2))
    make_move(course, "published", "retiring", at=at(3))
    make_move(course, "retiring", "published", at=at(4))
    assert (report().whole.added, report().whole.retired) == (1, 0)


def test_what_was_undone_counts_as_neither():
    course = make_course()
    make_move(course, "published", "retired", at=at(2), void=True)
    make_move(course, "retired", "published", at=at(2, 2), void=True)
    assert (report().whole.added, report().whole.retired) == (0, 0)


def test_key_topics_are_those_that_grew_most():
    for topic, number in (("党史", 1), ("生态", 3)):
        for _ in range(number):
            added(make_course(topic=make_topic(topic)), at(3))
    gone = make_course(topic=make_topic("旧题"))
    retired(gone, at(3))
    assert [(topic.name, topic.growth) for topic in report().key_topics] == [("生态", 3), ("党史", 1)]


def test_topics_and_sources_add_up_to_the_whole():
    for source in ("introduced", "purchased", "purchased"):
        added(make_course(source_kind=source), at(3))
    found = report()
    assert sum(change.added for change in found.topics) == sum(change.added for change in found.sources) == 3
    assert {change.value: change.added for change in found.sources}["purchased"] == 2


def test_the_last_day_is_in_the_period_by_the_academys_clock():
    added(make_course("早"), datetime(2026, 6, 30, 15, 59, tzinfo=UTC))
    added(make_course("晚"), datetime(2026, 6, 30, 16, 0, tzinfo=UTC))
    assert [move.course.title for move in moves_of(Course.objects.all(), HALF)] == ["早"]


def test_the_report_costs_the_same_for_few_and_for_many():
    def cost():
        with CaptureQueriesContext(connection) as queries:
            report()
        return len(queries)

    added(make_course(), at(2))
    few = cost()
    for number in range(4):
        added(make_course(topic=make_topic(f"题{number}")), at(3))
    assert cost() == few
