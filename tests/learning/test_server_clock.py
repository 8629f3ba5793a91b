"""The clock that nodes share, as one node carries it on."""

from __future__ import annotations

from yuanjiao.learning.server_clock import READ_EVERY_MS, SharedClock


def test_the_shared_clock_is_carried_on_between_readings_and_never_ahead():
    shared, own = [1_000_000], [5_000]

    def slow_trip():
        told = shared[0]
        own[0] += 30
        shared[0] += 30
        return told

    clock = SharedClock(slow_trip, lambda: own[0])
    assert clock() == 1_000_000
    own[0] += READ_EVERY_MS
    shared[0] += READ_EVERY_MS
    assert clock() == 1_000_000 + READ_EVERY_MS
    own[0] += 1
    shared[0] += 500_000
    assert clock() == shared[0] - 30
