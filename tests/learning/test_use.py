"""How much courses are used, counted month by month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.catalogue import make_course, make_topic
from tests.factories.learning import make_progress
from tests.factories.organisation import make_person, make_unit

from yuanjiao.catalogue.public import rebuild_search
from yuanjiao.learning import public as learning
from yuanjiao.learning.models import Activity, ActivityKind, CountedMonth, Rating, SearchUse

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
JANUARY, MARCH = datetime(2026, 1, 31, 15, 59, tzinfo=UTC), datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR_MS = 3_600_000


@pytest.fixture
def lin():
    return make_person("林示例", unit=make_unit(), post_level="150")


def search(person, words, results=0, at=MARCH):
    Activity.objects.create(at=at, kind=ActivityKind.SEARCH, learner_id=person.pk, words=words, results=results)


def test_completions_are_counted_in_the_month_of_the_academys_own_clock(lin):
    course, other = make_course(duration_ms=2 * HOUR_MS), make_course()
    make_progress(lin, course, completed_at=JANUARY)
    make_progress(make_person(unit=lin.unit), course, completed_at=MARCH)
    make_progress(lin, other)
    assert learning.count_use(now=NOW) == 3
    assert learning.completions_by_course(2026) == {course.pk: 2}
    assert learning.learned_by_month(2026)[:4] == [2 * HOUR_MS, 0, 2 * HOUR_MS, 0]
    assert learning.years_of_use() == [2026]


def test_counting_again_gives_the_same_and_looks_only_at_the_running_month(lin):
    course = make_course()
    make_progress(lin, course, completed_at=JANUARY)
    learning.count_use(now=NOW)
    assert learning.count_use(now=NOW + timedelta(hours=1)) == 1
    assert learning.completions_by_course(2026) == {course.pk: 1}
    assert learning.counted_at() == NOW + timedelta(hours=1)


def test_a_month_is_counted_once_more_after_its_end(lin):
    learning.count_use(now=datetime(2026, 1, 31, 15, 0, tzinfo=UTC))
    make_progress(lin, make_course(), completed_at=JANUARY)
    learning.count_use(now=datetime(2026, 2, 1, 2, 0, tzinfo=UTC))
    assert sum(learning.completions_by_course(2026).values()) == 1
    learning.count_use(now=NOW)
    assert sorted(CountedMonth.objects.values_list("month", flat=True)) == [
        date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1),
    ]  # fmt: skip


def test_use_and_ratings_stand_by_topic_level_and_kind_of_unit(lin):
    course = make_course(duration_ms=HOUR_MS)
    make_progress(lin, course, completed_at=MARCH)
    Rating.objects.create(
        learner_id=lin.pk, course=course, stars=4, post_level="150", unit_kind=lin.unit.kind, at=MARCH
    )
    learning.count_use(now=NOW)
    group = learning.Group(course.topic_id, "150", lin.unit.kind)
    assert learning.used_by_group(date(2026, 3, 1)) == {group: learning.Used(1, HOUR_MS, 1, 4)}
    assert learning.used_by_group(date(2026, 4, 1)) == {group: learning.Used(0, 0, 1, 4)}


def test_words_are_kept_when_several_looked_for_them_and_never_of_one_person(lin):
    others = [make_person(unit=lin.unit) for _number in range(2)]
    for person in (lin, *others):
        search(person, "招投标")
    search(lin, "招投标", results=2)
    for _time in range(5):
        search(lin, "我的私事")
    learning.count_use(now=NOW)
    [found] = learning.searched_since(date(2026, 3, 1))
    assert found == learning.Searched("招投标", 4, 3, 3, None)


def test_words_are_near_the_topic_of_the_courses_that_resemble_them(lin):
    topic = make_topic("应急管理")
    make_course("防汛应急预案", topic=topic)
    list(rebuild_search())
    for person in (lin, make_person(unit=lin.unit), make_person(unit=lin.unit)):
        search(person, "应急演练")
    learning.count_use(now=NOW)
    assert SearchUse.objects.get().topic == topic


def test_many_courses_cost_no_more_queries_than_one(lin):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            learning.count_use(now=NOW)
        return len(captured)

    make_progress(lin, make_course(), completed_at=MARCH)
    learning.count_use(now=NOW)
    with_one = queries()
    for _number in range(5):
        make_progress(lin, make_course(), completed_at=MARCH)
    assert queries() == with_one
