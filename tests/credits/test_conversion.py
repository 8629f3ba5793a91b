"""What days, short courses and full days are worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.credits.conversion import (
    MINUTE_MS,
    LengthStep,
    credit_of_course,
    credit_of_days,
    step_of,
    within_the_day,
)

STEPS = [LengthStep(15, 25), LengthStep(30, 50)]
hundredths = st.integers(0, 100_000)


@pytest.mark.parametrize(("days", "worth"), [(100, 800), (50, 400), (250, 2000), (33, 264)])
def test_a_day_earns_what_the_rule_says_and_half_a_day_half_of_it(days, worth):
    assert credit_of_days(days, 800) == worth


@given(hundredths, hundredths, st.integers(1, 2000))
def test_days_claimed_together_never_earn_less_than_apart_nor_more_than_a_hundredth_beyond(first, second, day):
    apart = credit_of_days(first, day) + credit_of_days(second, day)
    assert apart <= credit_of_days(first + second, day) <= apart + 1


@pytest.mark.parametrize(("minutes", "worth"), [(1, 25), (15, 25), (16, 50), (30, 50), (31, 100)])
def test_a_micro_course_earns_the_fraction_of_its_length(minutes, worth):
    assert credit_of_course(100, minutes * MINUTE_MS, STEPS) == worth


def test_a_course_without_film_and_one_of_less_credit_keep_their_own():
    assert credit_of_course(100, 0, STEPS) == 100
    assert credit_of_course(20, 10 * MINUTE_MS, STEPS) == 20
    assert credit_of_course(100, 10 * MINUTE_MS, []) == 100


@given(hundredths, st.integers(0, 10_000_000), st.lists(st.builds(LengthStep, st.integers(1, 300), hundredths)))
def test_steps_never_give_more_than_the_course_itself_and_fit_its_length(own, duration, steps):
    assert 0 <= credit_of_course(own, duration, steps) <= own
    step = step_of(duration, steps)
    assert step is None or duration <= step.up_to_minutes * MINUTE_MS


@given(hundredths, hundredths, st.integers(1, 100_000))
def test_a_day_never_earns_more_than_its_cap_whatever_came_before(worth, earned, cap):
    counted = within_the_day(worth, earned, cap)
    assert 0 <= counted <= worth
    assert earned + counted <= max(cap, earned)


@given(st.lists(st.integers(0, 500), max_size=12), st.integers(1, 1000))
def test_courses_one_after_the_other_fill_the_day_exactly_to_its_cap(courses, cap):
    earned = 0
    for worth in courses:
        earned += within_the_day(worth, earned, cap)
    assert earned == min(cap, sum(courses))


def test_without_a_cap_everything_counts():
    assert within_the_day(700, 100_000, 0) == 700
