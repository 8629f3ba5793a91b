"""Licences as arithmetic."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.catalogue.licence import cost_in_year, fen_an_hour, reminder_due, seats_reached, spent_until

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def test_a_price_is_used_up_evenly_from_the_first_day_to_the_last():
    first, last = date(2026, 1, 1), date(2026, 1, 10)
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 5), date(2026, 1, 10), date(2027, 1, 1))
    assert [spent_until(1000, first, last, day) for day in days] == [0, 100, 500, 1000, 1000]


def test_a_licence_over_new_year_costs_both_years():
    first, last = date(2025, 12, 22), date(2026, 1, 10)
    assert [cost_in_year(1000, first, last, year) for year in (2024, 2025, 2026, 2027)] == [0, 500, 500, 0]


@given(price=st.integers(0, 10**12), days=st.tuples(DAYS, DAYS))
def test_the_years_of_a_licence_add_up_to_its_price(price, days):
    first, last = sorted(days)
    assert sum(cost_in_year(price, first, last, year) for year in range(2019, 2034)) == price


@pytest.mark.parametrize(
    ("left", "due"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_the_nearest_reminder_that_is_reached_is_due(left, due):
    assert reminder_due(left, [90, 30, 7]) == due


@pytest.mark.parametrize(
    ("used", "seats", "reached"),
    [(90, 100, 0), (91, 100, 90), (100, 100, 90), (101, 100, 100), (9, 10, 0), (999, None, 0)],
)
def test_seats_run_out_beyond_nine_in_ten_and_are_exceeded_beyond_the_last(used, seats, reached):
    assert seats_reached(used, seats) == reached


def test_an_hour_costs_nothing_to_say_where_nobody_learned():
    assert fen_an_hour(1000, 0) is None
    assert fen_an_hour(1000, 3_600_000 * 3) == 333
    assert fen_an_hour(2000, 3_600_000 * 3) == 667
