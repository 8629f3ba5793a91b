"""The review board's score: parts from 0 to 100, a mean by weights, what says nothing left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.catalogue.review_score import CourseFigures, Part, Scale, parts, score, usual_starts

SCALE = Scale(usual_starts=10.0, ratings_least=5, old_after_months=60)
WEIGHTS = {Part.USE: 30, Part.COMPLETION: 25, Part.RATING: 25, Part.AGE: 10, Part.LICENCE: 10}
MONTH = 30.4375


def figures(**changes):
    usual = {
        "starts": 120, "completions": 60, "rating_count": 10, "rating_sum": 40, "days_online": 365,
        "licence_days": None,
    }  # fmt: skip
    return CourseFigures(**usual | changes)


def test_the_usual_course_has_half_the_points_of_use_and_twice_as_many_beginnings_two_thirds():
    assert parts(figures(starts=round(10 * 365 / MONTH)), SCALE)[Part.USE] == pytest.approx(50, abs=0.1)
    assert parts(figures(starts=round(20 * 365 / MONTH)), SCALE)[Part.USE] == pytest.approx(66.7, abs=0.1)
    assert parts(figures(starts=0), SCALE)[Part.USE] == 0


@pytest.mark.parametrize(
    ("changes", "part", "points"),
    [
        ({"completions": 60}, Part.COMPLETION, 50),
        ({"rating_sum": 50}, Part.RATING, 100),
        ({"rating_sum": 10}, Part.RATING, 0),
        ({"days_online": 0}, Part.AGE, 100),
        ({"days_online": 30 * 365}, Part.AGE, 0),
        ({"licence_days": 400}, Part.LICENCE, 100),
        ({"licence_days": 73}, Part.LICENCE, 20),
        ({"licence_days": -3}, Part.LICENCE, 0),
    ],
)
def test_each_part_is_measured_as_it_says(changes, part, points):
    assert parts(figures(**changes), SCALE)[part] == pytest.approx(points)


def test_what_says_nothing_yet_is_left_out():
    new = figures(starts=0, completions=0, rating_count=4, rating_sum=20)
    assert set(parts(new, SCALE)) == {Part.USE, Part.AGE}


def test_parts_that_are_left_out_weigh_nothing():
    assert score({Part.USE: 50.0, Part.AGE: 100.0}, WEIGHTS) == pytest.approx((50 * 30 + 100 * 10) / 40)
    assert score({Part.USE: 50.0}, {**WEIGHTS, Part.USE: 0}) == 0


def test_what_is_usual_is_the_median_of_those_that_were_begun():
    of = [figures(starts=number, days_online=30) for number in (0, 10, 20, 90)]
    assert usual_starts(of) == pytest.approx(20)
    assert usual_starts([]) == 0


@given(
    starts=st.integers(0, 10**6),
    completions=st.integers(0, 10**6),
    stars=st.lists(st.integers(1, 5), max_size=20),
    days=st.integers(0, 10**4),
    licence=st.none() | st.integers(-(10**4), 10**4),
)
def test_points_and_score_stay_between_0_and_100(starts, completions, stars, days, licence):
    found = parts(CourseFigures(starts, completions, len(stars), sum(stars), days, licence), SCALE)
    assert all(0 <= points <= 100 for points in found.values())
    assert 0 <= score(found, WEIGHTS) <= 100
