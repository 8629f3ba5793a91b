from __future__ import annotations

import pytest
from tests.factories.catalogue import make_course
from tests.factories.learning import NOW, make_progress
from tests.factories.organisation import make_person

from yuanjiao.learning import public as learning
from yuanjiao.learning.models import CourseLike, Rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(lessons=1)


def rate(person, course, stars, comment=""):
    learning.rate(actor=person, course_id=course.pk, stars=stars, comment=comment, now=NOW)
    course.refresh_from_db()
    return course.rating_count, course.rating_sum


def test_a_like_is_counted_and_taken_back(course):
    lin = make_person()
    counts = []
    for _ in range(3):
        learning.toggle_like(actor=lin, course_id=course.pk, now=NOW)
        course.refresh_from_db()
        counts.append((course.like_count, learning.likes(lin.pk, course.pk)))
    assert counts == [(1, True), (0, False), (1, True)]


def test_likes_of_two_people_are_two(course):
    for name in ("林示例", "邻示例"):
        learning.toggle_like(actor=make_person(name), course_id=course.pk, now=NOW)
    course.refresh_from_db()
    assert course.like_count == CourseLike.objects.count() == 2


def test_only_those_who_completed_a_course_rate_it(course):
    lin = make_person()
    make_progress(lin, course)
    with pytest.raises(learning.NotCompletedYet):
        rate(lin, course, 5)
    assert not Rating.objects.exists()


def test_a_rating_keeps_post_level_and_kind_of_unit(course):
    lin = make_person(post_level="141")
    make_progress(lin, course, completed_at=NOW)
    assert rate(lin, course, 4, "讲得清楚") == (1, 4)
    rating = Rating.objects.get()
    assert (rating.post_level, rating.unit_kind, rating.comment) == ("141", "city", "讲得清楚")


def test_changing_a_rating_moves_the_sum_and_not_the_count(course):
    lin = make_person()
    make_progress(lin, course, completed_at=NOW)
    assert [rate(lin, course, stars) for stars in (2, 5, 1)] == [(1, 2), (1, 5), (1, 1)]


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_are_one_to_five(course, stars):
    lin = make_person()
    make_progress(lin, course, completed_at=NOW)
    with pytest.raises(learning.StarsOutOfRange):
        rate(lin, course, stars)
