"""The pace forecast is arithmetic that holds for every learner."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.credits.forecast import Pace, Part, foresee

NEW_YEAR = date(2026, 1, 1)
days = st.integers(0, 364).map(lambda number: NEW_YEAR + timedelta(days=number))
amounts = st.integers(0, 10_000)


@st.composite
def years(draw):
    due, earned = draw(amounts), draw(amounts)
    return (
        Part(earned, due),
        Part(draw(st.integers(0, earned)), draw(st.integers(0, due))),
        draw(days),
    )


def test_half_the_credits_at_half_the_year_is_on_track():
    half = foresee(total=Part(2500, 5000), required=Part(1500, 3000), since=NEW_YEAR, today=date(2026, 7, 1))
    assert (half.pace, half.done_on) == (Pace.ON_TRACK, date(2026, 12, 30))


def test_a_third_at_half_the_year_is_behind():
    third = foresee(total=Part(1500, 5000), required=Part(1500, 3000), since=NEW_YEAR, today=date(2026, 7, 1))
    assert third.pace == Pace.BEHIND


def test_slightly_late_is_at_risk():
    late = foresee(total=Part(2300, 5000), required=Part(1500, 3000), since=NEW_YEAR, today=date(2026, 7, 1))
    assert late.pace == Pace.AT_RISK


def test_nothing_earned_is_not_started():
    assert foresee(total=Part(0, 5000), required=Part(0, 3000), since=NEW_YEAR, today=NEW_YEAR).pace == Pace.NOT_STARTED


@given(years())
def test_met_means_nothing_is_missing(year):
    total, required, today = year
    forecast = foresee(total=total, required=required, since=NEW_YEAR, today=today)
    assert (forecast.pace is Pace.MET) == (not forecast.missing and not forecast.missing_required)


@given(years())
def test_the_promised_day_lies_ahead_and_the_pace_reaches_it(year):
    total, required, today = year
    forecast = foresee(total=total, required=required, since=NEW_YEAR, today=today)
    if forecast.done_on:
        elapsed, ahead = (today - NEW_YEAR).days + 1, (forecast.done_on - today).days
        assert ahead > 0
        assert total.earned * ahead >= max(forecast.missing, forecast.missing_required) * elapsed


@given(years(), st.integers(1, 500))
def test_earning_more_never_makes_it_later(year, more):
    total, required, today = year
    before = foresee(total=total, required=required, since=NEW_YEAR, today=today)
    after = foresee(total=Part(total.earned + more, total.due), required=required, since=NEW_YEAR, today=today)
    if before.done_on:
        assert after.pace is Pace.MET or after.done_on <= before.done_on


@given(years())
def test_on_track_means_met_by_the_last_day(year):
    total, required, today = year
    forecast = foresee(total=total, required=required, since=NEW_YEAR, today=today)
    if forecast.pace is Pace.ON_TRACK:
        assert forecast.done_on <= date(2026, 12, 31)
        assert forecast.at_year_end >= total.due
