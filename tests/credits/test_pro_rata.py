"""What remains of a year's requirement for someone who is exempt, or earned more than enough the year before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.credits.pro_rata import (
    Measure,
    Share,
    Span,
    carried_over,
    days_in,
    exempt_share,
    surplus_of,
)

HALF = Span(date(2026, 1, 1), date(2026, 6, 30))
days = st.dates(date(2025, 6, 1), date(2027, 6, 30))
spans = st.builds(
    lambda first, length, measure: Span(first, first + timedelta(days=length), measure),
    days,
    st.integers(0, 500),
    st.sampled_from(Measure),
)


def test_half_a_year_off_is_half_the_requirement_rounded_down_to_the_step():
    share = exempt_share([HALF], 2026)
    assert share == Share(181, 365)
    assert (share.left_of(5000, 50), share.left_of(3000, 50)) == (2500, 1500)


def test_what_two_exemptions_cover_together_counts_once():
    again = Span(date(2026, 3, 1), date(2026, 6, 30))
    assert exempt_share([HALF, again], 2026) == exempt_share([HALF], 2026)


def test_an_exemption_touches_only_the_years_it_lies_in():
    over_new_year = Span(date(2025, 12, 1), date(2026, 1, 31))
    assert [exempt_share([over_new_year], year).exempt for year in (2024, 2025, 2026, 2027)] == [0, 31, 31, 0]


def test_measured_in_months_only_whole_calendar_months_count():
    span = Span(date(2026, 2, 10), date(2026, 4, 30), Measure.MONTHS)
    assert exempt_share([span], 2026).exempt == 31 + 30


def test_a_reason_that_waives_the_year_waives_every_year_it_touches():
    retiring = Span(date(2026, 11, 1), date(2026, 12, 31), whole_year=True)
    assert exempt_share([retiring], 2026).left_of(5000, 50) == 0
    assert exempt_share([retiring], 2027).left_of(5000, 50) == 5000


@given(st.lists(spans, max_size=5), st.integers(2025, 2027), st.integers(0, 20_000), st.sampled_from([1, 25, 50, 100]))
def test_nobody_owes_more_than_before_or_less_than_nothing(found, year, due, step):
    share = exempt_share(found, year)
    assert 0 <= share.exempt <= share.whole == days_in(year)
    left = share.left_of(due, step)
    assert 0 <= left <= due
    assert left == due if share.exempt == 0 else left % step == 0


@given(st.lists(spans, max_size=4), spans, st.integers(2025, 2027))
def test_one_more_exemption_never_makes_the_exempt_part_smaller(found, another, year):
    assert exempt_share([*found, another], year).exempt >= exempt_share(found, year).exempt


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_what_is_carried_over_fits_surplus_cap_and_electives(surplus, cap, elective):
    assert carried_over(surplus=surplus, cap=cap, elective=elective) == min(surplus, cap, elective)


@pytest.mark.parametrize(
    ("earned", "due", "carried", "surplus"), [(6000, 5000, 0, 1000), (4800, 5000, 0, 0), (5000, 4000, 1000, 0)]
)
def test_what_was_carried_into_a_year_is_not_carried_on(earned, due, carried, surplus):
    assert surplus_of(earned=earned, due_total=due, carried=carried) == surplus
