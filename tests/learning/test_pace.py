"""The allowance: counted time is never more than the clock times the speed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.learning import pace

steps = st.lists(st.tuples(st.integers(-50_000, 100_000), st.integers(0, 200_000)), max_size=40)


@given(steps, st.sampled_from([100, 125, 150, 200]))
def test_whatever_is_asked_for_what_is_counted_fits_the_clock(steps, speed):
    balance, now, counted, latest = pace.opened(1_000_000), 1_000_000, 0, 1_000_000
    for step, wanted in steps:
        now += step
        latest = max(latest, now)
        balance = pace.accrued(balance, now, speed_hundredths=speed, cap_ms=1_800_000)
        taken = min(wanted, balance.left_ms)
        balance = pace.charged(balance, taken)
        counted += taken
        assert counted <= (latest - 1_000_000) * speed // 100


@given(st.lists(st.integers(0, 5_000_000), max_size=20))
def test_the_balance_never_passes_its_cap(waits):
    balance, now = pace.opened(0), 0
    for wait in waits:
        now += wait
        balance = pace.accrued(balance, now, speed_hundredths=150, cap_ms=1_800_000)
        assert 0 <= balance.left_ms <= 1_800_000


def test_a_session_that_opens_has_nothing_yet():
    assert pace.opened(5_000).left_ms == 0


def test_a_clock_that_steps_back_gives_nothing_and_nothing_again_on_its_way_forth():
    balance = pace.accrued(pace.opened(0), 10_000, speed_hundredths=100, cap_ms=60_000)
    back = pace.accrued(balance, 4_000, speed_hundredths=100, cap_ms=60_000)
    assert back == balance
    assert pace.accrued(back, 10_000, speed_hundredths=100, cap_ms=60_000).left_ms == 10_000


def test_a_lower_cap_takes_nothing_away_that_stood():
    balance = pace.accrued(pace.opened(0), 60_000, speed_hundredths=100, cap_ms=60_000)
    assert pace.accrued(balance, 61_000, speed_hundredths=100, cap_ms=30_000).left_ms == 60_000


def test_charging_more_than_stands_is_refused():
    with pytest.raises(ValueError, match="charged"):
        pace.charged(pace.Balance(5, 0), 6)
