"""The activity record: cheap, bounded, forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from tests.factories.catalogue import make_course

from yuanjiao.learning.actions import activity
from yuanjiao.learning.models import Activity, ActivityKind

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LIN = 7


@pytest.fixture
def buffer(monkeypatch):
    """A buffer that writes only when told."""
    monkeypatch.setattr(activity, "FLUSH_SECONDS", 3600)
    return activity.Buffer()


def act(**fields):
    return Activity(**{"at": NOW, "kind": ActivityKind.CLICK, "learner_id": LIN} | fields)


def test_a_click_is_counted_on_its_course():
    course = make_course()
    for _ in range(3):
        activity.record(kind=ActivityKind.CLICK, learner_id=LIN, course_id=course.pk, now=NOW)
    course.refresh_from_db()
    assert (Activity.objects.count(), course.click_count) == (3, 3)


def test_a_search_without_result_is_kept():
    activity.record(kind=ActivityKind.SEARCH, learner_id=LIN, words=" 量子计算 ", results=0, now=NOW)
    assert Activity.objects.values_list("words", "results").get() == ("量子计算", 0)


def test_many_acts_are_one_insert(buffer, django_assert_num_queries):
    for _ in range(50):
        buffer.add(act(kind=ActivityKind.SEARCH))
    with django_assert_num_queries(3):  # savepoint, insert, release
        assert buffer.flush() == 50


def test_an_empty_buffer_asks_nothing_of_the_database(buffer, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert buffer.flush() == 0


def test_acts_wait_while_the_database_is_away(buffer, monkeypatch):
    def away(acts):
        raise DatabaseError

    buffer.add(act())
    with monkeypatch.context() as patch:
        patch.setattr(activity, "write", away)
        assert buffer.flush() == 0
    assert buffer.flush() == 1


def test_the_buffer_is_bounded(buffer, monkeypatch):
    monkeypatch.setattr(activity, "ACTS_KEPT_AT_MOST", 2)
    for _ in range(5):
        buffer.add(act())
    assert (buffer.flush(), buffer.dropped) == (2, 3)


def test_acts_past_their_term_are_forgotten():
    Activity.objects.bulk_create([act(at=NOW - timedelta(days=800)), act(at=NOW)])
    assert list(activity.forget_old_activity(now=NOW)) == [1]
    assert Activity.objects.get().at == NOW
