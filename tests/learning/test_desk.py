"""Pulse numbers are remembered, over gaps, disorder and restarts."""

from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.learning.desk import REMEMBERED, Desk


@given(st.lists(st.integers(0, 80), max_size=60))
def test_a_number_is_known_again_exactly_when_it_was_taken_or_is_too_old(numbers):
    desk, taken = Desk(learner=1), set()
    for number in numbers:
        too_old = bool(taken) and max(taken) - number >= REMEMBERED
        assert desk.is_repeated(number) == (number in taken or too_old)
        if not desk.is_repeated(number):
            desk.remember(number)
            taken.add(number)
        assert 0 <= desk.sequence_mask < 1 << 63
